from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.texts.differences import is_heavy, share_changed, word_differences
from heard.core.working_time import CLOSES, OPENS, after_working_hours, is_working_day
from heard.moderation.models import Risk
from heard.moderation.presenters.signs import marked
from heard.moderation.queries.suggestions import NO_HINT, Suggestions
from heard.moderation.rules import risk
from heard.moderation.rules.likeness import find_alike
from heard.moderation.rules.messages import DECLINE_MESSAGES
from heard.moderation.rules.risk import queue_risk
from heard.moderation.rules.suggesting import OfferedTag, suggest_tags, suggest_title
from heard.stories.models import DeclineReason
from heard.stories.rules.criticality import CRITERIA, suggest_criticality
from heard.stories.rules.signs import GRAVE, LABELS, WEIGHED, WHY, find_signs, kinds_of

TEXT = st.text(st.sampled_from(list("abe kmild.\n’'IDied!?")) | st.characters(codec="utf-8"), max_size=300)


def kinds(text):
    return kinds_of(find_signs(text))


# ---------------------------------------------------------------- signs


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Some nights I want to die", "suicide"),
        ("he tried to kill himself", "suicide"),
        ("I don’t want to be here any more", "suicide"),
        ("i dont really want to be here any more", "suicide"),
        ("She took an overdose", "suicide"),
        ("I cut myself again", "self-harm"),
        ("my self-harm scars", "self-harm"),
        ("the carer slapped mum", "abuse"),
        ("she was abused there", "abuse"),
        ("I am frightened of my husband", "abuse"),
        ("Gran had four marks on the top of each arm, like someone's fingers", "abuse"),
        ("she said don't say anything", "abuse"),
        ("The midwife asked was everything all right at home and he laughed", "abuse"),
        ("my husband comes too and he always answers for me", "abuse"),
        ("he was left in his own urine", "neglect"),
        ("it is neglect", "neglect"),
        ("he threatened me", "threat"),
        ("I will kill the nurse", "threat"),
        ("someone taking our baby away", "child"),
        ("my dad died there", "death"),
        ("the inquest is in May", "legal"),
        ("our solicitor says", "legal"),
    ],
)
def test_signs_are_seen(text, sign):
    assert sign in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I have an anal fissure and blood in my stool",
        "my breast cancer surgery; they saw my penis",
        "I was treated for drug abuse and alcohol abuse",
        "spastic quadriplegia and growth retardation",
        "I was dying for a cup of tea",
        "they will find him a bed",
        "it is the mark of somebody who cares, and the bruise from the drip has gone",
        "everything was all right at home after that",
        "the pain was killing me",
    ],
)
def test_words_about_bodies_and_everyday_words_are_not_signs(text):
    assert kinds(text) == []


def test_hit_me_in_no_sentence_that_anybody_would_say_is_in_no_list():
    """Its words weigh enough for a page of help; no phrase says that somebody was hit."""
    assert set(kinds("I hit my head and hit me that day was long")) <= WEIGHED


@pytest.mark.parametrize(
    "text",
    [
        "the plaster is too tight, fingers gone a funny colour. I can't get through to anybody. Please can someone ring me.",
        "the plaster is too tight",
        "My toes have gone blue",
        "his foot is swollen",
        "the wound looks infected",
        "Could a nurse please call me back",
        "please contact us",
        "I need someone to look at it",
        "I’m still waiting for the doctor to ring",
        "My number is 01632 960877",
        "Should I go to A&E?",
        "she can’t keep anything down",
        "I am still bleeding a week on",
        "it hasn't stopped bleeding",
        "two weeks later and still in a lot of pain",
        "The pain is getting worse",
        "I've run out of my insulin",
        "I have chest pain right now",
        "my eye is swollen",
        "his skin is going blue",
        "her lips are blue",
        "the wound is open again",
        "please call me",
        "please ring me on Monday",
        "her face is grey",
    ],
)
def test_what_may_need_care_now_stands_above_what_is_ordinary(text):
    assert "care-now" in kinds(text)
    assert queue_risk(signs=kinds(text), criticality=0) == Risk.SENSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "My ankle was swollen and they saw me at once",
        "She rang me back the same day",
        "nobody rang me",
        "I was in agony and then it stopped",
        "Parking is getting worse every year",
        "I was still in pain when I left, and they gave me something",
        "Somebody to call our own",
        "you sit until my number is called",
        "the nurse will call you when it is your turn",
        "I had a temperature last winter",
        "I can't fault them",
        "My skin is black, and nobody saw the rash",
        "her eyes are blue and her skin is brown",
        "it opened my eyes, and now my eyes are open",
        "they have open arms: my arms are open too",
        "Please call me Mrs Tarn",
        "please call me by my name",
    ],
)
def test_what_is_over_and_everyday_words_need_no_care_now(text):
    assert "care-now" not in kinds(text)


