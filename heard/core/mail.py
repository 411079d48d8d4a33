"""Messages to people: posted to a ledger in the transaction that owes them, sent by the worker, once.

* A slice registers how a kind of message reads (`@letter("story-published", to="author")`) in its `emails.py` and calls `post`. What
  stands around the words (greeting, why they get it, what this site is, who signs) is the same for all readers of a sort: `Frame`.
* `accounts` registers how a recipient's reference becomes an address, and in which language we write there (`@resolver("person")`); only
  the worker can open sealed ones. A message is worded when it is made, in the language that is kept then.
* `deliver` claims the row, commits, sends, and marks it sent. If the process dies in between, or the server falls silent after it was
  handed the message, nobody can know whether it was taken: that is counted as a doubt, and it is sent again under the same Message-ID.
* What has waited for half a minute although nothing keeps it is picked up again (`pick_up_late`), whatever became of its job.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from heard.core import clock, jobs, languages
from heard.core.actors import ActorRef, SystemActor
from heard.core.durable import keep_for_sure
from heard.core.events import Fact, announce, is_plain
from heard.core.links import in_region
from heard.core.models import Delivery

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = timedelta(days=3)
"""A message that no server took for so long is marked failed; `manage.py doctor` tells how many."""
LATE_AFTER = timedelta(seconds=30)
"""Messages are sent within seconds; one that waits for longer is looked after, so that it goes within the minute that is promised."""
TOGETHER = 10
"""Messages for one job, which sends them over one connection to the mail server. Not more: of what waits, the urgent comes between jobs."""
TOGETHER_FOR = timedelta(seconds=5)
"""A job that took so long over its messages leaves the rest to another: a slow server keeps no worker from stopping."""
WAITED_FOR = 9
"""Urgency of a message that somebody waits for at this moment, such as a sign-in link: above any story's (0 to 5)."""
PICKED_UP_AT_ONCE = 500
LOOKED_AT = 20_000
"""Among so many late ones, which may all wait their turn on a busy morning, the few that have no job are looked for."""
TRIED_WHILE_AWAY = 4
"""How many late messages are tried at a time while none gets through: the server is away, and asking it costs a thread each."""
SENDING_LOCK = 0x68656172
"""First half of the advisory lock on a message under way ("hear"); the second is its number."""
REFUSED_FOR_GOOD = 500
"""SMTP replies from 500 on are permanent (RFC 5321, 4.2.1): trying again will not help. Of the recipient, or of the whole message once it
was read, which is when many servers look whether there is such a mailbox, it means that the message is `refused`: whoever gave the address
is shown that (`refused_since`). Of ourselves (our sign-in, our own address) it says nothing about theirs."""
SAID_NO = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)
"""The server's own answer: it has not taken the message. Any other trouble while handing it over leaves a doubt."""
KIND_HEADER = "X-Heard-Message"
"""Says which kind of message it is, for programs that tell messages apart. Nothing of whom or what it is about: a letter whose subject
keeps to itself what its kind would say names another one in its own `headers`."""
WORKER = SystemActor("mail")
STOP = gettext_lazy("Stop these emails")


@dataclass(frozen=True)
class Letter:
    """What a message says: link and title, never a story. `path` and `stop_path` are paths on this site.

    `why` this reader gets it, where more can be said than the frame says. `says_help`: its own words say where to get help, so that the
    frame doesn't say it again.
    """

    subject: str
    paragraphs: list[str]
    path: str = ""
    stop_path: str = ""
    stop_words: str | Promise = STOP
    headers: dict[str, str] = field(default_factory=dict)
    why: str = ""
    says_help: bool = False


@dataclass(frozen=True)
class Frame:
    """What stands around the words of every letter to one sort of reader. `help` is for those who may need somebody."""

    greeting: str
    why: str
    about: str
    replies: str
    sign_off: str
    help: str = ""
    region_id: int | None = None
    """On whose site the letter's links are; None: where staff work."""


@dataclass(frozen=True)
class MessageDelivered(Fact):
    """A message was handed to the mail server."""

    name: ClassVar[str] = "core.message_delivered"
    delivery_id: int
    kind: str


class NoMailConfigured(BaseEmailBackend):
    """Neither mail settings nor a demo: messages wait in the ledger, and `manage.py doctor` says so."""

    def open(self) -> bool:
        raise ConnectionError("No mail server is configured: set EMAIL_HOST.")

    def send_messages(self, email_messages: Any) -> int:
        return int(self.open())


