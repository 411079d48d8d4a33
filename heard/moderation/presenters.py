"""What the desk's templates would otherwise work out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlencode

from heard.accounts.queries import Reach
from heard.core import clock, links
from heard.core.reviewing import kinds
from heard.directory.models import PROPOSED, Service
from heard.directory.rules.names import with_its_place
from heard.moderation.models import Case, Risk, Turn
from heard.moderation.queries.figures import Desk
from heard.moderation.queries.history import THE_AUTHOR, ModeratorsNotes, Noted, Past
from heard.moderation.queries.publishing import ToldNext
from heard.moderation.queries.queue import CasePage
from heard.moderation.queries.suggestions import Suggestions
from heard.moderation.rules import sheets
from heard.moderation.rules.publishing import RISKY, Risks
from heard.moderation.rules.risk import has_hard_words
from heard.moderation.rules.work import StoryWork
from heard.stories.models import DeclineReason, Edit, HoldReason, Story
from heard.stories.presenters import edits_in_words, particulars, still_to_be_put_in
from heard.stories.rules.criticality import CRITERIA
from heard.stories.rules.edits import kinds_of
from heard.stories.rules.going_out import Noticed
from heard.stories.rules.personal_data import LABELS as HIT_LABELS
from heard.stories.rules.publishing import CRITICAL
from heard.stories.rules.signs import GRAVE, HARD, LABELS, WEIGHED
from heard.ui.presenters import Figure, Link, Step, Tab, ToldEntry, line_of_steps
from heard.ui.wording import date_time, listed, number, percent, plural, since
from heard.writing.models import Text
from heard.writing.presenters import Begun, main_words

RISK_KINDS = {Risk.URGENT: "late", Risk.SENSITIVE: "wait", Risk.CRITICAL: "new", Risk.ORDINARY: "plain", Risk.PRAISE: "done"}


@dataclass(frozen=True)
class QueueRow:
    """One case in a list. No title and no words of it: nobody is surprised by what they did not choose to read."""

    case_id: int
    path: str
    subject: str
    about: str
    risk: str
    risk_kind: str
    signs: str
    found: str
    speaks_of: str
    words: str
    opened_at: datetime
    target: str
    late: bool
    hard: bool
    read_by: str
    mine: bool
    second: bool
    appeal: bool
    by_the_same: bool
    last: bool
    waiting_for: str
    waiting_until: datetime | None
    overdue: bool
    held: Noted | None
    passed_up: Noted | None


def signs_in_words(signs: Iterable[str]) -> str:
    """Such as “Signs of suicide and a death”. What was only weighed is said where nothing plainer was found."""
    known = [sign for sign in signs if sign in LABELS]
    named = [LABELS[sign] for sign in known if sign not in WEIGHED]
    weighed = [LABELS[sign] for sign in known if sign in WEIGHED]
    return f"Signs of {listed(named)}" if named else listed(weighed).capitalize()


def found_in_words(found: Iterable[str]) -> str:
    """Such as “To look at: possible name of staff, telephone number”. Kinds alone: no words of it stand in a list."""
    named = [HIT_LABELS.get(kind) or LABELS.get(kind, "") for kind in found]
    return (
        f"To look at: {', '.join(each[:1].lower() + each[1:] if each[1:2].islower() else each for each in named if each)}"
        if any(named)
        else ""
    )


def queue_rows(page: CasePage, *, person_id: int) -> list[QueueRow]:
    return [
        queue_row(case, page.services, notes=page.notes[case.pk], person_id=person_id, by_the_same=case.pk in page.by_the_same)
        for case in page.page.rows
    ]


def queue_row(case: Case, services: dict[int, Service], *, notes: ModeratorsNotes, person_id: int, by_the_same: bool = False) -> QueueRow:
    now = clock.now()
    return QueueRow(
        case_id=case.pk,
        path=links.to("case", case_id=case.pk),
        subject=str(case.kind.label),
        about=about(case, services),
        risk=case.get_risk_display(),
        risk_kind=RISK_KINDS[Risk(case.risk)],
        signs=signs_in_words(case.signs),
        found=found_in_words(case.found),
        speaks_of=listed([LABELS[sign] for sign in case.signs if sign in HARD - WEIGHED]) or "danger",
        words=f"{number(case.word_count)} words",
        opened_at=case.opened_at,
        target=target_words(case.due_at, now),
        late=case.due_at is not None and case.due_at < now,
        hard=is_hard(case),
        read_by=case.claimed_by.name if case.claimed_by else "",
        mine=case.claimed_by_id == person_id,
        second=case.proposed_by_id is not None,
        appeal=case.appeal,
        by_the_same=by_the_same,
        last=case.turn == Turn.LAST,
        waiting_for=case.get_waiting_for_display() if case.waiting_for else "",
        waiting_until=case.waiting_until,
        overdue=case.waiting_until is not None and case.waiting_until < now,
        held=notes.held,
        passed_up=notes.passed_up,
    )


def about(case: Case, services: dict[int, Service]) -> str:
    """“about Quayside Recovery and Larkfield Ward”, as its kind says it."""
    names = [services[pk].name for pk in case.story.service_ids if pk in services]
    return case.kind.about(case.thing, f"about {listed(names)}" if names else "about a service we could not find")


def is_hard(case: Case) -> bool:
    """Whether somebody should be warned before reading it."""
    return has_hard_words(risk=case.risk, signs=case.signs)


REACH = {
    Reach.NONE: "The author left no email address. They see messages only when they come back with their story key.",
    Reach.STOPPED: "The author stopped our emails. They see messages only when they come back with their story key.",
    Reach.REFUSED: "An email to the author could not be delivered. They may see messages only when they come back with their story key.",
    Reach.UNCONFIRMED: "The author left an email address. We don’t know yet whether it works: they haven’t used a link we emailed.",
    Reach.CONFIRMED: "The author left an email address, and has used a link we emailed.",
}


@dataclass(frozen=True)
class ReachWords:
    """Whether any message can reach the author, in words; `doubtful` where nothing may arrive."""

    words: str
    doubtful: bool


def reach_words(reach: Reach) -> ReachWords:
    return ReachWords(REACH[reach], reach not in {Reach.CONFIRMED, Reach.UNCONFIRMED})


def target_words(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return ""
    return f"was due {date_time(due_at)}" if due_at < now else f"due {date_time(due_at)}"


def risk_words(risks: Risks) -> list[str]:
    """What to think of before a text becomes public, a sentence each; empty where there is no risk."""
    if not risks:
        return []
    said = [f"You say that it is {CRITERIA[risks.criticality].name.lower()} critical."] if risks.criticality >= CRITICAL else []
    if risks.hits:
        said.append(f"{plural(risks.hits, 'thing')} in it may tell who somebody is.")
    if named := [LABELS[sign] for sign in risks.signs if sign in RISKY and sign not in risks.elsewhere]:
        said.append(f"The story has signs of {listed(named)}.")
    if named := [LABELS[sign] for sign in risks.elsewhere if sign in RISKY]:
        said.append(f"These words don’t, but what the author wrote has signs of {listed(named)}.")
    return [*said, "It is about a child."] if risks.about_child else said


def figures(desk: Desk, *, within: int) -> list[Figure]:
    """How the day stands, against the public target: half within ⚙ `moderated_within` working hours."""
    oldest = since(desk.oldest).removesuffix(" ago") if desk.oldest else "–"
    aim = f"we aim for half within {plural(within, 'working hour')}"
    counted = desk.decided + desk.late
    told = f"of {plural(counted, 'story', 'stories')} in seven days" if counted else "no story was decided in seven days"
    told += f", {number(desk.late)} still waiting past the time" if desk.late else ""
    return [
        Figure(number(desk.waiting), "waiting", "in the queue now"),
        Figure(oldest, "oldest", f"since {date_time(desk.oldest)}" if desk.oldest else "nothing waits"),
        Figure(percent(desk.in_time, counted), "in time", f"{told}; {aim}"),
    ]


def tabs(desk: Desk, current: str) -> list[Tab]:
    queue = links.to("moderation")
    return [
        Tab("Queue", queue, current == "queue", desk.waiting),
        Tab("Waiting for someone", f"{queue}waiting/", current == "waiting", desk.waiting_for_someone),
        Tab("Mine", f"{queue}mine/", current == "mine", desk.mine),
    ]


def subject_links(desk: Desk, current: str) -> list[Tab]:
    """Narrowing the queue to one kind of thing; kinds nobody waits with are left out."""
    queue = links.to("moderation")
    everything = Tab("Everything", queue, not current, desk.waiting)
    narrower = [
        Tab(str(kind.label), f"{queue}?subject={kind.subject}", current == kind.subject, desk.by_subject[kind.subject])
        for kind in kinds()
        if desk.by_subject[kind.subject] or current == kind.subject
    ]
    return [everything, *narrower] if len(narrower) > 1 or current else []


# ---------------------------------------------------------------- the author's own words, with what to look at


@dataclass(frozen=True)
class Piece:
    """A stretch of the author's words; `mark` is the number of what to look at there, 0 for none; `grave` is a sign of crisis."""

    text: str
    mark: int = 0
    grave: bool = False


