"""Emails about what was written to Heard itself. The answer stands in its email: whoever wrote has no account to read it in."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts.actions.sealed import open_address
from heard.accounts.policies import is_operator
from heard.accounts.queries import person_by_id
from heard.core import links, mail
from heard.core.actors import ActorRef
from heard.core.models import Delivery
from heard.enquiries.models import Enquiry, Kind, State
from heard.enquiries.queries import address_context
from heard.regions.models import Region
from heard.regions.queries import lines_to_name
from heard.ui.wording import date_words, listed, reached

SUBJECTS = {
    Kind.QUESTION: gettext_lazy("Someone asked Heard a question"),
    Kind.PRAISE: gettext_lazy("Someone praised Heard"),
    Kind.COMPLAINT: gettext_lazy("Someone complained about Heard"),
    Kind.PRESS: gettext_lazy("A journalist or researcher wrote to Heard"),
}


@mail.resolver("enquiry")
def whoever_wrote(reference: ActorRef) -> mail.Mailbox | None:
    """The worker alone can open it."""
    enquiry = Enquiry.objects.filter(pk=reference.number).first()
    if enquiry is None:
        return None
    return mail.Mailbox(open_address(bytes(enquiry.sealed), context=address_context(enquiry.form_key)), enquiry.language)


def _help(region: Region) -> str:
    """The region's lines that there is room for, in a sentence; without any, its emergency number."""
    named = lines_to_name(region.pk)
    if not named:
        return _("Call %(number)s.") % {"number": region.emergency.number}
    return _("There is help, day or night: %(ways)s.") % {"ways": listed([reached(each) for each in named], "or")}


def _if_in_danger(enquiry: Enquiry) -> str:
    return _("If you or someone else is in danger, please don’t wait for us.") + f" {_help(enquiry.region)}"


@mail.letter("enquiry-received", to="writer")
def received(delivery: Delivery) -> mail.Letter | None:
    enquiry = Enquiry.objects.get(pk=delivery.params["enquiry_id"])
    thanks = _("Thank you for writing to Heard. A person will read your message and answer you by %(day)s.") % {
        "day": date_words(enquiry.due_on)
    }
    help_now = _if_in_danger(enquiry)
    return mail.Letter(
        subject=_("We have your message"),
        paragraphs=[
            *([help_now, thanks] if enquiry.in_danger else [thanks, help_now]),
            _("If you didn’t write to us, someone typed your address by mistake. You don’t need to do anything."),
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
    due = _("It’s due by %(day)s. Read and answer it here:") % {"day": date_words(enquiry.due_on)}
    danger = _(
        "Someone may be in danger, or need care now. Say that you’re on it, and answer at once: an email is the only way to reach them."
    )
    return mail.Letter(
        subject=_("Someone who wrote to Heard may be in danger") if enquiry.in_danger else str(SUBJECTS[Kind(enquiry.kind)]),
        paragraphs=[danger, _("Open it here:")] if enquiry.in_danger else [due],
        path=links.to("enquiry", enquiry_id=enquiry.pk),
    )


@mail.letter("enquiry-answered", to="writer")
def answered(delivery: Delivery) -> mail.Letter | None:
    enquiry = Enquiry.objects.get(pk=delivery.params["enquiry_id"])
    return mail.Letter(
        subject=_("Our answer to your message"),
        paragraphs=[
            _("You wrote to Heard on %(day)s. This is our answer:") % {"day": date_words(enquiry.sent_at)},
            enquiry.answer,
            *([_if_in_danger(enquiry)] if enquiry.in_danger else []),
            _("To write to us again, use this page:"),
        ],
        path=links.to("write-to-heard"),
    )
