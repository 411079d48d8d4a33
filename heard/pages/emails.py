"""Emails to editors."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.accounts.policies import is_editor
from heard.accounts.queries import person_by_id
from heard.core import clock, links, mail
from heard.core.actors import ActorRef
from heard.core.models import Delivery
from heard.pages.lifecycle import TextMoves
from heard.pages.queries import listed_text, moves_of, problems_of, to_review

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


@mail.letter("page-not-published", to="colleague")
def page_not_published(delivery: Delivery) -> mail.Letter | None:
    """None to someone who doesn't edit any more, or when someone has done something about it meanwhile."""
    number = ActorRef(delivery.recipient).number
    person, text = person_by_id(number), listed_text(int(delivery.params["text_id"]))
    if person is None:
        raise LookupError(f"Person {number} is not there.")
    last = next(iter(moves_of(text)), None) if text else None
    if text is None or last is None or last.name != TextMoves.NOT_PUBLISHED or not is_editor(person):
        return None
    path = f"/{text.page.path}/"
    return mail.Letter(
        subject=_("A page of Heard wasn’t published: %(path)s") % {"path": path},
        paragraphs=[
            _("A new version of %(path)s was scheduled, but it couldn’t be published. This is why:") % {"path": path},
            "\n".join(each.words for each in problems_of(last.version)) if last.version else "",
            _("Readers still see what they saw before. Correct the text, then publish or schedule it again:"),
            links.in_region(links.path_of_view("pages:text", text_id=text.pk), None),
        ],
    )
