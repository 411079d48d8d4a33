"""One reading of words, for the index and for what is asked; and the index itself, which follows whatever is written."""

import hashlib

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from heard.core import health
from heard.core.jobs import drain
from heard.directory.actions import corrections, everyday
from heard.directory.models import Correction
from heard.published.queries.lists import Search, list_stories
from heard.regions.actions import make_region
from heard.stories import tasks
from heard.stories.actions import finding
from heard.stories.actions.authoring import withdraw_story
from heard.stories.actions.publishing import MadeEdit, edit_story
from heard.stories.models import KnownWord, Story, StoryToIndex, StoryWords
from heard.stories.queries import public_text, words_meant
from heard.stories.rules import search_words
from heard.stories.rules.searching import EDITION, NOT, OURS, query_of, tokens, words_of
from tests import factories

ASKED = st.text(max_size=200) | st.text(alphabet="aenotMEIT&+-.'\"’“” /\\!|()<>:*\0é", max_size=200)


def found(words):
    return {story.title for story in list_stories(Search(words=words)).rows}


# ---------------------------------------------------------------- reading


def read(text):
    return [token.stands for token in tokens(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the café’s doors", "the cafe's doors"),
        ("ＷＡＲＤ ７", "ward 7"),
        ("didn’t listen", "did not listen"),
        ("no-one came", "nobody came"),
        ("G.P. and M.E.", "GP and ME"),
        ("an organized paediatrician", "an organised pediatrician"),
        ("lobby.Wheelchairs", "lobby wheelchairs"),
        ("porter/receptionist", "porter receptionist"),
        ("soft\u00adhyphen", "softhyphen"),
        ("two hours", "2 hours"),
    ],
)
def test_spellings_of_one_thing_are_read_the_same(one, other):
    assert read(one) == read(other)


@pytest.mark.parametrize(
    ("text", "capital"),
    [("I have ME and it hurts", True), ("they told me", False), ("THEY TOLD ME NOTHING AT ALL", False), ("Ms Jones was kind", False)],
)
def test_an_abbreviation_is_one_in_capitals_unless_everything_is(text, capital):
    assert any(token.capital for token in tokens(text)) is capital


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("They did not listen to me", "listen"),
        ("Nobody ever really listened", "listened"),
        ("I wasn't being listened to", "listened"),
        ("It was not rushed, they listened", None),
        ("They did not rush me and listened", None),
        ("She could not have been more helpful, she listened", None),
        ("Not only listened, but understood", None),
        ("I could not fault them. They listened", None),
    ],
)
def test_what_is_denied_is_what_the_not_reaches(text, denied):
    besides = words_of(text).besides.split()
    assert [each for each in besides if "listen" in each] == ([f"zn{denied}"] if denied else [])


FINGERPRINTS = {1: "954c740d71ed8508"}
"""Of the tables, by edition."""


def test_whoever_changes_a_table_has_the_stories_indexed_again():
    """Raise `EDITION`, add a migration that puts every public story into `stories_storytoindex`, and the new fingerprint here."""
    tables = (
        sorted(search_words.NAMES.items()), search_words.SPELLINGS, sorted(search_words.IRREGULAR.items()), search_words.APART,
        sorted(search_words.CAPITALS), sorted(search_words.STOP_WORDS), sorted(search_words.NUMBERS.items()),
    )  # fmt: skip
    assert hashlib.blake2b(repr(tables).encode(), digest_size=8).hexdigest() == FINGERPRINTS[EDITION]


def test_what_the_tables_hold_can_all_be_asked_for():
    for forms in search_words.NAMES.values():
        for form in forms.split("|"):
            assert query_of(form.strip().removeprefix("=")), form


@pytest.mark.parametrize("typed", ["", "the", "it was", '"of the"', "-", "--- -", '""', '"', "- - -", "not", "!!! & | <-> :*", "\0"])
def test_nothing_but_small_words_and_signs_asks_nothing(typed):
    assert not query_of(typed)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("pharmacy OR tablets", "('zgpharmacy' | 'tablets')"),
        ("kind nurse or porter", "'kind' & ('nurse' | 'porter')"),
        ("not seen or heard", "('znsee' | 'znhear')"),
        ("or nurse or", "'nurse'"),
        ("OR", ""),
        ('"kind nurse" -"rude porter"', "('kind' <1> 'nurse') & !(('rude' <1> 'porter'))"),
        ("“kind nurse", "'kind' & 'nurse'"),
        ("nurse - porter", "'nurse' & 'porter'"),
        ("follow-up", "'zgfollowup'"),
        ("step-down ward", "'stepdown' & 'ward'"),
        ("bed-bath", "(('bed' <1> 'bath') | 'bedbath')"),
    ],
)
def test_signs_mean_what_people_mean_by_them(typed, asked):
    assert query_of(typed).tsquery == asked


