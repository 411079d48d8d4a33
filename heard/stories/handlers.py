from heard.core.actors import SystemActor
from heard.core.events import on
from heard.directory.events import PlaceAccepted, PlaceJoined, PlaceParted, ServiceMoved, ServiceRenamed
from heard.stories.actions import finding, publishing

STORIES = SystemActor("stories")


@on(ServiceMoved)
def follow_the_service(fact: ServiceMoved) -> None:
    publishing.follow_service(service_id=fact.service_id, by=STORIES)


@on(ServiceRenamed)
def find_by_the_new_name(fact: ServiceRenamed) -> None:
    finding.index_again(service_id=fact.service_id, by=STORIES)


@on(PlaceAccepted)
def follow_the_accepted_place(fact: PlaceAccepted) -> None:
    publishing.follow_placing(placing_id=fact.placing_id, by=STORIES)


@on(PlaceJoined)
def follow_the_joined_place(fact: PlaceJoined) -> None:
    publishing.follow_placing(placing_id=fact.placing_id, by=STORIES)


@on(PlaceParted)
def come_back_to_the_parted_place(fact: PlaceParted) -> None:
    publishing.follow_placing(placing_id=fact.placing_id, by=STORIES)
