from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from heard.accounts.models import Author
from heard.directory.models import Service
from heard.stories.models import Draft, Story, StoryQuerySet


def published_stories() -> StoryQuerySet:
    """The one door to published stories: visible is in the list of visible. Read models in SQL say the same, `state = 'published'`."""
    return Story.objects.published()


def story_of(author: Author) -> Story | None:
    """The story that this author sent, in whatever state it is."""
    return Story.objects.filter(author=author).select_related("original", "region").first()


def draft_of(author: Author) -> Draft | None:
    """What this author has begun to tell and not sent."""
    return Draft.objects.filter(author=author).select_related("region").first()


def services_of(draft: Draft) -> list[Service]:
    """The services that the draft is about, in the order in which the author named them."""
    named = Draft.services.through.objects.filter(draft_id=draft.pk).order_by("pk").values_list("service_id", flat=True)
    found = Service.objects.select_related("parent", "parent__parent").in_bulk(list(named))
    return [found[pk] for pk in named]


def authors_without_anything(*, before: datetime, or_among: Iterable[int]) -> list[int]:
    """Ids of authors, made before then or among these, who hold neither a draft nor a story."""
    found = Author.objects.filter(Q(made_at__lt=before) | Q(pk__in=list(or_among)), draft=None, story=None)
    return list(found.values_list("pk", flat=True))
