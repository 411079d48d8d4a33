"""Who may answer. A permission alone is not enough: the story has to be public and in the organisation's remit."""

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
        raise NotAllowed(why_not(membership) or "This story does not concern your organisation.")


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
            return f"{membership.organisation} listens: you are told of stories and read them. Answering is for those who give the care."
        if Permission.ADMINISTER in mine:
            return "You can read stories here. Answering is for responders: as an administrator you can make somebody one, yourself too."
        return "You can read stories here. Answering is for responders: an administrator of your organisation can make you one."
    if not is_current(membership.organisation_id):
        return "Your organisation’s subscription has ended, so nobody can answer for it. Nothing is lost, and it can be renewed."
    return ""