@pytest.mark.django_db
def test_our_small_words_are_those_of_the_database():
    with connection.cursor() as cursor:
        words = sorted(search_words.STOP_WORDS)
        cursor.execute("SELECT word FROM unnest(%s::text[]) word WHERE ts_lexize('english_stem', word) <> '{}'", [words])
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_keys_of_the_tables_stay_apart_in_the_index():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT ts_lexize('english_stem', 'zg' || key)) FROM unnest(%s::text[]) key", [list(search_words.NAMES)]
        )
        assert cursor.fetchone() == (len(search_words.NAMES),)
        cursor.execute("SELECT ts_lexize('english_stem', %s)", [NOT])
        assert cursor.fetchone() == ([NOT],)


SAME = (("hospital", "ysbyty", "مستشفى"), ("A&E", "casualty", "front door"), ("not well", "-", "it", "a or b", "zqnot"), ("ae", "notME"))


@pytest.mark.django_db
@pytest.mark.parametrize("same", [(), SAME], ids=["", "with words that mean the same"])
@given(typed=ASKED)
def test_whatever_is_typed_is_a_question_that_the_database_understands(typed, same):
    asked = query_of(typed, same)
    with connection.cursor() as cursor:
        cursor.execute("SELECT numnode(to_tsquery('heard_english', %s::text))", [asked.tsquery])
        (nodes,) = cursor.fetchone()
    assert nodes <= 1000
    assert query_of(f"  {typed}\n", same) == asked


@given(text=st.text(max_size=300))
def test_what_is_indexed_is_small_words_and_nothing_else(text):
    for part in words_of(text):
        assert part == " ".join(part.split())
        assert all(sign.isalnum() or sign == " " for sign in part)
        assert part == part.casefold() or not part.isascii()


@given(words=st.lists(st.sampled_from("nurse kind waited clinic A&E GP ME paediatric x-ray twelve".split()), min_size=1, max_size=6))  # noqa: SIM905
def test_a_text_is_found_by_each_of_its_words_in_any_order(words):
    indexed = set(" ".join(words_of(" ".join(words))).split())
    for word in words:
        asked = query_of(word).tsquery.replace("(", "").replace(")", "").replace("'", "")
        assert any(set(way.split()) <= indexed or " <" in way for way in asked.split(" | ")), (word, asked, indexed)


# ---------------------------------------------------------------- the index


@pytest.fixture
def hospital(db):
    provider = factories.service(name="Northmoor Trust")
    return factories.service(name="Larkfield Hospital", parent=provider, level="site", kind="hospital")


def test_a_story_is_found_by_the_names_of_its_places_at_once(hospital):
    ward = factories.service(name="Elm Ward", parent=hospital)
    factories.published_story(title="Kind", words="They were gentle.", services=[ward])
    assert found("larkfield") == found("elm ward") == found("northmoor gentle") == {"Kind"}
    assert found('"larkfield hospital"') == {"Kind"}
    assert found('"gentle northmoor"') == set(), "no phrase goes from the words on into the places"


def test_a_renamed_place_is_found_by_both_names_once_the_worker_saw_it(hospital):
    ward = factories.service(name="Elm Ward", parent=hospital)
    factories.published_story(title="Kind", words="They were gentle.", services=[ward])
    corrections.correct_service(service_id=hospital.pk, changes={"name": "Quayside Hospital"}, by=factories.TESTS)
    drain()
    tasks.index_waiting(timestamp=0)
    assert found("quayside") == found("larkfield") == {"Kind"}


def test_a_story_is_found_by_the_name_of_a_place_whose_work_its_own_took_over(hospital):
    before = factories.service(name="Oldmere House")
    factories.published_story(title="Kind", words="They were gentle.", services=[hospital])
    corrections.correct_service(service_id=before.pk, changes={"successor_id": hospital.pk}, by=factories.TESTS)
    drain()
    tasks.index_waiting(timestamp=0)
    assert found("oldmere") == {"Kind"}
    corrections.undo_correction(correction_id=Correction.objects.get().pk, by=factories.TESTS)
    drain()
    tasks.index_waiting(timestamp=0)
    assert found("oldmere") == set()


