"""What the desk reads: the queue, one case with everything beside it, and how the day goes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from heard.accounts.models import Person
from heard.accounts.policies import is_senior_moderator
from heard.accounts.queries import operators
from heard.core import clock, keyset, links
from heard.core.models import Delivery
from heard.core.reckoning import Missing, Window
from heard.core.working_time import OPENS, after_working_hours, next_working_moment
from heard.directory.models import Service
from heard.directory.queries import joined_as, lines_of, services_by_id
from heard.enquiries.models import Enquiry
from heard.enquiries.models import State as MessageState
from heard.enquiries.queries import in_danger
from heard.moderation import policies
from heard.moderation.models import Call, CallStep, Case, CaseMove, Line, Page, PagingAddress, Risk, RotaShift, Subject, Turn, WaitingFor
from heard.moderation.rules.criticality import CriticalityHint, suggest_criticality
from heard.moderation.rules.likeness import Likeness, find_alike
from heard.moderation.rules.looking import NEW, TagSeen, not_looked_at, tag_texts, texts_of_slugs, texts_of_work
from heard.moderation.rules.publishing import line_to_publish, names_of_staff, word_count
from heard.moderation.rules.risk import calls_somebody, may_wait, queue_risk
from heard.moderation.rules.rota import Gap, Hours, gaps, holidays_without_anybody
from heard.moderation.rules.suggesting import OfferedTag, TagHint, suggest_tags, suggest_title
from heard.moderation.rules.work import Sent, StoryWork, carried_over, is_behind, story_work, what_is_missing
from heard.organisations.queries import organisations_hearing
from heard.reach.queries import providers_without_a_listener, who_was_asked, who_was_told
from heard.regions.models import Holiday, Region
from heard.regions.queries import crisis_lines, number
from heard.responses.models import (
    Answer,
    AnswerMove,
    AnswerState,
    Change,
    ChangeMove,
    ChangeState,
    Reply,
    ReplyMove,
    ReplyState,
    TreatedDifferently,
)
from heard.responses.queries import noticed_in as noticed_in_answer
from heard.responses.rules.texts import texts_of_change, texts_of_reply
from heard.stories.lifecycle import UNDECIDED
from heard.stories.models import CorrectedWords, DeclineReason, Edit, HoldReason, Original, State, Story, StoryMove, StoryTag
from heard.stories.queries import AUTHOR_SPOKE, EarlierWords, earlier_words, published_stories, words_number
from heard.stories.rules.going_out import GoesOut, Noticed, hits_of, look_through
from heard.stories.rules.length import Length, length_of
from heard.stories.rules.personal_data import Hit, find_personal_data
from heard.stories.rules.reading import Reading
from heard.stories.rules.signs import CALLS, GRAVE, HARD, Sign, SignFound, find_signs, kinds_of
from heard.tags.models import Kind, Tag
from heard.tags.queries import offered_tags, slug_of, slugs_offered

PAGE = 50
AT_ONCE = 500
URGENT_FIRST = {"turn": int, "-risk": int, "opened_at": datetime, "pk": int}
"""The order of the queue: risk, then age; what came in a rush after the rest."""
DUE_FIRST = {"-risk": int, "due_back": datetime, "opened_at": datetime, "pk": int}
"""The order of what waits for somebody: risk, then whatever is due first, then age. What has no day, from before holds had one, is due."""
FIELDS: dict[str, str] = {Subject.ANSWER: "answer", Subject.REPLY: "reply", Subject.CHANGE: "change", Subject.TREATED_DIFFERENTLY: "report"}
LATE_AFTER = timedelta(minutes=5)
PAGE_LOST_AFTER = timedelta(minutes=2)
"""No page takes so long (`gateways.SECONDS`): whoever was sending it is gone."""
PAGES_AT_ONCE = 100
COMPARED_DAYS = 120
COMPARED_STORIES = 400


# ---------------------------------------------------------------- what waits, and how urgent it is


@dataclass(frozen=True)
class WaitingThing:
    """Something that a moderator has to decide, with what its words suggest about its place in the queue."""

    row: Any
    region_id: int
    risk: int
    signs: list[str]
    word_count: int
    turn: int = Turn.USUAL
    found: list[str] = field(default_factory=list)
    """Kinds of what the gate found in its texts (`Case.found`)."""


def waiting_thing(*, subject: str, story_id: int, thing_id: int) -> WaitingThing | None:
    """The thing, if it still waits for a moderator.

    Raises:
        ObjectDoesNotExist: the story or the thing is not there: that is no decision about it.
    """
    return _WAITING[subject](Story.objects.select_related("original").get(pk=story_id), thing_id)


def _waiting_story(story: Story, _: int) -> WaitingThing | None:
    if story.state not in UNDECIDED:
        return None
    text = own_words(story.own)
    signs, beside = find_signs(text), kinds_in(beside_the_words(story))
    hits = [hit.kind for hit in hits_of(look_through(texts_sent(story), known=openly_known(story)))]
    better = any(slug.startswith("better:") for slug in story.tag_slugs)
    risk = queue_risk(
        signs=(kinds := in_order([*kinds_of(signs), *beside])),
        criticality=suggest_criticality(text, signs=signs, has_better_tags=better, elsewhere=beside).level,
        hits=hits,
        role=story.role,
        is_question=story.is_question,
        has_better_tags=better,
    )
    last = story.read_last and may_wait(risk=risk, signs=kinds)
    return WaitingThing(
        story, story.region_id, risk, kinds, len(text.split()), Turn.LAST if last else Turn.USUAL, list(dict.fromkeys(hits))
    )


def texts_sent(story: Story) -> list[GoesOut]:
    """The texts of a story as its author sent it last, as the gate takes them."""
    own = story.own
    said = StoryWork(title=own.title, text=own.words, hope=own.hope, chosen_name=own.chosen_name)
    return [*texts_of_work(said), *texts_of_slugs(story.tag_slugs)]


def _waiting_answer(story: Story, thing_id: int) -> WaitingThing | None:
    answer = Answer.objects.select_related("story").get(pk=thing_id)
    if answer.state != AnswerState.WAITING:
        return None
    return _said(answer, story, answer.text, noticed_in_answer(answer, answer.text))


def _waiting_reply(story: Story, thing_id: int) -> WaitingThing | None:
    reply = Reply.objects.get(pk=thing_id)
    if reply.state != ReplyState.WAITING:
        return None
    noticed = [replace(each, signs=()) for each in _noticed_in_reply(story, reply.original)]
    return _said(reply, story, reply.original, noticed, signs=kinds_of(find_signs(reply.original)))


def _waiting_change(story: Story, thing_id: int) -> WaitingThing | None:
    change = Change.objects.select_related("organisation").get(pk=thing_id)
    if change.state not in CHANGE_WAITS:
        return None
    return _said(change, story, f"{change.what} {change.made_what}", _noticed_in_change(story, change, said_now(change)))


def _waiting_report(story: Story, thing_id: int) -> WaitingThing | None:
    report = TreatedDifferently.objects.get(pk=thing_id)
    signs = kinds_of(find_signs(report.text))
    risk = max(queue_risk(signs=signs, criticality=5), queue_risk(signs=["legal"], criticality=5))
    return WaitingThing(report, story.region_id, risk, signs, len(report.text.split()))


def _said(row: Any, story: Story, text: str, noticed: Iterable[Noticed], *, signs: Iterable[str] = ()) -> WaitingThing:
    """What is said about a critical story stands where critical stories stand; what the gate finds something in, with what is sensitive.

    `signs` are the author's. What staff write has signs too (they name a helpline, or somebody who died), which want a look and are
    nobody's danger: they warn nobody, and call nobody.
    """
    signs, noticed = list(signs), list(noticed)
    found = [*(hit.kind for hit in hits_of(noticed)), *(str(sign.sign) for each in noticed for sign in each.signs)]
    critical = story.criticality or 0
    risk = queue_risk(signs=[*signs, *([Sign.LEGAL] if any(noticed) else [])], criticality=critical, is_question=True)
    return WaitingThing(row, story.region_id, risk, signs, len(text.split()), found=list(dict.fromkeys(found)))


CHANGE_WAITS = (ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING)
_WAITING: dict[str, Callable[[Story, int], WaitingThing | None]] = {
    Subject.STORY: _waiting_story,
    Subject.ANSWER: _waiting_answer,
    Subject.REPLY: _waiting_reply,
    Subject.CHANGE: _waiting_change,
    Subject.TREATED_DIFFERENTLY: _waiting_report,
}


def signs_in_replies(story_id: int, *, before: bool = False) -> tuple[list[str], int]:
    """Kinds of signs in what the author wrote to moderators beside the story (answers, notes on corrections, an appeal), and the place in
    the queue that they alone would give. With what stood `before` a correction: it may have come sooner than the case was opened.
    """
    moves = StoryMove.objects.filter(story_id=story_id, name__in=(*AUTHOR_SPOKE, "reconsider"))
    said = [*moves.values_list("message", flat=True), *(own_words(each) for each in (earlier_words(story_id) if before else []))]
    signs = kinds_of(find_signs("\n\n".join(said)))
    return signs, queue_risk(signs=signs, criticality=0)


# ---------------------------------------------------------------- all that the author wrote


@dataclass(frozen=True)
class Beside:
    """Something that the author wrote and that is not among the words which are read now: `where` it stands, in words. `signs` are found
    in `text`.
    """

    where: str
    text: str
    signs: list[SignFound]


SAID_TO_US = {
    "reply": "in an answer to a moderator",
    "correct": "in the note about their change",
    "correct-held": "in the note about their change",
    "reconsider": "in what they said when they asked us to look again",
}
BEFORE = "in the words before the correction"


def beside_the_words(story: Story) -> list[Beside]:
    """What came with the words of a story and is no sentence of it: the chosen name, a place that was not found, tags. The page of help
    looks at them (`stories.queries.speaks_of_danger`), so the desk does.
    """
    name = story.own.chosen_name
    tags = [("in a tag", each.text) for each in texts_of_slugs(story.tag_slugs)]
    texts = [("in the chosen name", name), ("in the place they wrote", story.unknown_service), *tags]
    return [Beside(where, text, signs) for where, text in texts if (signs := find_signs(text))]


def besides(story: Story, *, words: str, earlier: list[EarlierWords]) -> list[Beside]:
    """All that the author wrote beside `words`, the own words of now, as far as it has signs: also what they told moderators, and what
    stood before a correction (`earlier`). What a text says as another above it does is left out.
    """
    moves = StoryMove.objects.filter(story_id=story.pk, name__in=SAID_TO_US).exclude(message="").order_by("pk")
    texts = [(SAID_TO_US[name], message) for name, message in moves.values_list("name", "message")]
    texts += [(BEFORE, own_words(each)) for each in reversed(earlier)]
    found = [*beside_the_words(story), *(Beside(where, text, find_signs(text)) for where, text in texts)]
    known = {_same(each) for each in find_signs(words)}
    new = []
    for each in found:
        signs = [sign for sign in each.signs if _same(sign) not in known]
        known |= {_same(sign) for sign in signs}
        if signs:
            new.append(replace(each, signs=signs))
    return new


def _same(sign: SignFound) -> tuple[str, str]:
    return sign.sign, " ".join(sign.excerpt.casefold().split())


def kinds_in(found: Iterable[Beside]) -> list[str]:
    return in_order(sign.sign for each in found for sign in each.signs)


def in_order(kinds: Iterable[str]) -> list[str]:
    """These kinds of signs, gravest first, each once."""
    present = set(kinds)
    return [str(sign) for sign in Sign if sign in present]


_MODELS: dict[str, Any] = {
    Subject.STORY: Story,
    Subject.ANSWER: Answer,
    Subject.REPLY: Reply,
    Subject.CHANGE: Change,
    Subject.TREATED_DIFFERENTLY: TreatedDifferently,
}
_UNDECIDED_STATES: dict[str, Collection[str]] = {
    Subject.STORY: UNDECIDED,
    Subject.ANSWER: (AnswerState.WAITING,),
    Subject.REPLY: (ReplyState.WAITING,),
    Subject.CHANGE: CHANGE_WAITS,
}
"""In which states a thing waits for a moderator; a report of unfair treatment has none, and waits as long as its case is open."""


def still_waits(case: Case) -> bool:
    """Whether there is still something to decide about what the case is about, as of this moment.

    Raises:
        ObjectDoesNotExist: the thing is not there: that is no decision about it.
    """
    states = _UNDECIDED_STATES.get(case.subject)
    # What was said about a story goes with it: when that is taken back, a moment before the case is closed.
    of_story = "state" if case.subject == Subject.STORY else "story__state"
    asked = ("pk", "pk") if states is None else ("state", of_story)
    state, story = _MODELS[case.subject].objects.values_list(*asked).get(pk=case.thing_id)
    return states is None or (state in states and story != State.WITHDRAWN)


def waited_as_read(case: Case) -> bool:
    """The same as of when the case was read with what it is about (`case_shown`): asks nothing."""
    states = _UNDECIDED_STATES.get(case.subject)
    thing = getattr(case, FIELDS.get(case.subject, "story"))
    return states is None or (thing.state in states and case.story.state != State.WITHDRAWN)


def own_words(original: Original | CorrectedWords | EarlierWords) -> str:
    return "\n\n".join(part for part in (original.title, original.words, original.hope) if part)


def openly_known(story: Story) -> list[str]:
    """Names that are no secret beside this story: its services, their towns, and the name the author chose."""
    places = Service.objects.filter(pk__in=story.ancestors).values_list("name", "town")
    return [story.chosen_name, *(each for pair in places for each in pair if each)]


def due_after(region_id: int, moment: datetime) -> datetime:
    """By when something that came at `moment` should be decided: ⚙ `moderated_within` working hours later."""
    zone, holidays = _calendar(region_id, moment)
    return after_working_hours(moment, number(region_id, "moderated_within"), zone=zone, holidays=holidays)


def _calendar(region_id: int, moment: datetime) -> tuple[str, set[date]]:
    """The region's time zone, and its holidays of the two months from then on."""
    zone = Region.objects.values_list("time_zone", flat=True).get(pk=region_id)
    days = Holiday.objects.filter(region_id=region_id, day__range=(moment.date(), moment.date() + timedelta(days=60)))
    return zone, set(days.values_list("day", flat=True))


