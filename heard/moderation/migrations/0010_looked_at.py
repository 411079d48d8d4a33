"""What a moderator looked at and let out stands with the decision; what was found in a text says in the queue why its case stands there."""

import django.contrib.postgres.fields
from django.db import migrations, models

ERASE = """
CREATE OR REPLACE FUNCTION moderation_erase_notes(taken_back bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stories_story WHERE id = taken_back AND state = 'withdrawn') THEN
    RAISE EXCEPTION 'only a story that was taken back is erased';
  END IF;
  UPDATE moderation_casemove SET note = '', message = '', looked_at = '{}'
   WHERE case_id IN (SELECT id FROM moderation_case WHERE story_id = taken_back AND closed_at IS NOT NULL);
END $$;
"""


def kinds(size):
    inner = models.CharField(max_length=size)
    return {"base_field": inner, "default": list, "db_default": models.Value([], output_field=django.contrib.postgres.fields.ArrayField(inner, size=None)), "size": None}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0009_open_cases_keep_their_notes")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="found",
            field=django.contrib.postgres.fields.ArrayField(
                **kinds(20),
                help_text="Kinds of what the gate found in its texts that may tell who somebody is, or, of what staff say, any sign",
            ),
        ),
        migrations.AddField(
            model_name="casemove",
            name="looked_at",
            field=django.contrib.postgres.fields.ArrayField(**kinds(80)),
        ),
        migrations.RunSQL(ERASE, migrations.RunSQL.noop),
    ]
