from django.db import migrations, models

import heard.core.fields
from heard.core.migrating import BesideViews, make_view

# What nobody has said to be shown yet is in no view.
PICTURE = "SELECT id, key, width, height, widths, kind, alt, alt_language, is_decorative FROM media_picture WHERE kind <> 'waiting'"


class Migration(migrations.Migration):
    """What can be seen in a picture, for people who can't see it. Those of before are all faces, beside the names of their people."""

    dependencies = [("media", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="kind",
            field=models.CharField(
                choices=[
                    ("face", "A photo of someone, beside their name"),
                    ("picture", "A picture, with words for people who can’t see it"),
                    ("waiting", "Sent with a form that had a mistake, and kept for a day"),
                ],
                db_default="face",
                default="face",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="alt",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="What can be seen on it", max_length=250
            ),
        ),
        migrations.AddField(
            model_name="picture", name="alt_language", field=heard.core.fields.LanguageField(help_text="What those words are in")
        ),
        migrations.AddField(
            model_name="picture",
            name="is_decorative",
            field=models.BooleanField(db_default=False, default=False, help_text="Nothing is lost without it: someone said so"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alt", ""), ("is_decorative", True), ("kind", "picture")),
                    models.Q(("is_decorative", False), ("kind", "picture"), models.Q(("alt", ""), _negated=True)),
                    models.Q(("alt", ""), ("is_decorative", False), ("kind__in", ("face", "waiting"))),
                    _connector="OR",
                ),
                name="picture_is_described",
            ),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(condition=models.Q(("kind", "waiting")), fields=["sent_at"], name="picture_waiting"),
        ),
        BesideViews("public_picture", [make_view("public_picture", PICTURE)]),
    ]
