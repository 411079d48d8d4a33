"""The letter to a provider that does not listen yet, through its registered contact."""

from heard.core import links, mail
from heard.core.models import Delivery
from heard.directory.models import Service
from heard.reach.models import Asking
from heard.stories.models import State


@mail.resolver("contact")
def registered_contact(reference: str) -> str | None:
    return Service.objects.filter(pk=int(reference.partition(":")[2])).values_list("registered_contact", flat=True).first() or None


@mail.letter("asked-provider")
def asked_provider(delivery: Delivery) -> mail.Letter | None:
    asking = Asking.objects.select_related("story", "provider").filter(pk=delivery.params["asking_id"]).first()
    if asking is None or asking.story.state != State.PUBLISHED:
        return None
    return mail.Letter(
        subject=f"A story about {asking.provider.name}",
        paragraphs=[
            f"Somebody told a story on Heard about {asking.provider.name}: “{asking.story.title}”.",
            "It is public. Nobody at your organisation listens on Heard yet, and the story says so.",
            "You can read it here:",
        ],
        path=links.to("story", number=asking.story_id),
    )