def publishes_at(story: Story, work: StoryWork, moment: datetime) -> datetime:
    """When the story is public if it is approved at `moment` as `work` says: then, or (⚙ `publish_in_hours`) on the next working morning.

    What only praises need not wait (⚙ `praise_any_time`).
    """
    sells = any(each.sign == Sign.ADVERT for each in find_signs(f"{work.title}\n{work.text}\n{work.hope}"))
    praise = work.criticality == 0 and not story.is_question and not sells
    if not number(story.region_id, "publish_in_hours") or (praise and number(story.region_id, "praise_any_time")):
        return moment
    zone, holidays = _calendar(story.region_id, moment)
    return next_working_moment(moment, zone=zone, holidays=holidays)


def public_from(story_id: int) -> datetime | None:
    """When a story that is approved and waits for the morning will be public; None for any other."""
    waiting = Case.objects.filter(story_id=story_id, subject=Subject.STORY, closed_at=None, waiting_for=WaitingFor.MORNING)
    return waiting.values_list("waiting_until", flat=True).first()


def approved_by_now() -> list[int]:
    """Ids of approved cases whose morning has come, the most critical story first: of a whole night's those are told first that matter
    most."""
    due = Case.objects.filter(closed_at=None, waiting_for=WaitingFor.MORNING, waiting_until__lte=clock.now())
    return list(due.order_by(F("work__criticality").desc(nulls_last=True), "waiting_until", "pk").values_list("pk", flat=True))


def approved_and_late() -> QuerySet[Case]:
    """Approved cases whose morning came more than `LATE_AFTER` ago: the sweep of every minute should have published them."""
    return Case.objects.filter(closed_at=None, waiting_for=WaitingFor.MORNING, waiting_until__lt=clock.now() - LATE_AFTER)


def answered_since_approved(case: Case) -> bool:
    """Whether the author told the moderators something after the case was approved for the morning: nobody has read that."""
    approved = CaseMove.objects.filter(case=case, name="approve").order_by("-pk").values_list("at", flat=True).first()
    return approved is not None and StoryMove.objects.filter(story_id=case.story_id, name__in=AUTHOR_SPOKE, at__gt=approved).exists()


def is_corrected_since(case: Case) -> bool:
    """Whether the author corrected their words after the case was last looked through for them."""
    seen = CaseMove.objects.filter(case=case, name="corrected").order_by("-pk").values_list("at", flat=True).first() or case.opened_at
    corrections = StoryMove.objects.filter(story_id=case.story_id, name__in=AUTHOR_SPOKE).exclude(name="reply")
    return corrections.filter(at__gt=seen).exists()


def approver_of(case: Case) -> Person | None:
    """Who approved a case that waits for the morning."""
    by = CaseMove.objects.filter(case=case, name="approve").order_by("-pk").values_list("by", flat=True).first() or ""
    return Person.objects.filter(pk=int(by.partition(":")[2])).first() if by.startswith("person:") else None


