from django.db import migrations

from heard.core.clock import day_sql

STEPS = ("heard", "read", "answered", "planned", "made")
COUNT = "".join(f"CREATE STATISTICS story_{step}_on ON ({day_sql(f'{step}_at')}) FROM stories_story;" for step in STEPS)
DO_NOT_COUNT = "".join(f"DROP STATISTICS story_{step}_on;" for step in STEPS)


class Migration(migrations.Migration):
    """How many stories were heard, read and so on: of a column the server counts that by itself, of the day that `public_story` works out from one
    only if it is told to. Else it would take nearly all stories for heard, and look for the others in all of them (ADR 37).
    """

    dependencies = [("stories", "0019_drafts_move_to_telling")]

    operations = [migrations.RunSQL(f"{COUNT} ANALYZE stories_story", DO_NOT_COUNT)]
