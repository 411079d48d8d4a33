"""Answers to messages to Heard are written on sheets too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_enquiries"), ("writing", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="sheet",
            name="organisation",
            field=models.ForeignKey(
                help_text="None: the desk, or operators",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sheets",
                to="organisations.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="sheet",
            name="thing",
            field=models.BigIntegerField(help_text="Id of what it is about: a story, an answer, a change, a case, a message"),
        ),
        migrations.AlterField(
            model_name="sheet",
            name="story",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="stories.story"
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="enquiry",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to="enquiries.enquiry"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("enquiry__isnull", False), ("story", None))
                | models.Q(("enquiry", None), ("story__isnull", False)),
                name="a_sheet_is_about_one_thing",
            ),
        ),
    ]