def waited_for(case: Case) -> str:
    """What a claimed case would wait for if it were put back: its story may be asked or held."""
    if case.subject != Subject.STORY:
        return ""
    if case.story.state == State.ASKED:
        return str(WaitingFor.AUTHOR)
    if case.story.state == State.HELD:
        held = StoryMove.objects.filter(story_id=case.story_id, name="hold").order_by("-pk").values_list("reason", flat=True).first()
        return held or str(WaitingFor.SAFEGUARDING)
    return ""


def waited_last_long_enough() -> list[int]:
    """Ids of cases that stood behind the others for ⚙ `read_last_for` days."""
    found: list[int] = []
    for region_id in Case.objects.filter(closed_at=None, turn=Turn.LAST).values_list("story__region_id", flat=True).distinct():
        since = clock.now() - timedelta(days=number(region_id, "read_last_for"))
        cases = Case.objects.filter(closed_at=None, turn=Turn.LAST, story__region_id=region_id, opened_at__lt=since)
        found += cases.values_list("pk", flat=True)
    return found


def lines_above(case: Case) -> list[int]:
    """The lines that the case can be passed up to; an appeal only to where somebody had no part in the decision."""
    above = [line.value for line in Line if line > case.line]
    if not case.appeal:
        return above
    return [line for line in above if policies.moderators(above=line - 1).exclude(pk__in=case.not_for).exists()]


# ---------------------------------------------------------------- who is told at once


def rota_of(region_id: int) -> list[RotaShift]:
    """Every shift of the region's week, with its people in their order."""
    return list(RotaShift.objects.filter(region_id=region_id).prefetch_related("places__person"))


def hours_of(shift: RotaShift) -> Hours:
    return Hours(shift.weekday, shift.begins, shift.ends)


def people_in(shift: RotaShift) -> list[Person]:
    """Those in the shift who still are senior moderators, in their order."""
    return [place.person for place in shift.places.all() if is_senior_moderator(place.person)]


def on_rota(region_id: int, moment: datetime) -> list[Person]:
    """Who is on the rota at `moment`, in the order in which they are told; each once."""
    zone = Region.objects.values_list("time_zone", flat=True).get(pk=region_id)
    here = moment.astimezone(ZoneInfo(zone))
    people = [person for shift in rota_of(region_id) if hours_of(shift).cover(here) for person in people_in(shift)]
    return list({person.pk: person for person in people}.values())


def who_is_told_last(call: Call) -> list[Person]:
    """Everybody who is told when nobody on the rota takes it, among those who can open it: senior moderators; where there is none, whoever
    else moderates, or, of a message to Heard, runs Heard. Nobody where nobody can open it.
    """
    others = operators() if call.case_id is None else policies.moderators().order_by("pk")
    for people in (policies.moderators(above=Line.SECOND).order_by("pk"), others):
        if able := [person for person in people if policies.may_open(person, call)]:
            return able
    return []


def path_of(call: Call) -> str:
    """The page of what a call is about."""
    return links.to("case", case_id=call.case_id) if call.case_id else links.to("enquiry", enquiry_id=call.enquiry_id)


def desk_is_open(region_id: int, moment: datetime) -> bool:
    """Whether `moment` lies in working hours of the region."""
    zone, holidays = _calendar(region_id, moment)
    return next_working_moment(moment, zone=zone, holidays=holidays) == moment


def when_someone_reads(region_id: int) -> Reading:
    """When somebody reads what is sent now: moderators in working hours, and of what has signs of danger whoever is on the rota."""
    now = clock.now()
    zone, holidays = _calendar(region_id, now)
    morning = next_working_moment(now, zone=zone, holidays=holidays)
    return Reading(None if morning == now else morning, bool(on_rota(region_id, now)))


@dataclass(frozen=True)
class RotaGaps:
    """When nobody would be told at once of a story with signs of danger: in every week, and on which of the next holidays."""

    weekly: list[Gap]
    holidays: list[Holiday]

    def __bool__(self) -> bool:
        return bool(self.weekly or self.holidays)


def rota_gaps(region_id: int, *, days: int = 60) -> RotaGaps:
    rota = [hours_of(shift) for shift in rota_of(region_id) if people_in(shift)]
    today = clock.today()
    coming = {each.day: each for each in Holiday.objects.filter(region_id=region_id, day__range=(today, today + timedelta(days=days)))}
    return RotaGaps(gaps(rota), [coming[day] for day in holidays_without_anybody(rota, coming)])


def who_is_paged() -> set[int]:
    """Ids of people who have a paging address. What it is, nobody is shown again."""
    return set(PagingAddress.objects.values_list("person_id", flat=True))


def calls_due() -> list[int]:
    """Ids of calls whose next person should be told by now, also because the last one could not be reached; the oldest first. In three
    statements, however many there are.
    """
    now = clock.now()
    waiting = list(Call.objects.filter(ended_at=None, next_at__isnull=False).order_by("began_at", "pk"))
    unreached = unreached_among([call for call in waiting if call.next_at and call.next_at > now])
    return [call.pk for call in waiting if call.pk in unreached or (call.next_at and call.next_at <= now)]


def unreached_among(calls: Iterable[Call]) -> set[int]:
    """Ids of the calls of which the last one who was told cannot know: the email was refused for good or has no address, and no page is on
    its way.
    """
    steps = CallStep.objects.filter(call__in=[call.pk for call in calls]).select_related("page")
    last = {step.message_key: step for step in steps.order_by("call_id", "-told_at", "-pk").distinct("call_id")}
    unpaged = {key: step.call_id for key, step in last.items() if _page_of(step) in {"", Page.State.DROPPED}}
    lost = Delivery.objects.filter(key__in=unpaged, state__in=(*Delivery.UNDELIVERED, Delivery.State.DROPPED)) if unpaged else []
    return {unpaged[delivery.key] for delivery in lost}


def _page_of(step: CallStep) -> str:
    """The state of the page that went with a step; "" where there is none."""
    page: Page | None = getattr(step, "page", None)
    return page.state if page else ""


def pages_due() -> list[int]:
    """Ids of pages to try now: those that wait, and those whose worker died over them."""
    now = clock.now()
    waiting = Q(state=Page.State.QUEUED, due_at__lte=now) | Q(state=Page.State.SENDING, started_at__lt=now - PAGE_LOST_AFTER)
    return list(Page.objects.filter(waiting, finished_at=None).order_by("due_at", "pk").values_list("pk", flat=True)[:PAGES_AT_ONCE])


def pages_due_for(time: timedelta) -> int:
    """How many pages have waited for longer than `time` since their person was told."""
    return Page.objects.filter(finished_at=None, step__told_at__lt=clock.now() - time).count()


@dataclass(frozen=True)
class ToldAtOnce:
    """One person who was told of a call, `among` whom. `email`, `page`: the state of the message; empty where there is none."""

    name: str
    among: str
    at: datetime
    email: str
    emailed_at: datetime | None
    page: str
    paged_at: datetime | None


@dataclass(frozen=True)
class CallShown:
    """One call, for those who work on what it is about, and for operators."""

    about: Call
    why: str
    began_at: datetime
    told: list[ToldAtOnce]
    next_at: datetime | None
    everybody_at: datetime | None
    taken_by: str
    ended_at: datetime | None
    settled: bool


def calls_about(about: Case | Enquiry) -> list[CallShown]:
    """Every call about the case or message, the oldest first: who was told when, and who took it."""
    return calls_shown(Call.objects.filter(enquiry=about) if isinstance(about, Enquiry) else Call.objects.filter(case=about))


def calls_shown(found: QuerySet[Call]) -> list[CallShown]:
    """These calls with each of their steps, in four statements at most."""
    calls = list(found.select_related("taken_by", "case").prefetch_related("steps__person", "steps__page"))
    keys = [step.message_key for call in calls for step in call.steps.all()]
    emails = {each.key: each for each in Delivery.objects.filter(key__in=keys)} if keys else {}
    return [
        CallShown(
            call,
            call.get_why_display(),
            call.began_at,
            [_told_at_once(step, emails.get(step.message_key)) for step in call.steps.all()],
            call.next_at,
            call.everybody_at,
            call.taken_by.name if call.taken_by else "",
            call.ended_at,
            call.settled,
        )
        for call in calls
    ]


def _told_at_once(step: CallStep, email: Delivery | None) -> ToldAtOnce:
    page: Page | None = getattr(step, "page", None)
    return ToldAtOnce(
        step.person.name,
        _among(step),
        step.told_at,
        email.state if email else "",
        email.finished_at if email else None,
        page.state if page else "",
        page.finished_at if page else None,
    )


def _among(step: CallStep) -> str:
    if step.on_rota:
        return "on the rota"
    return "with every senior moderator" if is_senior_moderator(step.person) else "because no senior moderator could open it"