def can_be_sent() -> bool:
    """Whether there is any way for messages to leave: a mail server, or the demo's mailbox."""
    return str(settings.EMAIL_BACKEND) != f"{NoMailConfigured.__module__}.{NoMailConfigured.__qualname__}"


@dataclass(frozen=True)
class Mailbox:
    """Where a message goes, and the language that is kept beside the address."""

    address: str
    language: str


Render = Callable[[Delivery], Letter | None]
Resolve = Callable[[ActorRef], Mailbox | None]
Framing = Callable[[Delivery], Frame]
_letters: dict[str, Render] = {}
_readers: dict[str, str] = {}
_resolvers: dict[str, Resolve] = {}


def letter(kind: str, *, to: str = "") -> Callable[[Render], Render]:
    """Register how messages of `kind` read, and `to` which sort of reader they go: a name in the table that `settings.LETTER_FRAMES`
    names; without one they have no frame. Returning None drops the message: what it was about is gone or withdrawn.
    """

    def register(render: Render) -> Render:
        _letters[kind] = render
        _readers[kind] = to
        return render

    return register


def resolver(prefix: str) -> Callable[[Resolve], Resolve]:
    """Register how a reference `prefix:id` becomes a mailbox; None when there is none, or it was forgotten or stopped."""

    def register(resolve: Resolve) -> Resolve:
        _resolvers[prefix] = resolve
        return resolve

    return register


@dataclass(frozen=True)
class Owed:
    """One message to owe: of which kind, to which reference, under which key. Params are ids and kinds.

    It is sent at once, or not before `due_at`; of several that wait, the one of highest `urgency` first.
    """

    kind: str
    to: str
    key: str
    params: dict[str, int | str | None] = field(default_factory=dict)
    urgency: int = 0
    due_at: datetime | None = None


def post(*, kind: str, to: str, key: str, urgency: int = 0, due_at: datetime | None = None, **params: int | str | None) -> None:
    """Owe one message of `kind` to recipient `to`; a second call with the same `key` changes nothing. Params are ids and kinds."""
    post_all([Owed(kind, to, key, params, urgency, due_at)])


