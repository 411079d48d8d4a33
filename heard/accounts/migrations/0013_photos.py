import django.db.models.deletion
from django.db import migrations, models

from heard.core.migrating import make_view


class Migration(migrations.Migration):
    """A person's photo, and what is public of it."""

    dependencies = [("accounts", "0012_moderators_of_regions"), ("media", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="photo",
            field=models.OneToOneField(
                blank=True,
                help_text="Beside what they say in public; theirs to remove",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="media.picture",
            ),
        ),
        make_view(
            "public_photo",
            """
SELECT person.id AS person_id, picture.key FROM accounts_person person JOIN public_picture picture ON picture.id = person.photo_id""",
        ),
    ]
