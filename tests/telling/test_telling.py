"""Drafts and sending: saved by whom, kept how long, sent once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from heard.accounts.actions import authors
from heard.accounts.models import Author, ContactDetail
from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable
from heard.core.models import Event
from heard.regions.models import Setting
from heard.stories.models import Story
from heard.stories.rules import consent
from heard.telling.actions import drafts
from heard.telling.models import Draft
from heard.telling.queries import services_of
from heard.telling.rules import chosen_names
from heard.telling.tasks import purge_drafts
from heard.telling.views.journey import JOURNEY
from tests import factories

EMAIL_PART = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)


@pytest.fixture
def author():
    return factories.author()


@pytest.fixture
def draft(author):
    return drafts.begin_draft(region_id=factories.region().pk, author=author)


def save(draft, *, window="a", seen=None, way=(), **changes):
    page = None if seen is None else drafts.OpenPage(window=window, seen=seen)
    return drafts.save_draft(draft_id=draft.pk, changes=changes, way=way, page=page, by=draft.author)


@pytest.mark.django_db
def test_an_author_has_one_draft(author, draft):
    assert drafts.begin_draft(region_id=draft.region_id, author=author) == draft


@pytest.mark.django_db
def test_saving_changes_only_what_was_said(draft):
    save(draft, words="Words", good=["the nurse"], happened_month=date(2026, 3, 1))
    kept = save(draft, title="Title")
    assert (kept.words, kept.good, kept.title, kept.happened_month) == ("Words", ["the nurse"], "Title", date(2026, 3, 1))
    assert save(draft, happened_month=None).happened_month is None


@pytest.mark.django_db
def test_what_is_not_the_authors_is_refused(draft):
    with pytest.raises(ValueError, match="expires_at"):
        save(draft, words="Words", expires_at=None)


@pytest.mark.django_db
def test_the_furthest_page_only_moves_on(draft):
    assert save(draft, way=JOURNEY.until("name")).furthest == "name"
    assert save(draft, way=JOURNEY.until("hope")).furthest == "name"


@pytest.mark.django_db
def test_another_window_that_saved_other_words_is_noticed(draft):
    save(draft, words="First")
    seen = Draft.objects.get().mark(["words"])
    save(draft, window="a", seen=seen, words="From window a")
    save(draft, window="a", seen=seen, words="From window a, further")
    save(draft, window="b", seen=seen, words="From window a, further")  # the same words: nothing is lost
    with pytest.raises(ChangedSince):
        save(draft, window="c", seen=seen, words="From window c")
    save(draft, window="c", seen=seen, words="From window a, further")
    save(draft, window="d", seen=Draft.objects.get().mark(["title"]), title="Another place of the draft")


@pytest.mark.django_db
def test_services_stay_in_the_order_in_which_they_were_named(draft):
    places = [factories.service() for _ in range(3)]
    for place in (places[2], places[0], places[1], places[2]):
        drafts.add_service(draft_id=draft.pk, service_id=place.pk, by=draft.author)
    assert services_of(draft) == [places[2], places[0], places[1]]
    drafts.remove_service(draft_id=draft.pk, service_id=places[0].pk, here=draft.region_id, by=draft.author)
    save(draft, words="Words", role="patient", chosen_name="Gull", consents={"publish": "1"})
    story = drafts.send_draft(draft_id=draft.pk, by=draft.author)
    assert story.service_ids == [places[2].pk, places[1].pk]
    assert [each.service_id for each in story.storyservice_set.all()] == [places[2].pk, places[1].pk]


@pytest.mark.django_db
def test_a_service_that_is_not_there_and_one_too_many_are_refused(draft):
    with pytest.raises(NotAcceptable, match="isn’t on our list"):
        drafts.add_service(draft_id=draft.pk, service_id=999_999, by=draft.author)
    for _ in range(drafts.MOST_SERVICES):
        drafts.add_service(draft_id=draft.pk, service_id=factories.service().pk, by=draft.author)
    with pytest.raises(NotAcceptable, match="up to"):
        drafts.add_service(draft_id=draft.pk, service_id=factories.service().pk, by=draft.author)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("missing", "field"),
    [({"words": " "}, "words"), ({"role": ""}, "role"), ({"chosen_name": ""}, "chosen_name"), ({"consents": {}}, "publish")],
)
def test_an_unfinished_draft_is_not_sent(author, draft, missing, field):
    save(draft, **factories.DEFAULTS | missing)
    with pytest.raises(NotAcceptable) as refused:
        drafts.send_draft(draft_id=draft.pk, by=author)
    assert refused.value.field == field
    assert not Story.objects.exists()
    assert Draft.objects.get().author == author


@pytest.mark.django_db
def test_sending_is_one_move_one_fact_and_no_draft_any_more(author, draft):
    save(draft, **factories.DEFAULTS)
    story = drafts.send_draft(draft_id=draft.pk, by=author)
    assert [move.name for move in story.moves.all()] == ["send"]
    assert list(Event.objects.values_list("name", "payload")) == [("stories.sent", {"story_id": story.pk})]
    assert not Draft.objects.exists()


ABOUT = {"age_group": "25-44", "gender": "woman", "ethnic_group": "mixed", "condition": "yes"}
SAID = {
    "role": "carer",
    "chosen_name": "Heron",
    "happened_month": date(2026, 8, 1),
    "is_question": True,
    "postcode": "XN9 9ZZ",
    "unknown_service": "The tent by the pier",
}


@pytest.mark.django_db
def test_all_that_the_author_filled_in_is_in_the_story(author, draft):
    """Elsewhere in the tests a story is sent without a draft."""
    words = {"title": "Nobody rang", "words": "I waited.", "hope": "A call."}
    tags = {"good": ["the nurse"], "better": ["waiting times"], "feelings": ["anxious"]}
    filled_in = {**SAID, **words, **tags, **ABOUT, "consents": {"publish": "1", "research": "1"}}
    assert filled_in.keys() == Draft.CHANGEABLE
    places = [factories.service(), factories.service()]
    save(draft, **filled_in, services=[each.pk for each in places])
    story = drafts.send_draft(draft_id=draft.pk, by=author)
    story.refresh_from_db()
    assert {name: getattr(story, name) for name in SAID} == SAID
    assert {name: getattr(story.original, name) for name in words} == words
    assert story.original.chosen_name == "Heron"
    assert {name: getattr(story.about_author, name) for name in ABOUT} == ABOUT
    assert story.tag_slugs == ["good:the-nurse", "better:waiting-times", "feeling:anxious"]
    assert [each.tag.slug for each in story.story_tags.all()] == ["the-nurse", "waiting-times", "anxious"]
    assert dict(story.consents.values_list("use", "wording")) == {"publish": "1", "research": "1"}
    assert sorted(story.service_ids) == [each.pk for each in places]
    assert (story.author, story.region_id) == (author, draft.region_id)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_send_one_story(author):
    factories.region()
    draft = drafts.begin_draft(region_id=factories.region().pk, author=author)
    save(draft, **{**factories.DEFAULTS, "consents": {"publish": "1"}})
    ready, seen, lost = threading.Barrier(4), [], []

    def click():
        try:
            ready.wait()
            seen.append(drafts.send_draft(draft_id=draft.pk, by=Author.objects.get(pk=author.pk)).pk)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a failure of the test
            lost.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert lost == []
    assert len(seen) == 4
    assert set(seen) == {Story.objects.get().pk}
    assert Event.objects.filter(name="stories.sent").count() == 1


@pytest.mark.django_db
def test_drafts_never_sent_go_with_their_authors_and_what_these_left(author, draft):
    Setting.objects.create(region_id=draft.region_id, name="draft_kept", value=7)
    save(draft, words="Never sent")
    authors.give_key(author)
    authors.give_contact(author, kind="email", value="gull@mail.example")
    kept = factories.sent_story()
    with clock.at(clock.now() + timedelta(days=6)):
        purge_drafts(0)
        assert Draft.objects.exists()
        save(draft, title="Another word")  # which keeps it for another while
    with clock.at(clock.now() + timedelta(days=8)):
        purge_drafts(0)
        assert Draft.objects.exists()
    with clock.at(clock.now() + timedelta(days=14)):
        purge_drafts(0)
    assert not Draft.objects.exists()
    assert not ContactDetail.objects.exists()
    assert list(Author.objects.all()) == [kept.author]


@pytest.mark.django_db
def test_who_has_sent_begins_nothing_and_keeps_nobody_elses_draft_from_being_deleted(draft):
    sent = factories.sent_story()
    with pytest.raises(Draft.DoesNotExist):
        drafts.begin_draft(region_id=draft.region_id, author=sent.author)
    Draft.objects.create(author=sent.author, region_id=draft.region_id, expires_at=draft.expires_at)
    with clock.at(draft.expires_at + timedelta(days=1)):
        purge_drafts(0)
    assert not Draft.objects.exists()
    assert list(Author.objects.all()) == [sent.author]


@pytest.mark.django_db
def test_an_author_who_never_began_goes_after_a_day(author):
    purge_drafts(0)
    assert Author.objects.exists()
    with clock.at(clock.now() + timedelta(days=2)):
        purge_drafts(0)
    assert not Author.objects.exists()


def test_every_suggested_name_is_free_of_advice_and_the_same_when_asked_again():
    assert all(chosen_names.advice(name) == [] for name in chosen_names.NAMES)
    assert chosen_names.suggested(7) == chosen_names.suggested(7)
    assert len({chosen_names.suggested(number) for number in range(2000)}) == len(chosen_names.NAMES)


def test_suggested_names_do_not_tell_which_draft_was_begun_first(settings):
    here = [chosen_names.suggested(number) for number in range(50)]
    settings.SECRET_KEY = "another site's"
    assert here != [chosen_names.suggested(number) for number in range(50)]


@given(EMAIL_PART, EMAIL_PART, st.sampled_from([".", "_", "-", "+", "77"]))
def test_a_name_made_of_part_of_the_address_is_found(first, last, between):
    email = f"{first}{between}{last}@mail.example"
    for name in (first, last.title(), f"{first} {last}", f"{first}.{last}"):
        assert chosen_names.is_part_of(name, email), (name, email)
    assert not chosen_names.is_part_of("Zz", email)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_address_breaks_the_check(name, email):
    assert all(isinstance(each, str) for each in chosen_names.advice(name))
    assert chosen_names.is_part_of(name, email) in {True, False}


@given(st.from_regex(r"[A-Z][a-z]{3,8} [A-Z][a-z]{3,8}", fullmatch=True), st.integers(1930, 2015))
def test_a_year_of_birth_is_always_advised_against(name, year):
    assert chosen_names.advice(f"{name.split()[0]}{year}")


def test_every_use_has_a_wording_in_every_version_and_nhs_uk_only_in_england():
    for version in consent.WORDINGS:
        uses = {"publish", "pass-on-regulators", "research"} | ({"pass-on-nhs"} if version != consent.OUTSIDE_ENGLAND else set())
        assert set(consent.WORDINGS[version]) == uses
    assert consent.CURRENT in consent.WORDINGS
    said = [f"{each.label} {each.more}" for each in consent.WORDINGS[consent.OUTSIDE_ENGLAND].values()]
    assert not [each for each in said if "NHS" in each or "Care Quality Commission" in each]


def test_every_page_has_its_step_and_its_place():
    assert [page.step for page in JOURNEY.pages] == sorted(page.step for page in JOURNEY.pages)
    assert (JOURNEY.first.name, JOURNEY.steps) == ("words", 6)
    assert JOURNEY.before("words") is None
    assert JOURNEY.after("words") == "hope"
    assert JOURNEY.until("title") == ("words", "hope", "title")
