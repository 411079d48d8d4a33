"""The only place that writes tags."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from itertools import groupby
from operator import itemgetter, or_

from django.db import transaction
from django.db.models import Q

from heard.core.actors import Actor
from heard.tags.models import Tag
from heard.tags.queries import slug_of
from heard.tags.rules import MOST_LETTERS

Key = tuple[str, str]
"""A tag's kind and slug."""


@transaction.atomic
def offer_tag(*, kind: str, name: str, synonyms: Iterable[str] = (), by: Actor) -> Tag:
    """Offer a tag to authors; offering it again only changes its synonyms."""
    tag, _ = Tag.objects.update_or_create(
        kind=kind, slug=slug_of(name), defaults={"name": name, "offered": True, "synonyms": list(synonyms)}
    )
    return tag


@transaction.atomic
def tags_named(*, names: Mapping[str, Iterable[str]], by: Actor) -> list[Tag]:
    """The tags of these names, by kind, made when nobody used them before (not offered to others). A synonym finds its tag."""
    wanted = {
        (str(kind), slug): name.lower()
        for kind, of_kind in names.items()
        for name in (" ".join(each.split())[:MOST_LETTERS] for each in of_kind)
        if (slug := slug_of(name))
    }
    known = _by_key(Tag.objects.filter(_these(wanted), offered=True)) if wanted else {}
    if missing := [key for key in wanted if key not in known]:
        known |= _held(missing)
    if missing := [key for key in wanted if key not in known]:
        known |= _by_synonym({key: wanted[key] for key in missing})
    if missing := [key for key in missing if key not in known]:
        Tag.objects.bulk_create((Tag(kind=key[0], slug=key[1], name=wanted[key]) for key in missing), ignore_conflicts=True)
        known |= _held(missing)
    return list(dict.fromkeys(known[key] for key in wanted))


def _these(keys: Iterable[Key]) -> Q:
    by_kind = groupby(sorted(keys), key=itemgetter(0))
    return reduce(or_, (Q(kind=kind, slug__in=[slug for _, slug in of_kind]) for kind, of_kind in by_kind))


def _by_key(tags: Iterable[Tag]) -> dict[Key, Tag]:
    return {(tag.kind, tag.slug): tag for tag in tags}


def _held(keys: Iterable[Key]) -> dict[Key, Tag]:
    """Those that are there, locked: nobody forgets one before it stands where it is going to (`forget_tags`)."""
    return _by_key(Tag.objects.filter(_these(keys)).order_by("pk").select_for_update(no_key=True))


def _by_synonym(names: Mapping[Key, str]) -> dict[Key, Tag]:
    """For each the first tag of its kind that has its name for a synonym."""
    found = list(Tag.objects.filter(kind__in={kind for kind, _ in names}, synonyms__overlap=list(names.values())))
    return {key: tag for key, name in names.items() for tag in reversed(found) if tag.kind == key[0] and name in tag.synonyms}


@transaction.atomic
def forget_tags(*, tag_ids: Iterable[int], is_used: Callable[[int], bool], by: Actor) -> int:
    """Delete those of these tags that stand nowhere any more: a name that was taken out of the last story it stood on is not kept as a tag.
    What is offered stays. `is_used` asks whoever uses tags, which this slice knows nothing of. Returns how many went.
    """
    tags = Tag.objects.filter(pk__in=set(tag_ids), offered=False).order_by("pk").select_for_update()
    unused = [tag.pk for tag in list(tags) if not is_used(tag.pk)]  # asked under the lock: whoever was adding one of them has done so
    Tag.objects.filter(pk__in=unused).delete()
    return len(unused)
