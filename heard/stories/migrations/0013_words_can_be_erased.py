"""Words of a story that was taken back can be deleted, by a function of the owner's: the site's role may not change what is written once."""

from django.db import migrations

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
  UPDATE stories_storymove SET message = '' WHERE story_id = taken_back;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("stories", "0012_corrected_words")]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION IF EXISTS stories_erase_words(bigint)")]
