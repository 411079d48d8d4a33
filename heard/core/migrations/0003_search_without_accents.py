from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

CREATE = """
CREATE TEXT SEARCH CONFIGURATION heard_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION heard_english ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""


class Migration(migrations.Migration):
    """English as it is searched here: “café” is found by “cafe”, “Siobhán” by “Siobhan”, and the other way round."""

    dependencies = [("core", "0002_extensions_and_unlogged")]

    operations = [UnaccentExtension(), migrations.RunSQL(CREATE, "DROP TEXT SEARCH CONFIGURATION heard_english")]
