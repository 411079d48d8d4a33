"""Every kind of thing that the desk decides has all that the desk asks of it; and another one needs nothing of the desk's own code."""

import re
from dataclasses import fields
from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value
from django.urls import reverse

from heard.core import clock, reviewing
from heard.core.errors import NotAcceptable
from heard.core.events import _handlers
from heard.core.reckoning import EVER
from heard.core.reviewing import Report, Reviewable, Suggests, Words, kind_of, kinds, reviewable, subjects
from heard.enquiries import actions as enquiries
from heard.enquiries.models import Enquiry, State
from heard.moderation.actions import cases, conversation
from heard.moderation.actions import stories as deciding
from heard.moderation.forms import TYPED
from heard.moderation.models import Case, Risk
from heard.moderation.queries.figures import desk_of
from heard.moderation.queries.owed import without_a_case
from heard.moderation.queries.queue import queue
from heard.moderation.queries.waiting import still_waits
from heard.moderation.rules import sheets
from heard.responses.actions import authors
from heard.stories.rules.going_out import GoesOut, look_through
from heard.ui.forms import SeenForm, WordsField
from tests import factories
from tests.moderation.pages import at, on_one_line

KINDS = list(kinds())
OF_WORDS = [kind for kind in KINDS if isinstance(kind, Words)]
BEYOND_WORDS = {"seen", "note", "due_on"}


# ---------------------------------------------------------------- every kind has all its parts


def test_the_queue_lists_the_kinds_in_the_order_of_their_conversation():
    said = ["story", "answer", "reply", "change", "treated-differently"]
    assert [each for each in subjects() if each in said] == said


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.subject)
def test_a_kind_has_all_that_the_desk_asks_of_it(kind):
    assert 0 < len(kind.subject) <= Case._meta.get_field("subject").max_length
    assert all((kind.label, kind.full_label, kind.things, kind.heading))
    if isinstance(kind, Words):
        assert kind.say_why
    elif isinstance(kind, Report):
        assert kind.intro
    else:
        assert kind.subject == "story"


def test_a_kind_that_lacks_something_is_refused_where_it_registers():
    class Unfinished(Words[Enquiry]):
        label, things = "Unfinished", "unfinished things"

    with pytest.raises(TypeError, match="form, give_back, hits, last_said"):
        reviewable("unfinished")(Unfinished)
    assert "unfinished" not in subjects()


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.subject)
def test_the_facts_that_bring_a_kind_to_the_desk_and_take_it_away_are_heard(kind):
    assert kind.opened_by
    for facts, does in ((kind.opened_by, "open_for"), (kind.closed_by, "close_for")):
        for fact, field in facts.items():
            assert field in {each.name for each in fields(fact)}
            assert f"heard.moderation.handlers.{does}_{field.removesuffix('_id')}" in _handlers[fact.name]


WAITING_JOBS = {
    "stories.sent": "open_for_story",
    "responses.answer_referred": "open_for_answer",
    "responses.reply_sent": "open_for_reply",
    "responses.reply_withdrawn": "close_for_reply",
    "responses.change_sent": "open_for_change",
    "responses.treated_differently": "open_for_report",
}
"""Facts → the names under which jobs of an older Heard may still wait."""


@pytest.mark.parametrize(("fact", "name"), WAITING_JOBS.items())
def test_jobs_that_waited_before_an_upgrade_find_their_handler(fact, name):
    assert f"heard.moderation.handlers.{name}" in _handlers[fact]


@pytest.mark.parametrize("kind", OF_WORDS, ids=lambda each: each.subject)
def test_what_is_typed_about_a_kind_is_kept_and_shown_again_when_it_is_refused(kind):
    for form in typed_forms(kind):
        assert issubclass(form, SeenForm)
        assert "note" in form.base_fields
        said = set(form.base_fields) - BEYOND_WORDS
        assert said <= TYPED.keys()
        assert said & set(sheets.MAIN[sheets.SAID])


def typed_forms(kind):
    if kind.subject != "change":
        return [kind.form(None)]
    from heard.responses.reviewables.changes import MadeForm, PlanForm

    return [PlanForm, MadeForm]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.subject)
def test_a_thing_that_is_not_there_is_no_decision_about_it(kind):
    with pytest.raises(ObjectDoesNotExist):
        cases.open_case(subject=kind.subject, thing_id=0, by=factories.TESTS)


def test_two_kinds_have_no_name_in_common():
    with pytest.raises(ValueError, match="another kind"):
        reviewable("answer")(Reviewable)


# ---------------------------------------------------------------- one open case for each thing


@pytest.fixture
def report(run_jobs):
    story = factories.published_story()
    authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.")
    run_jobs()
    return Case.objects.get(subject="treated-differently")


def again(case):
    return Case.objects.create(subject=case.subject, thing_id=case.thing_id, story_id=case.story_id, once=case.once)


