"""A case is about one thing of a kind: `subject` and `thing_id`, where every kind had a column and a constraint of its own.

The Heard of before may still be running, and names the thing in its own columns. So they stay in the table, and a trigger writes what
either of the two Heards leaves out. They go, with the trigger, once nothing of before can be running.
"""

from django.db import migrations, models

FILL = """
CREATE FUNCTION moderation_case_thing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.thing_id IS NULL THEN
    NEW.thing_id := CASE NEW.subject WHEN 'answer' THEN NEW.answer_id WHEN 'reply' THEN NEW.reply_id WHEN 'change' THEN NEW.change_id
                                     WHEN 'treated-differently' THEN NEW.report_id ELSE NEW.story_id END;
    NEW.once := NEW.subject = 'treated-differently';
  ELSE
    CASE NEW.subject
      WHEN 'answer' THEN NEW.answer_id := NEW.thing_id;
      WHEN 'reply' THEN NEW.reply_id := NEW.thing_id;
      WHEN 'change' THEN NEW.change_id := NEW.thing_id;
      WHEN 'treated-differently' THEN NEW.report_id := NEW.thing_id;
      ELSE NULL;
    END CASE;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moderation_case_thing BEFORE INSERT ON moderation_case FOR EACH ROW EXECUTE FUNCTION moderation_case_thing();
UPDATE moderation_case SET thing_id = coalesce(answer_id, reply_id, change_id, report_id, story_id),
                           once = (subject = 'treated-differently');
"""
UNDO = """
DROP TRIGGER moderation_case_thing ON moderation_case;
DROP FUNCTION moderation_case_thing();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0010_looked_at")]

    operations = [
        migrations.AddField(
            "case",
            "thing_id",
            models.PositiveBigIntegerField(null=True, help_text="Which one; of a story its own id"),
        ),
        migrations.AddField(
            "case",
            "once",
            models.BooleanField(default=False, db_default=False, help_text="The thing has this one case for ever"),
        ),
        migrations.RunSQL(FILL, UNDO),
    ]
