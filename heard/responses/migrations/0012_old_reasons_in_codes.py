"""Sentences of before about why a moderator reads an answer are turned into codes; one that is not known stays as it was said, in `reason`.

By itself, so that the table is not locked while row after row is turned.
"""

import re

from django.db import migrations

FOUND = {
    "possible name": "name",
    "possible first name": "first-name",
    "possible name of staff": "staff-name",
    "telephone number": "phone",
    "e-mail address": "email",
    "postcode": "postcode",
    "address": "address",
    "NHS number": "nhs-number",
    "nHS number": "nhs-number",
    "number of one person or case": "number",
    "exact date": "date",
    "link": "link",
    "name on a social network": "handle",
    "sign of suicide": "suicide",
    "sign of self-harm": "self-harm",
    "sign of abuse": "abuse",
    "sign of neglect": "neglect",
    "sign of threat or violence": "threat",
    "sign of a child at risk": "child",
    "a death": "death",
    "legal process": "legal",
    "hateful words": "hate",
    "advertising": "advert",
}
"""What was found, as sentences named it, and the kind it was."""
WHERE = {"the sign-off": "sign_off", "the name": "name", "the role": "job_title", None: "text"}
EACH_FOUND = re.compile(r"([^“”]+?) “([^“”]*)”(?:, in (the sign-off|the name|the role))?(?:, |$)")
SENTENCES = [
    (
        r"You have (?P<have>\d+) answers? published(?: so far)?; (?P<need>\d+) are needed\.",
        lambda said: {"name": "experience", "have": int(said["have"]), "need": int(said["need"])},
    ),
    (
        r"There are no decisions on your answers yet to make a score of; this story asks for (?P<need>\d+)\.",
        lambda said: {"name": "score", "have": None, "need": int(said["need"])},
    ),
    (
        r"Your recent answers score (?P<have>\d+) points of 100; this story asks for (?P<need>\d+)\.",
        lambda said: {"name": "score", "have": int(said["have"]), "need": int(said["need"])},
    ),
    (
        r"You ticked that the answer says something was or will be changed\.",
        lambda said: {"name": "no-change", "ticked": True},
    ),
    (
        r"These words sound like a change: “(?P<phrases>.*)”(?P<more> and more)?\.",
        lambda said: {"name": "no-change", "phrases": said["phrases"].split("”, “"), "more": bool(said["more"])},
    ),
    (r"Something in it could point at a person: (?P<found>.*)\.", lambda said: found_in("no-personal-data", said["found"])),
    (r"Some of its words want a second look: (?P<found>.*)\.", lambda said: found_in("no-signs", said["found"])),
    (r"The story is, or may be, about a child\.", lambda said: {"name": "not-a-childs"}),
    (
        r"A service in the story has fewer than (?P<fewest>\d+) stories, so people could be recognised\.",
        lambda said: {"name": "large-enough", "fewest": int(said["fewest"])},
    ),
]


def found_in(name, words):
    """None where any of it is of no kind that is known."""
    found = EACH_FOUND.findall(words)
    if not found or "".join(match[0] for match in EACH_FOUND.finditer(words)) != words or any(each[0] not in FOUND for each in found):
        return None
    return {"name": name, "found": [[FOUND[label], excerpt, WHERE[where or None]] for label, excerpt, where in found]}


def code_of(sentence):
    """What a sentence said, as a code; None where it is not known."""
    for pattern, code in SENTENCES:
        if said := re.fullmatch(pattern, sentence):
            return code(said)
    return None


def turn(apps, schema_editor):
    moves = apps.get_model("responses", "AnswerMove").objects
    for move in moves.filter(name="refer", why=[]).exclude(reason="").only("pk", "reason").order_by("pk").iterator(chunk_size=500):
        codes = {sentence: code_of(sentence) for sentence in move.reason.splitlines()}
        moves.filter(pk=move.pk).update(
            why=[code for code in codes.values() if code],
            reason="\n".join(sentence for sentence, code in codes.items() if not code),
        )


class Migration(migrations.Migration):
    dependencies = [("responses", "0011_words_of_choices")]

    operations = [migrations.RunPython(turn, migrations.RunPython.noop)]
