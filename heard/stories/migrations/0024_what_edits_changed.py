"""Which services and tags an edit changed is kept by name, and worded when it is shown. What the Heard of before still writes meanwhile
stays as it was said, in `message`.
"""

from django.db import migrations, models
from django.db.models import Value

ERASE = """
CREATE OR REPLACE FUNCTION stories_erase_words(taken_back bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stories_story WHERE id = taken_back AND state = 'withdrawn') THEN
    RAISE EXCEPTION 'only a story that was taken back is erased';
  END IF;
  UPDATE stories_original SET title = '', words = '', hope = '', chosen_name = '' WHERE story_id = taken_back;
  UPDATE stories_correctedwords SET title = '', words = '', hope = '', chosen_name = '' WHERE story_id = taken_back;
  UPDATE stories_edit SET note = CASE reason WHEN 'other' THEN '–' ELSE '' END
   WHERE version_id IN (SELECT id FROM stories_version WHERE story_id = taken_back);
  UPDATE stories_version SET title = '', text = '', hope = '' WHERE story_id = taken_back;
  UPDATE stories_storymove SET message = '', changed = '{}' WHERE story_id = taken_back;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("stories", "0023_words_of_choices")]

    operations = [
        migrations.AddField(
            "storymove",
            "changed",
            models.JSONField(
                default=dict,
                db_default=Value({}, output_field=models.JSONField()),
                help_text="Services and tags that an edit changed, by name: now and then (rules.edits)",
            ),
        ),
        migrations.RunSQL(ERASE, migrations.RunSQL.noop),
    ]
