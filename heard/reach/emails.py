"""The letter to a provider that does not listen yet, through its registered contact."""

from heard.core import links, mail
from heard.core.models import Delivery
from heard.directory.emails import stop_path
from heard.directory.models import JOINED, Service
from heard.reach.models import Asking
from heard.reach.queries import told_before
from heard.stories.models import State


@mail.letter("asked-provider", to="contact")
def asked_provider(delivery: Delivery) -> mail.Letter | None:
    asking = Asking.objects.select_related("story", "provider").get(pk=delivery.params["asking_id"])
    if asking.story.state != State.PUBLISHED or asking.provider.contact_confirmed_at is None:
        return None
    if asking.provider.register == JOINED:
        return None  # it is another one by now, and is written to as that
    return mail.Letter(
        subject=f"A story about {asking.provider.name}",
        paragraphs=[
            f"Somebody told a story on Heard about {asking.provider.name}: “{asking.story.title}”.",
            "It is public. Nobody at your organisation listens on Heard yet, and the story says so.",
            "You can read it here:",
        ],
        path=links.to("story", number=asking.story_id),
        stop_path=stop_path(asking.provider),
    )


NAMED = 10
"""Titles that one letter names."""


@mail.letter("asked-provider-before", to="contact")
def asked_provider_before(delivery: Delivery) -> mail.Letter | None:
    """All that was told before the contact was confirmed, in one letter."""
    provider = Service.objects.get(pk=delivery.params["provider_id"])
    if provider.contact_confirmed_at is None:
        return None
    waiting = told_before(delivery)
    titles = [f"“{asking.story.title}”" for asking in waiting[:NAMED]]
    if not titles:
        return None
    more = [f"and {len(waiting) - NAMED} more."] if len(waiting) > NAMED else []
    return mail.Letter(
        subject=f"What was told on Heard about {provider.name} before",
        paragraphs=[
            f"Before you confirmed this address, these stories were told about {provider.name}, the newest first:",
            *titles,
            *more,
            "They are public. Nobody at your organisation listens on Heard yet, and the stories say so. You can read them here:",
        ],
        path=links.to("service", key=provider.code or provider.slug),
        stop_path=stop_path(provider),
    )