@transaction.atomic
def post_all(owed: Sequence[Owed]) -> int:
    """Owe many messages in three statements; those whose key is in the ledger already are left out. Returns how many are new.

    Raises:
        ValueError: a parameter holds something that could be text or a person's detail.
    """
    if not_plain := [each.kind for each in owed if not all(map(is_plain, (each.to, *each.params.values())))]:
        raise ValueError(f"The ledger of messages carries no text: {not_plain[0]}.")
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    rows = [
        Delivery(
            key=each.key,
            kind=each.kind,
            recipient=each.to,
            params=each.params,
            message_id=f"<{uuid4().hex}@{host}>",
            urgency=each.urgency,
            due_at=each.due_at,
        )
        for each in owed
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    # PostgreSQL does not say which rows were new; the Message-IDs, drawn a moment ago, do.
    new = list(Delivery.objects.filter(message_id__in=[row.message_id for row in rows]).order_by("pk"))
    _enqueue(new)
    return len(new)


def _enqueue(deliveries: Iterable[Delivery]) -> None:
    """Jobs for them, in one statement for all of the same urgency and hour."""
    now = clock.now()
    together: dict[tuple[int, datetime | None], list[int]] = {}
    for each in deliveries:
        later = each.due_at if each.due_at and each.due_at > now else None
        together.setdefault((each.urgency, later), []).append(each.pk)
    for (urgency, due_at), ids in together.items():
        arguments = [{"delivery_ids": ids[first : first + TOGETHER]} for first in range(0, len(ids), TOGETHER)]
        jobs.defer_all("core.deliver", arguments, priority=jobs.MESSAGES_LAST + urgency, due_at=due_at)


def deliver(*, delivery_id: int) -> None:
    """Send one message, as `deliver_all` does."""
    deliver_all(delivery_ids=[delivery_id])


def deliver_all(*, delivery_ids: Sequence[int]) -> None:
    """Send these messages of the ledger, but for those that were sent already, or that another process is sending at this moment.

    Run by the worker, never inside a transaction that does more. One that cannot be sent keeps none of the others, unless the server does
    not answer at all. After `TOGETHER_FOR` the rest is left to another job.

    Raises:
        LookupError: there is no such message. That is a failure like any other, to be tried again.
        Exception: one could not be sent, the first of them: whatever the mail server or the way to it said.
    """
    until, failed = time.monotonic() + TOGETHER_FOR.total_seconds(), []
    with _Server() as server:
        for position, delivery_id in enumerate(delivery_ids):
            if time.monotonic() > until:
                _enqueue(Delivery.objects.filter(pk__in=delivery_ids[position:], finished_at=None).order_by("pk"))
                break
            try:
                with _alone_with(delivery_id) as mine:
                    if mine and (delivery := _claim(delivery_id)):
                        _send(delivery, server)
            except Exception as error:  # noqa: BLE001 - raised below, when the others have had their turn
                failed.append(error)
                if server.is_away:
                    break
    if failed:
        raise failed[0]


class _Server:
    """The way to the mail server, opened when the first message wants it and again after any trouble."""

    def __init__(self) -> None:
        self._open: BaseEmailBackend | None = None
        self.is_away = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def reach(self) -> BaseEmailBackend:
        """Raises whatever stands in the way."""
        if self._open is None:
            server = get_connection()
            self.is_away = True
            server.open()
            self.is_away = False
            self._open = server
        return self._open

    def leave(self) -> None:
        if self._open is not None:
            with suppress(OSError, SMTPException):  # what was taken stays taken, however the farewell goes
                self._open.close()
            self._open = None


@contextmanager
def _alone_with(delivery_id: int) -> Iterator[bool]:
    """Whether nobody else is sending this message; while the block goes on, nobody else will.

    The lock belongs to the session with the database: it is gone in the moment in which a process is killed, and no clock has to guess.
    """
    key = [SENDING_LOCK, delivery_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _send(delivery: Delivery, way: _Server) -> None:
    try:
        message = _message(delivery)
        if message is None:
            _finish(delivery, Delivery.State.DROPPED)
            return
        server = way.reach()
    except Exception:
        _put_back(delivery)  # nothing was handed over
        raise
    try:
        server.send_messages([message])
    except SAID_NO as no:
        way.leave()
        if _is_for_good(no):
            _finish(delivery, Delivery.State.REFUSED)
            return
        _put_back(delivery)
        raise
    except Exception:
        way.leave()
        _put_back(delivery, in_doubt=True)
        raise
    with transaction.atomic():
        keep_for_sure()
        _finish(delivery, Delivery.State.SENT)
        announce(MessageDelivered(delivery_id=delivery.pk, kind=delivery.kind), by=WORKER)


def _is_for_good(no: SMTPException) -> bool:
    """Whether the server said that this message will never reach this address."""
    match no:
        case SMTPRecipientsRefused():
            return all(code >= REFUSED_FOR_GOOD and not _is_of_us(said) for code, said in no.recipients.values())
        case SMTPDataError():
            return int(no.smtp_code) >= REFUSED_FOR_GOOD and not _is_of_us(no.smtp_error)
    return False


def _is_of_us(said: bytes | str) -> bool:
    """Whether a no is one of policy (5.7.x of RFC 3463: our sign-in, our domain's records, our standing): about us, and not about the
    address. It is tried again, as it would be if the server were away.
    """
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return words.lstrip().startswith("5.7.")


SENT = "SELECT id, key, finished_at FROM core_delivery WHERE state = 'sent'"
"""SQL: the messages that a mail server took, under which key and when."""


def posted(key: str) -> str:
    """SQL: whether the ledger has a message under this key, whatever became of it."""
    return f"EXISTS (SELECT FROM core_delivery WHERE core_delivery.key = {key})"


def late_messages(*, since: timedelta = LATE_AFTER) -> QuerySet[Delivery]:
    """Messages that should have gone out longer ago than `since` and have not, the one that waits longest first."""
    before = clock.now() - since
    return Delivery.objects.filter(Q(due_at=None, queued_at__lt=before) | Q(due_at__lt=before), finished_at=None).order_by(
        "queued_at", "pk"
    )


def refused_since(recipients: Iterable[str]) -> dict[ActorRef, datetime]:
    """By recipient, when the latest message to it was refused for good by the server of its address; those to whom none was are left out.

    Only who was refused when asked is known here: a server that takes a message and sends it back later tells nobody. Pages that show a
    refusal say so.
    """
    refused = Delivery.objects.filter(recipient__in=set(recipients), state=Delivery.State.REFUSED)
    found = refused.order_by("finished_at").values_list("recipient", "finished_at")
    return {ActorRef(recipient): at for recipient, at in found if at is not None}


@transaction.atomic
def pick_up_late() -> int:
    """Enqueue late messages that have no job, and let those go now that wait long for their next try; returns how many. Run four times a
    minute. While the server is away only a few are tried at a time, until one gets through.
    """
    ids = list(late_messages().values_list("pk", flat=True)[:LOOKED_AT])
    lost = jobs.without_a_job("core.deliver", argument="delivery_id", ids=ids)[:PICKED_UP_AT_ONCE]
    _enqueue(Delivery.objects.filter(pk__in=lost).order_by("pk"))
    got_through = Delivery.objects.filter(state=Delivery.State.SENT, finished_at__gt=clock.now() - 2 * LATE_AFTER).exists()
    tried = ids[: PICKED_UP_AT_ONCE if got_through else TRIED_WHILE_AWAY]
    return len(lost) + jobs.bring_forward("core.deliver", argument="delivery_id", ids=tried)


@transaction.atomic
def _claim(delivery_id: int) -> Delivery | None:
    """Note that it is being sent; None when it was sent before. Whoever claims it is alone with it."""
    keep_for_sure()
    delivery = Delivery.objects.select_for_update(no_key=True).filter(pk=delivery_id).first()
    if delivery is None:
        raise LookupError(f"Message {delivery_id} is not there.")
    if delivery.finished_at is not None:
        return None
    if delivery.state == Delivery.State.SENDING:
        delivery.doubts += 1
        logger.warning("Message %s was in doubt after a crash and is sent again", delivery.pk)
    delivery.state = Delivery.State.SENDING
    delivery.started_at = clock.now()
    delivery.attempts += 1
    delivery.save(update_fields=["state", "started_at", "attempts", "doubts"])
    return delivery


def _put_back(delivery: Delivery, *, in_doubt: bool = False) -> None:
    """It was not sent, or nobody knows (`in_doubt`): it can be tried again."""
    delivery.doubts += in_doubt
    delivery.state = Delivery.State.QUEUED
    delivery.save(update_fields=["doubts", "state"])
    if clock.now() - delivery.queued_at > GIVE_UP_AFTER:
        _finish(delivery, Delivery.State.FAILED)


def _finish(delivery: Delivery, state: Delivery.State) -> None:
    delivery.state = state
    delivery.finished_at = clock.now()
    delivery.save(update_fields=["state", "finished_at"])


def _message(delivery: Delivery) -> EmailMessage | None:
    """The message as it goes out, in its reader's language; None when there is no address, or nothing to say any more."""
    recipient = ActorRef(delivery.recipient)
    mailbox = _resolvers[recipient.kind](recipient)
    if mailbox is None:
        return None
    with translation.override(languages.to_write_in(mailbox.language)):
        return _worded(delivery, mailbox.address)


def _worded(delivery: Delivery, address: str) -> EmailMessage | None:
    said = _letters[delivery.kind](delivery)
    if said is None:
        return None
    readers = _readers[delivery.kind]
    framing: Framing | None = import_string(settings.LETTER_FRAMES)[readers] if readers else None
    frame = framing(delivery) if framing else None
    region_id = frame.region_id if frame else None
    lines = [*said.paragraphs]
    if said.path:
        lines.append(in_region(said.path, region_id))
    if frame:
        lines = _framed(lines, frame, said)
    headers = {"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated", KIND_HEADER: delivery.kind}
    headers |= {"Content-Language": languages.tag(), **said.headers}
    if said.stop_path:
        stop = in_region(said.stop_path, region_id)
        lines.append(f"-- \n{said.stop_words}: {stop}")
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = " ".join(said.subject.split())
    return EmailMessage(subject, "\n\n".join(lines) + "\n", to=[address], headers=headers)


def _framed(lines: list[str], frame: Frame, said: Letter) -> list[str]:
    around = ["" if said.says_help else frame.help, said.why or frame.why, frame.about, frame.replies, frame.sign_off]
    return [frame.greeting, *lines, *(each for each in around if each)]
