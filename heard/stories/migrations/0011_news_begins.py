"""Stories of the last days are news of the day they were published, to whoever listens to their branches: so the reckoning reaches back.
Where a service moved since, nobody can say which branches they were in then: those are left out."""

from django.db import migrations

BEGIN = """
UPDATE stories_storybranch branch SET news_at = branch.told_at
  FROM stories_story story
 WHERE story.id = branch.story_id AND story.state = 'published' AND branch.told_at > now() - interval '31 days'
   AND NOT EXISTS (SELECT 1 FROM core_event moved
                    WHERE moved.name = 'directory.service_moved' AND moved.at > branch.told_at
                      AND (moved.payload ->> 'service_id')::bigint = ANY(story.ancestors));
"""


class Migration(migrations.Migration):
    dependencies = [("stories", "0010_news_of_a_branch"), ("core", "0001_initial")]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
