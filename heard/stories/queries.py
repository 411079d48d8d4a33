from heard.accounts.models import Author
from heard.stories.models import Story, StoryQuerySet


def published_stories() -> StoryQuerySet:
    """The one door to stories for public pages, feeds and open data: visible is in the list of visible."""
    return Story.objects.published()


def story_of(author: Author) -> Story | None:
    """The story that this author sent, in whatever state it is."""
    return Story.objects.filter(author=author).select_related("original", "region").first()