@dataclass(frozen=True)
class Mark:
    number: int
    label: str
    excerpt: str
    why: str
    grave: bool
    in_text: bool
    where: str = ""
    """Where else than in the words of now it stands, such as “in an answer to a moderator”."""


@dataclass(frozen=True)
class Part:
    """Title, words or hope, as paragraphs of pieces."""

    name: str
    paragraphs: list[list[Piece]]

    @property
    def has_marks(self) -> bool:
        return any(piece.mark for paragraph in self.paragraphs for piece in paragraph)


@dataclass(frozen=True)
class Marked:
    """`besides` is what else the author wrote, where it has signs: of each the paragraphs that have one. `again` are the same texts whole,
    by their words, for wherever else on the page they stand. `lost` says which signs nothing here has any more.
    """

    parts: list[Part]
    marks: list[Mark]
    besides: list[Part] = field(default_factory=list)
    again: dict[str, list[list[Piece]]] = field(default_factory=dict)
    lost: str = ""


MOST_MARKS = 60


def marked(texts: Sequence[tuple[str, str]], suggestions: Suggestions) -> Marked:
    """`texts` (name, text) as they were joined by empty lines for the suggestions, with what was found in them numbered; then what was
    found in all else that the author wrote.
    """
    parts, marks = _marked_texts(texts, suggestions)
    besides, again = [], {}
    for each in suggestions.besides:
        found, more = _marked_texts([("", each.text)], replace(suggestions, signs=each.signs, hits=[]), after=len(marks))
        paragraphs = [paragraph for part in found for paragraph in part.paragraphs]
        besides.append(Part(each.where, [paragraph for paragraph in paragraphs if any(piece.mark for piece in paragraph)]))
        again[each.text] = paragraphs
        marks += [replace(mark, where=each.where) for mark in more]
    return Marked(parts, marks, besides, again, signs_in_words(suggestions.lost))


