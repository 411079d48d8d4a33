from django.db import migrations, models


class Migration(migrations.Migration):
    """What a draft and a story have alike is declared once (`ParticularFields`). The database sees nothing of it."""

    dependencies = [("stories", "0020_days_are_counted")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("story", "chosen_name", models.CharField(blank=True, max_length=60)),
                migrations.AlterField(
                    "story", "happened_month", models.DateField(blank=True, help_text="The first day of the month it happened in", null=True)
                ),
                migrations.AlterField("story", "role", models.CharField(blank=True, choices=[('patient', 'A patient'), ('service-user', 'A service user'), ('parent', 'A parent or guardian'), ('relative', 'The relative of a patient'), ('carer', 'A carer'), ('friend', 'A friend of a patient'), ('advocate', 'A volunteer or advocate'), ('staff', 'A member of staff, as a patient'), ('somebody', 'Somebody')], max_length=20)),
            ]
        ),
    ]
