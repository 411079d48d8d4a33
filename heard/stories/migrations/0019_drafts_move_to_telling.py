from django.db import migrations


class Migration(migrations.Migration):
    """The tables stay as they are, under their names: only whose they are changes (`telling` 0001)."""

    dependencies = [("stories", "0018_public_views")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Draft"), migrations.DeleteModel("Rush")]),
    ]
