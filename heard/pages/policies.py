"""Who may publish what: a policy may need two editors."""

from heard.core.actors import PERSON, Actor
from heard.pages.models import Kind, Version
from heard.regions.queries import all_regions, values_of
from heard.regions.rules import SettingKey


def needs_another(version: Version, *, by: Actor) -> bool:
    """Whether someone else has to publish this version than the person who wrote it: the operators of a region where it's read want that
    of policies.
    """
    if version.text.page.kind != Kind.POLICY or version.made_by != by.actor_ref or by.actor_ref.kind != PERSON:
        return False
    region_id = version.text.region_id
    read_in = [each.pk for each in all_regions()] if region_id is None else [region_id]
    return 1 in values_of(SettingKey.POLICIES_BY_TWO, read_in)
