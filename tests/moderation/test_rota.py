"""Whoever is on the rota is told at once of a story with signs of danger; then the next, then every senior moderator, until one has it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from heard.accounts.actions import people
from heard.core import clock, jobs, reckoning
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.models import Delivery, Event
from heard.moderation import adapters, tasks
from heard.moderation.actions import calls, cases, rota
from heard.moderation.actions import stories as deciding
from heard.moderation.events import CallBegan
from heard.moderation.models import Call, CallStep, Case, CaseMove, PagingAddress, RotaPlace
from heard.moderation.queries.calls import calls_due, left_undecided
from heard.moderation.queries.rota import on_rota, people_in, rota_gaps, rota_of, when_someone_reads
from heard.moderation.rules.rota import Hours, gaps
from heard.regions.actions import set_holiday, set_number
from heard.responses.actions import replies
from heard.responses.actions.authors import report_treated_differently
from heard.responses.models import TreatedDifferently
from heard.stories.actions import authoring, publishing
from heard.stories.queries import own_words, words_number
from heard.stories.rules.reading import Reading
from tests import factories
from tests.factories import TESTS
from tests.moderation.conftest import on_the_rota, senior
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db

DANGER = "I have the tablets here and I am going to end my life tonight."
NIGHT = datetime(2026, 11, 25, 23, 4, tzinfo=UTC)
"""A Wednesday."""
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
EVERY_NIGHT = [(day, time(17), time(9)) for day in range(7)]


def later(minutes, since=NIGHT):
    return clock.at(since + timedelta(minutes=minutes))


def send(words=DANGER, at=NIGHT, **more):
    """A story is sent, and the worker does at once what follows."""
    with clock.at(at):
        story = factories.sent_story(words=words, **more)
        jobs.drain()
    return Case.objects.get(story=story, closed_at=None)


def sweep(at):
    """What the worker does each minute."""
    with clock.at(at):
        tasks.tell_who_is_next(0)
        jobs.drain()


def told():
    return [(step.person.name, step.on_rota) for step in CallStep.objects.order_by("pk")]


def mailed():
    return [letter.to[0] for letter in outbox.outbox]


# ---------------------------------------------------------------- who is told, and when


def test_a_story_with_signs_of_danger_tells_the_first_on_the_rota_at_once(nights, ann):
    case = send()
    assert told() == [("Ann First", True)]
    (letter,) = outbox.outbox
    assert letter.to == [ann.email]
    assert f"/moderation/{case.pk}/" in letter.body
    assert "11:04pm" in letter.subject
    assert "tablets" not in letter.subject + letter.body


@pytest.mark.parametrize("words", ["The wound is oozing and nobody rang me back.", "He has a knife and he said he will kill her."])
def test_care_now_and_threats_tell_somebody_as_well(nights, words):
    send(words)
    assert told() == [("Ann First", True)]


def test_an_ordinary_story_tells_nobody(nights):
    send("I come every Tuesday. Nobody says how long it is.")
    assert not Call.objects.exists()
    assert outbox.outbox == []


def test_what_an_author_replies_tells_somebody_as_well(nights):
    story = factories.published_story()
    jobs.drain()
    outbox.outbox.clear()
    with clock.at(NIGHT):
        replies.send_reply(story_id=story.pk, author=story.author, text=DANGER)
        jobs.drain()
    assert Call.objects.get().case.subject == "reply"
    assert told() == [("Ann First", True)]


def test_nobody_takes_it_and_the_next_is_told_and_then_every_senior_moderator(nights, ann, ben, cat):
    send()
    sweep(NIGHT + timedelta(minutes=14))
    assert told() == [("Ann First", True)]
    sweep(NIGHT + timedelta(minutes=15))
    assert told() == [("Ann First", True), ("Ben Second", True)]
    sweep(NIGHT + timedelta(minutes=29))
    assert len(told()) == 2
    sweep(NIGHT + timedelta(minutes=30))
    assert told() == [("Ann First", True), ("Ben Second", True), ("Cat Elsewhere", False)]
    assert mailed() == [ann.email, ben.email, cat.email]
    sweep(NIGHT + timedelta(minutes=300))
    assert len(told()) == 3


def test_the_minutes_are_the_regions(nights):
    set_number(region_id=nights.pk, name="call_next_after", value=5, by=TESTS)
    send()
    sweep(NIGHT + timedelta(minutes=5))
    assert len(told()) == 2


def test_who_claims_the_case_has_taken_it_and_nobody_else_is_told(nights, ann):
    case = send()
    with later(3):
        cases.claim_case(case_id=case.pk, by=ann)
    sweep(NIGHT + timedelta(minutes=40))
    assert told() == [("Ann First", True)]
    call = Call.objects.get()
    assert (call.taken_by, call.ended_at) == (ann, NIGHT + timedelta(minutes=3))


def test_a_first_line_moderator_who_happens_to_be_there_has_taken_it_too(nights):
    case = send()
    with later(1):
        cases.claim_case(case_id=case.pk, by=factories.moderator())
    sweep(NIGHT + timedelta(minutes=40))
    assert len(told()) == 1


def test_a_case_that_is_put_back_undecided_calls_the_others(nights, ann, ben, cat):
    case = send()
    with later(3):
        cases.claim_case(case_id=case.pk, by=ann)
        cases.release_case(case_id=case.pk, by=ann)
        jobs.drain()
    assert told() == [("Ann First", True), ("Ben Second", True)]
    sweep(NIGHT + timedelta(minutes=18))
    assert told()[2:] == [("Ann First", False), ("Cat Elsewhere", False)]


def test_who_took_it_and_left_it_is_followed_by_the_next(nights, ann):
    case = send()
    with later(3):
        cases.claim_case(case_id=case.pk, by=ann)
    sweep(NIGHT + timedelta(minutes=62))
    assert len(told()) == 1
    sweep(NIGHT + timedelta(minutes=64))
    assert told()[1:] == [("Ben Second", True)]
    sweep(NIGHT + timedelta(minutes=65))
    assert len(told()) == 2
    with later(66):
        cases.claim_case(case_id=case.pk, by=ann)
    sweep(NIGHT + timedelta(minutes=90))
    assert len(told()) == 2


def test_whose_account_is_closed_while_reading_it_is_followed_by_the_next(nights, ann):
    case = send()
    with later(3):
        cases.claim_case(case_id=case.pk, by=ann)
        people.deactivate(person_id=ann.pk, by=TESTS)
        jobs.drain()
    assert told() == [("Ann First", True), ("Ben Second", True)]


def test_a_decision_ends_it_and_the_next_message_is_not_sent(nights, ann):
    case = send()
    with later(3):
        cases.claim_case(case_id=case.pk, by=ann)
        until = clock.today() + timedelta(days=1)
        deciding.hold(case_id=case.pk, seen_story=0, reason="safeguarding", until=until, note="She is rung.", by=ann)
    sweep(NIGHT + timedelta(minutes=40))
    assert len(told()) == 1


def test_what_its_author_takes_back_calls_nobody_any_more(nights):
    case = send()
    with later(3):
        authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
        jobs.drain()
    sweep(NIGHT + timedelta(minutes=40))
    assert len(told()) == 1
    assert Call.objects.get().ended_at


def test_an_email_that_comes_too_late_is_not_sent(nights, ann):
    with clock.at(NIGHT):
        story = factories.sent_story(words=DANGER)
        case = cases.open_case(subject="story", thing_id=story.pk, by=TESTS)
        calls.tell_next(call_id=Call.objects.get().pk, by=TESTS)
        cases.claim_case(case_id=case.pk, by=ann)
        jobs.drain()
    assert outbox.outbox == []
    assert Delivery.objects.get(kind="danger").state == "dropped"


@pytest.mark.parametrize("state", ["refused", "failed"])
def test_an_address_that_refuses_for_good_is_no_reason_to_wait(nights, state):
    send()
    Delivery.objects.update(state=state, finished_at=NIGHT)
    sweep(NIGHT + timedelta(minutes=1))
    assert told() == [("Ann First", True), ("Ben Second", True)]


def test_when_the_author_answers_a_moderators_question_somebody_is_told_again(nights, ann):
    case = send(at=NOON)
    with later(1, NOON):
        cases.claim_case(case_id=case.pk, by=ann)
        deciding.ask(case_id=case.pk, seen_story=0, question="Are you safe?", by=ann)
    with clock.at(NIGHT):
        publishing.answer_moderator(story_id=case.story_id, answer="No.", by=case.story.author)
        jobs.drain()
    assert told() == [("Ben Second", True)]


# ---------------------------------------------------------------- working hours, and no rota


def test_in_working_hours_the_desk_has_its_minutes_first(nights, cat):
    send(at=NOON)
    assert told() == []
    sweep(NOON + timedelta(minutes=15))
    assert {name for name, _ in told()} == {"Ann First", "Ben Second", "Cat Elsewhere"}


def test_a_rota_for_working_hours_is_told_at_once(nights, cat):
    rota.set_shift(region_id=nights.pk, weekday=2, begins=time(9), ends=time(17), people=[cat.pk], by=TESTS)
    send(at=NOON)
    assert told() == [("Cat Elsewhere", True)]


def test_on_a_holiday_nobody_is_at_the_desk(nights, ann):
    set_holiday(region_id=nights.pk, day=NOON.date(), name="A holiday", by=TESTS)
    send(at=NOON)
    assert len(told()) == 3


def test_where_nobody_is_on_the_rota_every_senior_moderator_is_told_at_once(ann, ben):
    factories.region()
    send()
    assert told() == [("Ann First", False), ("Ben Second", False)]


def test_the_page_says_that_the_next_is_told_only_while_there_is_one(nights, ann, client):
    case = send()
    with later(1):
        factories.sign_in(client, ann)
        assert "leave it and we’ll alert the next person" in client.get(f"/moderation/{case.pk}/").text
    sweep(NIGHT + timedelta(minutes=15))
    sweep(NIGHT + timedelta(minutes=30))
    with later(31):
        factories.sign_in(client, ann)
        page = client.get(f"/moderation/{case.pk}/").text
    assert "the next person is told" not in page
    assert "Everyone has been alerted" in page


def test_where_there_is_no_senior_moderator_whoever_moderates_is_told():
    factories.region()
    only = factories.moderator()
    send()
    assert told() == [(only.name, False)]


@pytest.fixture
def operator():
    return factories.operator()


def locked_letters():
    return [
        letter
        for letter in outbox.outbox
        if "no moderator can open the case" in letter.subject or "No moderator can open" in letter.subject
    ]


def report(text=DANGER):
    """Somebody was treated differently: only a senior moderator may even see that."""
    with clock.at(NIGHT):
        story = factories.published_story()
        report_treated_differently(story_id=story.pk, author=story.author, text=text, form_key=uuid4())
        jobs.drain()
    return Case.objects.get(subject="treated-differently")


def test_what_only_a_senior_moderator_may_open_asks_operators_where_there_is_none(operator):
    factories.region()
    factories.moderator()
    case = report()
    assert told() == [], "nobody is called to a door that stays shut"
    (letter,) = locked_letters()
    assert letter.to == [operator.email]
    assert f"Case {case.pk}" in letter.body
    assert "Senior moderator" in letter.body
    sweep(NIGHT + timedelta(minutes=5))
    assert len(locked_letters()) == 1


def test_who_is_made_a_senior_moderator_is_called_within_the_minute(operator):
    factories.region()
    first = factories.moderator()
    report()
    people.set_platform_roles(person_id=first.pk, roles=["senior"], by=TESTS)
    sweep(NIGHT + timedelta(minutes=1))
    assert told() == [(first.name, False)]


def test_without_danger_operators_hear_of_it_too(operator):
    factories.region()
    factories.moderator()
    report("The receptionist asked who I am.")
    assert not Call.objects.exists()
    with later(3):
        tasks.put_right(0)
        tasks.put_right(0)
        jobs.drain()
    (letter,) = locked_letters()
    assert letter.subject == "No moderator can open a case that’s waiting"
    assert owing(NIGHT + timedelta(minutes=3)).get("moderation.locked") is None


def test_an_email_that_asks_operators_is_dropped_once_somebody_can_open_it(operator):
    factories.region()
    first = factories.moderator()
    with clock.at(NIGHT):
        story = factories.published_story()
        report_treated_differently(story_id=story.pk, author=story.author, text=DANGER, form_key=uuid4())
        cases.open_case(subject="treated-differently", thing_id=TreatedDifferently.objects.get().pk, by=TESTS)
        calls.tell_next(call_id=Call.objects.get().pk, by=TESTS)
        people.set_platform_roles(person_id=first.pk, roles=["senior"], by=TESTS)
        jobs.drain()
    assert locked_letters() == []


def test_a_case_that_was_passed_up_is_not_told_to_the_lines_below(operator):
    factories.region()
    first, second = factories.moderator(), factories.moderator("second-line")
    case = send()
    Call.objects.all().delete()
    Case.objects.filter(pk=case.pk).update(line=2)
    with clock.at(NIGHT):
        calls.begin_call(case_id=case.pk, why=Call.Why.PASSED_UP, by=TESTS)
        jobs.drain()
    assert told() == [(second.name, False)]
    assert first.email not in mailed()[-1:]


def test_everybody_is_told_last_but_who_had_a_part_in_the_decision(nights, ann, ben, cat):
    case = send("I come every Tuesday. Nobody says how long it is.", at=NOON)
    with later(1, NOON):
        cases.claim_case(case_id=case.pk, by=cat)
        deciding.decline(case_id=case.pk, seen_story=0, reason="too-long-ago", message="It can’t be published.", note="", by=cat)
    with clock.at(NIGHT):
        publishing.ask_to_look_again(story_id=case.story_id, words=DANGER, by=case.story.author)
        jobs.drain()
    for minutes in (15, 30):
        sweep(NIGHT + timedelta(minutes=minutes))
    assert [name for name, _ in told()] == ["Ann First", "Ben Second"]


def test_looking_who_is_due_costs_the_same_for_many_calls(nights):
    for _ in range(2):
        send()
    with later(1), CaptureQueriesContext(connection) as few:
        calls_due()
    for _ in range(6):
        send()
    with later(1), CaptureQueriesContext(connection) as many:
        assert calls_due() == []
    assert len(many) == len(few) <= 4
    with later(15):
        assert len(calls_due()) == 8


def test_looking_what_was_left_costs_the_same_for_many_cases(nights, ann):
    def claimed(count):
        for _ in range(count):
            case = send()
            with later(1):
                cases.claim_case(case_id=case.pk, by=ann)

    claimed(2)
    with later(70), CaptureQueriesContext(connection) as few:
        assert len(left_undecided()) == 2
    claimed(4)
    with later(70), CaptureQueriesContext(connection) as many:
        assert len(left_undecided()) == 6
    assert len(many) == len(few)


def test_where_nobody_moderates_it_goes_on_looking():
    factories.region()
    send()
    assert told() == []
    factories.person(name="Dot New", roles=["senior"])
    sweep(NIGHT + timedelta(minutes=15))
    assert told() == [("Dot New", False)]


def test_who_is_no_senior_moderator_any_more_is_passed_over(nights, ann, ben):
    people.set_platform_roles(person_id=ann.pk, roles=["first-line"], by=TESTS)
    send()
    assert told() == [("Ben Second", True)]


# ---------------------------------------------------------------- the hours


@pytest.mark.parametrize(
    ("moment", "is_on"),
    [
        (datetime(2026, 11, 27, 21, 59, tzinfo=UTC), False),  # Friday
        (datetime(2026, 11, 27, 22, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 5, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 6, tzinfo=UTC), False),
        (datetime(2026, 11, 28, 22, tzinfo=UTC), False),
        (datetime(2026, 7, 3, 21, tzinfo=UTC), True),  # in summer the same hour by the clock on the wall
        (datetime(2026, 7, 3, 20, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 4, 5, tzinfo=UTC), False),
    ],
)
def test_a_shift_over_midnight_goes_by_the_regions_clock(ann, moment, is_on):
    region = factories.region()
    rota.set_shift(region_id=region.pk, weekday=4, begins=time(22), ends=time(6), people=[ann.pk], by=TESTS)
    assert on_rota(region.pk, moment) == ([ann] if is_on else [])


@pytest.mark.parametrize("minutes", range(0, 8 * 60, 30))
def test_when_the_clocks_go_back_the_hour_that_comes_twice_has_somebody(ann, minutes):
    region = factories.region()
    rota.set_shift(region_id=region.pk, weekday=5, begins=time(22), ends=time(6), people=[ann.pk], by=TESTS)
    assert on_rota(region.pk, datetime(2026, 10, 24, 21, tzinfo=UTC) + timedelta(minutes=minutes)) == [ann]


def test_a_shift_from_sunday_night_goes_on_into_monday(ann):
    region = factories.region()
    rota.set_shift(region_id=region.pk, weekday=6, begins=time(17), ends=time(9), people=[ann.pk], by=TESTS)
    assert on_rota(region.pk, datetime(2026, 11, 30, 8, 59, tzinfo=UTC)) == [ann]


def test_two_shifts_at_once_tell_each_person_once(ann, ben):
    region = factories.region()
    rota.set_shift(region_id=region.pk, weekday=2, begins=time(17), ends=time(9), people=[ann.pk], by=TESTS)
    rota.set_shift(region_id=region.pk, weekday=2, begins=time(22), ends=time(2), people=[ben.pk, ann.pk], by=TESTS)
    assert on_rota(region.pk, NIGHT) == [ann, ben]


def test_gaps_of_the_week_are_named():
    assert [gap.words for gap in gaps([])] == [
        "Monday 17:00 to Tuesday 09:00",
        "Tuesday 17:00 to Wednesday 09:00",
        "Wednesday 17:00 to Thursday 09:00",
        "Thursday 17:00 to Friday 09:00",
        "Friday 17:00 to Monday 09:00",
    ]
    nights = [Hours(*each) for each in EVERY_NIGHT]
    assert [gap.words for gap in gaps(nights)] == ["Saturday 09:00 to Saturday 17:00", "Sunday 09:00 to Sunday 17:00"]
    assert gaps([*nights, Hours(5, time(9), time(17)), Hours(6, time(0), time(0))]) == []


def test_a_holiday_that_nobody_covers_is_a_gap(nights):
    set_holiday(region_id=nights.pk, day=date(2026, 12, 25), name="Christmas Day", by=TESTS)
    with clock.at(NIGHT):
        assert [each.name for each in rota_gaps(nights.pk).holidays] == ["Christmas Day"]


def test_a_shift_of_people_who_left_is_a_gap(ann):
    region = factories.region()
    for day in range(7):
        rota.set_shift(region_id=region.pk, weekday=day, begins=time(0), ends=time(0), people=[ann.pk], by=TESTS)
    assert not rota_gaps(region.pk)
    people.deactivate(person_id=ann.pk, by=TESTS)
    assert rota_gaps(region.pk)


def test_when_someone_reads_is_the_next_working_morning_and_the_rota_is_told_before(nights):
    morning = datetime(2026, 11, 26, 9, tzinfo=UTC)
    with clock.at(NOON):
        assert when_someone_reads(nights.pk) == Reading(None, on_rota=False)
    with clock.at(NIGHT):
        assert when_someone_reads(nights.pk) == Reading(morning, on_rota=True)
    for shift in rota_of(nights.pk):
        rota.remove_shift(shift_id=shift.pk, by=TESTS)
    with clock.at(NIGHT):
        assert when_someone_reads(nights.pk) == Reading(morning, on_rota=False)


# ---------------------------------------------------------------- writing the rota


def test_only_operators_write_the_rota(ann):
    with pytest.raises(NotAllowed):
        rota.set_shift(region_id=factories.region().pk, weekday=0, begins=time(17), ends=time(9), people=[ann.pk], by=ann)


@pytest.mark.parametrize("who", ["nobody", "twice", "first line"])
def test_a_shift_needs_senior_moderators_each_once(ann, who):
    given = {"nobody": [], "twice": [ann.pk, ann.pk], "first line": [factories.moderator().pk]}[who]
    with pytest.raises(NotAcceptable):
        rota.set_shift(region_id=factories.region().pk, weekday=0, begins=time(17), ends=time(9), people=given, by=TESTS)


def test_a_shift_of_the_same_hours_gets_the_new_people(ann, ben):
    region = factories.region()
    for who in ([ann.pk, ben.pk], [ben.pk]):
        rota.set_shift(region_id=region.pk, weekday=0, begins=time(17), ends=time(9), people=who, by=TESTS)
    (shift,) = rota_of(region.pk)
    assert people_in(shift) == [ben]


@pytest.mark.parametrize(
    "address", ["http://pages.example/x", "https://", "pages.example", "https://me:secret@pages.example/", "https://a b/"]
)
def test_a_paging_address_is_a_whole_https_address(ann, address):
    with pytest.raises(NotAcceptable):
        rota.set_paging_address(person_id=ann.pk, address=address, by=TESTS)


def test_paging_addresses_and_places_of_who_left_are_deleted(nights, ann, ben):
    for person in (ann, ben):
        rota.set_paging_address(person_id=person.pk, address="https://pages.example/x", by=TESTS)
    people.set_platform_roles(person_id=ann.pk, roles=["operator"], by=TESTS)
    tasks.forget_who_left_the_rota(0)
    assert [each.person for each in PagingAddress.objects.all()] == [ben]
    assert not RotaPlace.objects.filter(person=ann).exists()


# ---------------------------------------------------------------- twice, at once, and what was missed


def test_everything_can_run_twice(nights):
    send()
    (began,) = Event.objects.filter(name=CallBegan.name)
    with later(0):
        for _ in range(2):
            calls.tell_next(call_id=began.payload["call_id"], by=TESTS)
            cases.open_case(subject="story", thing_id=Case.objects.get().story_id, by=TESTS)
            calls.begin_call(case_id=Case.objects.get().pk, why=Call.Why.OPENED, by=TESTS)
            jobs.drain()
    sweep(NIGHT)
    assert len(told()) == 1
    assert len(outbox.outbox) == 1


def test_a_call_that_is_not_there_fails():
    with pytest.raises(ObjectDoesNotExist):
        calls.tell_next(call_id=0, by=TESTS)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_one_person():
    on_the_rota(senior("ann"), senior("ben"))
    with clock.at(NIGHT):
        story = factories.sent_story(words=DANGER)
        cases.open_case(subject="story", thing_id=story.pk, by=TESTS)
    call_id, done = Call.objects.get().pk, []

    def work():
        with clock.at(NIGHT):
            done.append([person.name for person in calls.tell_next(call_id=call_id, by=TESTS)])

    with meanwhile(work):
        work()
    assert done == [["Ann First"], []]
    assert Delivery.objects.filter(kind="danger").count() == 1


def test_the_database_refuses_to_tell_somebody_twice_of_one_call(nights, ann):
    send()
    with pytest.raises(IntegrityError), transaction.atomic():
        CallStep.objects.create(call=Call.objects.get(), person=ann, on_rota=True)


def owing(at):
    with clock.at(at):
        return {short.debt.name: len(short.missing) for short in reckoning.missing() if short.debt.name.startswith("moderation.")}


def test_a_case_of_which_nobody_was_told_is_named_and_put_right(nights):
    case = send()
    Call.objects.all().delete()
    assert owing(NIGHT + timedelta(minutes=3)) == {"moderation.danger": 1}
    with later(3):
        tasks.put_right(0)
        jobs.drain()
    assert told() == [("Ann First", True)]
    assert owing(NIGHT + timedelta(minutes=3)) == {}
    assert case.pk == Call.objects.get().case_id


def test_a_call_whose_job_was_lost_is_named_and_put_right(nights):
    with clock.at(NIGHT):
        story = factories.sent_story(words=DANGER)
        cases.open_case(subject="story", thing_id=story.pk, by=TESTS)
    assert owing(NIGHT + timedelta(minutes=3)) == {"moderation.next": 1}
    with later(3):
        tasks.put_right(0)
    assert told() == [("Ann First", True)]
    assert owing(NIGHT + timedelta(minutes=3)) == {}


def test_what_nobody_has_taken_is_named_by_the_doctor(nights, ann):
    case = send()
    with later(14):
        assert list(adapters.calls_that_nobody_took()) == []
    with later(16):
        (finding,) = adapters.calls_that_nobody_took()
        assert not finding.well
        assert f"case {case.pk}" in finding.words
        cases.claim_case(case_id=case.pk, by=ann)
        assert list(adapters.calls_that_nobody_took()) == []


def test_the_doctor_warns_of_hours_without_anybody(nights):
    (finding,) = adapters.the_rota()
    assert finding.warns


# ---------------------------------------------------------------- what the author writes beside the story


def correct(case, *, note="", **changes):
    story = type(case.story).objects.get(pk=case.story_id)
    now = replace(own_words(story), **(changes or {"hope": "A call back."}))
    authoring.correct_story(story_id=story.pk, seen_words=words_number(story.pk), now=now, note=note, by=story.author)
    jobs.drain()


def test_danger_in_a_note_on_a_correction_tells_somebody(nights):
    case = send("I come every Tuesday. Nobody says how long it is.")
    with later(5):
        correct(case, note=DANGER)
    assert told() == [("Ann First", True)]


@pytest.mark.parametrize("where", ["words", "note"])
def test_danger_in_what_an_author_adds_to_a_held_story_ends_the_hold_and_tells_somebody(nights, ann, where):
    case = send("I come every Tuesday. Nobody says how long it is.", at=NOON)
    with later(1, NOON):
        cases.claim_case(case_id=case.pk, by=ann)
        deciding.hold(case_id=case.pk, seen_story=0, reason="legal", until=FRIDAY, note="Advice", by=ann)
    with clock.at(NIGHT):
        correct(case, **({"words": DANGER} if where == "words" else {"note": DANGER}))
        cases.author_corrected(story_id=case.story_id, by=TESTS)
    case.refresh_from_db()
    assert (case.state, case.story.state) == ("queued", "waiting")
    assert [name for name, _ in told()] == ["Ann First"]
    assert CaseMove.objects.filter(case=case, name="resume").count() == 1


def test_what_an_author_adds_to_a_held_story_without_danger_leaves_it_held(nights, ann):
    case = send("I come every Tuesday. Nobody says how long it is.", at=NOON)
    with later(1, NOON):
        cases.claim_case(case_id=case.pk, by=ann)
        deciding.hold(case_id=case.pk, seen_story=0, reason="legal", until=FRIDAY, note="Advice", by=ann)
    with clock.at(NIGHT):
        correct(case)
    case.refresh_from_db()
    assert (case.state, case.story.state, told()) == ("waiting", "held", [])


def test_danger_in_an_appeal_tells_somebody(nights, ann):
    case = send("I come every Tuesday. Nobody says how long it is.", at=NOON)
    with later(1, NOON):
        cases.claim_case(case_id=case.pk, by=ann)
        deciding.decline(case_id=case.pk, seen_story=0, reason="too-long-ago", message="It can’t be published.", note="", by=ann)
    with clock.at(NIGHT):
        publishing.ask_to_look_again(story_id=case.story_id, words=DANGER, by=case.story.author)
        jobs.drain()
    assert told() == [("Ben Second", True)], "Ann had a part in the decision"


def test_a_story_with_danger_that_somebody_thinks_is_not_genuine_tells_the_next(nights, ann):
    case = send()
    with later(3):
        cases.claim_case(case_id=case.pk, by=ann)
        deciding.decline(case_id=case.pk, seen_story=0, reason="not-genuine", message="Sorry.", note="Sent ten times.", by=ann)
        jobs.drain()
    case.refresh_from_db()
    assert case.state == "queued"
    assert told() == [("Ann First", True), ("Ben Second", True)]