def _marked_texts(texts: Sequence[tuple[str, str]], suggestions: Suggestions, *, after: int = 0) -> tuple[list[Part], list[Mark]]:
    """Numbers go on `after` the last one."""
    found = sorted(
        [(each.start, each.end, each.label, each.excerpt, each.why, each.sign in GRAVE, each.sign in WEIGHED) for each in suggestions.signs]
        + [(each.start, each.end, each.label, each.excerpt, each.why, False, False) for each in suggestions.hits]
    )[:MOST_MARKS]
    exact = [(start, end) for start, end, *_, weighed in found if not weighed]
    marks, spans, reached = [], [], 0
    for n, (start, end, label, excerpt, why, grave, weighed) in enumerate(found, after + 1):
        # a whole sentence gives way to what stands in it
        in_text = start >= reached and not (weighed and any(first < end and start < last for first, last in exact))
        marks.append(Mark(n, label, " ".join(excerpt.split()), why, grave, in_text))
        if in_text:
            spans.append((start, end, n, grave))
            reached = end
    parts, offset = [], 0
    for name, text in texts:
        if text:
            parts.append(Part(name, _paragraphs(text, [(s - offset, e - offset, n, g) for s, e, n, g in spans])))
            offset += len(text) + 2
    return parts, marks


@dataclass(frozen=True)
class StillThere:
    """Something that is still in a text that goes out, and in which (“the tags”)."""

    where: str
    label: str
    excerpt: str
    why: str


