"""Who may answer. A permission alone is not enough: the story has to be public and in the organisation's remit."""

from django.utils.translation import gettext as _

from heard.core.errors import NotAllowed
from heard.organisations.models import Membership
from heard.organisations.policies import Permission, grants, is_current, may
from heard.organisations.queries import is_in_remit
from heard.responses.models import Change
from heard.stories.models import State, Story


def may_answer(membership: Membership, story: Story) -> bool:
    """Whether this member may answer the story, plan a change for it or say that one was made."""
    return (
        may(membership, Permission.ANSWER) and story.state == State.PUBLISHED and is_in_remit(membership.organisation_id, story.ancestors)
    )


def check_may_answer(membership: Membership, story: Story) -> None:
    """Raises `NotAllowed` in words for the member."""
    if not may_answer(membership, story):
        raise NotAllowed(why_not(membership) or _("This story isn’t about your organisation’s services."))


def check_may_carry_on(membership: Membership, change: Change) -> None:
    """As `check_may_answer`, for a change of the member's own organisation.

    What was promised in public can be kept also when the story is not in the remit any more: somebody put its services right, or the remit
    was changed. Otherwise the promise would be overdue for ever.
    """
    if change.planned_at is None:
        check_may_answer(membership, change.story)
    elif reason := why_not(membership):
        raise NotAllowed(reason)


def why_not(membership: Membership) -> str:
    """Why a member may answer no story at all, in words for the member; empty when nothing stands in the way."""
    mine = grants(membership)
    if Permission.ANSWER not in mine:
        if not membership.organisation.gives_care:
            return _("%(organisation)s can read stories, but only organisations that provide care can answer them.") % {
                "organisation": membership.organisation
            }
        if Permission.ADMINISTER in mine:
            return _("Only responders can answer stories. As an administrator, you can make yourself or someone else a responder.")
        return _("You can read stories, but only responders can answer them. Ask your organisation’s administrator to make you one.")
    if not is_current(membership.organisation_id):
        return _("Your organisation’s subscription has ended, so no one can answer for it. Nothing is lost, and it can be renewed.")
    return ""