def test_care_now_is_read_without_a_warning_to_wait_for_a_quiet_hour():
    assert "care-now" not in GRAVE


@given(TEXT)
def test_any_text_gives_ordered_signs_inside_it(text):
    signs = find_signs(text)
    assert signs == sorted(signs)
    for each in signs:
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.excerpt
        assert each.label
        assert each.why.startswith(WHY[each.sign])


def test_every_sign_has_a_label_and_a_reason():
    assert set(LABELS) == set(WHY)
    assert set(LABELS) >= GRAVE


def test_a_sentence_that_weighs_gives_way_to_what_stands_in_it():
    words = "I’ve counted them all out since my wife died and the house is quiet. I’ve counted them all out and the house is quiet"
    suggestions = Suggestions(hits=[], signs=find_signs(words), criticality=NO_HINT, alike=[], tags=[])
    marks = marked([("text", words)], suggestions).marks
    assert [(mark.label == "A death", mark.in_text) for mark in marks] == [(False, False), (True, True), (False, True)]


# ---------------------------------------------------------------- criticality and risk


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Everyone was so kind. Thank you.", 0),
        ("All lovely, but the parking is hard", 1),
        ("I waited and nobody told me why", 2),
        ("I was ignored and she was rude", 3),
        ("They gave him the wrong medication", 4),
        ("She died because nobody came", 5),
        ("he was abused in the home", 5),
    ],
)
def test_criticality_is_the_most_negative_statement(text, level):
    hint = suggest_criticality(text, signs=find_signs(text), has_better_tags=False)
    assert hint.level == level
    assert hint.why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My appointment was on a Tuesday.",
        "Afterwards he was a different man and we live with that.",
        "Great prices! Book now and get 20% off.",
        "Thank you. I want to die.",
        "The nurse was lovely. The inquest is in May.",
        "I work on this ward and the food is good",
    ],
)
def test_nothing_found_is_no_criticality_of_0(text):
    """Found no warning signs: that says what we looked for, not what is there."""
    hint = suggest_criticality(text, signs=find_signs(text), has_better_tags=False)
    assert hint.level in {None, 1}
    assert queue_risk(signs=kinds(text), criticality=hint.level) != Risk.PRAISE
    if hint.level is None:
        assert ("We found no warning signs" in hint.why) == (not find_signs(text))
        assert "doesn’t make it 0" in hint.why


@pytest.mark.parametrize("text", ["Amazing team, best prices in town, book now!", "Follow us on Instagram, our clients are happy"])
def test_an_advertisement_is_not_praise(text):
    assert queue_risk(signs=kinds(text), criticality=0) == Risk.ORDINARY


def test_a_phrase_is_said_once_however_it_is_written():
    hint = suggest_criticality("Rude. She was so rude! I was ignored.", signs=[], has_better_tags=False)
    assert hint.phrases == ("ignored", "Rude")


def test_a_tag_under_could_be_better_is_at_least_minimal():
    assert suggest_criticality("Fine.", signs=[], has_better_tags=True).level == 1