def test_stories_are_indexed_at_once_and_how_far_it_is_is_said(db, capsys):
    for _ in range(3):
        factories.published_story()
    call_command("index_stories")
    assert "3 stories indexed" in (said := capsys.readouterr().out)
    assert "none left" in said
    call_command("index_stories")
    assert capsys.readouterr().out == "No stories are waiting to be indexed.\n"


# ---------------------------------------------------------------- words that operators say mean the same


def alike(*same, region=None):
    return everyday.add_everyday_name(
        region_id=region, title=f"Same {same[0]}", words=["anything"], kinds=["other"], called=[], same=same, by=factories.TESTS
    )


def test_words_of_another_language_find_what_operators_say_means_the_same(db):
    name = alike("hospital", "ysbyty", "krankenhaus", "مستشفى", "NHS trust")
    factories.published_story(title="English", words="The hospital was clean and the food was warm.")
    factories.published_story(title="Welsh", words="Roedd yr ysbyty yn lân.")
    factories.published_story(title="Arabic", words="كان مستشفى نظيف")
    factories.published_story(title="Trust", words="The NHS trusts wrote to me.")
    everything = {"English", "Welsh", "Arabic", "Trust"}
    for typed in ("hospital", "Ysbyty", "Krankenhaus", "مستشفى", "nhs trusts"):
        assert found(typed) == everything, typed
    assert found("ysbyty food") == {"English"}
    assert found('"ysbyty"') == {"Welsh"}, "in quotes it stands as it is"
    assert found("clean -ysbyty") == {"English"}, "and kept out it is itself"
    everyday.hide_everyday_name(name_id=name.pk, by=factories.TESTS)
    assert found("krankenhaus") == set()


def test_words_of_a_region_mean_the_same_there_alone(db):
    factories.region()
    wales = make_region(slug="wales", name="Wales", host="wales.example", by=factories.TESTS)
    alike("ambulance", "ambiwlans", region=wales.pk)
    factories.published_story(title="English", words="The ambulance was quick.")
    assert found("ambiwlans") == set()
    assert list_stories(Search(words="ambiwlans", region_id=wales.pk)).rows


def test_words_that_mean_the_same_leave_the_names_of_things_as_they_are(db):
    alike("casualty", "front door", "A&E")
    factories.published_story(title="ED", words="We sat in the emergency department.")
    factories.published_story(title="Door", words="The front door of the hospital.")
    factories.published_story(title="Other", words="The door at the front. An e-mail came.")
    assert found("casualty") == found("A&E") == {"ED", "Door"}
    assert found("front doors") == {"ED", "Door", "Other"}, "and its words wherever they stand, as always"
    assert found("front") == {"Door", "Other"}
    assert found("not casualty") == set()


def test_an_edit_is_found_at_once_and_what_it_took_out_is_not(db):
    story = factories.published_story(title="Kind", words="Sister Quillington was gentle.")
    tasks.index_waiting(timestamp=0)
    edit_story(
        story_id=story.pk, seen_text=public_text(story.pk), title="Kind", text="The sister was gentle.",
        edits=[MadeEdit("names-a-person")], by=factories.TESTS,
    )  # fmt: skip
    assert found("quillington") == set()
    assert found("gentle") == {"Kind"}
    tasks.forget_words(timestamp=0)
    assert not KnownWord.objects.filter(word="quillington").exists()


def test_what_an_older_release_writes_waits_and_is_found(db):
    # Given a story that code without an index writes
    story = factories.published_story(title="Kind", words="They were gentle.")
    tasks.index_waiting(timestamp=0)
    Story.objects.filter(pk=story.pk).update(text="They were patient.")
    # Then it waits, the doctor says so, and the worker lets it be found
    assert StoryToIndex.objects.filter(pk=story.pk).exists()
    assert "1 story waits" in {each.about: each.words for each in health.examine()}["Search"]
    tasks.index_waiting(timestamp=0)
    assert found("patient") == {"Kind"}
    assert not StoryToIndex.objects.exists()
    assert "every public story" in {each.about: each.words for each in health.examine()}["Search"]


def test_counting_a_view_is_no_reason_to_index(db):
    story = factories.published_story()
    tasks.index_waiting(timestamp=0)
    Story.objects.filter(pk=story.pk).update(views=7)
    assert not StoryToIndex.objects.exists()


