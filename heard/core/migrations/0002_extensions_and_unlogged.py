from django.contrib.postgres.operations import BtreeGinExtension, CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        CreateExtension("cube"),
        CreateExtension("earthdistance"),
        # Counts of attempts need no crash safety, and must not reach the write-ahead log or a backup made from it.
        migrations.RunSQL("ALTER TABLE core_attempt SET UNLOGGED", "ALTER TABLE core_attempt SET LOGGED"),
    ]
