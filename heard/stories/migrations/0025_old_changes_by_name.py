"""Sentences of before about what an edit changed are kept by name; one in which it is not plain where a name ends stays as it was said, in
`message`.

By itself, so that the table is not locked while row after row is turned.
"""

import re

from django.db import migrations

SAID = re.compile(
    r"(?:It is about: (?P<about>.+?)\. Before: (?P<was_about>.+?)\.)?"
    r"(?:(?:^| )Its tags: (?P<tags>.+?)\. Before: (?P<had_tags>.+?)\.)?",
    re.DOTALL,
)


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
    dependencies = [("stories", "0024_what_edits_changed")]

    operations = [migrations.RunPython(turn, migrations.RunPython.noop)]