@dataclass(frozen=True)
class LeftIn:
    """What is still in one text, each once, however often it stands there: a long story says one thing many times. `more` are left out.
    `key` is what a tick beside it says; empty where none is asked for.
    """

    where: str
    key: str
    each: list[StillThere]
    more: int

    @property
    def tick(self) -> str:
        one = len(self.each) == 1
        return f"I’ve looked at {'this' if one else 'all of these'} in {self.where}: {'it' if one else 'they'} can stay"


MOST_LEFT = 40


def left_in(noticed: Iterable[Noticed], *, ask: Iterable[Noticed] = ()) -> list[LeftIn]:
    """What the gate finds in the texts of a thing, text by text; each of `ask` with a tick."""
    asked = {each.key for each in ask}
    return [_left(each, each.key if each.key in asked else "") for each in noticed]


def _left(noticed: Noticed, key: str) -> LeftIn:
    once: dict[tuple[str, str], StillThere] = {}
    for each in noticed.things:
        shown = StillThere(noticed.of.where, each.label, " ".join(each.excerpt.split()), each.why)
        once.setdefault((each.label, shown.excerpt.casefold()), shown)
    return LeftIn(noticed.of.where, key, list(once.values())[:MOST_LEFT], max(0, len(once) - MOST_LEFT))


def _paragraphs(text: str, spans: Iterable[tuple[int, int, int, bool]]) -> list[list[Piece]]:
    inside = [(max(start, 0), min(end, len(text)), n, grave) for start, end, n, grave in spans if end > 0 and start < len(text)]
    edges = [0, *(edge for start, end, _, _ in inside for edge in (start, end)), len(text)]
    by_start = {start: (n, grave) for start, _, n, grave in inside}
    pieces = [Piece(text[a:b], *by_start.get(a, (0, False))) for a, b in pairwise(edges) if b > a]
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        for n, bit in enumerate(piece.text.replace("\r\n", "\n").split("\n\n")):
            if n:
                paragraphs.append([])
            if bit:
                paragraphs[-1].append(Piece(bit, piece.mark, piece.grave))
    return [paragraph for paragraph in paragraphs if paragraph]


# ---------------------------------------------------------------- the rest of a case


MOVES = {
    "send": "The story was sent",
    "ask": "The author was asked",
    "reply": "The author replied",
    "correct": "The author changed their words",
    "correct-held": "The author changed their words",
    "hold": "Held",
    "release": "The hold was released",
    "publish": "Published",
    "edit": "Edited after publication",
    "decline": "Declined",
    "reconsider": "The author asked us to look again",
    "withdraw": "The author took it back",
    "claim": "Taken to read",
    "take-over": "Taken over",
    "pass-up": "Passed up",
    "usual-turn": "Waited behind the others long enough",
    "propose": "Proposed to decline as not genuine",
    "resume": "Back in the queue",
    "signs": "Signs of danger in what the author answered",
    "close": "Closed",
    "note": "Note",
    "no-danger": "Said that no one is in danger",
    "danger": "Said that someone may be in danger after all",
    "wait": "Put to wait",
    "decide": "Decided",
    "approve": "Approved for the next working morning",
    "morning": "Public: the morning came",
}


@dataclass(frozen=True)
class Happened:
    at: datetime
    what: str
    by: str
    words: str
    private: bool


def happened(past: Iterable[Past], *, unread: bool = False) -> list[Happened]:
    """`unread`: for whoever has not opened the case. The author's own words stay out of it: they may be as hard as the story."""
    reasons = dict(DeclineReason.choices) | dict(HoldReason.choices)
    found = []
    for each in past:
        what = MOVES.get(each.what, each.what)
        if each.what == "release" and each.among_moderators:
            what = "Put back undecided"
        said = "" if unread and each.by == THE_AUTHOR else each.words
        for slug, label in reasons.items():
            if said == slug or said.startswith(f"{slug} – "):
                said = label + said[len(slug) :]
        found.append(Happened(each.at, what, each.by, said, each.among_moderators))
    return found


@dataclass(frozen=True)
class PublicStory:
    """A story as its page will show it. The fields are those that `stories/_public.html` asks for."""

    title: str
    who: str
    name: str
    services: list[Link]
    particulars: tuple[str, ...]
    is_question: bool
    text: str
    hope: str
    good: list[str]
    better: list[str]
    feelings: list[str]
    edits: str
    steps: tuple[Step, ...]
    turns: tuple[()] = ()
    told: tuple[ToldEntry, ...] = ()
    asked: tuple[str, ...] = ()
    unheard: bool = False
    nobody_told: bool = False


