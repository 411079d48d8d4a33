"""People who work here: every action done, refused, in the wrong state and repeated."""

import re
import threading

import pytest
from django.contrib.auth import authenticate
from django.core import mail as outbox
from django.db import connection, transaction

from heard.accounts.actions import people
from heard.accounts.models import Person
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.models import Event
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def names():
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def test_a_person_is_made_with_a_tidy_name_and_can_sign_in(rf):
    person = people.make_person(email=" Ann@Work.EXAMPLE ", name="  Ann   Lark ", password="a long password", by=TESTS)
    assert (person.email, person.name, person.platform_roles) == ("ann@work.example", "Ann Lark", [])
    assert authenticate(rf.post("/"), email="Ann@work.example", password="a long password") == person
    assert names() == ["accounts.person_made"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"email": "TAKEN@work.example"}, "email"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "password123"}, "password"),
        ({"platform_roles": ["king"]}, "platform_roles"),
    ],
)
def test_a_person_that_cannot_be_is_refused_beside_the_field(changes, field):
    people.make_person(email="taken@work.example", name="First", by=TESTS)
    with pytest.raises(NotAcceptable) as refused:
        people.make_person(**({"email": "new@work.example", "name": "New", "password": "a long password", "by": TESTS} | changes))
    assert refused.value.field == field
    assert Person.objects.count() == 1


def test_only_operators_give_work_for_heard_itself():
    outsider, operator = factories.person(), factories.operator()
    with pytest.raises(NotAllowed):
        people.make_person(email="a@work.example", name="A", platform_roles=["senior"], by=outsider)
    with pytest.raises(NotAllowed):
        people.set_platform_roles(person_id=outsider.pk, roles=["operator"], by=outsider)
    for _ in range(2):
        people.set_platform_roles(person_id=outsider.pk, roles=["senior", "first-line"], by=operator)
    outsider.refresh_from_db()
    assert outsider.platform_roles == ["first-line", "senior"]
    assert names().count("accounts.platform_roles_set") == 1


def test_somebody_must_run_heard():
    operator = factories.operator()
    with pytest.raises(NotAcceptable):
        people.set_platform_roles(person_id=operator.pk, roles=[], by=operator)
    second = factories.operator()
    with pytest.raises(NotAllowed, match="own account"):
        people.deactivate(person_id=operator.pk, by=operator)
    people.deactivate(person_id=operator.pk, by=second)
    with pytest.raises(NotAcceptable):
        people.deactivate(person_id=second.pk, by=TESTS)


@pytest.mark.django_db(transaction=True)
def test_two_operators_who_take_each_others_role_wait_and_one_goes_on_running_heard():
    first, second = factories.operator(), factories.operator()
    refused = []

    def too_late():
        try:
            people.set_platform_roles(person_id=first.pk, roles=[], by=second)
        except NotAllowed:
            refused.append("not an operator any more")
        finally:
            connection.close()

    thread = threading.Thread(target=too_late)
    with transaction.atomic():
        people.set_platform_roles(person_id=second.pk, roles=[], by=first)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive(), "the second operator did not wait"
    thread.join()
    first.refresh_from_db()
    assert (refused, first.platform_roles) == (["not an operator any more"], ["operator"])


def test_a_closed_account_cannot_sign_in_and_its_session_ends(client, rf):
    person, operator = factories.person(), factories.operator()
    client.force_login(person)
    assert client.get("/work/").status_code == 200
    for _ in range(2):
        people.deactivate(person_id=person.pk, by=operator)
    assert client.get("/work/").status_code == 302
    assert authenticate(rf.post("/"), email=person.email, password="a long password") is None
    assert names().count("accounts.person_deactivated") == 1
    for _ in range(2):
        people.reactivate(person_id=person.pk, by=operator)
    assert client.get("/work/").status_code == 302, "the old session stays ended"
    assert authenticate(rf.post("/"), email=person.email, password="a long password") == person


def test_names_and_addresses_are_changed_by_oneself_or_an_operator_only():
    person, other, operator = factories.person(), factories.person(), factories.operator()
    for by in (person, operator):
        people.change_name(person_id=person.pk, name="New Name", job_title="Nurse", by=by)
        people.change_email(person_id=person.pk, email=f"{by.pk}@new.example", by=by)
    for act in (
        lambda: people.change_name(person_id=person.pk, name="X", by=other),
        lambda: people.change_email(person_id=person.pk, email="x@x.example", by=other),
        lambda: people.set_password(person_id=person.pk, password="another long one", by=other),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAcceptable):
        people.change_email(person_id=person.pk, email=other.email.upper(), by=person)
    person.refresh_from_db()
    assert (person.name, person.job_title, person.email) == ("New Name", "Nurse", f"{operator.pk}@new.example")


def test_a_new_password_ends_every_session(client):
    person = factories.person()
    client.force_login(person)
    people.set_password(person_id=person.pk, password="a quite different one", by=person)
    assert client.get("/work/").status_code == 302
    with pytest.raises(NotAcceptable):
        people.set_password(person_id=person.pk, password="1234567890", by=person)


def test_an_invited_colleague_chooses_a_password_by_the_mailed_link(client, run_jobs):
    operator = factories.operator()
    person = people.invite_colleague(email="new@heard.example", name="New Moderator", platform_roles=["first-line"], by=operator)
    run_jobs()
    [letter] = outbox.outbox
    assert letter.to == ["new@heard.example"]
    link = re.search(r"http://testserver(/account/password/new/\S+)", letter.body).group(1)
    page = client.get(link, follow=True)
    assert page.status_code == 200
    chosen = client.post(page.redirect_chain[-1][0], {"password1": "an excellent password", "password2": "an excellent password"})
    assert chosen.status_code == 302
    person.refresh_from_db()
    assert person.check_password("an excellent password")
    with pytest.raises(WrongState):
        people.invite_again(person_id=person.pk, by=operator)


def test_inviting_somebody_who_is_known_adds_the_roles_and_sends_nothing(run_jobs):
    operator, known = factories.operator(), factories.person(roles=["first-line"])
    people.invite_colleague(email=known.email.upper(), name="Whoever", platform_roles=["second-line"], by=operator)
    run_jobs()
    known.refresh_from_db()
    assert known.platform_roles == ["first-line", "second-line"]
    assert outbox.outbox == []


def test_inviting_again_sends_another_letter_until_a_password_is_chosen(run_jobs):
    operator = factories.operator()
    person = people.invite_colleague(email="new@heard.example", name="New", platform_roles=["first-line"], by=operator)
    people.invite_again(person_id=person.pk, by=operator)
    run_jobs()
    assert len(outbox.outbox) == 2
    with pytest.raises(NotAllowed):
        people.invite_again(person_id=person.pk, by=factories.person())
    people.deactivate(person_id=person.pk, by=operator)
    with pytest.raises(WrongState):
        people.invite_again(person_id=person.pk, by=operator)
