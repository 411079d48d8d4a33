import django.db.models.deletion
from django.db import migrations, models

import heard.core.clock
from heard.core.clock import day_sql
from heard.core.migrating import make_view

STORY_IS_PUBLIC = "EXISTS (SELECT FROM public_story story WHERE story.id = said.story_id OFFSET 0)"
CHANGE = f"""
SELECT id, story_id, region_id, organisation_id, is_planned, is_made, CASE WHEN planned_at IS NOT NULL THEN what ELSE '' END AS what, who_leads,
       due_on, first_due_on, {day_sql("planned_at")} AS planned_on, CASE WHEN is_made THEN made_what ELSE '' END AS made_what,
       {day_sql("made_at")} AS made_on, CASE WHEN is_made THEN helped ELSE '' END AS helped
  FROM (SELECT id, story_id, region_id, organisation_id, what, who_leads, due_on, first_due_on, planned_at, made_what, made_at, helped,
               state IN ('planned', 'made-waiting') AND planned_at IS NOT NULL AS is_planned, state = 'made' AS is_made
          FROM responses_change) said
 WHERE (is_planned OR is_made) AND {STORY_IS_PUBLIC}"""


class Migration(migrations.Migration):
    """Every change has its region, and lists of one region's walk an index of their own."""

    dependencies = [
        ("regions", "0011_more_time_zones"),
        ("responses", "0014_region_of_every_change"),
        ("stories", "0018_public_views"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="region",
            field=models.ForeignKey(
                db_index=False,
                help_text="That of its story, which a story keeps",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="regions.region",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("state__in", ["planned", "made-waiting"])),
                fields=["region", "due_on", "story", "id"],
                name="change_due_in_region",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                models.F("region"),
                heard.core.clock.day_in("made_at").desc(),
                models.F("story").desc(),
                models.F("id").desc(),
                condition=models.Q(("state", "made")),
                name="change_made_in_region",
            ),
        ),
        make_view("public_change", CHANGE),
    ]
