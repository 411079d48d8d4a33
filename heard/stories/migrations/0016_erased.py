from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("stories", "0015_joined_stories"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(condition=models.Q(("erased_at__isnull", False)), fields=["erased_at"], name="story_erased"),
        ),
    ]
