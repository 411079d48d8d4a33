"""What the pages of organisations say, worked out before a template sees it."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heard.core import clock, languages
from heard.directory.models import Service
from heard.media.presenters import small_copy
from heard.media.rules.pictures import Shown
from heard.organisations.models import Invitation, Membership, ShownPicture, Subscription, role_words
from heard.ui import wording

SOON = 45
"""Days before the end of a term from which its end is spoken of."""


NOT_TYPED = {"csrfmiddlewaretoken", "form_key", "opened_for", "seen_version", "step"}
"""Fields of a form that say which one it was, and nothing that somebody typed."""


_A_CHOICE = re.compile(r"[a-z0-9_-]*")
"""A value of ours, which no one typed: `responder`, `7`, `on`."""


def typed_rows(data: QueryDict) -> list[str]:
    """What somebody typed into any form, to be read and copied."""
    values = (each.strip() for name, said in data.lists() if name not in NOT_TYPED and not name.endswith("_held") for each in said)
    return [each for each in values if not _A_CHOICE.fullmatch(each)]


@dataclass(frozen=True)
class Standing:
    """How an organisation stands with its subscription today. `kind` is that of a banner."""

    running: Subscription | None
    kind: str
    title: str
    words: str


@dataclass(frozen=True)
class Term:
    id: int
    level: str
    starts_on: date
    ends_on: date
    state: str
    state_kind: str
    can_end: bool


@dataclass(frozen=True)
class MemberLine:
    """A member in a list. `note` says that the member is frozen or oneself."""

    id: int
    name: str
    job_title: str
    roles: str
    frozen: bool
    closed: bool
    is_you: bool
    photo: str
    """Its key; nothing while they have none."""
    refused: bool = False
    """The mail server of their address refused our email for good."""


@dataclass(frozen=True)
class PictureLine:
    """A picture that an organisation shows, small. `of` is the service; nothing for the organisation itself."""

    id: int
    service_id: int | None
    of: str
    small: tuple[str, int, int]
    alt: str
    lang: SafeString


def picture_lines(pictures: Sequence[ShownPicture]) -> list[PictureLine]:
    return [
        PictureLine(
            id=each.pk,
            service_id=each.service_id,
            of=each.service.name if each.service else "",
            small=small_copy(Shown(each.picture.key, tuple(each.picture.widths), each.picture.width, each.picture.height)),
            alt=each.picture.alt,
            lang=languages.marked(each.picture.alt_language) if each.picture.alt else SafeString(""),
        )
        for each in pictures
    ]


def member_lines(memberships: Sequence[Membership], *, you: int, refused: Container[int] = ()) -> list[MemberLine]:
    return [
        MemberLine(
            id=each.pk,
            name=each.person.name,
            job_title=each.job_title,
            roles=each.role_words,
            frozen=each.frozen_at is not None,
            closed=not each.person.is_active,
            is_you=each.person_id == you,
            photo=each.person.photo_key,
            refused=each.person_id in refused,
        )
        for each in memberships
    ]


def terms(subscriptions: Sequence[Subscription]) -> list[Term]:
    """Each term with what it is today: over, running, or yet to begin."""
    today = clock.today()
    lines = []
    for each in subscriptions:
        if each.ends_on < today:
            state, kind = _("Ended"), "plain"
        elif each.starts_on > today:
            state, kind = _("Not started yet"), "wait"
        else:
            state, kind = _("Running"), "done"
        lines.append(Term(each.pk, each.get_level_display(), each.starts_on, each.ends_on, state, kind, each.ends_on >= today))
    return lines


def standing(subscriptions: Sequence[Subscription]) -> Standing:
    """What a member should know about the subscription: that it runs, ends soon, has ended, has yet to begin, or was never there."""
    today = clock.today()
    running = next((each for each in subscriptions if each.starts_on <= today <= each.ends_on), None)
    coming = min((each for each in subscriptions if each.starts_on > today), key=lambda each: each.starts_on, default=None)
    if running:
        left = (running.ends_on - today).days
        follows = coming is not None and (coming.starts_on - running.ends_on).days == 1
        if left > SOON or follows:
            last = _("The last day is %(day)s.") % {"day": wording.date_words(running.ends_on)}
            return Standing(running, "success", _("Your subscription is running"), last)
        return Standing(
            running,
            "warning",
            _("Your subscription ends on %(day)s") % {"day": wording.date_words(running.ends_on)},
            _("After that, no one here can answer until it’s renewed. You can still read, and nothing you’ve written is lost."),
        )
    if coming:
        return Standing(
            None,
            "info",
            _("Your subscription starts on %(day)s") % {"day": wording.date_words(coming.starts_on)},
            _("Until then you can read stories. You can’t answer yet, and we don’t tell you about new stories."),
        )
    ended = max((each.ends_on for each in subscriptions), default=None)
    if ended:
        return Standing(
            None,
            "warning",
            _("Your subscription ended on %(day)s") % {"day": wording.date_words(ended)},
            _("You can still read. No one can answer, and we don’t tell you about new stories. Nothing is lost, and it can be renewed."),
        )
    return Standing(
        None,
        "info",
        _("You don’t have a subscription yet"),
        _("You can read stories. To answer them and be told about new ones, ask Heard for a subscription."),
    )


def where(service: Service) -> str:
    """“Larkfield Hospital, Northmoor Trust”: what a service belongs to, nearest first."""
    above = []
    parent = service.parent
    while parent is not None:
        above.append(parent.name)
        parent = parent.parent if parent.parent_id else None
    return ", ".join(above)


def remit_lines(services: Sequence[Service]) -> list[tuple[Service, str]]:
    return [(each, where(each)) for each in services]


@dataclass(frozen=True)
class InvitationLine:
    id: int
    email: str
    name: str
    roles: str
    sent: date
    expires: date
    expired: bool
    refused: bool
    """The mail server of the address refused our email for good."""


def invitation_lines(invitations: Sequence[Invitation], *, refused: Container[int]) -> list[InvitationLine]:
    now = clock.now()
    return [
        InvitationLine(
            each.pk,
            each.email,
            each.name,
            role_words(each.roles),
            each.made_at.date(),
            each.expires_at.date(),
            each.expires_at <= now,
            each.pk in refused,
        )
        for each in invitations
    ]
