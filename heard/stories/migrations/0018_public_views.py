from django.db import migrations

from heard.core.clock import day_sql
from heard.core.migrating import make_view

DAYS = ("told", "heard", "read", "answered", "planned", "made", "helped", "changed")
STORY = f"""
SELECT id, region_id, title, text, hope, role, chosen_name, happened_month, is_question, published_on, edited_on, progress, service_ids,
       ancestors, tag_slugs, views, me_too, protective_edits, civil_edits, clarity_edits, version,
       {", ".join(f"{day_sql(f'{step}_at')} AS {step}_on" for step in DAYS)}
  FROM stories_story WHERE state = 'published'"""
# A story comes into lists as it is published, and leaves them as it is withdrawn, in the same transaction: they are counted without it.
BRANCH = f"SELECT story_id, service_id, {day_sql('told_at')} AS told_on FROM stories_storybranch"
TAG = """
SELECT story_id, tag_id, position FROM stories_storytag tagged
 WHERE EXISTS (SELECT FROM public_story story WHERE story.id = tagged.story_id)"""
# Of a story that is not public any more the database takes the row away itself (0017).
WORDS = "SELECT story_id, words FROM stories_storywords"


class Migration(migrations.Migration):
    """What is public of stories (ADR 37)."""

    dependencies = [("stories", "0017_found_by_words")]

    operations = [
        make_view("public_story", STORY),
        make_view("public_story_branch", BRANCH),
        make_view("public_story_tag", TAG),
        make_view("public_story_words", WORDS),
    ]
