import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("responses", "0007_rated_when"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="times_rated",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="Each change of the author's mind is told once: this tells them apart"
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="first_due_on",
            field=models.DateField(help_text="The day it was first promised for, if a later or earlier one was given since", null=True),
        ),
        migrations.AddField(model_name="change", name="times_rated", field=models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField(
            model_name="reply",
            name="change",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="responses.change"
            ),
        ),
        migrations.AddField(
            model_name="reply",
            name="promised_for",
            field=models.DateField(help_text="The day by which that change hadn't happened", null=True),
        ),
        migrations.AlterField(
            model_name="reply",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reply", "Reply to an answer"),
                    ("update", "Update to the story"),
                    ("not-yet", "A promised change hasn’t happened"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(model_name="reply", name="original", field=models.TextField(blank=True)),
        migrations.RemoveConstraint(model_name="reply", name="published_reply_is_complete"),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("published_at__isnull", False), models.Q(models.Q(("text", ""), _negated=True), ("kind", "not-yet"), _connector="OR")),
                    _connector="OR",
                ),
                name="published_reply_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change__isnull", False), ("kind", "not-yet"), ("promised_for__isnull", False)),
                    models.Q(models.Q(("kind", "not-yet"), _negated=True), ("change", None), ("promised_for", None)),
                    _connector="OR",
                ),
                name="not_yet_names_its_promise",
            ),
        ),
    ]
