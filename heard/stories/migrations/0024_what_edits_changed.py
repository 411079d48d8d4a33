"""Which services and tags an edit changed is kept by name, and worded when it is shown. Sentences of before are turned into that; one in
which it is not plain where a name ends stays as it was said, in `message`. So does what the Heard of before still writes meanwhile.
"""

import re

from django.db import migrations, models
from django.db.models import Value

SAID = re.compile(
    r"(?:It is about: (?P<about>.+?)\. Before: (?P<was_about>.+?)\.)?"
    r"(?:(?:^| )Its tags: (?P<tags>.+?)\. Before: (?P<had_tags>.+?)\.)?",
    re.DOTALL,
)
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


def changed_in(sentence):
    """What a sentence said; None where it is not plain."""
    said = SAID.fullmatch(sentence)
    sentences = [said[each] is not None for each in ("about", "tags")] if said else []
    if not any(sentences) or sentence.count(". Before: ") != sum(sentences) or sentence.count("Its tags: ") != sentences[1]:
        return None
    found = {}
    for kind, now, then, nothing in (("about", "about", "was_about", "nothing"), ("tags", "tags", "had_tags", "none")):
        if said[now] is not None:
            found[kind] = {when: [] if said[each] == nothing else [said[each]] for when, each in (("now", now), ("then", then))}
    return found


def turn(apps, schema_editor):
    moves = apps.get_model("stories", "StoryMove").objects
    for move in moves.filter(name="edit").exclude(message="").only("pk", "message").order_by("pk").iterator(chunk_size=500):
        if changed := changed_in(move.message):
            moves.filter(pk=move.pk).update(changed=changed, message="")


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
        migrations.RunPython(turn, migrations.RunPython.noop),
        migrations.RunSQL(ERASE, migrations.RunSQL.noop),
    ]
