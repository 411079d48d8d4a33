"""Whose stories are read here, where the house has several regions."""

from heard.accounts.models import Person
from heard.accounts.policies import moderates
from heard.moderation.models import Case
from heard.regions.models import Region
from heard.regions.queries import all_regions, are_several


def regions_of(person: Person) -> list[Region]:
    """The regions for which this person moderates; none while the house has only one: then no page of the desk says which."""
    return [each for each in all_regions() if moderates(person, each.pk)] if are_several() else []


def region_named(case: Case) -> str:
    """The name of the case's region, where there are several. The case was read with it."""
    return case.story.region.name if are_several() else ""