def left_undecided() -> list[int]:
    """Ids of cases with signs of danger that somebody claimed longer than ⚙ `claim_kept` ago and has not touched since, of which nobody
    else has been told since then."""
    kept = cache(policies.claim_kept)
    called = Call.objects.filter(case=OuterRef("pk"), ended_at=None)
    claimed = Case.objects.filter(~Exists(called), closed_at=None, claimed_at__isnull=False)
    return [
        case.pk
        for case in claimed.select_related("story").order_by("claimed_at", "pk")
        if calls_somebody(risk=case.risk, signs=case.signs) and policies.is_stale(case, kept=kept(case.story.region_id))
    ]


def not_taken(*, since: timedelta) -> QuerySet[Call]:
    """Calls that nobody has taken for longer than `since`, the oldest first."""
    return Call.objects.filter(ended_at=None, began_at__lt=clock.now() - since).order_by("began_at", "pk")


def message_calls(enquiry: Enquiry) -> bool:
    """Whether somebody is called to a message to Heard: by the rule for stories, and by the signs in its words alone."""
    signs = enquiry.signs or []
    return calls_somebody(risk=queue_risk(signs=signs, criticality=None), signs=signs)


def is_seen_to(enquiry: Enquiry) -> bool:
    """Whether somebody is on the message, or said that nobody is in danger."""
    last = Call.objects.filter(enquiry=enquiry).select_related("taken_by").order_by("began_at", "pk").last()
    return last is not None and last.ended_at is not None and not _left(last, policies.claim_kept(enquiry.region_id))


def _left(call: Call, kept: timedelta) -> bool:
    """Whether whoever took it has left it for longer than ⚙ `claim_kept`, or cannot sign in any more."""
    if call.settled or call.ended_at is None:
        return False
    gone = call.taken_by is None or not policies.may_open(call.taken_by, call)
    return gone or call.ended_at < clock.now() - kept


def messages_left() -> list[int]:
    """Ids of messages to Heard that somebody was on and that are not answered: somebody else is called. In two statements."""
    kept = cache(policies.claim_kept)
    waiting = Call.objects.filter(enquiry__state=MessageState.WAITING).select_related("taken_by", "enquiry")
    last = waiting.order_by("enquiry_id", "-began_at", "-pk").distinct("enquiry_id")
    return [call.enquiry_id for call in last if call.enquiry is not None and call.enquiry_id and _left(call, kept(call.enquiry.region_id))]


@dataclass(frozen=True)
class MessageInDanger:
    """A message to Heard that waits, with signs of danger; `call` is the last call to it, if there was one yet."""

    enquiry: Enquiry
    call: CallShown | None


MOST_MESSAGES = 500
"""How many messages that speak of danger a page lists at once."""


def messages_in_danger() -> list[MessageInDanger]:
    """What waits for an answer and calls somebody, the oldest first; without those of which whoever read them says that nobody is in
    danger. In five statements, however many there are.
    """
    found = [each for each in in_danger(signs=CALLS, most=MOST_MESSAGES) if message_calls(each)]
    shown = calls_shown(Call.objects.filter(enquiry__in=[each.pk for each in found])) if found else []
    last = {each.about.enquiry_id: each for each in shown}  # the oldest first, so the last one stays
    return [MessageInDanger(each, call) for each in found if (call := last.get(each.pk)) is None or not call.settled]


# ---------------------------------------------------------------- what nobody can open


def locked_key(case_id: int, person_id: int) -> str:
    """The key of the email that asks an operator to let somebody open a case."""
    return f"locked:{case_id}:{person_id}"


def is_for_nobody(case: Case) -> bool:
    """Whether no moderator there is can open it."""
    return not any(policies.may_decide(person, case) for person in policies.moderators())


def locked_cases() -> QuerySet[Case]:
    """Open cases that nobody who moderates may decide, the oldest first: passed up to a line where nobody works, or for seniors where there
    is none.
    """
    furthest = max((policies.line_of(person) for person in policies.moderators()), default=0)
    theirs = Q(appeal=False, line__gt=furthest) | (Q(senior_only=True) if furthest < Line.SENIOR else Q(pk__in=()))
    return Case.objects.filter(theirs, closed_at=None).order_by("opened_at", "pk")


def locked_and_nobody_told(window: Window) -> list[Missing]:
    """Cases that no moderator can open, of which somebody who runs Heard was not emailed. `of` is the case."""
    if not policies.moderators().exists():
        return []  # then nothing can be opened, and all of “Running Heard” says so
    cases = list(locked_cases().filter(opened_at__lt=window.before))
    wanted = {locked_key(case.pk, person.pk): case for case in cases for person in operators()} if cases else {}
    there = set(Delivery.objects.filter(key__in=wanted).values_list("key", flat=True)) if wanted else set()
    found = {case.pk: Missing(case.opened_at, case.story_id, case.pk) for key, case in wanted.items() if key not in there}
    return list(found.values())


# ---------------------------------------------------------------- danger of which nobody was told


def messages_without_a_call(window: Window) -> list[Missing]:
    """Messages to Heard with signs of danger to which nobody was ever called. `of` is the message."""
    found = [each for each in in_danger(signs=CALLS) if each.sent_at < window.before and message_calls(each)]
    called = set(Call.objects.filter(enquiry__in=[each.pk for each in found]).values_list("enquiry_id", flat=True)) if found else set()
    return [Missing(each.sent_at, None, each.pk) for each in found if each.pk not in called]


def calls_to_what_is_answered(window: Window) -> list[Missing]:
    """Calls that go on although the message was answered or closed. `of` is the message."""
    over = Call.objects.filter(ended_at=None, enquiry__done_at__lt=window.before).order_by("pk")
    return [Missing(at, None, pk) for pk, at in over.values_list("enquiry_id", "enquiry__done_at") if at and pk]


def danger_without_a_call(window: Window) -> list[Missing]:
    """Cases in the queue with signs of danger about which nobody was ever called. `of` is the case.

    A decided, claimed or waiting case has somebody; one that was put into the queue by an older Heard has not.
    """
    lonely = Case.objects.filter(closed_at=None, claimed_at=None, waiting_for="", decided_at=None, opened_at__lt=window.before, calls=None)
    return [
        Missing(case.opened_at, case.story_id, case.pk)
        for case in lonely.order_by("opened_at", "pk")
        if calls_somebody(risk=case.risk, signs=case.signs)
    ]


def calls_left_alone(window: Window) -> list[Missing]:
    """Calls whose next person should have been told before the window's end, and was not. `of` is the call."""
    late = Call.objects.filter(ended_at=None, next_at__lt=window.before).select_related("case")
    return [
        Missing(call.next_at or call.began_at, call.case.story_id if call.case else None, call.pk)
        for call in late.order_by("next_at", "pk")
    ]


# ---------------------------------------------------------------- lists


def visible_cases(person: Person) -> QuerySet[Case]:
    """Open cases that this moderator may decide."""
    line = policies.line_of(person)
    cases = Case.objects.filter(Q(appeal=False, line__lte=line) | Q(appeal=True) & policies.whose_appeals(person), closed_at=None)
    return cases if is_senior_moderator(person) else cases.filter(senior_only=False)


def queue(person: Person, *, subject: str = "", claimed: bool = False, gently: bool = False) -> QuerySet[Case]:
    """What can be taken now, in order of risk, then age; what came in a rush last. With `claimed`, also what others are reading; `gently`
    without what may have hard words.
    """
    cases = visible_cases(person).filter(waiting_for="").order_by(*URGENT_FIRST)
    if gently:
        cases = cases.exclude(risk=Risk.URGENT).exclude(signs__overlap=list(HARD))
    if not claimed:
        cases = cases.filter(claimed_at=None)
    return cases.filter(subject=subject) if subject else cases


@dataclass(frozen=True)
class CasePage:
    """One page of a list of cases, with the services of their stories by id."""

    page: keyset.Page[Case]
    services: dict[int, Service]
    by_the_same: set[int]
    """Ids of appeals that only people who had a part in the decision can look at."""
    said: dict[int, "Said"]
    """What moderators said about a case, by its id."""


