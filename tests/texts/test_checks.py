"""Every check reads: whatever it finds in plain spelling, it finds in others, and shows it as it was written."""

import ast
from pathlib import Path

import pytest

from heard.accounts.rules import story_keys
from heard.core.texts.reading import plainly
from heard.directory.rules.positions import holds_postcode, postcode
from heard.moderation.rules.likeness import find_alike
from heard.moderation.rules.publishing import names_of_staff
from heard.moderation.rules.suggesting import OfferedTag, suggest_tags, suggest_title
from heard.organisations.rules.contacts import contact_key
from heard.responses.rules.advice import advise, asks_who
from heard.responses.rules.fast_track import is_childs_story, phrases_claiming_change
from heard.stories.rules.criticality import suggest_criticality
from heard.stories.rules.going_out import GoesOut, look_through
from heard.stories.rules.personal_data import find_in_chosen_name, find_personal_data
from heard.stories.rules.signs import calls_for_help, find_signs
from heard.stories.rules.titles import is_in_capitals
from heard.telling.rules import chosen_names


def wide(text):
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def soft(text):
    return "\u00ad".join(text)


def spaced(text):
    return text.replace(" ", "\u00a0\u2009")


def alike(text):
    return text.translate(str.maketrans("aeopcxyiABCEHKMOPTX", "аеорсхуіАВСЕНКМОРТХ"))


def marked(text):
    return "".join(f"{sign}\u0336" for sign in text)


SPELLINGS = [wide, soft, spaced, alike, marked]


@pytest.mark.parametrize("spell", SPELLINGS)
@pytest.mark.parametrize(
    "check",
    [
        lambda say: [plainly(each) for each in names_of_staff(look_through([GoesOut("text", "the words",
                                                              say("the matron, Nurse Brown, was kind to us"))]))],
        lambda say: [hit.kind for hit in find_in_chosen_name(say("Sarah Jones"))],
        lambda say: chosen_names.advice(say("NHS nurse of the ward")),
        lambda say: chosen_names.is_part_of(say("Margaret"), "margaret.p@mail.example"),
        lambda say: [each.sign for each in find_signs(say("it said: I want to die tonight"))],
        lambda say: calls_for_help(say("I am going to kill myself")),
        lambda say: len(phrases_claiming_change(say("Thank you. We have changed the rota."))),
        lambda say: is_childs_story(about_child=None, role="patient", words=say("my baby was born here")),
        lambda say: len(asks_who(say("Please tell us your date of birth."))),
        lambda say: [each.name for each in advise(say("Please tell us your NHS number. We will change it."), [])],
        lambda say: suggest_criticality(say("they were rude and I was in tears"), signs=[], has_better_tags=False).level,
        lambda say: [hint.name for hint in suggest_tags(say("The nurse was so kind to me."), [OfferedTag("good", "kind")])],
        lambda say: suggest_title(say("Larkfield was bad."), avoid=["Larkfield"]),
        lambda say: [each.number for each in find_alike(say("the ward was clean and everybody was kind to us that night"),
                                                        [(1, "the ward was clean and everybody was kind to us that night")])],
        lambda say: contact_key(say("0191 498 0123")),
        lambda say: postcode(say("XN4 7QP")),
        lambda say: holds_postcode(say("the ward near XN4 7QP")),
        lambda say: is_in_capitals(say("NOBODY LISTENS TO ME")),
    ],
)  # fmt: skip
def test_a_check_says_the_same_of_every_spelling(check, spell):
    assert check(spell) == check(str)


@pytest.mark.parametrize("spell", [wide, soft, marked])
def test_a_story_key_is_known_in_every_spelling(spell):
    words = "apple river seven lamp"
    typed = " ".join(story_keys.word_list()[:4]) if story_keys.normalise(words) is None else words
    assert story_keys.normalise(spell(typed)) == typed


def test_what_is_said_openly_is_open_in_every_spelling():
    text = "then Вера Носова and Ｒowan\u00a0Sellick came to Quayside Recovery\u200b Service"
    assert find_personal_data(text, known=["Вера Носова", "Rowan Sellick", "Quayside Recovery Service"]) == []
    assert len(find_personal_data(text)) >= 2


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("so then Олена Шевченко came", "Олена Шевченко"),
        ("I thank 王芳 for all", "王芳"),
        ("thanks to Сара, who stayed", "Сара"),
        ("I spoke to Sarah\nJones about it", "Sarah\nJones"),
        ("I spoke to JaneSmith about it", "JaneSmith"),
        ("it was SarahJane\u200bSmith who", "SarahJane\u200bSmith"),
        ("with Anne–Marie there", "Anne–Marie"),
        ("it was on 3\nMarch 2026", "3\nMarch 2026"),
        ("from 1–3 March 2026 on", "3 March 2026"),
    ],
)
def test_names_and_days_that_no_pattern_of_one_alphabet_and_one_line_finds(text, excerpt):
    assert [hit.excerpt for hit in find_personal_data(text)] == [excerpt]


