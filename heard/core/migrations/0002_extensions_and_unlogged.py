from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    run_before = [("directory", "0001_initial"), ("organisations", "0001_initial")]  # trigram search; terms that may not overlap

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        # Counts of attempts need no crash safety, and must not reach the write-ahead log or a backup made from it.
        migrations.RunSQL("ALTER TABLE core_attempt SET UNLOGGED", "ALTER TABLE core_attempt SET LOGGED"),
    ]
