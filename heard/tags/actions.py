"""The only place that writes tags."""

from collections.abc import Callable, Iterable

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
    tags = Tag.objects.filter(kind=kind, slug__in=wanted)
    known = {tag.slug: tag for tag in tags.filter(offered=True)}
    # nobody forgets one of these before it stands where it is going to (`forget_tags`)
    known |= {tag.slug: tag for tag in tags.filter(offered=False).order_by("pk").select_for_update(no_key=True)}
    found = []
    for slug, name in wanted.items():
        tag = known.get(slug) or Tag.objects.filter(kind=kind, synonyms__contains=[name.lower()]).first()
        if tag is None:
            tag, _ = Tag.objects.get_or_create(kind=kind, slug=slug, defaults={"name": name.lower()})
        if tag not in found:
            found.append(tag)
    return found


@transaction.atomic
def forget_tags(*, tag_ids: Iterable[int], is_used: Callable[[int], bool], by: Actor) -> int:
    """Delete those of these tags that stand nowhere any more: a name that was taken out of the last story it stood on is not kept as a tag.
    What is offered stays. `is_used` asks whoever uses tags, which this slice knows nothing of. Returns how many went.
    """
    tags = Tag.objects.filter(pk__in=set(tag_ids), offered=False).order_by("pk").select_for_update()
    unused = [tag.pk for tag in list(tags) if not is_used(tag.pk)]  # asked under the lock: whoever was adding one of them has done so
    Tag.objects.filter(pk__in=unused).delete()
    return len(unused)
