from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("organisations", "0006_joined_remits"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="form_key",
            field=models.UUIDField(help_text="The form it was made with: pressed twice, it sends one email", null=True, unique=True),
        ),
    ]
