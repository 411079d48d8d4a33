"""Far more told from one place than a hospital would tell: what is kept, what is asked, what is read last, who hears of it."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Network

import altcha
import pytest
from django.core import mail as outbox
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from heard.accounts.models import Author
from heard.core import clock, limits, proofs
from heard.core.models import Delivery, Event
from heard.regions.actions import set_number, set_numbers
from heard.regions.queries import numbers
from heard.stories.models import Story
from heard.telling.actions import drafts, rush
from heard.telling.actions.rush import Came, PlaceIsFull
from heard.telling.adapters import rushes
from heard.telling.models import Draft, Rush
from heard.telling.queries import HOUR, LETTERS_FROM, STORIES_FROM, standing_of
from heard.telling.rules.rush import BEGINNING, ORDINARY, Bounds, Standing, asks_for_proof, counted_for, has_room, standing
from tests import factories
from tests.telling.test_telling_pages import WORDS, fill, hidden, path

HERE, ELSEWHERE = "127.0.0.1", "192.0.2.9"


@pytest.fixture
def region(db):
    """It is half past: an hour that ended in the middle of a test would give a place what it may tell in one twice over."""
    with clock.at(clock.now().replace(minute=30)):
        yield factories.region()


@pytest.fixture
def quick(monkeypatch):
    """Proofs that are made in a moment."""
    monkeypatch.setattr(proofs, "ROUNDS", 1)
    monkeypatch.setattr(proofs, "TRIES", (1, 20))


def proof():
    """What the widget adds to the form."""
    made = altcha.Challenge.from_dict(proofs.challenge())
    return altcha.Payload(made, altcha.solve_challenge(made)).to_base64()


def written(thousand_letters, place=HERE):
    """So much was written from a place in this hour already."""
    limits.count(LETTERS_FROM, place, amount=thousand_letters * 1000, per=HOUR)


def asks(answer):
    return "<altcha-widget" in answer.text


def tell(client, **typed):
    """Tell a story and send it; what is typed goes with both forms."""
    fill(client, "words", words=WORDS, **typed)
    return fill(client, "consent", publish="on")


# ---------------------------------------------------------------- the rules

BOUNDS = Bounds(stories=60, letters=500_000, alarm_stories=200, alarm_letters=5_000_000, most_letters=50_000_000)
AMOUNTS = some.integers(0, 100_000_000)


@given(stories=AMOUNTS, letters=AMOUNTS, more_stories=AMOUNTS, more_letters=AMOUNTS)
def test_more_of_anything_never_makes_a_place_calmer(stories, letters, more_stories, more_letters):
    before = standing(stories=stories, letters=letters, bounds=BOUNDS)
    assert standing(stories=stories + more_stories, letters=letters + more_letters, bounds=BOUNDS) >= before


@given(place=some.sampled_from(Standing), size=some.integers(0, ORDINARY))
def test_a_story_of_ordinary_length_that_was_begun_already_is_always_kept_and_never_asked(place, size):
    assert has_room(place, begins=False, size=size, proved=False)
    assert not asks_for_proof(place, begins=False, size=size)


@given(place=some.sampled_from(Standing), size=some.integers(0, ORDINARY))
def test_with_a_proof_a_story_of_ordinary_length_is_always_kept(place, size):
    assert has_room(place, begins=True, size=size, proved=True)


@given(address=some.ip_addresses(v=6))
def test_places_in_one_wide_network_are_counted_together_as_well(address):
    place = str(IPv6Network((int(address), 64), strict=False))
    (own, once), (wide, times) = counted_for(place)
    assert (own, once, times) == (place, 1, 10)
    assert IPv6Network(place).subnet_of(IPv6Network(wide))
    assert IPv6Network(wide).prefixlen == 48


@pytest.mark.parametrize("place", ["192.0.2.1", "unknown", ""])
def test_any_other_place_is_counted_once(place):
    assert counted_for(place) == [(place, 1)]


def test_whoever_rents_a_whole_network_is_one_place_as_well(db):
    region = factories.region()
    for n in range(13):
        draft = drafts.begin_draft(region_id=region.pk, author=factories.author())
        drafts.save_draft(
            draft_id=draft.pk,
            changes={"words": "x" * 400_000},
            came=Came(f"2001:db8:1:{n:x}::/64"),
            by=factories.TESTS,
        )
    assert standing_of(region.pk, "2001:db8:1:ffff::/64") == Standing.ASKED
    assert standing_of(region.pk, "2001:db8:2::/64") == Standing.CALM


def test_a_busy_hospital_is_not_in_a_rush():
    assert standing(stories=60, letters=60 * 6_000, bounds=BOUNDS) == Standing.CALM


# ---------------------------------------------------------------- calm


def test_an_ordinary_hour_asks_for_nothing(region, client):
    assert not asks(client.get(path("words")))
    assert tell(client)["Location"] == "/tell/sent/"
    assert not Story.objects.get().read_last
    assert standing_of(region.pk, HERE) == Standing.CALM


def test_what_is_kept_of_one_place_is_counted_by_growth(region, client):
    fill(client, "words", words="x" * 3_000)
    fill(client, "words", words="x" * 2_000)
    fill(client, "words", words="x" * 2_500)
    assert limits.counted(STORIES_FROM, HERE, per=HOUR) == 1
    assert limits.counted(LETTERS_FROM, HERE, per=HOUR) == BEGINNING + 3_500


def test_an_autosave_counts_like_any_other(region, client):
    opened = client.get(path("words"))
    client.post(path("words"), hidden(opened) | {"words": "x" * 4_000}, headers={"X-Autosave": "1"})
    assert limits.counted(LETTERS_FROM, HERE, per=HOUR) == BEGINNING + 4_000


def test_our_own_drafts_are_counted_nowhere(region):
    factories.sent_story()
    assert limits.counted(STORIES_FROM, HERE, per=HOUR) == 0


# ---------------------------------------------------------------- past the first bound


def test_past_the_first_bound_the_page_asks_and_a_proof_lets_the_story_take_its_usual_turn(region, client, quick):
    written(600)
    page = client.get(path("words"))
    assert asks(page)
    assert "You can continue" in page.text
    assert fill(client, "words", words=WORDS, altcha=proof())["Location"] == path("hope")
    assert Draft.objects.get().proof == Draft.Proof.GIVEN
    assert not asks(client.get(path("hope")))
    fill(client, "consent", publish="on")
    assert not Story.objects.get().read_last


def test_without_a_proof_the_story_is_kept_and_sent_and_read_last_and_the_page_says_so(region, client):
    written(600)
    assert tell(client)["Location"] == "/tell/sent/"
    assert Story.objects.get().read_last
    assert "read yours after the others" in client.get("/tell/sent/").text


def test_a_proof_on_a_later_page_counts_as_well(region, client, quick):
    written(600)
    fill(client, "words", words=WORDS)
    assert all(asks(client.get(path(page))) for page in ("hope", "services", "reach", "check", "consent"))
    fill(client, "consent", publish="on", altcha=proof())
    assert not Story.objects.get().read_last


@pytest.mark.parametrize("page", ["services", "reach", "check", "title"])
def test_every_page_takes_the_proof(region, client, quick, page):
    written(600)
    fill(client, "words", words=WORDS)
    fill(client, page, altcha=proof())
    assert Draft.objects.get().proof == Draft.Proof.GIVEN


def test_one_proof_is_good_for_one_story(region, client, quick):
    written(600)
    once = proof()
    fill(client, "words", words=WORDS, altcha=once)
    fill(Client(), "words", words=WORDS, altcha=once)
    assert sorted(Draft.objects.values_list("proof", flat=True)) == ["asked", "given"]


def test_a_proof_sent_by_the_autosave_is_good_for_the_button_as_well(region, client, quick):
    written(600)
    form = hidden(client.get(path("words"))) | {"words": WORDS, "altcha": proof()}
    assert client.post(path("words"), form, headers={"X-Autosave": "1"}).status_code == 204
    assert client.post(path("words"), form | {"draft": "1"}).status_code == 302
    assert Draft.objects.get().proof == Draft.Proof.GIVEN


def test_whoever_began_before_the_rush_is_not_asked(region, client):
    fill(client, "words", words=WORDS)
    written(600)
    fill(client, "hope", hope="To know how long it is")
    assert not asks(client.get(path("consent")))
    fill(client, "consent", publish="on")
    assert not Story.objects.get().read_last


def test_a_draft_begun_before_the_rush_that_grows_very_long_is_asked(region, client):
    fill(client, "words", words=WORDS)
    written(600)
    fill(client, "words", words="x" * 30_000)
    assert Draft.objects.get().proof == Draft.Proof.ASKED


def test_other_places_are_not_asked(region, client):
    written(600)
    assert asks(client.get(path("words")))
    assert not asks(client.get(path("words"), REMOTE_ADDR=ELSEWHERE))


def test_the_next_hour_begins_anew(region, client):
    with clock.at(datetime(2026, 11, 28, 12, 50, tzinfo=UTC)):
        written(600)
    with clock.at(datetime(2026, 11, 28, 13, 1, tzinfo=UTC)):
        assert standing_of(region.pk, HERE) == Standing.CALM


# ---------------------------------------------------------------- past the third bound


def test_where_a_place_is_full_the_words_stay_and_the_page_says_how_to_go_on(region, client):
    written(60_000)
    answer = fill(client, "words", words=WORDS)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 3600
    assert WORDS in answer.text
    assert "mobile data instead of wifi" in answer.text
    assert asks(answer)
    assert not Draft.objects.exists()


def test_where_a_place_is_full_nothing_is_made_for_a_proof_that_is_none(region, client):
    written(60_000)
    assert fill(client, "words", words=WORDS, altcha="nonsense").status_code == 429
    assert not Author.objects.exists()


def test_where_a_place_is_full_an_autosave_is_not_kept_and_says_when_to_try_again(region, client):
    written(60_000)
    form = hidden(client.get(path("words"))) | {"words": WORDS}
    answer = client.post(path("words"), form, headers={"X-Autosave": "1"})
    assert answer.status_code == 429
    assert answer["Retry-After"]


def test_where_a_place_is_full_a_proof_is_a_way_on(region, client, quick):
    written(60_000)
    assert fill(client, "words", words=WORDS, altcha=proof()).status_code == 302
    assert Draft.objects.get().words == WORDS


def test_where_a_place_is_full_even_a_proof_keeps_nothing_very_long(region, client, quick):
    written(60_000)
    answer = fill(client, "words", words="x" * 30_000, altcha=proof())
    assert answer.status_code == 429
    assert "x" * 30_000 in answer.text
    assert "too long for us to save just now" in answer.text
    assert not Draft.objects.exists()


def test_where_a_place_is_full_a_proof_that_could_not_help_is_not_used_up(region, client, quick):
    written(60_000)
    once = proof()
    assert fill(client, "words", words="x" * 30_000, altcha=once).status_code == 429
    assert fill(client, "words", words=WORDS, altcha=once).status_code == 302


def test_where_a_place_is_full_a_story_that_grew_too_long_is_not_asked_for_a_proof(region, client):
    fill(client, "words", words=WORDS)
    written(60_000)
    answer = fill(client, "words", words="x" * 30_000)
    assert answer.status_code == 429
    assert "too long for us to save just now" in answer.text
    assert not asks(answer)


def test_where_a_place_is_full_a_story_that_was_begun_is_told_to_its_end(region, client):
    fill(client, "words", words=WORDS)
    written(60_000)
    assert fill(client, "hope", hope="To know how long it is").status_code == 302
    assert fill(client, "services", unknown_service="The blue door").status_code == 302
    assert fill(client, "consent", publish="on")["Location"] == "/tell/sent/"
    assert Story.objects.get().hope == ""  # the story's own is written by a moderator; the author's stands in the original
    assert Story.objects.get().original.hope == "To know how long it is"


def test_on_the_page_of_places_the_words_stay_as_well(region, client):
    fill(client, "words", words="x" * 19_990)
    written(60_000)
    answer = fill(client, "services", unknown_service="Behind the station, the blue door")
    assert answer.status_code == 429
    assert "Behind the station, the blue door" in answer.text


def test_what_is_refused_is_not_counted(region, quick):
    written(60_000)
    with pytest.raises(PlaceIsFull):
        rush.let_begin(region_id=region.pk, size=len(WORDS), came=Came(HERE))
    draft = drafts.begin_draft(region_id=region.pk, author=factories.author())
    with pytest.raises(PlaceIsFull):
        drafts.save_draft(draft_id=draft.pk, changes={"words": WORDS}, came=Came(HERE), by=draft.author)
    assert limits.counted(LETTERS_FROM, HERE, per=HOUR) == 60_000_000


# ---------------------------------------------------------------- operators hear of it


def test_operators_hear_of_it_once_an_hour(region, client, run_jobs):
    operator = factories.operator()
    factories.moderator()
    written(4_999)
    written(4_999, ELSEWHERE)
    for place in (HERE, HERE, ELSEWHERE):
        fill(Client(REMOTE_ADDR=place), "words", words=WORDS)
    run_jobs()
    noticed = Rush.objects.get()
    assert (noticed.places, noticed.hour.minute) == (2, 0)
    assert [message.to for message in outbox.outbox] == [[operator.email]]
    assert Event.objects.filter(name="stories.rush_noticed").count() == 1
    assert HERE not in outbox.outbox[0].body


def test_what_jumps_past_every_bound_at_once_is_refused_and_operators_hear_of_it_once(region, client, run_jobs):
    operator = factories.operator()
    values = {"letters_an_hour": 100, "alarm_letters": 100, "most_letters_an_hour": 100}
    set_numbers(region_id=region.pk, values=values, by=operator)
    fill(client, "words", words=WORDS)
    written(90)
    for _ in range(3):
        assert fill(client, "words", words="x" * 30_000).status_code == 429
    run_jobs()
    assert Rush.objects.get().places == 1
    assert [message.to for message in outbox.outbox] == [[operator.email]]


def test_the_alarm_rings_again_in_another_hour_and_is_forgotten_after_a_month(region, run_jobs):
    factories.operator()
    for hour in (12, 13):
        with clock.at(datetime(2026, 11, 28, hour, 5, tzinfo=UTC)):
            rush.notice_rush(region_id=region.pk, by=factories.TESTS)
            rush.notice_rush(region_id=region.pk, by=factories.TESTS)
    run_jobs()
    assert Delivery.objects.filter(kind="rush").count() == 2
    with clock.at(datetime(2026, 12, 28, 13, tzinfo=UTC)):
        rush.forget_old_rushes(by=factories.TESTS)
    assert Rush.objects.count() == 1


def test_somebody_who_runs_heard_no_more_is_not_written_to(region, run_jobs):
    operator = factories.operator()
    rush.notice_rush(region_id=region.pk, by=factories.TESTS)
    operator.platform_roles = ["first-line"]
    operator.save()
    run_jobs()
    assert not outbox.outbox


def test_the_overview_and_doctor_say_so_for_a_day(region, client):
    factories.sign_in(client, factories.operator())
    assert not list(rushes())
    with clock.at(clock.now() - timedelta(hours=3)):
        rush.notice_rush(region_id=region.pk, by=factories.TESTS)
    assert "Many stories came from one place" in client.get("/operator/").text
    (finding,) = rushes()
    assert finding.warns
    assert finding.well
    with clock.at(clock.now() + timedelta(days=2)):
        assert not list(rushes())


# ---------------------------------------------------------------- what was measured: 289 drafts of 98,000 letters from one place


@pytest.mark.slow
def test_a_flood_of_long_drafts_is_kept_marked_and_told_of_and_a_person_beside_it_is_heard(region, run_jobs):
    operator = factories.operator()
    story = "x" * 98_000
    for _ in range(289):
        page = {"words": story, "window": "flood", "seen": ""}
        assert Client().post(path("words"), page).status_code == 302
    marked = Draft.objects.filter(proof=Draft.Proof.ASKED).count()
    assert marked == 284  # five fit below half a million letters
    assert Rush.objects.get().places == 1
    run_jobs()
    assert [message.to for message in outbox.outbox] == [[operator.email]]
    somebody = Client()
    assert tell(somebody)["Location"] == "/tell/sent/"  # from the same ward, without JavaScript
    assert Story.objects.get().read_last
    neighbour = Client(REMOTE_ADDR=ELSEWHERE)
    tell(neighbour)
    assert Story.objects.exclude(read_last=True).count() == 1


def test_a_trickle_of_short_drafts_is_met_by_their_number(region):
    set_number(region_id=region.pk, name="stories_an_hour", value=5, by=factories.operator())
    assert numbers(region.pk)["stories_an_hour"] == 5
    for _ in range(8):
        Client().post(path("words"), {"words": "Thanks.", "window": "flood", "seen": ""})
    assert Draft.objects.filter(proof=Draft.Proof.ASKED).count() == 3
