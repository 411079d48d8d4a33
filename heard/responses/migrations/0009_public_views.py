from django.db import migrations

from heard.core.clock import day_sql
from heard.core.migrating import make_view

# Nothing that was said about a story is public without it. OFFSET 0 makes that a look at the story of each row that is found, by key: lists
# walk an index and stop when they have enough, and a join would let the planner read all stories instead.
STORY_IS_PUBLIC = "EXISTS (SELECT FROM public_story story WHERE story.id = said.story_id OFFSET 0)"
ANSWER = f"""
SELECT id, story_id, organisation_id, name, job_title, text, sign_off, helpful, {day_sql("published_at")} AS published_on
  FROM responses_answer said WHERE state = 'published' AND {STORY_IS_PUBLIC}"""
REPLY = f"""
SELECT id, story_id, answer_id, change_id, promised_for, kind, text, {day_sql("published_at")} AS published_on
  FROM responses_reply said WHERE state = 'published' AND {STORY_IS_PUBLIC}"""
# A plan is public from its publication on, also while a moderator reads whether it was made; what was done, once that is published.
CHANGE = f"""
SELECT id, story_id, organisation_id, is_planned, is_made, CASE WHEN planned_at IS NOT NULL THEN what ELSE '' END AS what, who_leads,
       due_on, first_due_on, {day_sql("planned_at")} AS planned_on, CASE WHEN is_made THEN made_what ELSE '' END AS made_what,
       {day_sql("made_at")} AS made_on, CASE WHEN is_made THEN helped ELSE '' END AS helped
  FROM (SELECT id, story_id, organisation_id, what, who_leads, due_on, first_due_on, planned_at, made_what, made_at, helped,
               state IN ('planned', 'made-waiting') AND planned_at IS NOT NULL AS is_planned, state = 'made' AS is_made
          FROM responses_change) said
 WHERE (is_planned OR is_made) AND {STORY_IS_PUBLIC}"""


class Migration(migrations.Migration):
    """What is public of answers, replies and changes (ADR 37)."""

    dependencies = [("responses", "0008_not_yet"), ("stories", "0018_public_views")]

    operations = [
        make_view("public_answer", ANSWER),
        make_view("public_reply", REPLY),
        make_view("public_change", CHANGE),
    ]
