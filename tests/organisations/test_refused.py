"""An address that its mail server refused is shown to whoever gave it, with a way to put it right."""

import pytest

from heard.accounts.actions import people
from heard.accounts.actions.authors import give_contact
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.accounts.queries import people_refused_since
from heard.core import clock
from heard.core.errors import NotAllowed, WrongState
from heard.core.models import Delivery
from heard.directory.actions.contacts import set_registered_contact
from heard.organisations.actions import invitations
from heard.organisations.models import Invitation
from tests import factories
from tests.factories import TESTS

pytestmark = pytest.mark.django_db


def refused(recipient):
    """As if the server of this recipient's address had answered 550 to what was posted there."""
    assert Delivery.objects.filter(recipient=recipient).update(state=Delivery.State.REFUSED, finished_at=clock.now())


@pytest.fixture
def administrator():
    return factories.member(of=factories.organisation(), roles=["administrator"])


@pytest.fixture
def invited(administrator):
    return invitations.invite_member(
        organisation_id=administrator.organisation_id, email="jo@wrok.example", name="Jo", roles=["responder"], by=administrator
    )


def test_invitation_that_was_refused_says_so_and_can_be_sent_to_the_right_address(client, administrator, invited, run_jobs, mailoutbox):
    refused(f"invitation:{invited.pk}")
    factories.sign_in(client, administrator)
    assert "Couldn’t be delivered" in client.get("/organisation/members/").content.decode()
    page = client.get(f"/organisation/invitations/{invited.pk}/again/")
    assert "jo@wrok.example" in page.content.decode()
    assert client.post(f"/organisation/invitations/{invited.pk}/again/", {"email": "jo@work.example"}).status_code == 302
    (again,) = Invitation.objects.filter(cancelled_at=None)
    assert (again.email, again.name, again.roles) == ("jo@work.example", "Jo", ["responder"])
    assert "Couldn’t be delivered" not in client.get("/organisation/members/").content.decode()
    run_jobs()
    assert [letter.to for letter in mailoutbox] == [["jo@work.example"]]


def test_invitation_can_be_sent_again_by_administrators_and_while_it_is_open_only(administrator, invited):
    member = factories.member(of=administrator.organisation)
    with pytest.raises(NotAllowed):
        invitations.send_again(invitation_id=invited.pk, email="jo@work.example", by=member)
    invitations.send_again(invitation_id=invited.pk, email="jo@wrok.example", by=administrator)
    with pytest.raises(WrongState):
        invitations.send_again(invitation_id=invited.pk, email="jo@work.example", by=administrator)
    assert Invitation.objects.filter(cancelled_at=None).count() == 1


def test_operator_sees_an_invitation_that_was_refused(client, invited):
    refused(f"invitation:{invited.pk}")
    factories.sign_in(client, factories.operator())
    assert "Couldn’t be delivered" in client.get(f"/operator/organisations/{invited.organisation_id}/").content.decode()


def test_member_whose_mailbox_refuses_is_marked_until_the_address_is_changed(client, administrator):
    member = factories.member(of=administrator.organisation, name="Pat Gone")
    people.set_password(person_id=member.person_id, password="another long password", by=member.person)
    if not Delivery.objects.filter(recipient=f"person:{member.person_id}").exists():
        Delivery.objects.create(key="x", kind="alert", recipient=f"person:{member.person_id}", message_id="<x@heard>")
    refused(f"person:{member.person_id}")
    factories.sign_in(client, administrator)
    assert "Our emails don’t arrive" in client.get("/organisation/members/").content.decode()
    people.change_email(person_id=member.person_id, email="pat@new.example", by=factories.operator())
    assert people_refused_since([member.person_id]) == {}


def test_registered_contact_that_was_refused_is_named_to_operators_until_it_is_put_right(client):
    provider = factories.service(name="Harbour Surgery")
    set_registered_contact(service_id=provider.pk, email="manager@harbuor.example", by=TESTS)
    refused(f"contact:{provider.pk}")
    factories.sign_in(client, factories.operator())
    assert "Harbour Surgery" in client.get("/operator/").content.decode()
    assert "Couldn’t be delivered" in client.get(f"/operator/directory/{provider.pk}/").content.decode()
    set_registered_contact(service_id=provider.pk, email="manager@harbour.example", by=TESTS)
    assert "Harbour Surgery" not in client.get("/operator/").content.decode()


def test_author_whose_address_was_refused_is_told_on_their_page(client):
    story = factories.published_story()
    give_contact(story.author, kind="email", value="gull@mial.example")
    Delivery.objects.create(key="x", kind="author-published", recipient=f"author:{story.author_id}", message_id="<x@heard>")
    refused(f"author:{story.author_id}")
    session = client.session
    session[AUTHOR], session[STAMP] = story.author_id, stamp_of(story.author)
    session.save()
    assert "Our emails aren’t reaching you" in client.get("/my-story/").content.decode()
    give_contact(story.author, kind="email", value="gull@mail.example")
    assert "Our emails aren’t reaching you" not in client.get("/my-story/").content.decode()


def test_operator_sees_that_the_first_email_to_a_colleague_was_refused(client):
    new = people.invite_colleague(email="mo@wrok.example", name="Mo New", platform_roles=["first-line"], by=factories.operator())
    refused(f"person:{new.pk}")
    factories.sign_in(client, factories.operator())
    assert "Our emails don’t arrive" in client.get("/operator/people/").content.decode()
    assert "refused our email" in client.get(f"/operator/people/{new.pk}/").content.decode()
