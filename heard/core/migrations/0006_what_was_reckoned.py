from django.db import migrations, models

import heard.core.clock


class Migration(migrations.Migration):
    dependencies = [("core", "0005_sessions_by_digest")]

    operations = [
        migrations.CreateModel(
            name="Reckoned",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=heard.core.clock.now)),
                ("count", models.PositiveIntegerField(default=0)),
                ("oldest", models.DateTimeField(null=True)),
                ("things", models.JSONField(default=list, help_text="The oldest of them: since when, of which story, of whom or what")),
            ],
        ),
    ]
