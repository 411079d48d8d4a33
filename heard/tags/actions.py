"""The only place that writes tags."""

from collections.abc import Iterable

from django.db import transaction

from heard.core.actors import Actor
from heard.tags.models import Tag
from heard.tags.queries import slug_of


@transaction.atomic
def offer_tag(*, kind: str, name: str, synonyms: Iterable[str] = (), by: Actor) -> Tag:
    """Offer a tag to authors; offering it again only changes its synonyms."""
    tag, _ = Tag.objects.update_or_create(
        kind=kind, slug=slug_of(name), defaults={"name": name, "offered": True, "synonyms": list(synonyms)}
    )
    return tag


@transaction.atomic
def tags_named(*, kind: str, names: Iterable[str], by: Actor) -> list[Tag]:
    """The tags of these names, made when nobody used them before (not offered to others). A synonym finds its tag."""
    wanted = {slug: name for name in (" ".join(name.split())[:60] for name in names) if (slug := slug_of(name))}
    known = {tag.slug: tag for tag in Tag.objects.filter(kind=kind, slug__in=wanted)}
    found = []
    for slug, name in wanted.items():
        tag = known.get(slug) or Tag.objects.filter(kind=kind, synonyms__contains=[name.lower()]).first()
        if tag is None:
            tag, _ = Tag.objects.get_or_create(kind=kind, slug=slug, defaults={"name": name.lower()})
        if tag not in found:
            found.append(tag)
    return found