@pytest.mark.django_db
def test_a_thing_has_one_open_case_and_another_when_that_is_decided(run_jobs, moderator):
    answer = factories.referred_answer()
    run_jobs()
    case = Case.objects.get(subject="answer")
    with pytest.raises(IntegrityError, match="one_open_case_per_thing"), transaction.atomic():
        again(case)
    cases.claim_case(case_id=case.pk, by=moderator)
    conversation.give_back(case_id=case.pk, seen_version=answer.version, reason="Say whom to ask for.", by=moderator)
    assert again(case).pk != case.pk


@pytest.mark.django_db
def test_things_of_two_kinds_may_have_the_same_number(run_jobs):
    story = factories.waiting_case(run_jobs=run_jobs)
    assert Case.objects.create(subject="answer", thing_id=story.thing_id, story_id=story.story_id).pk


@pytest.mark.django_db
def test_a_report_has_one_case_for_ever(report):
    senior = factories.moderator("senior")
    cases.claim_case(case_id=report.pk, by=senior)
    conversation.see_to_report(case_id=report.pk, note="Rang the ward.", by=senior)
    with pytest.raises(IntegrityError, match="one_open_case_per_thing"), transaction.atomic():
        again(report)
    assert cases.open_case(subject=report.subject, thing_id=report.thing_id, by=factories.TESTS) == report


@pytest.mark.django_db
def test_a_case_about_nothing_is_refused(run_jobs):
    case = factories.waiting_case(run_jobs=run_jobs)
    with pytest.raises(IntegrityError, match="case_names_its_subject"), transaction.atomic():
        Case.objects.create(subject="", thing_id=case.thing_id, story_id=case.story_id)


def test_a_case_is_deleted_with_its_story():
    """Nothing that is said about a story is ever deleted but with it."""
    assert Case._meta.get_field("story").remote_field.on_delete.__name__ == "CASCADE"


# ---------------------------------------------------------------- the Heard of before, which may still be running

BEFORE = """
INSERT INTO moderation_case (subject, story_id, answer_id, reply_id, change_id, report_id, risk, signs, word_count, line, senior_only,
                             opened_at, waiting_for, outcome, version)
VALUES (%(subject)s, %(story)s, %(answer)s, %(reply)s, %(change)s, %(report)s, 1, '{}', 0, 1, false, now(), '', '', 0) RETURNING id"""
COLUMNS = {"answer": "answer", "reply": "reply", "change": "change", "treated-differently": "report"}