@dataclass(frozen=True)
class Noted:
    """A note with the name of whoever wrote it."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Said:
    """What moderators last said about an open case: why it is held, and why it was passed up."""

    held: Noted | None = None
    passed_up: Noted | None = None


def what_moderators_said(cases: Iterable[Case]) -> dict[int, Said]:
    """What was said of those among `cases` that are held or were passed up, in two statements for any number of them."""
    by_id = {case.pk: case for case in cases}
    moves = CaseMove.objects.filter(case_id__in=by_id, name__in=("wait", "pass-up")).exclude(note="")
    last = list(moves.order_by("case_id", "name", "-pk").distinct("case_id", "name"))
    names = _names(move.by for move in last) if last else {}
    noted = {(move.case_id, move.name): Noted(move.note, names[move.by], move.at) for move in last}
    return {
        pk: Said(noted.get((pk, "wait")) if waited_for_of(case) in HoldReason.values else None, noted.get((pk, "pass-up")))
        for pk, case in by_id.items()
    }


def waited_for_of(case: Case) -> str:
    """What the case waits for; of one that is being read, whether its story is held."""
    return case.waiting_for or (HoldReason.SAFEGUARDING.value if case.story.state == State.HELD and case.subject == Subject.STORY else "")


def page_of(cases: QuerySet[Case], *, by: Mapping[str, type] = URGENT_FIRST, page: str = "", size: int = PAGE) -> CasePage:
    """One page of `cases` in the order of `by`, with all that a list shows, in five statements, and one more where there is an appeal.

    Raises:
        NotAcceptable: the cursor in `page` was not made by this list.
    """
    shown = cases.select_related("story", "claimed_by", "answer__organisation", "change__organisation", "reply")
    found = keyset.read_page(shown, by=by, page=page, size=size)
    services = services_by_id({pk for case in found.rows for pk in case.story.service_ids})
    return CasePage(found, services, policies.everybody_had_a_part(found.rows), what_moderators_said(found.rows))


def waiting_cases(person: Person) -> QuerySet[Case]:
    """What waits for the author or for advice; to be shown by `DUE_FIRST`."""
    return visible_cases(person).exclude(waiting_for="").annotate(due_back=Coalesce("waiting_until", "opened_at"))


def waits_that_are_over() -> list[int]:
    """Ids of cases whose hold has ended, or whose author did not answer in time: a moderator looks again. The gravest first."""
    return list(_over(clock.now()).order_by(*DUE_FIRST).values_list("pk", flat=True)[:AT_ONCE])


def over_and_still_waiting(window: Window) -> list[Missing]:
    """The same, as the sweep reckons it; `of` is the case."""
    return [Missing(case.waiting_until or case.opened_at, case.story_id, case.pk) for case in _over(window.before).order_by(*DUE_FIRST)]


def _over(moment: datetime) -> QuerySet[Case]:
    waits = Case.objects.filter(closed_at=None).exclude(waiting_for="").exclude(waiting_for=WaitingFor.MORNING)
    return waits.annotate(due_back=Coalesce("waiting_until", "opened_at")).filter(due_back__lte=moment)


def hold_ends(region_id: int, day: date) -> datetime:
    """When a hold until `day` is over: as that day's work begins, in the region's own time."""
    zone = Region.objects.values_list("time_zone", flat=True).get(pk=region_id)
    return datetime.combine(day, OPENS, ZoneInfo(zone)).astimezone(UTC)


def last_day_of_hold(region_id: int) -> date:
    """The last day that a hold which begins today can have (⚙ `hold_at_most`)."""
    return clock.today() + timedelta(days=number(region_id, "hold_at_most"))


def my_cases(person: Person) -> QuerySet[Case]:
    return Case.objects.filter(closed_at=None, claimed_by=person)


def next_case(person: Person, *, subject: str = "") -> Case | None:
    return queue(person, subject=subject).exclude(proposed_by=person).first()


@dataclass(frozen=True)
class Desk:
    """How the desk stands. `decided` and `in_time` are stories of the last seven days, `late` those that wait for a first decision and
    should have had one; `by_subject` counts what is in the queue.
    """

    waiting: int
    oldest: datetime | None
    decided: int
    in_time: int
    late: int
    waiting_for_someone: int
    mine: int
    by_subject: dict[str, int]


def desk_of(person: Person) -> Desk:
    """Two statements, however long the queue is."""
    in_queue, has = Q(waiting_for=""), Q(closed_at=None, claimed_by=person)
    seen = visible_cases(person).aggregate(
        waiting=Count("id", filter=in_queue),
        oldest=Min("opened_at", filter=in_queue),
        waiting_for_someone=Count("id", filter=~in_queue),
        **{f"of_{subject.name}": Count("id", filter=in_queue & Q(subject=subject)) for subject in Subject},
    )
    this_week = Q(subject=Subject.STORY, decided_at__gte=clock.now() - timedelta(days=7))
    late = Q(subject=Subject.STORY, closed_at=None, decided_at=None, due_at__lt=clock.now())
    rest = Case.objects.filter(this_week | has | late).aggregate(
        decided=Count("id", filter=this_week),
        in_time=Count("id", filter=this_week & Q(decided_at__lte=F("due_at"))),
        late=Count("id", filter=late),
        mine=Count("id", filter=has),
    )
    by_subject = {str(subject): seen.pop(f"of_{subject.name}") for subject in Subject}
    return Desk(**seen, **rest, by_subject=by_subject)


# ---------------------------------------------------------------- one case


def case_shown(case_id: int) -> Case | None:
    return (
        Case.objects.select_related(
            "story__original",
            "story__region",
            "claimed_by",
            "proposed_by",
            "answer__organisation",
            "change__organisation",
            "reply__change",
            "report",
        )
        .filter(pk=case_id)
        .first()
    )


@dataclass(frozen=True)
class TagNames:
    good: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()


def tag_names(story_id: int) -> TagNames:
    """The story's tags by kind, in the author's order."""
    names: dict[str, list[str]] = {Kind.GOOD: [], Kind.BETTER: [], Kind.FEELING: []}
    for kind, name in StoryTag.objects.filter(story_id=story_id).order_by("position").values_list("tag__kind", "tag__name"):
        names[kind].append(name)
    return TagNames(tuple(names[Kind.GOOD]), tuple(names[Kind.BETTER]), tuple(names[Kind.FEELING]))


def sent(story_id: int) -> Sent:
    """What the author sent, as the desk compares it."""
    own = Story.objects.select_related("original").get(pk=story_id).own
    return Sent(own.title, own.words, own.hope, own.chosen_name, own.number if isinstance(own, CorrectedWords) else 1)


@dataclass(frozen=True)
class Correction:
    """The author corrected or added to their words: what stood `before`, what stands `now`, when, and what they said about it."""

    before: Sent
    now: Sent
    at: datetime
    notes: list[str]


def correction_of(case: Case, work: StoryWork, *, earlier: list[EarlierWords]) -> Correction | None:
    """How the author's words differ from those that `work` was typed on, or, where it follows the newest, from those before; None where
    they are as they were first sent.
    """
    if not earlier or case.subject != Subject.STORY:
        return None
    now = sent(case.story_id)
    before = earlier[max(1, work.of) - 1] if is_behind(work, now) else earlier[-1]
    notes = StoryMove.objects.filter(story_id=case.story_id, name__in=AUTHOR_SPOKE).exclude(name="reply").order_by("pk")
    return Correction(_as_sent(before), now, earlier[-1].replaced_at, [move.message for move in notes if move.message])


def _as_sent(words: EarlierWords) -> Sent:
    return Sent(words.title, words.words, words.hope, words.chosen_name, words.number)


def service_names(ids: Iterable[int]) -> list[str]:
    """Names of these services and of what they belong to: none of them stands in a critical story's title."""
    return list(Service.objects.filter(pk__in=_lines(ids)).values_list("name", flat=True))


def _lines(ids: Iterable[int]) -> set[int]:
    return {pk for line in Service.objects.filter(pk__in=list(ids)).values_list("ancestors", flat=True) for pk in line}


@dataclass(frozen=True)
class Suggestions:
    """Everything the words of a story suggest. Nothing here was done."""

    hits: list[Hit]
    signs: list[SignFound]
    criticality: CriticalityHint
    alike: list[Likeness]
    tags: list[TagHint]
    besides: list[Beside] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """Kinds of signs that were found when something came, and that nothing of it has any more: our lists have changed since."""


def found_in(words: str, *, known: Collection[str] = ()) -> Suggestions:
    """Only the signs in `words`. `known` are the kinds that were found before."""
    signs = find_signs(words)
    lost = [kind for kind in in_order(known) if kind not in kinds_of(signs)]
    return Suggestions(hits=[], signs=signs, criticality=NO_HINT, alike=[], tags=[], lost=lost)


def signs_in_story(story: Story, *, known: Collection[str] = ()) -> Suggestions:
    """The signs in all that the author of a story wrote, and no other suggestion."""
    words = own_words(story.own)
    found, beside = found_in(words, known=known), besides(story, words=words, earlier=earlier_words(story.pk))
    return replace(found, besides=beside, lost=[kind for kind in found.lost if kind not in kinds_in(beside)])