@pytest.mark.parametrize(
    "text",
    [
        "Open Monday–Friday, and the ward—Larkfield Ward—was clean.",
        "Это была хорошая больница, и мне помогли.\nВсе были добры.",
        "مستشفى نظيف وطاقم لطيف",
        "From the 1st floor I saw the café; ½ an hour later it was over…",
        "The Ω sign, β-blockers, 5 µg and a Δ of 3.",
        "1 ½ hours, 24/7, 10–12 weeks, 36.6 °C",
    ],
)
def test_everyday_words_in_any_spelling_are_left_alone(text):
    assert find_personal_data(text) == []


# ---------------------------------------------------------------- nothing is searched unread

HEARD = Path(__file__).parents[2] / "heard"
CHECKS = (
    "stories/rules/personal_data.py",
    "telling/rules/chosen_names.py",
    "stories/rules/signs.py",
    "responses/rules/fast_track.py",
    "responses/rules/advice.py",
    "stories/rules/criticality.py",
    "moderation/rules/suggesting.py",
    "moderation/rules/likeness.py",
    "organisations/rules/contacts.py",
    "directory/rules/positions.py",
    "stories/rules/titles.py",
)
READ_BEFORE = {
    "_kept": "One word of a title: `is_in_capitals` gives it words of a reading, `in_small_letters` rewrites what was written.",
    "_small": "The same.",
    "_telephone": "`contact_key` gives it a reading.",
}
"""Functions of these files that search what was read by whoever calls them, and by nobody else."""
NO_CHECKS = {
    "accounts/rules/story_keys.py": "Reads a story key, and normalises it in its own way, which is tested above.",
    "demo/rules/plainness.py": "Counts words and sentences of our own pages.",
    "demo/rules/letters.py": "Reads letters that the demo wrote.",
    "directory/rules/registers.py": "Parses files of registers, cell by cell; what is no such file is refused.",
    "directory/rules/names.py": "Writes names of places for people to read.",
    "directory/rules/telephones.py": "Writes telephone numbers of registers for people to read.",
    "media/rules/drawing.py": "Looks for marks in the bytes of a picture, which hold no text.",
    "media/rules/captions.py": "Parses captions line by line; each that can't be read is named.",
    "pages/rules/paths.py": "Tells whether something can be the end of an address.",
    "pages/rules/markdown.py": "Reads the marks of a text that an editor wrote; its words are left as they are.",
    "stories/rules/plain.py": "The second half of the reading, of what `find_signs` and `weighed` have read.",
    "stories/rules/searching.py": "Words that stories are found by; it has a normalisation of its own (ADR 35), tested beside it.",
    "stories/rules/weighing.py": "Is given the words of a `Plain`.",
}
"""Other rules that search with patterns, and why what they search need not be a reading."""
SEARCHES = {"search", "match", "fullmatch", "finditer", "findall"}


@pytest.mark.parametrize("path", CHECKS)
def test_a_check_that_searches_a_text_reads_it_or_is_given_a_reading(path):
    """A function that searches with a pattern calls `read` or `plainly`, or says by the type of what it takes that somebody has. mypy sees
    to it that only a read text is given to what takes `Plain`.
    """
    unread = []
    for function in ast.walk(ast.parse((HEARD / path).read_text())):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [call.func for call in ast.walk(function) if isinstance(call, ast.Call)]
        searches = any(isinstance(call, ast.Attribute) and call.attr in SEARCHES for call in calls)
        reads = any(isinstance(call, ast.Name) and call.id in {"read", "plainly"} for call in calls)
        given = any("Plain" in ast.unparse(each.annotation) or "Reading" in ast.unparse(each.annotation)
                    for each in function.args.args + function.args.kwonlyargs if each.annotation)  # fmt: skip
        if searches and not (reads or given) and function.name not in READ_BEFORE:
            unread.append(function.name)
    assert unread == []


def test_every_rule_that_searches_with_patterns_is_a_check_or_says_why_it_is_none():
    searching = {
        str(path.relative_to(HEARD))
        for path in HEARD.glob("*/rules/*.py")
        if any(f".{name}(" in path.read_text() for name in SEARCHES) and "import re\n" in path.read_text()
    }
    assert searching - {*CHECKS, *NO_CHECKS} == set(), "read what is searched, or say why it need not be"
    assert {*CHECKS, *NO_CHECKS} - {str(path.relative_to(HEARD)) for path in HEARD.glob("*/rules/*.py")} == set()