def opened_before(subject, *, story, thing):
    """A case as the Heard of before wrote it: each kind in a column of its own."""
    columns = dict.fromkeys(COLUMNS.values()) | ({COLUMNS[subject]: thing} if subject in COLUMNS else {})
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, {"subject": subject, "story": story, **columns})
        return Case.objects.get(pk=cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("subject", ["story", *COLUMNS])
def test_a_case_that_the_heard_of_before_opens_is_about_its_thing(subject):
    story = factories.sent_story()
    thing = story.pk if subject == "story" else 4711
    case = opened_before(subject, story=story.pk, thing=thing)
    assert (case.thing_id, case.once) == (thing, subject == "treated-differently")
    with pytest.raises(IntegrityError, match="one_open_case_per_thing"), transaction.atomic():
        opened_before(subject, story=story.pk, thing=thing)


@pytest.mark.django_db
@pytest.mark.parametrize("subject", COLUMNS)
def test_the_heard_of_before_finds_what_a_case_is_about(subject):
    story = factories.sent_story()
    case = Case.objects.create(subject=subject, thing_id=4711, story=story)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer_id, reply_id, change_id, report_id FROM moderation_case WHERE id = %s", [case.pk])
        found = dict(zip(COLUMNS, cursor.fetchone(), strict=True))
    assert found == dict.fromkeys(COLUMNS) | {subject: 4711}


@pytest.mark.django_db
def test_a_case_of_a_kind_that_only_a_newer_heard_knows_breaks_no_page(client, moderator):
    story = factories.sent_story()
    case = Case.objects.create(subject="film", thing_id=4711, story=story)
    Case.objects.create(subject="film", thing_id=4712, story=story, claimed_by=moderator, claimed_at=clock.now())
    browser = factories.sign_in(client, moderator)
    for page in ("/moderation/", "/moderation/mine/"):
        assert browser.get(page).status_code == 200
    assert browser.get(reverse("moderation:case", kwargs={"case_id": case.pk})).status_code == 404
    assert case.kind_words == "film"


# ---------------------------------------------------------------- another kind, of which the desk knows nothing


class LetterForm(SeenForm):
    text = WordsField(label="The letter", rows=6, most=20_000)
    note = WordsField(label="What you changed, and why", required=False)


class Letters(Words[Enquiry]):
    """Messages to Heard, as if they were letters to an author that somebody reads before they are answered."""

    label, things = "Letter", "letters"
    heading = "Letter to a story about {services}"
    opened_by = {}
    of_author = True
    say_why = "Tell whoever wrote it what you changed."
    story_field = "about_id"

    def __init__(self, story):
        self.story = story

    def rows(self):
        return Enquiry.objects.annotate(about_id=Value(self.story.pk))

    def waiting(self):
        return self.rows().filter(state=State.WAITING).annotate(since=F("sent_at"))

    def waits(self, row):
        return row.state == State.WAITING

    def story_of(self, row):
        return self.story

    def weigh(self, row):
        return Suggests(words=len(row.words.split()), signs=tuple(row.signs or ()), sensitive=True)

    def form(self, row):
        return LetterForm

    def own(self, row):
        return {"text": row.words}

    def voice(self, row, words):
        return {"kind": "author", "who": "A reader", "role": "wrote", "text": words["text"], "sign_off": ""}

    def noticed(self, row, words):
        return look_through([GoesOut("text", "the letter", words["text"])])

    def hits(self, row, text):
        return []

    def publish(self, row, words, *, seen_version, note, heavily, by):
        enquiries.answer_enquiry(enquiry_id=row.pk, answer=words["text"], by=by)

    def give_back(self, row, reason, *, seen_version, by):
        enquiries.close_enquiry(enquiry_id=row.pk, reason=reason, by=by)
        return "declined"

    def last_said(self, row):
        return [row.answer]


@pytest.fixture
def letters():
    kind = Letters(factories.published_story())
    kind.subject = "letter"
    kind.full_label = kind.label
    reviewing._kinds["letter"] = kind
    yield kind
    del reviewing._kinds["letter"]


@pytest.fixture
def letter(letters):
    return Enquiry.objects.create(
        region=letters.story.region,
        form_key="9f3c1c9e-6f3d-4a53-8d0e-2f9a5a3d9f10",
        kind="question",
        words="Dear Gull, the board by the door helped me as well.",
        sealed=b"",
        due_on=date(2026, 12, 1),
    )


@pytest.mark.django_db
def test_another_kind_waits_in_the_queue_is_claimed_and_published(letters, letter, client, moderator):
    assert [(each.story_id, each.of) for each in without_a_case(letters, EVER)] == [(letters.story.pk, letter.pk)]
    case = cases.open_case(subject="letter", thing_id=letter.pk, by=factories.TESTS)
    assert (case.risk, case.thing, case.word_count) == (Risk.SENSITIVE, letter, 11)
    assert cases.open_case(subject="letter", thing_id=letter.pk, by=factories.TESTS) == case
    assert without_a_case(letters, EVER) == []
    assert list(queue(moderator, subject="letter")) == [case]
    assert desk_of(moderator).by_subject["letter"] == 1
    browser = factories.sign_in(client, moderator)
    assert "to a story about" in browser.get("/moderation/?subject=letter").text
    cases.claim_case(case_id=case.pk, by=moderator)
    here = reverse("moderation:case", kwargs={"case_id": case.pk})
    assert "the board by the door helped me" in browser.get(here).text
    looked = browser.post(here, {"seen": case.version, "text": "Dear Gull, the board helped me.", "note": "Shorter", "do": "look"})
    assert "Preview" in looked.text
    browser.post(here, {"seen": case.version, "text": "Dear Gull, the board helped me.", "note": "Shorter", "do": "publish"})
    case.refresh_from_db()
    letter.refresh_from_db()
    assert (case.outcome, letter.state, letter.answer) == ("published-edited", State.ANSWERED, "Dear Gull, the board helped me.")
    assert browser.get(here).status_code == 200


@pytest.mark.django_db
def test_words_of_another_kind_are_changed_with_a_note_or_given_back(letters, letter, moderator):
    case = cases.open_case(subject="letter", thing_id=letter.pk, by=factories.TESTS)
    cases.claim_case(case_id=case.pk, by=moderator)
    with pytest.raises(NotAcceptable, match="Tell whoever wrote it"):
        conversation.publish_words(case_id=case.pk, words={"text": "Other words"}, by=moderator)
    assert still_waits(case)
    assert conversation.give_back(case_id=case.pk, reason="Please write again.", by=moderator).outcome == "declined"
    assert not still_waits(case)


def test_a_kind_is_found_by_its_name():
    assert kind_of("answer").label == "Answer"


# ---------------------------------------------------------------- who decided


@pytest.mark.parametrize("edited", [False, True], ids=["as it was sent", "put right"])
def test_the_history_of_a_decided_answer_names_who_decided_it(client, run_jobs, moderator, edited):
    answer = factories.referred_answer()
    run_jobs()
    case = cases.claim_case(case_id=Case.objects.get(closed_at=None).pk, by=moderator)
    words, note = ({"text": "Please ask for me."}, "Shorter.") if edited else ({"text": answer.text}, "")
    conversation.publish_words(case_id=case.pk, seen_version=answer.version, words=words, note=note, by=moderator)
    assert who_did("Decided", client, case) == [moderator.name]


def test_the_history_of_a_decided_story_names_them_once(client, case, moderator):
    deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)
    assert (who_did("Published", client, case), who_did("Decided", client, case)) == ([moderator.name], [])


def who_did(what, client, case):
    """Whom the page of a case, opened by a colleague, names for this in its history."""
    colleague = factories.person(name="Another Moderator", roles=["first-line"])
    page = on_one_line(factories.sign_in(client, colleague).get(at("case", case)))
    return re.findall(rf"<b>{what}</b>, <time[^>]*>[^<]*</time>, by ([^<]*)</p>", page)
