from collections import defaultdict

from heard.tags import rules
from heard.tags.models import Tag


def slug_of(name: str) -> str:
    """What a tag of this name is found by (`rules.slug_of`)."""
    return rules.slug_of(name)


def slugs_offered() -> dict[str, set[str]]:
    """By kind, what offered tags and the other words for them are found by. Somebody who runs Heard wrote all of these."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, slug, synonyms in Tag.objects.filter(offered=True).values_list("kind", "slug", "synonyms"):
        found[kind] |= {slug, *map(slug_of, synonyms)}
    return found


def offered_tags() -> dict[str, list[Tag]]:
    """Offered tags by kind, in order of name."""
    found: dict[str, list[Tag]] = defaultdict(list)
    for tag in Tag.objects.filter(offered=True):
        found[tag.kind].append(tag)
    return found
