"""Notes about a story that was taken back wait for as long as somebody works on their case: a report of unfair treatment is one."""

from django.db import migrations

ERASE = """
CREATE OR REPLACE FUNCTION moderation_erase_notes(taken_back bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stories_story WHERE id = taken_back AND state = 'withdrawn') THEN
    RAISE EXCEPTION 'only a story that was taken back is erased';
  END IF;
  UPDATE moderation_casemove SET note = '', message = ''
   WHERE case_id IN (SELECT id FROM moderation_case WHERE story_id = taken_back AND closed_at IS NOT NULL);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0008_calls_to_messages")]

    operations = [migrations.RunSQL(ERASE, migrations.RunSQL.noop)]
