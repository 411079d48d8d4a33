"""The only place that writes tags."""

from collections.abc import Callable, Iterable, Mapping

from django.db import transaction
from django.db.models import QuerySet

from heard.core.actors import Actor
from heard.tags.models import Tag
from heard.tags.queries import slug_of
from heard.tags.rules import MOST_LETTERS


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
    wanted = {slug: name.lower() for name in (" ".join(name.split())[:MOST_LETTERS] for name in names) if (slug := slug_of(name))}
    tags = Tag.objects.filter(kind=kind)
    known = {tag.slug: tag for tag in tags.filter(slug__in=wanted, offered=True)} if wanted else {}
    if missing := [slug for slug in wanted if slug not in known]:
        known |= _held(tags, missing)
    if missing := [slug for slug in wanted if slug not in known]:
        known |= _by_synonym(tags, {slug: wanted[slug] for slug in missing})
    if missing := [slug for slug in missing if slug not in known]:
        Tag.objects.bulk_create((Tag(kind=kind, slug=slug, name=wanted[slug]) for slug in missing), ignore_conflicts=True)
        known |= _held(tags, missing)
    return list(dict.fromkeys(known[slug] for slug in wanted))


def _held(tags: QuerySet[Tag], slugs: Iterable[str]) -> dict[str, Tag]:
    """Those of these slugs, locked: nobody forgets one before it stands where it is going to (`forget_tags`)."""
    return {tag.slug: tag for tag in tags.filter(slug__in=slugs).order_by("pk").select_for_update(no_key=True)}


def _by_synonym(tags: QuerySet[Tag], names: Mapping[str, str]) -> dict[str, Tag]:
    """For each slug the first tag that has its name for a synonym."""
    found = list(tags.filter(synonyms__overlap=list(names.values())))
    return {slug: tag for slug, name in names.items() for tag in reversed(found) if name in tag.synonyms}


@transaction.atomic
def forget_tags(*, tag_ids: Iterable[int], is_used: Callable[[int], bool], by: Actor) -> int:
    """Delete those of these tags that stand nowhere any more: a name that was taken out of the last story it stood on is not kept as a tag.
    What is offered stays. `is_used` asks whoever uses tags, which this slice knows nothing of. Returns how many went.
    """
    tags = Tag.objects.filter(pk__in=set(tag_ids), offered=False).order_by("pk").select_for_update()
    unused = [tag.pk for tag in list(tags) if not is_used(tag.pk)]  # asked under the lock: whoever was adding one of them has done so
    Tag.objects.filter(pk__in=unused).delete()
    return len(unused)
