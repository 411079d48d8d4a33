from heard.core.actors import SystemActor
from heard.core.events import on
from heard.directory.events import ServiceMoved
from heard.stories.actions import publishing

STORIES = SystemActor("stories")


@on(ServiceMoved)
def follow_the_service(fact: ServiceMoved) -> None:
    publishing.follow_service(service_id=fact.service_id, by=STORIES)
