from collections import defaultdict

from heard.tags.models import Tag


def offered_tags() -> dict[str, list[Tag]]:
    """Offered tags by kind, in order of name."""
    found: dict[str, list[Tag]] = defaultdict(list)
    for tag in Tag.objects.filter(offered=True):
        found[tag.kind].append(tag)
    return found
