from heard.core.actors import SystemActor
from heard.core.events import on
from heard.directory.events import PlaceJoined, PlaceParted
from heard.organisations.actions import organising

ORGANISATIONS = SystemActor("organisations")


@on(PlaceJoined)
def follow_the_joined_place(fact: PlaceJoined) -> None:
    organising.follow_joined_place(service_id=fact.service_id, by=ORGANISATIONS)


@on(PlaceParted)
def come_back_to_the_parted_place(fact: PlaceParted) -> None:
    organising.follow_parted_place(placing_id=fact.placing_id, by=ORGANISATIONS)