@given(TEXT, st.booleans())
def test_any_text_gets_a_level(text, better):
    hint = suggest_criticality(text, signs=find_signs(text), has_better_tags=better)
    assert hint.level in {None, *range(6)}
    assert len(hint.phrases) <= 3


def test_criteria_are_complete():
    assert [each.level for each in CRITERIA] == [0, 1, 2, 3, 4, 5]


def test_risk_numbers_are_the_models():
    assert {name: int(value) for name, value in Risk.__members__.items()} == {name: getattr(risk, name) for name in Risk.__members__}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"signs": ["suicide"], "criticality": 0}, Risk.URGENT),
        ({"signs": ["legal"], "criticality": 5}, Risk.SENSITIVE),
        ({"signs": ["worry"], "criticality": 0}, Risk.SENSITIVE),
        ({"signs": ["likely"], "criticality": 0}, Risk.SENSITIVE),
        ({"signs": ["perhaps"], "criticality": 0}, Risk.CRITICAL),
        ({"signs": ["young"], "criticality": 0}, Risk.SENSITIVE),
        ({"signs": ["works-there"], "criticality": 0}, Risk.SENSITIVE),
        ({"signs": ["advert"], "criticality": 0}, Risk.ORDINARY),
        ({"signs": [], "criticality": None}, Risk.ORDINARY),
        ({"signs": [], "criticality": 1, "is_sensitive": True}, Risk.SENSITIVE),
        ({"signs": [], "criticality": 1, "hits": ["nhs-number"]}, Risk.SENSITIVE),
        ({"signs": [], "criticality": 3}, Risk.CRITICAL),
        ({"signs": [], "criticality": 2}, Risk.ORDINARY),
        ({"signs": [], "criticality": 0, "may_praise": False}, Risk.ORDINARY),
        ({"signs": [], "criticality": 0}, Risk.PRAISE),
    ],
)
def test_risk_orders_the_queue(given, expected):
    assert queue_risk(**given) == expected


# ---------------------------------------------------------------- likeness, tags, titles

LONG = "I come every Tuesday and you get your ticket and you sit and nobody says how long it is and then you start to think things"


def test_the_same_story_told_again_is_found():
    assert [
        each.number for each in find_alike(LONG + " again", [(1, LONG), (2, "Something else altogether, about a dentist and a tooth")])
    ] == [1]


def test_short_thanks_are_not_duplicates_of_long_stories():
    assert find_alike("Thank you to the nurse and to you all so much", [(1, LONG + " thank the nurse to you all so much and")]) == []


@given(TEXT, st.lists(st.tuples(st.integers(1, 9), TEXT), max_size=4))
def test_any_texts_can_be_compared(text, others):
    for each in find_alike(text, others):
        assert 82 <= each.score <= 100


TAGS = [
    OfferedTag("good", "the nurse"),
    OfferedTag("better", "waiting times", ("waiting", "long wait")),
    OfferedTag("feeling", "frightened", ("scared",)),
]


def test_tags_are_suggested_with_their_reason():
    hints = suggest_tags("The nurse was lovely. It was a long wait. I was scared!", TAGS)
    assert [(each.kind, each.name, each.phrase) for each in hints] == [
        ("good", "the nurse", "The nurse"),
        ("better", "waiting times", "long wait"),
        ("feeling", "frightened", "scared"),
    ]


def test_a_tag_that_is_there_is_not_suggested():
    assert suggest_tags("I was scared", TAGS, chosen=[("feeling", "Frightened")]) == []


def test_praise_is_not_suggested_where_the_words_are_critical():
    assert suggest_tags("The nurse was rude and never came.", TAGS) == []


@given(TEXT)
def test_any_text_can_be_asked_for_tags_and_a_title(text):
    suggest_tags(text, TAGS)
    assert len(suggest_title(text)) <= 80


