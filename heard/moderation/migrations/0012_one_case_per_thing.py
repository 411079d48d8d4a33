"""One constraint for every kind. What the columns of before point at is looked after by nothing any more: a thing is deleted with its story
alone, and so are its cases. The columns themselves stay for as long as the Heard of before may be running (0011).
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

BEFORE = {"answer": "responses.answer", "reply": "responses.reply", "change": "responses.change", "report": "responses.treateddifferently"}


def without_a_look(name, model):
    """The column as it was, but that the database asks for no such row."""
    field = models.ForeignKey(model, on_delete=django.db.models.deletion.CASCADE, null=True, related_name="cases", db_constraint=False)
    return migrations.AlterField("case", name, field)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0011_any_thing")]

    operations = [
        migrations.AlterField("case", "thing_id", models.PositiveBigIntegerField(help_text="Which one; of a story its own id")),
        migrations.AlterField(
            "case", "subject", models.CharField(max_length=20, help_text="What kind of thing it is about (core.reviewing)")
        ),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                fields=["subject", "thing_id"], condition=Q(("closed_at", None), ("once", True), _connector="OR"), name="one_open_case_per_thing"
            ),
        ),
        *(migrations.RemoveConstraint("case", f"one_open_case_per_{name}") for name in ("story", "answer", "reply", "change")),
        migrations.RemoveConstraint("case", "one_case_per_report"),
        migrations.RemoveConstraint("case", "case_names_its_subject"),
        migrations.AddConstraint(
            "case", models.CheckConstraint(condition=Q(("subject", ""), _negated=True), name="case_names_its_subject")
        ),
        *(without_a_look(name, model) for name, model in BEFORE.items()),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("case", name) for name in BEFORE]),
    ]
