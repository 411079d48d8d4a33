"""Who may write on a sheet, and read it. Whether somebody may see the thing that it is about is asked by the slice that shows it."""

from heard.accounts.models import Person
from heard.accounts.policies import is_moderator, is_operator, is_senior_moderator
from heard.organisations.models import Membership
from heard.organisations.policies import Permission, grants
from heard.writing.rules import About

Writer = Membership | Person
"""A member, who writes for their organisation; a moderator, who writes at the desk; an operator, who answers messages to Heard, or a
senior moderator who is called to one."""


def may_write(by: Writer, about: About) -> bool:
    """Also where the subscription has ended: then nothing can be sent, and nothing typed is lost."""
    if isinstance(by, Membership):
        return by.organisation_id == about.organisation_id and Permission.ANSWER in grants(by)
    return about.organisation_id is None and (is_moderator(by) if about.enquiry_id is None else is_operator(by) or is_senior_moderator(by))


def writer_of(by: Writer) -> int:
    """The person who writes."""
    return by.person_id if isinstance(by, Membership) else by.pk
