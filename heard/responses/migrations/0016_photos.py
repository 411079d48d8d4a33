from django.db import migrations

from heard.core.clock import day_sql
from heard.core.migrating import BesideViews, make_view

# As in 0009, and beside each answer the photo that the person who gave it has now.
STORY_IS_PUBLIC = "EXISTS (SELECT FROM public_story story WHERE story.id = said.story_id OFFSET 0)"
ANSWER = f"""
SELECT id, story_id, organisation_id, name, job_title, text, sign_off, helpful, {day_sql("published_at")} AS published_on,
       coalesce((SELECT photo.key FROM public_photo photo WHERE photo.person_id = said.person_id), '') AS photo
  FROM responses_answer said WHERE state = 'published' AND {STORY_IS_PUBLIC}"""


class Migration(migrations.Migration):
    dependencies = [("responses", "0015_change_lists_of_a_region"), ("accounts", "0013_photos")]

    operations = [BesideViews("public_answer", [make_view("public_answer", ANSWER)])]
