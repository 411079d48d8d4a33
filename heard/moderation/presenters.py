"""What the desk's templates would otherwise work out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.accounts.queries import Reach
from heard.core import clock, links
from heard.core.reviewing import kinds
from heard.directory.models import PROPOSED, Service
from heard.directory.rules.names import with_its_place
from heard.moderation.lifecycle import CaseWhy
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
from heard.ui.wording import date_time, listed, number, percent, since
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
    named = [str(LABELS[sign]) for sign in known if sign not in WEIGHED]
    weighed = [str(LABELS[sign]) for sign in known if sign in WEIGHED]
    return _("Signs of %(signs)s") % {"signs": listed(named)} if named else listed(weighed).capitalize()


def found_in_words(found: Iterable[str]) -> str:
    """Such as “To check: possible name of staff and telephone number”. Kinds alone: no words of it stand in a list."""
    named = [str(HIT_LABELS.get(kind) or LABELS.get(kind, "")) for kind in found]
    things = [each[:1].lower() + each[1:] if each[1:2].islower() else each for each in named if each]
    return _("To check: %(things)s") % {"things": listed(things)} if things else ""


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
        speaks_of=listed([str(LABELS[sign]) for sign in case.signs if sign in HARD - WEIGHED]) or _("danger"),
        words=ngettext("%(number)s word", "%(number)s words", case.word_count) % {"number": number(case.word_count)},
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
    where = _("about %(services)s") % {"services": listed(names)} if names else _("about a service we couldn’t find")
    return case.kind.about(case.thing, where)


def is_hard(case: Case) -> bool:
    """Whether someone should be warned before reading it."""
    return has_hard_words(risk=case.risk, signs=case.signs)


REACH: dict[Reach, Promise] = {
    Reach.NONE: gettext_lazy(
        "The author didn’t give an email address. They’ll only see messages when they come back with their story key."
    ),
    Reach.STOPPED: gettext_lazy("The author has stopped our emails. They’ll only see messages when they come back with their story key."),
    Reach.REFUSED: gettext_lazy(
        "We couldn’t deliver an email to the author. They may only see messages when they come back with their story key."
    ),
    Reach.UNCONFIRMED: gettext_lazy(
        "The author gave an email address. We don’t know if it works, because they haven’t used a link we emailed."
    ),
    Reach.CONFIRMED: gettext_lazy("The author gave an email address, and has used a link we emailed."),
}


@dataclass(frozen=True)
class ReachWords:
    """Whether any message can reach the author, in words; `doubtful` where nothing may arrive."""

    words: str
    doubtful: bool


def reach_words(reach: Reach) -> ReachWords:
    return ReachWords(str(REACH[reach]), reach not in {Reach.CONFIRMED, Reach.UNCONFIRMED})


def target_words(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return ""
    words = _("Was due %(when)s.") if due_at < now else _("Due %(when)s.")
    return words % {"when": date_time(due_at)}


def risk_words(risks: Risks) -> list[str]:
    """What to think of before a text becomes public, a sentence each; empty where there is no risk."""
    if not risks:
        return []
    said = []
    if risks.criticality >= CRITICAL:
        said.append(_("You rated its criticality %(level)s out of %(most)s.") % {"level": risks.criticality, "most": CRITERIA[-1].level})
    if risks.hits:
        hits = ngettext("%(number)s thing in it may identify someone.", "%(number)s things in it may identify someone.", risks.hits)
        said.append(hits % {"number": number(risks.hits)})
    if named := [str(LABELS[sign]) for sign in risks.signs if sign in RISKY and sign not in risks.elsewhere]:
        said.append(_("The story has signs of %(signs)s.") % {"signs": listed(named)})
    if named := [str(LABELS[sign]) for sign in risks.elsewhere if sign in RISKY]:
        said.append(_("The author’s own words have signs of %(signs)s, but this version doesn’t.") % {"signs": listed(named)})
    return [*said, _("It’s about a child.")] if risks.about_child else said


def figures(desk: Desk, *, within: int) -> list[Figure]:
    """How the day stands, against the public target: half within ⚙ `moderated_within` working hours."""
    counted = desk.decided + desk.late
    of = ngettext("Of %(number)s story in the last 7 days.", "Of %(number)s stories in the last 7 days.", counted)
    told = [of % {"number": number(counted)} if counted else _("No stories in the last 7 days.")]
    if desk.late:
        told.append(ngettext("%(number)s is late.", "%(number)s are late.", desk.late) % {"number": number(desk.late)})
    aim = ngettext(
        "We aim to decide half within %(number)s working hour.", "We aim to decide half within %(number)s working hours.", within
    )
    return [
        Figure(number(desk.waiting), _("Waiting"), _("In the queue now.")),
        Figure(since(desk.oldest), _("Oldest"), _("Arrived %(when)s.") % {"when": date_time(desk.oldest)})
        if desk.oldest
        else Figure("–", _("Oldest"), _("Nothing is waiting.")),
        Figure(percent(desk.in_time, counted), _("On time"), " ".join([*told, aim % {"number": number(within)}])),
    ]


def tabs(desk: Desk, current: str) -> list[Tab]:
    queue = links.to("moderation")
    return [
        Tab(_("Queue"), queue, current == "queue", desk.waiting),
        Tab(_("Waiting for someone"), f"{queue}waiting/", current == "waiting", desk.waiting_for_someone),
        Tab(_("Mine"), f"{queue}mine/", current == "mine", desk.mine),
    ]


def subject_links(desk: Desk, current: str) -> list[Tab]:
    """Narrowing the queue to one kind of thing; kinds nobody waits with are left out."""
    queue = links.to("moderation")
    everything = Tab(_("Everything"), queue, not current, desk.waiting)
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
        besides.append(Part(_capital(str(each.where)), [paragraph for paragraph in paragraphs if any(piece.mark for piece in paragraph)]))
        again[each.text] = paragraphs
        marks += [replace(mark, where=str(each.where)) for mark in more]
    return Marked(parts, marks, besides, again, signs_in_words(suggestions.lost))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


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
        words = ngettext(
            "I’ve checked this in %(where)s and it can stay", "I’ve checked all of these in %(where)s and they can stay", len(self.each)
        )
        return words % {"where": self.where}


MOST_LEFT = 40


def left_in(noticed: Iterable[Noticed], *, ask: Iterable[Noticed] = ()) -> list[LeftIn]:
    """What the gate finds in the texts of a thing, text by text; each of `ask` with a tick."""
    asked = {each.key for each in ask}
    return [_left(each, each.key if each.key in asked else "") for each in noticed]


def _left(noticed: Noticed, key: str) -> LeftIn:
    once: dict[tuple[str, str], StillThere] = {}
    for each in noticed.things:
        shown = StillThere(str(noticed.of.where), str(each.label), " ".join(each.excerpt.split()), str(each.why))
        once.setdefault((shown.label, shown.excerpt.casefold()), shown)
    return LeftIn(str(noticed.of.where), key, list(once.values())[:MOST_LEFT], max(0, len(once) - MOST_LEFT))


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


MOVES: dict[str, Promise] = {
    "send": gettext_lazy("The story was sent"),
    "ask": gettext_lazy("Asked the author a question"),
    "reply": gettext_lazy("The author replied"),
    "correct": gettext_lazy("The author changed their words"),
    "correct-held": gettext_lazy("The author changed their words"),
    "hold": gettext_lazy("Put on hold"),
    "release": gettext_lazy("The hold ended"),
    "publish": gettext_lazy("Published"),
    "edit": gettext_lazy("Edited after publication"),
    "decline": gettext_lazy("Declined"),
    "reconsider": gettext_lazy("The author asked us to look again"),
    "withdraw": gettext_lazy("The author took it back"),
    "claim": gettext_lazy("Taken to read"),
    "take-over": gettext_lazy("Taken over"),
    "pass-up": gettext_lazy("Escalated"),
    "usual-turn": gettext_lazy("Moved to its usual place in the queue"),
    "propose": gettext_lazy("Proposed declining it as not genuine"),
    "resume": gettext_lazy("Back in the queue"),
    "signs": gettext_lazy("Found signs of danger in what the author wrote"),
    "close": gettext_lazy("Closed"),
    "note": gettext_lazy("Note"),
    "no-danger": gettext_lazy("Said that no one is in danger"),
    "danger": gettext_lazy("Said that someone may be in danger after all"),
    "wait": gettext_lazy("Why it’s waiting"),
    "decide": gettext_lazy("Decided"),
    "approve": gettext_lazy("Approved for the next working morning"),
    "morning": gettext_lazy("Published as approved"),
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
        what = str(MOVES.get(each.what, each.what))
        if each.what == "release" and each.among_moderators:
            what = _("Put back undecided")
        said = "" if unread and each.by == str(THE_AUTHOR) else each.words
        reason = str(reasons.get(each.reason, each.reason))
        words = "\n\n".join(part for part in (reason, why_words(each.why), said) if part)
        found.append(Happened(each.at, what, each.by, words, each.among_moderators))
    return found


WHY: dict[str, Promise] = {
    CaseWhy.NO_ANSWER: gettext_lazy("The author hasn’t answered in time. They still can."),
    CaseWhy.HOLD_OVER: gettext_lazy("The hold has ended. Look at it again."),
    CaseWhy.DANGER_WHILE_HELD: gettext_lazy("The author wrote again, with signs of danger, while it was on hold."),
    CaseWhy.ANSWERED_SINCE: gettext_lazy("The author answered or changed their words after it was approved."),
    CaseWhy.APPROVER_LEFT: gettext_lazy("The person who approved it isn’t a moderator any more."),
}
WHY_NOT_READY: dict[str, Promise] = {
    "services": gettext_lazy("It couldn’t be published as it was approved. Check the services."),
    "tags": gettext_lazy("It couldn’t be published as it was approved. Check the tags."),
    "looked_at": gettext_lazy("It couldn’t be published as it was approved. There’s something new to check in its words."),
    "line": gettext_lazy("It couldn’t be published as it was approved. A moderator with more experience must publish it."),
    "": gettext_lazy("It couldn’t be published as it was approved. Open the preview to see what to change."),
}


def why_words(why: str) -> str:
    """What the desk itself says of a move; empty where it says nothing."""
    code, _colon, of = why.partition(":")
    if code == CaseWhy.LONG:
        return ngettext("Published with %(number)s word.", "Published with %(number)s words.", int(of)) % {"number": number(int(of))}
    if code == CaseWhy.NOT_READY:
        return str(WHY_NOT_READY.get(of, WHY_NOT_READY[""]))
    return str(WHY.get(code, ""))


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
        told=tuple(ToldEntry(name, read=False, words=_("told within a minute")) for name in told.organisations) if told else (),
        asked=(
            *(_not_listening((name,)) for name in (told.asked if told else ())),
            *(still_to_be_put_in(services[pk].name) for pk in work.services if pk in services and services[pk].register == PROPOSED),
        ),
        unheard=told is not None and not told.organisations,
        nobody_told=told is not None and not told.organisations,
    )


def told_after_edit(told: ToldNext | None) -> list[str]:
    """Who is told of an edit, in sentences: also those who hear of a public story now that it is about other services (`told`)."""
    said = [_("We tell the author, who can read each reason."), _("Readers see how many edits there are, and the kind of reason.")]
    if told and told.organisations:
        words = ngettext(
            "%(names)s hasn’t been told about it yet. We’ll tell them within a minute.",
            "%(names)s haven’t been told about it yet. We’ll tell them within a minute.",
            len(told.organisations),
        )
        said.append(words % {"names": listed(told.organisations)})
    return [*said, _not_listening(told.asked)] if told and told.asked else said


def _not_listening(names: Sequence[str]) -> str:
    words = ngettext(
        "%(names)s isn’t listening here yet. We’ll ask them to, if we know who to write to.",
        "%(names)s aren’t listening here yet. We’ll ask them to, if we know who to write to.",
        len(names),
    )
    return words % {"names": listed(list(names))}


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
            found.append(Begun(sheets.label_of(kind), text.writer.name, text.written_at, words, path))
    return found
