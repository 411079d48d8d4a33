from heard.stories.models import Story, StoryQuerySet


def published_stories() -> StoryQuerySet:
    """The one door to stories for public pages, feeds and open data: visible is in the list of visible."""
    return Story.objects.published()