def suggestions_for(
    story: Story, *, words: str, tags: TagNames, earlier: list[EarlierWords], known_signs: Collection[str] = ()
) -> Suggestions:
    """Suggestions about `words`, the author's own, which stand in the place of those `earlier`. `known_signs` are the kinds of the case."""
    signs, beside = find_signs(words), besides(story, words=words, earlier=earlier)
    elsewhere = in_order([*known_signs, *kinds_in(beside)])
    by_kind = offered_tags()
    offered = [OfferedTag(tag.kind, tag.name, tuple(tag.synonyms)) for kind in Kind.values for tag in by_kind.get(kind, [])]
    chosen = (
        [("good", name) for name in tags.good] + [("better", name) for name in tags.better] + [("feeling", name) for name in tags.feelings]
    )
    return Suggestions(
        hits=find_personal_data(words, known=openly_known(story)),
        signs=signs,
        criticality=suggest_criticality(words, signs=signs, has_better_tags=bool(tags.better), elsewhere=elsewhere),
        alike=find_alike(words, _recent_words(story)),
        tags=suggest_tags(words, offered, chosen=chosen),
        besides=beside,
        lost=[kind for kind in in_order(known_signs) if kind not in {*kinds_of(signs), *kinds_in(beside)}],
    )


def noticed_in(story: Story, work: StoryWork, *, name: str = "") -> list[Noticed]:
    """What the gate finds in `work`, as it would be public. `name` is the chosen name that is no secret, if it is not the work's own."""
    return look_through(texts_of_work(work), known=[*openly_known(story), name or work.chosen_name])


def tags_to_look_at(story: Story, work: StoryWork) -> list[TagSeen]:
    """The tags of `work` that somebody has to have looked at: those that stand on no public story yet and are not offered, and those in
    which something is found. Tags that are offered were written by somebody who runs Heard.

    A tag is read as it will stand in public: what is written nearly so (by its slug) is one tag, in the spelling of whoever wrote it first.
    """
    texts = tag_texts(work.good, work.better, work.feelings)
    known = _known_tags(texts) if texts else {}
    texts = [replace(text, text=known[key][0]) if (key := _tag_key(text)) in known else text for text in texts]
    found = {each.of: each for each in look_through(texts, known=[*openly_known(story), work.chosen_name])} if texts else {}
    offered = slugs_offered() if texts else {}
    seen = []
    for text in texts:
        key, noticed = _tag_key(text), found.get(text)
        slug = key.partition(":")[2]
        if slug and slug not in offered.get(text.field, ()):
            why = [f"{each.label}. {each.why}" for each in noticed.things] if noticed else []
            why = why if known.get(key, ("", False))[1] else [NEW, *why]
            if why:
                seen.append(TagSeen(key, text.text, tuple(dict.fromkeys(why)), key in work.looked_at))
    return seen


def new_tags_to_look_at(story: Story, work: StoryWork) -> list[TagSeen]:
    """The same of those tags that an edit would bring onto this published story: what stands on it already was looked at."""
    public = work_on_public(story)
    there = {_tag_key(tag) for tag in tag_texts(public.good, public.better, public.feelings)}
    return [tag for tag in tags_to_look_at(story, work) if tag.key not in there]


def _tag_key(tag: GoesOut) -> str:
    return f"{tag.field}:{slug_of(tag.text)}"


def _known_tags(tags: Iterable[GoesOut]) -> dict[str, tuple[str, bool]]:
    """By kind:slug, how those of these tags that somebody has used are spelt, and whether they stand on a story that is public, so that
    somebody has looked at them.
    """
    on_a_story = StoryTag.objects.filter(tag=OuterRef("pk"), story__state=State.PUBLISHED)
    used = Tag.objects.filter(slug__in={slug_of(tag.text) for tag in tags}).annotate(public=Exists(on_a_story))
    return {f"{kind}:{slug}": (name, public) for kind, slug, name, public in used.values_list("kind", "slug", "name", "public")}


def everything_in(story: Story, work: StoryWork) -> tuple[str, ...]:
    """The looks of somebody who looked at everything in `work` and says that it can stay: at each tag and at each text."""
    return (*(tag.key for tag in tags_to_look_at(story, work)), *(each.key for each in noticed_in(story, work)))


def newly_noticed_in(story: Story, work: StoryWork) -> list[Noticed]:
    """What the gate finds in those texts of `work` that are not public yet on this published story: what an edit would bring out."""
    stands = {(each.field, each.text.strip()) for each in texts_of_work(work_on_public(story))}
    return [each for each in noticed_in(story, work) if (each.of.field, each.of.text.strip()) not in stands]


def missing_in(story: Story, work: StoryWork) -> list[tuple[str, str]]:
    """Why `work` cannot be published: (field, sentence). The pages and the action ask here."""
    names = service_names(work.services)
    return [*what_is_missing(work, sent(story.pk), service_names=names), *not_looked_at(tags_to_look_at(story, work))]


def noticed_in_said(case: Case, words: Mapping[str, Any]) -> list[Noticed]:
    """What the gate finds in an answer, a reply or a change with these `words` (by field), and in how it is signed."""
    if case.answer is not None:
        return noticed_in_answer(case.answer, words.get("text") or "")
    if case.change is not None:
        return _noticed_in_change(case.story, case.change, words)
    return _noticed_in_reply(case.story, words.get("text") or "")


def said_now(change: Change) -> dict[str, str]:
    """The words of a change that wait for a moderator. Of one that is said to be made the plan is public, and was looked at before."""
    if change.state == ChangeState.MADE_WAITING:
        return {"made_what": change.made_what}
    return {"what": change.what, "who_leads": change.who_leads}


def everything_said_in(case: Case, words: Mapping[str, Any]) -> tuple[str, ...]:
    """The looks of somebody who looked at everything in these words and says that it can stay."""
    return tuple(each.key for each in noticed_in_said(case, words))


def _noticed_in_reply(story: Story, text: str) -> list[Noticed]:
    return look_through(texts_of_reply(text=text), known=openly_known(story))


def _noticed_in_change(story: Story, change: Change, words: Mapping[str, Any]) -> list[Noticed]:
    said = {name: words.get(name) or "" for name in ("what", "who_leads", "made_what")}
    return look_through(texts_of_change(**said), known=[*openly_known(story), change.organisation.name])


def _recent_words(story: Story) -> list[tuple[int, str]]:
    """The newest stories of the last months in the same region, this one left out: number and the author's own words."""
    since = story.sent_at - timedelta(days=COMPARED_DAYS)
    recent = Original.objects.filter(story__region_id=story.region_id, story__sent_at__gte=since).exclude(story_id=story.pk)
    return list(recent.order_by("-story__sent_at").values_list("story_id", "words")[:COMPARED_STORIES])


@dataclass(frozen=True)
class Past:
    """One line of what happened: `what` is the name of a move, `words` what was said, `by` a name or “the author”."""

    at: datetime
    what: str
    by: str
    words: str
    among_moderators: bool


def history_of(case: Case) -> list[Past]:
    """What happened to the story, and what moderators did about this case, oldest first; of a story's case also about those before it."""
    if case.subject == Subject.STORY:
        return history_of_story(case.story_id)
    return _history(case.story_id, CaseMove.objects.filter(case=case))


def history_of_story(story_id: int) -> list[Past]:
    """What happened to the story, and what moderators did about its own cases. Moves of other things are told with them."""
    return _history(story_id, CaseMove.objects.filter(case__story_id=story_id, case__subject=Subject.STORY))


def _history(story_id: int, among_moderators: QuerySet[CaseMove]) -> list[Past]:
    told = [
        (move.at, move.name, move.by, " – ".join(part for part in (move.reason, move.message) if part), False)
        for move in StoryMove.objects.filter(story_id=story_id)
    ]
    told += [
        (move.at, move.name, move.by, move.note, True)
        for move in among_moderators.exclude(name__in=("open", "claim", "decide", "wait", "resume", "corrected", "look"), note="")
    ]
    names = _names(by for _, _, by, _, _ in told)
    return [Past(at, what, names[by], words, among) for at, what, by, words, among in sorted(told, key=lambda each: each[0])]


def _names(references: Iterable[str]) -> dict[str, str]:
    known = set(references)
    people = {int(ref.partition(":")[2]) for ref in known if ref.startswith("person:")}
    by_id = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return {
        ref: by_id.get(int(number), "somebody") if kind == "person" else _KINDS_OF_ACTOR.get(kind, "Heard")
        for ref in known
        for kind, _, number in [ref.partition(":")]
    }


THE_AUTHOR = "the author"
"""Who did what an author did, in a `Past`: at the desk they have no other name."""
_KINDS_OF_ACTOR = {"author": THE_AUTHOR, "membership": "a member"}


