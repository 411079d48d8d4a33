from django.db import migrations

FILL = """
UPDATE responses_change SET region_id = story.region_id
  FROM stories_story story WHERE story.id = responses_change.story_id AND responses_change.region_id IS NULL
"""


class Migration(migrations.Migration):
    """Changes of before get the region of their story. By itself, so that no one waits for the table meanwhile."""

    dependencies = [("responses", "0013_region_of_a_change")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
