from django.db import migrations

from heard.core.migrating import make_view

# What a moderator proposed from a case has no page before a story about it is public: its name may be in that story's words alone. Places
# that are named beside a public story are in the branches of that story, so they have one. OFFSET 0 makes that a look by key at each place
# that is only proposed, and none at any other.
SERVICE = """
SELECT id, region_id, level, kind, name, slug, code, coalesce(nullif(code, ''), slug) AS path_key, register, parent_id, ancestors, address,
       town, postcode, telephone, website, opened_on, closed_on, standing, successor_id, not_in_register
  FROM directory_service service
 WHERE register <> 'proposed' OR EXISTS (SELECT FROM public_story_branch told WHERE told.service_id = service.id OFFSET 0)"""


class Migration(migrations.Migration):
    """Places that are only proposed stood in the view of places, and whoever read it had to remember to leave them out. It is made anew here
    because `directory` knows of no stories (ADR 37).
    """

    dependencies = [("stories", "0026_consent_in_a_language"), ("directory", "0009_public_views")]

    operations = [
        make_view("public_service", SERVICE),
    ]