def test_a_story_that_was_taken_back_leaves_no_word_behind(db):
    story = factories.published_story(title="Kind", words="Quillington was gentle and patient.")
    factories.published_story(title="Other", words="The nurse was gentle.")
    withdraw_story(story_id=story.pk, by=story.author)
    assert not StoryWords.objects.filter(pk=story.pk).exists(), "in the same transaction"
    assert words_meant("quillingtom") == "", "not offered even before the worker came"
    tasks.index_waiting(timestamp=0)
    assert not KnownWord.objects.filter(word="quillington").exists()
    assert KnownWord.objects.filter(word="gentle").exists()


def test_words_of_stories_that_nobody_has_read_are_in_no_index(db):
    factories.sent_story(words="Quillington was gentle.")
    tasks.index_waiting(timestamp=0)
    assert not StoryWords.objects.exists()
    assert not KnownWord.objects.filter(word="quillington").exists()


def test_no_form_of_a_word_is_offered_that_only_stood_in_what_is_not_public(db):
    # Given a known word of a story that is gone, and a public story with the same stem
    factories.published_story(title="Kind", words="The nurse was caring.")
    KnownWord.objects.create(word="cared")
    assert words_meant("carred") != "cared"


@pytest.mark.parametrize("slip", ["autsim", "atuism", "autiism", "autims"])
def test_letters_the_other_way_round_are_understood(db, slip):
    factories.published_story(title="Kind", words="His autism was understood.")
    assert words_meant(slip) == "autism"


def test_lexemes_of_ours_are_known_to_nobody(db):
    factories.published_story(title="Kind", words="They didn't listen at A&E. I have ME.")
    assert not [word for word in KnownWord.objects.values_list("word", flat=True) if word.startswith(OURS)]


def test_indexing_goes_on_in_batches(db):
    for _ in range(3):
        factories.published_story()
    assert [finding.index_waiting(by=factories.TESTS, most=2) for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize(
    "typed",
    ["a" * 10_000, "a " * 5_000, "&|!<->():*'\\" * 10, "\0\0",
     '"' * 199, "the and of", "-the", "-parking", "not " * 50, "zqnot", "' OR 1=1",
     "a-" * 99, "A&" * 99, "é" * 200, "ﷺ" * 20, "नमस्ते", "护士", "e.g." * 50, "1e309 0x0 -5 +7", "\u202e\u200b"],
)  # fmt: skip
def test_hostile_questions_get_a_page(client, db, typed, django_assert_max_num_queries):
    factories.published_story()
    with django_assert_max_num_queries(30):
        page = client.get("/stories/", {"q": typed})
    assert page.status_code in {200, 400}
    assert client.get("/stories/", {"q": typed, "sort": "relevance"}).status_code in {200, 400}


def _waits_with(text, hope=""):
    story = factories.published_story()
    Story.objects.filter(pk=story.pk).update(text=text, hope=hope)
    return story


def _many_words(start):
    """Half as many different words as PostgreSQL keeps of one text, a megabyte, and more."""
    return "first " + " ".join(f"{chr(0x4E00 + n % 20_000)}{chr(0x4E00 + n // 7)}{n}" for n in range(start, start + 45_000))


@pytest.mark.django_db
def test_a_story_of_more_words_than_an_index_holds_is_found_by_its_first_and_spoils_no_other():
    big, other = _waits_with(_many_words(0), _many_words(45_000)), _waits_with("lantern")
    tasks.index_waiting(timestamp=0)
    assert finding.index_waiting(by=factories.TESTS) == 0
    found = {
        word: set(StoryWords.objects.extra(where=["words @@ to_tsquery('simple', %s)"], params=[word]).values_list("pk", flat=True))
        for word in ("first", "lantern")
    }
    assert found == {"first": {big.pk}, "lantern": {other.pk}}


@pytest.mark.django_db
def test_words_are_forgotten_lot_by_lot(monkeypatch):
    monkeypatch.setattr(tasks, "WORDS_AT_ONCE", 2)
    factories.published_story(words="harbourlight lanterns")
    KnownWord.objects.bulk_create(KnownWord(word=word) for word in ("aaaa", "bbbb", "mmmm", "zzzz"))
    tasks.forget_words(timestamp=0)
    left = set(KnownWord.objects.values_list("word", flat=True))
    assert not left & {"aaaa", "bbbb", "mmmm", "zzzz"}
    assert {"harbourlight", "lanterns"} <= left