def work_on(case: Case) -> StoryWork:
    """What was typed about the story so far; to begin with, what the author sent."""
    if case.work is not None:
        kept = on_newest(case, story_work(case.work))
        return replace(kept, services=tuple(joined_as(kept.services)))  # an operator may have joined a proposed place meanwhile
    story, tags = case.story, tag_names(case.story_id)
    title = story.own.title.strip()
    if not title:
        spans = [(hit.start, hit.end) for hit in find_personal_data(story.own.words, known=openly_known(story))]
        title = suggest_title(story.own.words, avoid=service_names(story.service_ids), unsafe=spans)
    return StoryWork(
        title=title,
        text=story.own.words,
        hope=story.own.hope,
        chosen_name=story.own.chosen_name,
        criticality=story.criticality,
        about_child=story.about_child,
        services=tuple(story.service_ids),
        good=tags.good,
        better=tags.better,
        feelings=tags.feelings,
        of=words_number(case.story_id),
    )


def on_newest(case: Case, work: StoryWork) -> StoryWork:
    """`work` on the author's words as they stand now, as far as nobody has to say which to go on with (`rules.work.carried_over`)."""
    earlier = earlier_words(case.story_id)
    if max(1, work.of) > len(earlier):
        return work
    return carried_over(work, before=_as_sent(earlier[max(1, work.of) - 1]), now=sent(case.story_id))


def work_on_public(story: Story) -> StoryWork:
    """A published story as it stands, to be edited."""
    tags = tag_names(story.pk)
    return StoryWork(
        title=story.title,
        text=story.text,
        hope=story.hope,
        chosen_name=story.chosen_name,
        criticality=story.criticality,
        about_child=story.about_child,
        services=tuple(story.service_ids),
        good=tags.good,
        better=tags.better,
        feelings=tags.feelings,
    )


def public_story(number: int) -> Story | None:
    """The published story with this number, with the author's own words."""
    return published_stories().select_related("original", "region").filter(pk=number).first()


def last_story_case(story_id: int) -> Case | None:
    """The case in which the story itself was decided last."""
    return Case.objects.filter(subject=Subject.STORY, story_id=story_id).order_by("-pk").first()


def may_edit_published(person: Person, story_id: int) -> bool:
    """Whether the person may edit this published story. Links to the page that does it, the page and the action all ask here."""
    return policies.may_edit(person, last_story_case(story_id))


def was_appealed(story_id: int) -> bool:
    """Whether the author asked us to look again, and no decision was made since."""
    last = StoryMove.objects.filter(story_id=story_id, name__in=("decline", "reconsider", "publish")).order_by("-pk").first()
    return last is not None and last.name == "reconsider"


def decided_so(case: Case, person: Person, words: str) -> bool:
    """Whether the last thing that happened to the case is a decision of this person that says `words`: the same form, sent twice."""
    last = CaseMove.objects.filter(case=case).order_by("-pk").first()
    if last is None or last.by != person.actor_ref or last.name not in _DECISIONS:
        return False
    told = StoryMove.objects.filter(story_id=case.story_id).order_by("-pk").first()
    said = [last.note, last.message, *([told.message] if told else []), *_said_of_thing(case)]
    return not words or any(each.startswith(words) for each in said if each)


def _said_of_thing(case: Case) -> list[str]:
    """What stands of an answer, a reply or a change now that it is decided, and what it was given back with."""
    if case.answer is not None:
        said = AnswerMove.objects.filter(answer=case.answer).order_by("-pk").values_list("reason", flat=True).first()
        return [case.answer.text, said or ""]
    if case.change is not None:
        said = ChangeMove.objects.filter(change=case.change).order_by("-pk").values_list("reason", flat=True).first()
        return [case.change.what, case.change.made_what, said or ""]
    if case.reply is not None:
        said = ReplyMove.objects.filter(reply=case.reply).order_by("-pk").values_list("reason", flat=True).first()
        return [case.reply.text, said or ""]
    return []


_DECISIONS = {"decide", "approve", "wait", "propose", "pass-up"}


def line_wanted(story: Story, work: StoryWork) -> int:
    """The line that the rules want for publishing `work` on this story. The page and the action ask here."""
    return line_to_publish(criticality=work.criticality, names_staff=bool(names_of_staff(noticed_in(story, work))))


def line_wanted_to_edit(story: Story, work: StoryWork) -> int:
    """The same for changing a story that is public: what it says already is published; only a name that is new wants the further line."""
    stands, now = (set(names_of_staff(noticed_in(story, each, name=work.chosen_name))) for each in (work_on_public(story), work))
    new = now - stands
    return line_to_publish(criticality=story.criticality, names_staff=True) if new else Line.FIRST


def length_of_work(story: Story, work: StoryWork) -> Length:
    return length_of(word_count(work), limit=number(story.region_id, "story_words"))


def who_declined(story_id: int) -> set[int]:
    """Ids of the people who had a part in declining the story: who declined it, and who proposed that it is not genuine."""
    by = set(StoryMove.objects.filter(story_id=story_id, name="decline").values_list("by", flat=True))
    by |= set(CaseMove.objects.filter(case__story_id=story_id, case__subject=Subject.STORY, name="propose").values_list("by", flat=True))
    return {int(ref.partition(":")[2]) for ref in by if ref.startswith("person:")}


def somebody_else_can_look(story_id: int, *, besides: Person | None = None) -> bool:
    """Whether anybody moderates who had no part in declining the story, `besides` that person."""
    took_part = who_declined(story_id) | ({besides.pk} if besides else set())
    return policies.moderators().exclude(pk__in=took_part).exists()


def another_decided(story_id: int) -> bool:
    """Whether the decision that stands was made by somebody who had no part in those before it."""
    case = last_story_case(story_id)
    by = StoryMove.objects.filter(story_id=story_id, name="decline").order_by("-pk").values_list("by", flat=True).first()
    return case is None or not case.appeal or by not in {f"person:{pk}" for pk in case.not_for}


def appeals_for_the_same() -> int:
    """How many open appeals only people can decide who had a part in the decision."""
    return len(policies.everybody_had_a_part(Case.objects.filter(closed_at=None, appeal=True)))


@dataclass(frozen=True)
class Appeal:
    """What the author said when asking us to look again, and the decision it is about."""

    words: str
    at: datetime
    declined_at: datetime
    reason: str
    message: str


def appeal_of(case: Case) -> Appeal | None:
    """The appeal that the case is about; None for any other case."""
    if not case.appeal:
        return None
    moves = StoryMove.objects.filter(story_id=case.story_id).order_by("-pk")
    asked = moves.filter(name="reconsider", at__lte=case.opened_at).first()
    declined = moves.filter(name="decline", pk__lt=asked.pk).first() if asked else None
    if asked is None or declined is None:
        return None
    return Appeal(asked.message, asked.at, declined.at, declined.reason, declined.message)


def needs_a_second(person: Person, case: Case, reason: str) -> bool:
    """Whether declining for this reason is only proposed by this person. That a story is not genuine is decided by two; when two decided
    so before and the author appealed, one who had no part in it is enough to say so again."""
    if reason != DeclineReason.NOT_GENUINE or policies.may_confirm(person, case):
        return False
    appeal = appeal_of(case)
    return appeal is None or appeal.reason != DeclineReason.NOT_GENUINE


def edits_of(story_id: int) -> list[Edit]:
    """Every edit of the author's words so far, oldest first."""
    return list(Edit.objects.filter(version__story_id=story_id).select_related("version").order_by("version__number", "pk"))


@dataclass(frozen=True)
class ToldNext:
    """Names of those who are told of a story when it is published: organisations that listen, and providers that do not."""

    organisations: tuple[str, ...]
    asked: tuple[str, ...]


def who_will_be_told(service_ids: Iterable[int]) -> ToldNext:
    ancestors = lines_of(service_ids)
    hearing = organisations_hearing(ancestors).order_by("name").values_list("name", flat=True)
    return ToldNext(tuple(hearing), tuple(each.name for each in providers_without_a_listener(ancestors)))


def who_will_be_told_too(story: Story, service_ids: Iterable[int]) -> ToldNext:
    """Those among `who_will_be_told` who were not told of the published story before."""
    told, asked = {each.organisation for each in who_was_told(story)}, {each.provider for each in who_was_asked(story)}
    concerned = who_will_be_told(service_ids)
    return ToldNext(
        tuple(name for name in concerned.organisations if name not in told), tuple(name for name in concerned.asked if name not in asked)
    )


NO_HINT = CriticalityHint(None, ())


def why_referred(case: Case) -> list[str]:
    """Why an answer came to a moderator and was not published at once: the sentences of the rule, as kept with its move."""
    if case.answer_id is None:
        return []
    moves = AnswerMove.objects.filter(answer_id=case.answer_id, name="refer").order_by("-pk")
    return (moves.values_list("reason", flat=True).first() or "").splitlines()


