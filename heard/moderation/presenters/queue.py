"""A case in a list, and what stands around the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from heard.core import clock, links
from heard.core.reviewing import Reviewable, kinds
from heard.directory.models import Service
from heard.moderation.models import Case, Risk, Turn
from heard.moderation.presenters.signs import found_in_words, signs_in_words
from heard.moderation.queries.figures import Desk
from heard.moderation.queries.history import ModeratorsNotes, Noted
from heard.moderation.queries.queue import CasePage
from heard.moderation.queries.regions import region_named
from heard.moderation.rules.risk import has_hard_words
from heard.regions.models import Region
from heard.stories.rules.signs import HARD, LABELS, WEIGHED
from heard.ui.presenters import Tab
from heard.ui.wording import date_time, listed, number

RISK_KINDS: dict[int, str] = {
    Risk.URGENT: "late",
    Risk.SENSITIVE: "wait",
    Risk.CRITICAL: "new",
    Risk.ORDINARY: "plain",
    Risk.PRAISE: "done",
}


@dataclass(frozen=True)
class QueueRow:
    """One case in a list. No title and no words of it: nobody is surprised by what they did not choose to read."""

    case_id: int
    path: str
    heading: SafeString
    region: str
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
        heading=heading(case, services),
        region=region_named(case),
        risk=case.get_risk_display(),
        risk_kind=RISK_KINDS.get(case.risk, "plain"),
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


def heading(case: Case, services: dict[int, Service]) -> SafeString:
    """“Story about Quayside Recovery and Larkfield Ward”, as its kind says it."""
    names = [services[pk].name for pk in case.story.service_ids if pk in services]
    return case.kind.heading_of(case.thing, listed(names) or pgettext("a story about …", "a service we couldn’t find"))


def is_hard(case: Case) -> bool:
    """Whether someone should be warned before reading it."""
    return has_hard_words(risk=case.risk, signs=case.signs)


def target_words(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return ""
    words = _("Was due %(when)s.") if due_at < now else _("Due %(when)s.")
    return words % {"when": date_time(due_at)}


def narrowed(path: str, **to: str) -> str:
    """The address of a list that is narrowed to what is named in `to`."""
    said = urlencode({name: value for name, value in to.items() if value})
    return f"{path}?{said}" if said else path


@dataclass(frozen=True)
class Narrowing:
    """What the queue was narrowed to, for the pages between one case and the next."""

    kind: Reviewable[Any] | None = None
    region: Region | None = None

    @property
    def subject(self) -> str:
        return self.kind.subject if self.kind else ""

    @property
    def slug(self) -> str:
        return self.region.slug if self.region else ""

    @property
    def region_id(self) -> int | None:
        return self.region.pk if self.region else None

    @property
    def queue(self) -> str:
        """Where it is found again."""
        return narrowed(links.to("moderation"), subject=self.subject, region=self.slug)

    @property
    def words(self) -> str:
        """“Story, Wales”; nothing where it is the whole queue."""
        return ", ".join([*([str(self.kind.label)] if self.kind else []), *([self.region.name] if self.region else [])])


def tabs(desk: Desk, current: str, *, region: str = "") -> list[Tab]:
    """The lists of the desk, narrowed to the same region as the one that is shown."""
    queue = links.to("moderation")
    return [
        Tab(_("Queue"), narrowed(queue, region=region), current == "queue", desk.waiting),
        Tab(_("Waiting for someone"), narrowed(f"{queue}waiting/", region=region), current == "waiting", desk.waiting_for_someone),
        Tab(_("Mine"), narrowed(f"{queue}mine/", region=region), current == "mine", desk.mine),
    ]


def region_links(regions: Sequence[Region], path: str, current: str, *, subject: str = "") -> list[Tab]:
    """Narrowing a list to one region, for a moderator of several."""
    if len(regions) < 2:
        return []
    everything = Tab(_("All regions"), narrowed(path, subject=subject), not current)
    return [everything, *(Tab(each.name, narrowed(path, subject=subject, region=each.slug), current == each.slug) for each in regions)]


def subject_links(desk: Desk, current: str, *, region: str = "") -> list[Tab]:
    """Narrowing the queue to one kind of thing; kinds nobody waits with are left out."""
    queue = links.to("moderation")
    everything = Tab(_("Everything"), narrowed(queue, region=region), not current, desk.waiting)
    narrower = [
        Tab(
            str(kind.label),
            narrowed(queue, subject=kind.subject, region=region),
            current == kind.subject,
            desk.by_subject[kind.subject],
        )
        for kind in kinds()
        if desk.by_subject[kind.subject] or current == kind.subject
    ]
    return [everything, *narrower] if len(narrower) > 1 or current else []
