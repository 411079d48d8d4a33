from django.db import migrations

from heard.core.clock import day_sql
from heard.core.migrating import make_view

TELLING = f"""
SELECT id, story_id, organisation_id, {day_sql("told_at")} AS told_on, {day_sql("heard_at")} AS heard_on, {day_sql("read_at")} AS read_on
  FROM reach_telling told WHERE EXISTS (SELECT FROM public_story story WHERE story.id = told.story_id)"""
# A role is named where it covers enough people of the organisation today: five, where its region says nothing (`role_shown_from`).
ROLE_READING = """
SELECT reading.telling_id, reading.role
  FROM reach_rolereading reading JOIN reach_telling told ON told.id = reading.telling_id JOIN public_story story ON story.id = told.story_id
 WHERE told.read_at IS NOT NULL
   AND (SELECT count(*) FROM organisations_membership member
         WHERE member.organisation_id = told.organisation_id AND member.frozen_at IS NULL AND reading.role = ANY (member.roles))
       >= coalesce((SELECT value FROM regions_setting setting WHERE setting.region_id = story.region_id AND name = 'role_shown_from'), 5)"""
ASKING = f"""
SELECT story_id, provider_id, {day_sql("asked_at")} AS asked_on, {day_sql("delivered_at")} AS delivered_on
  FROM reach_asking asked WHERE EXISTS (SELECT FROM public_story story WHERE story.id = asked.story_id)"""


class Migration(migrations.Migration):
    """What is public of who was told, and who read it (ADR 37)."""

    dependencies = [
        ("organisations", "0008_public_views"), ("reach", "0004_followed_at"), ("regions", "0003_complaint_ways"), ("stories", "0018_public_views"),
    ]

    operations = [
        make_view("public_telling", TELLING),
        make_view("public_role_reading", ROLE_READING),
        make_view("public_asking", ASKING),
    ]
