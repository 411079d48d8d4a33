"""Emails to editors."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.accounts.policies import is_editor
from heard.accounts.queries import person_by_id
from heard.core import clock, links, mail
from heard.core.actors import ActorRef
from heard.core.models import Delivery
from heard.pages.queries import to_review

MOST_NAMED = 20


@mail.letter("pages-to-review", to="colleague")
def pages_to_review(delivery: Delivery) -> mail.Letter | None:
    """None to someone who doesn't edit any more, or when someone has read them all meanwhile."""
    number = ActorRef(delivery.recipient).number
    person, pages = person_by_id(number), list(to_review(clock.today()))
    if person is None:
        raise LookupError(f"Person {number} is not there.")
    if not is_editor(person) or not pages:
        return None
    return mail.Letter(
        subject=ngettext("A page of Heard needs to be read again", "%(count)s pages of Heard need to be read again", len(pages))
        % {"count": len(pages)},
        paragraphs=[
            _("Someone should check that these still say what is true, and change what doesn’t:"),
            "\n".join(links.in_region(f"/{page.path}/", None) for page in pages[:MOST_NAMED]),
            _("If a page is right as it is, publish it again: that counts as read."),
        ],
    )