def as_public(
    story: Story, work: StoryWork, services: dict[int, Service], told: ToldNext | None = None, *, at: datetime | None = None
) -> PublicStory:
    """`work` on `story` as readers will see it: one that is not public yet as it stands a moment after it is (`at`), with who is `told`."""
    made = kinds_of([reason for reason, _ in work.edits])
    return PublicStory(
        title=work.title,
        who=story.get_role_display(),
        name=work.chosen_name,
        services=[_service(services[pk]) for pk in work.services if pk in services],
        particulars=particulars(story),
        is_question=story.is_question,
        text=work.text,
        hope=work.hope,
        good=[name.lower() for name in work.good],
        better=[name.lower() for name in work.better],
        feelings=[name.lower() for name in work.feelings],
        edits=edits_in_words(
            protective=story.protective_edits + made.protective,
            civil=story.civil_edits + made.civil,
            clarity=story.clarity_edits + made.clarity,
            edited_on=clock.today() if story.is_public else None,
        ),
        steps=line_of_steps({"Told": story.told_at or at or clock.now()}),
        told=tuple(ToldEntry(name, read=False, words="told within a minute") for name in told.organisations) if told else (),
        asked=(
            *(f"{name} does not listen here. We ask it to, where we know whom to write to." for name in (told.asked if told else ())),
            *(still_to_be_put_in(services[pk].name) for pk in work.services if pk in services and services[pk].register == PROPOSED),
        ),
        unheard=told is not None and not told.organisations,
        nobody_told=told is not None and not told.organisations,
    )


def told_after_edit(told: ToldNext) -> str:
    """Who hears of a public story now that it is about other services; empty when nobody new does. Begins with a blank."""
    names = listed(told.organisations)
    words = f" {names} {'was' if len(told.organisations) == 1 else 'were'} not told of it before: told within a minute." if names else ""
    if told.asked:
        words += (
            f" {listed(told.asked)} {'does' if len(told.asked) == 1 else 'do'} not listen here: we ask, where we know whom to write to."
        )
    return words


def _service(service: Service) -> Link:
    return Link(with_its_place(service.name, level=service.level, above=service.parent.name if service.parent else ""))


def edit_rows(edits: Sequence[tuple[str, str]], *, more: bool) -> list[tuple[str, str]]:
    """The lines for reasons of edits: those that are filled, and one or two to fill."""
    return [*edits, ("", ""), *([("", "")] if more or not edits else [])][: max(2, len(edits) + 2)]


@dataclass(frozen=True)
class EarlierEdit:
    """Why a text that was public was changed, as its author reads it."""

    reason: str
    note: str
    at: datetime


def earlier_edits(edits: Iterable[Edit]) -> list[EarlierEdit]:
    return [EarlierEdit(edit.get_reason_display(), edit.note, edit.version.at) for edit in edits]


PAGES = {
    sheets.ASK: "ask",
    sheets.HOLD: "hold",
    sheets.PASS_UP: "pass_up",
    sheets.GIVE_BACK: "give_back",
    sheets.NOTE: "note",
    sheets.PLACE: "propose_place",
    **dict.fromkeys(sheets.DECLINES, "decline"),
}
"""Where what was begun about a case is gone on with. What stands on the page of the case itself is not listed there."""


def begun(texts: Iterable[Text]) -> list[Begun]:
    """What moderators began about a case on other pages than its own, and did not send."""
    found = []
    for text in texts:
        kind, words = text.sheet.kind, main_words(text, sheets.MAIN.get(text.sheet.kind, ()))
        if kind in PAGES and words:
            reason = {"reason": sheets.DECLINES[kind]} if kind in sheets.DECLINES else {}
            page = links.path_of_view(f"moderation:{PAGES[kind]}", case_id=text.sheet.thing)
            path = f"{page}?{urlencode({**reason, 'use': text.version})}"
            found.append(Begun(sheets.LABELS[kind], text.writer.name, text.written_at, words, path))
    return found
