"""What moderators wrote about replies to a story that was taken back can be deleted, by a function of the owner's."""

from django.db import migrations

ERASE = """
CREATE OR REPLACE FUNCTION responses_erase_reasons(taken_back bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stories_story WHERE id = taken_back AND state = 'withdrawn') THEN
    RAISE EXCEPTION 'only a story that was taken back is erased';
  END IF;
  UPDATE responses_replymove SET reason = '' WHERE reply_id IN (SELECT id FROM responses_reply WHERE story_id = taken_back);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("responses", "0005_what_is_owed"), ("stories", "0013_words_can_be_erased")]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION IF EXISTS responses_erase_reasons(bigint)")]
