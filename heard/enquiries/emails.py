"""Letters about what was written to Heard itself. The answer stands in its letter: whoever wrote has no account to read it in."""

from heard.accounts.actions.sealed import open_address
from heard.accounts.policies import is_operator
from heard.accounts.queries import person_by_id
from heard.core import links, mail
from heard.core.models import Delivery
from heard.enquiries.models import Enquiry, Kind, State
from heard.enquiries.queries import address_context
from heard.regions.queries import crisis_lines
from heard.ui.wording import date_words

KINDS = {
    Kind.QUESTION: "a question",
    Kind.PRAISE: "praise",
    Kind.COMPLAINT: "a complaint about Heard",
    Kind.PRESS: "a message from the press",
}


@mail.resolver("enquiry")
def whoever_wrote(reference: str) -> str | None:
    """The worker alone can open it."""
    enquiry = Enquiry.objects.filter(pk=int(reference.partition(":")[2])).first()
    return open_address(bytes(enquiry.sealed), context=address_context(enquiry.form_key)) if enquiry else None


def _help(region_id: int) -> str:
    """The region's first line for any hour, in a sentence."""
    first = next(iter(crisis_lines(region_id)), None)
    if first is None:
        return "Call 999."
    return f"There is help at any hour: {first.name if first.contact in first.name else f'{first.name} on {first.contact}'}."


@mail.letter("enquiry-received", to="writer")
def received(delivery: Delivery) -> mail.Letter | None:
    enquiry = Enquiry.objects.get(pk=delivery.params["enquiry_id"])
    return mail.Letter(
        subject="We have your message",
        paragraphs=[
            f"Thank you for writing to Heard. A person will read your message and answer you by {date_words(enquiry.due_on)}.",
            f"If you or somebody else is in danger, please don't wait for us. {_help(enquiry.region_id)}",
            "If you didn't write to us, somebody typed your address by mistake. You needn't do anything.",
        ],
    )


@mail.letter("enquiry-waits", to="colleague")
def waits(delivery: Delivery) -> mail.Letter | None:
    """To somebody who runs Heard. Dropped when it was dealt with, or they run it no more."""
    enquiry = Enquiry.objects.get(pk=delivery.params["enquiry_id"])
    person = person_by_id(int(delivery.params["person_id"] or 0))
    if person is None:
        raise LookupError(f"Person {delivery.params['person_id']} is not there.")
    if enquiry.state != State.WAITING or not is_operator(person):
        return None
    return mail.Letter(
        subject=f"Somebody wrote to Heard: {KINDS[Kind(enquiry.kind)]}",
        paragraphs=[f"It is due by {date_words(enquiry.due_on)}. Read and answer it here:"],
        path=links.to("enquiry", enquiry_id=enquiry.pk),
    )


@mail.letter("enquiry-answered", to="writer")
def answered(delivery: Delivery) -> mail.Letter | None:
    enquiry = Enquiry.objects.get(pk=delivery.params["enquiry_id"])
    return mail.Letter(
        subject="Our answer to your message",
        paragraphs=[
            f"You wrote to Heard on {date_words(enquiry.sent_at)}. This is our answer:",
            enquiry.answer,
            "To write to us again, use this page:",
        ],
        path=links.to("write-to-heard"),
    )
