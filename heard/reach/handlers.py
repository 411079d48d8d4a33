from heard.core.actors import SystemActor
from heard.core.events import on
from heard.core.mail import MessageDelivered
from heard.core.models import Delivery
from heard.directory.events import ContactConfirmed
from heard.reach import actions
from heard.stories.events import ServicesCorrected, StoryPublished

REACH = SystemActor("reach")


@on(StoryPublished)
def tell_those_concerned(fact: StoryPublished) -> None:
    actions.tell_organisations(story_id=fact.story_id, by=REACH)


@on(ServicesCorrected)
def tell_those_concerned_now(fact: ServicesCorrected) -> None:
    actions.tell_organisations(story_id=fact.story_id, by=REACH)


@on(MessageDelivered, when=lambda fact: fact.kind == "asked-provider")
def note_that_a_provider_was_asked(fact: MessageDelivered) -> None:
    delivery = Delivery.objects.get(pk=fact.delivery_id)
    if delivery.finished_at:
        actions.note_asked(asking_id=delivery.params["asking_id"], at=delivery.finished_at, by=REACH)


@on(ContactConfirmed)
def tell_a_confirmed_contact(fact: ContactConfirmed) -> None:
    actions.tell_confirmed_contact(provider_id=fact.service_id)


@on(MessageDelivered, when=lambda fact: fact.kind == "asked-provider-before")
def note_that_a_provider_was_asked_before(fact: MessageDelivered) -> None:
    delivery = Delivery.objects.get(pk=fact.delivery_id)
    if delivery.finished_at:
        actions.note_asked_before(letter=delivery, at=delivery.finished_at, by=REACH)
