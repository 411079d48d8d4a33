from heard.core.actors import SystemActor
from heard.core.events import on
from heard.directory.events import PlaceJoined
from heard.organisations.actions import organising

ORGANISATIONS = SystemActor("organisations")


@on(PlaceJoined)
def follow_the_joined_place(fact: PlaceJoined) -> None:
    organising.follow_joined_place(service_id=fact.service_id, by=ORGANISATIONS)
