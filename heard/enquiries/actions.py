"""Writing to Heard itself: taken, answered or closed, and forgotten."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from heard.accounts.actions.sealed import seal_address, seal_anew
from heard.accounts.models import Person
from heard.accounts.queries import operators, operators_since
from heard.accounts.rules.contacts import clean_email
from heard.core import clock, limits, mail, moves
from heard.core.actors import Actor, ActorRef
from heard.core.errors import NotAcceptable
from heard.core.events import announce
from heard.core.working_time import after_working_days
from heard.enquiries.events import EnquiryAnswered, EnquiryClosed, EnquirySent
from heard.enquiries.lifecycle import ENQUIRY, EnquiryMoves
from heard.enquiries.models import Enquiry, Kind, State
from heard.enquiries.queries import address_context
from heard.regions.models import Region
from heard.regions.queries import holidays_from, numbers, setting
from heard.regions.rules import SettingKey
from heard.stories.rules.signs import LOOKED_AT, find_signs, kinds_of

HOUR: Final = timedelta(hours=1)
RESEALED_AT_ONCE: Final = 500


@transaction.atomic
def send_enquiry(*, region: Region, form_key: UUID, kind: str, words: str, email: str, place: str, by: Actor) -> Enquiry:
    """Take what somebody wrote to Heard. The same form sent twice is one enquiry; `place` is counted and not kept.

    Raises:
        NotAcceptable: there are no words, or the address is none.
        TooMany: so many were sent from this place in this hour.
    """
    if not words.strip():
        raise NotAcceptable(_("Enter your message"), field="words")
    clean = clean_email(email)
    if again := Enquiry.objects.filter(form_key=form_key).first():
        return again
    limits.attempt("write to heard", place, at_most=setting(region.pk, SettingKey.ENQUIRIES_AN_HOUR), per=HOUR)
    holidays = {each.day for each in holidays_from(region.pk)}
    enquiry = Enquiry(
        region=region,
        form_key=form_key,
        kind=Kind(kind),
        words=words.strip(),
        signs=_signs(words),
        due_on=after_working_days(clock.today(), setting(region.pk, SettingKey.ENQUIRY_WITHIN), holidays=holidays),
        # Bound to the form's own key: the row has no number yet.
        sealed=seal_address(clean, context=address_context(form_key)),
    )
    try:
        with transaction.atomic():
            moves.make(enquiry, ENQUIRY, EnquiryMoves.SEND, by=by)
    except IntegrityError:  # the button was pressed twice, at the same moment
        return Enquiry.objects.get(form_key=form_key)
    announce(EnquirySent(enquiry_id=enquiry.pk), by=by)
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry_id: int, answer: str, by: Person) -> Enquiry:
    """Answer it, once. The answer goes out by email.

    Raises:
        NotAcceptable: there are no words.
        WrongState: somebody was quicker.
    """
    if not answer.strip():
        raise NotAcceptable(_("Enter your answer"), field="answer")
    enquiry = _done(enquiry_id, EnquiryMoves.ANSWER, by=by, answer=answer.strip())
    announce(EnquiryAnswered(enquiry_id=enquiry.pk), by=by)
    return enquiry


@transaction.atomic
def close_enquiry(*, enquiry_id: int, reason: str, by: Person) -> Enquiry:
    """Close it without an answer, and say to colleagues why.

    Raises:
        NotAcceptable: there is no reason.
        WrongState: somebody was quicker.
    """
    if not reason.strip():
        raise NotAcceptable(_("Say why it doesn’t need an answer"), field="reason")
    enquiry = _done(enquiry_id, EnquiryMoves.CLOSE, by=by, reason=reason.strip())
    announce(EnquiryClosed(enquiry_id=enquiry.pk), by=by)
    return enquiry


@transaction.atomic
def look_through(*, enquiry_id: int) -> None:
    """Look for signs of danger in a message that was sent before anybody looked for them. Twice changes nothing."""
    enquiry = Enquiry.objects.select_for_update(no_key=True).get(pk=enquiry_id)
    if enquiry.signs is None:
        enquiry.signs = _signs(enquiry.words)
        enquiry.save(update_fields=["signs"])


def _signs(words: str) -> list[str]:
    return kinds_of(find_signs(words[:LOOKED_AT]))


def _done(enquiry_id: int, move: EnquiryMoves, *, by: Person, answer: str = "", reason: str = "") -> Enquiry:
    enquiry = moves.locked(Enquiry.objects).get(pk=enquiry_id)
    enquiry.answer, enquiry.done_at, enquiry.done_by = answer, clock.now(), by
    moves.make(enquiry, ENQUIRY, move, by=by, reason=reason)
    return enquiry


def owe_first_letters(*, enquiry_id: int) -> int:
    """Tell whoever wrote that it is here, and everybody who runs Heard that it waits. Twice changes nothing. Returns how many are new."""
    enquiry = Enquiry.objects.get(pk=enquiry_id)
    about: dict[str, int | str | None] = {"enquiry_id": enquiry.pk}
    owed = [mail.Owed("enquiry-received", ActorRef.of("enquiry", enquiry.pk), f"enquiry-received:{enquiry.pk}", about)]
    if enquiry.state == State.WAITING:
        since = operators_since()
        urgency = mail.WAITED_FOR if enquiry.in_danger else 0
        owed += [
            mail.Owed(
                "enquiry-waits", person.actor_ref, f"enquiry-waits:{enquiry.pk}:{person.pk}", about | {"person_id": person.pk}, urgency
            )
            for person in operators()
            if since[person.pk] <= enquiry.sent_at
        ]
    return mail.post_all(owed)


def owe_answer(*, enquiry_id: int) -> None:
    """Owe the answer to whoever wrote. Twice changes nothing."""
    enquiry = Enquiry.objects.get(pk=enquiry_id, state=State.ANSWERED)
    mail.post(kind="enquiry-answered", to=ActorRef.of("enquiry", enquiry.pk), key=f"enquiry-answered:{enquiry.pk}", enquiry_id=enquiry.pk)


@transaction.atomic
def forget_old_enquiries(*, by: Actor) -> int:
    """Delete what was answered or closed so long ago as the region says; returns how many."""
    gone = 0
    for region in Region.objects.all():
        before = clock.now() - timedelta(days=numbers(region.pk)["enquiry_kept"])
        old = Enquiry.objects.filter(region=region, done_at__lt=before)
        gone += old.count()
        old.delete()
    return gone


def reseal_addresses() -> int:
    """Close every address to the worker's newest key; returns how many were not. Needs the private keys. May be run again."""
    moved, last = 0, 0
    while True:
        with transaction.atomic():
            rows = list(Enquiry.objects.select_for_update(no_key=True).filter(pk__gt=last).order_by("pk")[:RESEALED_AT_ONCE])
            for row in rows:
                if anew := seal_anew(bytes(row.sealed), context=address_context(row.form_key)):
                    row.sealed = anew
                    row.save(update_fields=["sealed"])
                    moved += 1
        if not rows:
            return moved
        last = rows[-1].pk