def help_to_send(case: Case) -> list[str]:
    """The region's crisis lines, one a line, for whoever told a story with signs of crisis or of needing care now; else none."""
    if not {*GRAVE, Sign.CARE_NOW} & set(case.signs):
        return []
    lines = crisis_lines(case.story.region_id)
    return [f"{line.name}{'' if line.contact in line.name else f': {line.contact}'}. {line.who_for}".strip() for line in lines]


def proposal_of(case: Case) -> CaseMove | None:
    """The last proposal to decline as not genuine, with its evidence and the message to the author."""
    return CaseMove.objects.filter(case=case, name="propose").order_by("-pk").first() if case.proposed_by_id else None


# ---------------------------------------------------------------- false alarms, and reports, as the author's own page asks for them

OF_DANGER = ("no-danger", "danger")
"""Moves by which whoever reads a case says that its signs of danger are a false alarm, or none after all."""


def said_of_danger(case: Case) -> Past | None:
    """What was said last of the signs of danger of this case, and by whom; None when nothing was."""
    last = CaseMove.objects.filter(case=case, name__in=OF_DANGER).order_by("-pk").first()
    return Past(last.at, last.name, _names([last.by])[last.by], "", among_moderators=True) if last else None


def false_alarms(story_id: int) -> dict[tuple[str, int], datetime]:
    """Of the story, of replies and of reports about it: until when all that their author wrote was read by somebody who said that nobody
    is in danger. The key is the subject and the thing's id.
    """
    moves = CaseMove.objects.filter(case__story_id=story_id, name__in=OF_DANGER).select_related("case").order_by("pk")
    last = {(move.case.subject, move.case.thing_id): move for move in moves}
    return {thing: move.at for thing, move in last.items() if move.name == "no-danger"}


@dataclass(frozen=True)
class ReportMade:
    """What an author told us of being treated differently; `text` is empty once it was deleted. `seen_to_at`: a senior moderator has
    finished with it.
    """

    id: int
    text: str
    told_at: datetime
    seen_to_at: datetime | None


def reports_of(story_id: int) -> list[ReportMade]:
    """All reports about the story, oldest first."""
    reports = TreatedDifferently.objects.filter(story_id=story_id).annotate(closed=Max("cases__closed_at")).order_by("told_at", "pk")
    return [ReportMade(each.pk, each.text, each.told_at, each.closed) for each in reports]


# ---------------------------------------------------------------- what should be at the desk and is not


def without_a_case(subject: str, window: Window) -> list[Missing]:
    """Things of this kind that wait for a moderator and have no open case, since they began to wait: nobody would ever read them. However
    long ago that was: what waits is owed a reading for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD[Subject(subject)], [window.before])
        return [Missing(*row) for row in cursor.fetchall()]


def replied_and_still_waiting(window: Window) -> list[Missing]:
    """Stories whose author answered the moderator's question, while their case goes on waiting for the author."""
    return _cases(
        """SELECT reply.at, c.story_id, c.id FROM moderation_case c
             JOIN stories_story story ON story.id = c.story_id AND story.state <> 'asked'
             JOIN LATERAL (SELECT max(at) AS at FROM stories_storymove
                            WHERE story_id = c.story_id AND name IN ('reply', 'correct')) reply ON true
            WHERE c.closed_at IS NULL AND c.subject = 'story' AND c.waiting_for = 'author' AND reply.at < %s""",
        window,
    )


def corrected_and_not_looked_through(window: Window) -> list[Missing]:
    """Open cases of stories whose author corrected their words, while the case still stands where the old ones put it."""
    return _cases(
        """SELECT corrected.at, c.story_id, c.id FROM moderation_case c
             JOIN LATERAL (SELECT max(at) AS at FROM stories_storymove
                            WHERE story_id = c.story_id AND name IN ('correct', 'correct-held')) corrected ON corrected.at IS NOT NULL
            WHERE c.closed_at IS NULL AND c.subject = 'story' AND corrected.at > c.opened_at AND corrected.at < %s
              AND NOT EXISTS (SELECT 1 FROM moderation_casemove m
                               WHERE m.case_id = c.id AND m.name = 'corrected' AND m.at >= corrected.at)""",
        window,
    )


def left_of_erased(window: Window) -> list[Missing]:
    """Stories whose words were deleted, with closed cases of which notes or a report are still there: they waited for the case, or the job
    that deletes them was lost.
    """
    return _cases(
        """SELECT max(greatest(story.erased_at, c.closed_at)), c.story_id, 0 FROM moderation_case c
             JOIN stories_story story ON story.id = c.story_id AND story.erased_at IS NOT NULL
            WHERE c.closed_at IS NOT NULL AND greatest(story.erased_at, c.closed_at) < %s
              AND (EXISTS (SELECT FROM moderation_casemove WHERE case_id = c.id AND (note <> '' OR message <> ''))
                   OR EXISTS (SELECT FROM responses_treateddifferently WHERE id = c.report_id AND text <> ''))
            GROUP BY c.story_id""",
        window,
    )


def open_for_nothing(window: Window) -> list[Missing]:
    """Open cases about what its author took back: `of` is the reply, or 0 when the whole story was."""
    return _cases(
        """SELECT DISTINCT gone.at, c.story_id, 0 FROM moderation_case c
             JOIN stories_storymove gone ON gone.story_id = c.story_id AND gone.name = 'withdraw'
             JOIN stories_story story ON story.id = c.story_id AND story.state = 'withdrawn'
            WHERE c.closed_at IS NULL AND c.subject <> 'treated-differently' AND gone.at < %s
            UNION ALL
           SELECT gone.at, c.story_id, c.reply_id FROM moderation_case c
             JOIN responses_replymove gone ON gone.reply_id = c.reply_id AND gone.name = 'withdraw'
             JOIN stories_story story ON story.id = c.story_id AND story.state <> 'withdrawn'
            WHERE c.closed_at IS NULL AND c.subject = 'reply' AND gone.at < %s""",
        window,
        times=2,
    )


def read_by_nobody_here(window: Window) -> list[Missing]:
    """Cases claimed by somebody whose account was closed. `of` is the person."""
    return _cases(
        """SELECT DISTINCT closed.since, c.story_id, c.claimed_by_id FROM moderation_case c
             JOIN accounts_closedspan closed ON closed.person_id = c.claimed_by_id AND closed.until IS NULL
            WHERE c.closed_at IS NULL AND closed.since < %s""",
        window,
    )


_UNREAD = {
    Subject.STORY: """
        SELECT waits.at, story.id, 0 FROM stories_story story
          JOIN LATERAL (SELECT coalesce(max(at), story.sent_at) AS at FROM stories_storymove WHERE story_id = story.id) waits ON true
         WHERE story.state IN ('waiting', 'asked', 'held') AND waits.at < %s
           AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.story_id = story.id AND c.subject = 'story' AND c.closed_at IS NULL)""",
    Subject.ANSWER: """
        SELECT waits.at, answer.story_id, answer.id FROM responses_answer answer
          JOIN LATERAL (SELECT coalesce(max(at), answer.sent_at) AS at FROM responses_answermove WHERE answer_id = answer.id) waits ON true
         WHERE answer.state = 'waiting' AND waits.at < %s
           AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.answer_id = answer.id AND c.closed_at IS NULL)
           AND EXISTS (SELECT 1 FROM stories_story story WHERE story.id = answer.story_id AND story.state <> 'withdrawn')""",
    Subject.REPLY: """
        SELECT reply.sent_at, reply.story_id, reply.id FROM responses_reply reply
         WHERE reply.state = 'waiting' AND reply.sent_at < %s
           AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.reply_id = reply.id AND c.closed_at IS NULL)
           AND EXISTS (SELECT 1 FROM stories_story story WHERE story.id = reply.story_id AND story.state <> 'withdrawn')""",
    Subject.CHANGE: """
        SELECT waits.at, change.story_id, change.id FROM responses_change change
          JOIN LATERAL (SELECT coalesce(max(at), change.sent_at) AS at FROM responses_changemove WHERE change_id = change.id) waits ON true
         WHERE change.state IN ('plan-waiting', 'made-waiting') AND waits.at < %s
           AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.change_id = change.id AND c.closed_at IS NULL)
           AND EXISTS (SELECT 1 FROM stories_story story WHERE story.id = change.story_id AND story.state <> 'withdrawn')""",
    Subject.TREATED_DIFFERENTLY: """
        SELECT report.told_at, report.story_id, report.id FROM responses_treateddifferently report
         WHERE report.told_at < %s AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.report_id = report.id)""",
}


def _cases(statement: str, window: Window, *, times: int = 1) -> list[Missing]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [window.before] * times)
        return [Missing(*row) for row in cursor.fetchall()]
