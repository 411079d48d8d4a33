import pytest
from django.db.models import Value

from heard.core.actors import PERSON, ActorRef, SystemActor, numbers_of
from heard.core.models import Event


def test_a_reference_is_the_string_that_is_stored_and_tells_its_parts():
    ref = ActorRef.of(PERSON, 5)
    assert (ref, str(ref), f"{ref}") == ("person:5", "person:5", "person:5")
    assert (ref.kind, ref.id, ref.number) == ("person", "5", 5)
    assert ActorRef("person:5") == ref
    assert {ref: "in a table"}["person:5"] == "in a table"


def test_a_process_has_a_name_and_no_number():
    ref = SystemActor("worker").actor_ref
    assert (ref, ref.kind, ref.id) == ("system:worker", "system", "worker")
    with pytest.raises(ValueError, match="worker"):
        _ = ref.number


@pytest.mark.parametrize("stored", ["", "people:5", "author:person:5"])
def test_what_is_no_reference_of_a_kind_is_none_of_it(stored):
    assert numbers_of(PERSON, [stored]) == set()


def test_those_of_one_kind_are_picked_out():
    assert numbers_of(PERSON, ["person:5", "author:6", "person:7", "system:worker"]) == {5, 7}


@pytest.mark.django_db
def test_it_is_found_again_by_what_was_stored():
    ref = ActorRef.of(PERSON, 5)
    event = Event.objects.create(name="test", payload={"by": ref}, actor_ref=ref)
    assert Event.objects.filter(actor_ref=ref, payload__by=ref).annotate(same=Value(ref)).get() == event
    event.refresh_from_db()
    assert (event.actor_ref, event.payload) == ("person:5", {"by": "person:5"})