def test_title_is_the_first_safe_sentence():
    words = "Harbour Ward let me down. Sarah was rude. Nobody says how long it is."
    assert suggest_title(words) == "Harbour Ward let me down"
    assert suggest_title(words, avoid=["Harbour Ward"], unsafe=[(26, 31)]) == "Nobody says how long it is"
    assert suggest_title("…") == ""
    assert suggest_title("word " * 40).endswith("…")


# ---------------------------------------------------------------- differences


def test_differences_say_word_by_word_what_changed():
    pieces = [(piece.how, piece.text) for piece in word_differences("Nurse Jones was cold", "The nurse was cold")]
    assert pieces == [("gone", "Nurse Jones"), ("new", "The nurse"), ("same", " was cold")]


@given(TEXT, TEXT)
def test_differences_lose_nothing(old, new):
    pieces = word_differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.how != "new") == old
    assert "".join(piece.text for piece in pieces if piece.how != "gone") == new
    assert 0 <= share_changed(old, new) <= 1


def test_very_long_texts_are_compared_by_line():
    old = "word word\n" * 4000
    assert "".join(piece.text for piece in word_differences(old, old + "more") if piece.how != "gone") == old + "more"


@pytest.mark.parametrize("scrap", ["\n", "a ", "a\n", "a b "])
def test_text_made_to_be_hard_to_compare_loses_nothing_and_is_compared(scrap):
    old = f"It began well. {scrap * 20_000} It ended well."
    new = f"It began. {scrap * 19_000} It ended."
    for one, other in ((old, old), (old, new)):
        pieces = word_differences(one, other)
        assert "".join(piece.text for piece in pieces if piece.how != "new") == one
        assert "".join(piece.text for piece in pieces if piece.how != "gone") == other


def test_a_little_is_not_heavy():
    words = "one two three four five six seven eight nine ten eleven twelve"
    assert not is_heavy(words, words)
    assert not is_heavy(words, words.replace("five", "5"))
    assert is_heavy(words, "something altogether different")


# ---------------------------------------------------------------- working time


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        (at(18, 10), 4, at(18, 14)),  # Wednesday
        (at(18, 16), 4, at(19, 12)),
        (at(18, 6), 4, at(18, 13)),
        (at(18, 20), 4, at(19, 13)),
        (at(20, 16), 4, at(23, 12)),  # Friday to Monday
        (at(20, 16), 12, at(24, 12)),
    ],
)
def test_hours_are_counted_from_nine_to_five_on_working_days(start, hours, expected):
    assert after_working_hours(start, hours, zone="Europe/London") == expected


def test_holidays_are_not_worked():
    assert after_working_hours(at(20, 16), 4, zone="Europe/London", holidays={date(2026, 11, 23)}) == at(24, 12)


def hours_between(start, end, *, holidays):
    """Working hours from `start` to `end`, counted minute by minute and not by days."""
    here, minutes, london = start, 0, ZoneInfo("Europe/London")
    while here < end:
        local = here.astimezone(london)
        minutes += is_working_day(local.date(), holidays) and OPENS <= local.time() < CLOSES
        here += timedelta(minutes=1)
    return minutes / 60


@given(st.integers(0, 60 * 24 * 60), st.integers(0, 40))
def test_what_is_added_is_what_has_passed(minutes, hours):
    start = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    end = after_working_hours(start, hours, zone="Europe/London", holidays={date(2026, 4, 3)})
    assert end >= start
    assert hours_between(start, end, holidays={date(2026, 4, 3)}) == pytest.approx(hours)


def test_there_is_a_kind_message_for_every_reason_to_decline():
    assert set(DECLINE_MESSAGES) == set(DeclineReason.values)
    for message in DECLINE_MESSAGES.values():
        assert message.startswith("Thank you")


def test_the_written_criteria_are_the_ones_on_the_desk():
    written = (Path(__file__).parents[2] / "docs" / "moderation.md").read_text()
    for each in CRITERIA:
        assert f"| {each.level} | {each.name} | {each.words} | {each.examples} |" in written
