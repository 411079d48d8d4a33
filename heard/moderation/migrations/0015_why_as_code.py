"""Why the desk itself did something is kept as a code, and worded in the language of whoever reads it. Sentences of before become codes.

The Heard of before may still be running: it writes its sentences into the note, where they are shown as they are.
"""

from django.db import migrations, models

CODES = """
UPDATE moderation_casemove SET why = codes.why, note = ''
  FROM (VALUES
    ('The author hasn’t answered in time. They still can.', 'no-answer'),
    ('The hold has ended. Look at it again.', 'hold-over'),
    ('The author wrote again, with signs of danger. It was held.', 'danger-while-held'),
    ('The author answered, or changed their words, after it was approved.', 'answered-since'),
    ('Whoever approved it does not moderate any more.', 'approver-left')
  ) AS codes (note, why)
 WHERE moderation_casemove.name = 'resume' AND moderation_casemove.note = codes.note AND moderation_casemove.by LIKE 'system:%';
UPDATE moderation_casemove
   SET why = 'long:' || replace(substring(note FROM '^Published with ([0-9,]+) words'), ',', ''),
       note = regexp_replace(note, '^Published with [0-9,]+ words(\\.|: )', '')
 WHERE name IN ('decide', 'approve') AND note ~ '^Published with [0-9,]{1,12} words(\\.$|: )';
"""
ERASE = """
CREATE OR REPLACE FUNCTION moderation_erase_notes(taken_back bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stories_story WHERE id = taken_back AND state = 'withdrawn') THEN
    RAISE EXCEPTION 'only a story that was taken back is erased';
  END IF;
  UPDATE moderation_casemove SET note = '', message = '', looked_at = '{}', why = ''
   WHERE case_id IN (SELECT id FROM moderation_case WHERE story_id = taken_back AND closed_at IS NOT NULL);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0014_labels")]

    operations = [
        migrations.AddField(
            model_name="casemove",
            name="why",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="Why, where the desk itself says so (CaseWhy)", max_length=30
            ),
        ),
        migrations.RunSQL(CODES, migrations.RunSQL.noop),
        migrations.RunSQL(ERASE, migrations.RunSQL.noop),
    ]
