"""Who works for Heard itself."""

from django.contrib.auth.models import AnonymousUser

from heard.accounts.models import Person, PlatformRole

Visitor = Person | AnonymousUser

MODERATORS = (PlatformRole.FIRST_LINE, PlatformRole.SECOND_LINE, PlatformRole.SENIOR)


def is_moderator(person: Visitor) -> bool:
    return isinstance(person, Person) and person.has_platform_role(*MODERATORS)


def is_senior_moderator(person: Visitor) -> bool:
    return isinstance(person, Person) and person.has_platform_role(PlatformRole.SENIOR)


def is_operator(person: Visitor) -> bool:
    return isinstance(person, Person) and person.has_platform_role(PlatformRole.OPERATOR)
