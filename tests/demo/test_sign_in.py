"""One click makes you somebody, in a demo and nowhere else."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from heard.accounts.actions import authors
from heard.accounts.policies import AUTHOR, DEMO_SIGN_IN, second_factor_satisfied
from heard.demo.models import Loading
from heard.demo.rules import content
from heard.organisations.models import Role
from heard.regions.actions import make_region
from tests import factories

pytestmark = pytest.mark.django_db

ROWAN = content.people()["rowan-sellick"]
IMOGEN = content.people()["imogen-tarrow"]


@pytest.fixture
def rowan():
    person = factories.person(name=ROWAN["name"])
    type(person).objects.filter(pk=person.pk).update(email=ROWAN["email"])
    factories.member_again(person=person, of=factories.organisation(name="Quayside Recovery"), roles=[Role.RESPONDER])
    return person


@pytest.fixture
def imogen():
    person = factories.moderator()
    type(person).objects.filter(pk=person.pk).update(email=IMOGEN["email"])
    return person


@pytest.fixture
def tour(db):
    story = factories.published_story()
    Loading.objects.create(tour=story, tour_key=authors.give_key(story.author))
    return story


def be(client, slug):
    return client.post(reverse("demo:be_person", kwargs={"slug": slug}))


def test_the_page_says_who_can_be_signed_in_as_and_what_each_can_do(client, rowan, imogen):
    page = client.get(reverse("demo:people")).content.decode()

    assert "Continue as Rowan Sellick" in page
    assert "Responder at Quayside Recovery" in page
    assert ROWAN["can"] in page
    assert "Continue as Imogen Tarrow" in page
    assert "Continue as Winifred Osei" not in page, "somebody who is not in the database cannot be signed in as"


def test_people_of_another_region_are_listed_with_the_way_to_its_site(client, rowan):
    factories.open_site()
    make_region(slug="strathwend", name="Strathwend", path="strathwend", by=factories.TESTS)
    fergus = factories.person(name="Fergus Auchen")
    type(fergus).objects.filter(pk=fergus.pk).update(email=content.people()["fergus-auchen"]["email"])

    page = client.get(reverse("demo:people")).text

    northmoor, strathwend = page.split("<h2>Heard Strathwend</h2>")
    assert "Continue as Rowan Sellick" in northmoor
    assert "Continue as Fergus Auchen" not in northmoor
    assert 'href="http://testserver/strathwend/"' in strathwend
    assert "Continue as Fergus Auchen" in strathwend
    assert "Kilcarrow" not in page, "a region that is not in the database is not offered"


def test_an_empty_demo_says_how_to_fill_it(client):
    assert "make seed" in client.get(reverse("demo:people")).content.decode()


def test_one_click_signs_in_and_leads_to_the_persons_work(client, rowan):
    answer = be(client, "rowan-sellick")

    assert answer.status_code == 302
    assert client.session[SESSION_KEY] == str(rowan.pk)
    assert answer["Location"] == reverse("organisations:start")


def test_a_moderator_needs_no_second_factor_in_the_demo(client, imogen):
    be(client, "imogen-tarrow")

    assert second_factor_satisfied(imogen, client.session)


def test_being_somebody_else_leaves_nothing_of_the_first(client, rowan, imogen, tour):
    be(client, "rowan-sellick")
    first = client.session.session_key
    client.post(reverse("demo:be_author"))

    assert client.session.session_key != first
    assert SESSION_KEY not in client.session
    assert DEMO_SIGN_IN not in client.session
    assert client.session[AUTHOR] == tour.author_id

    be(client, "imogen-tarrow")
    assert AUTHOR not in client.session
    client.post(reverse("demo:be_nobody"))
    assert SESSION_KEY not in client.session


def test_text_size_and_colours_stay_when_somebody_becomes_somebody(client, rowan):
    client.post(reverse("ui:look"), {"theme": "dark", "size": "large"})
    be(client, "rowan-sellick")

    assert client.session["look"] == {"theme": "dark", "size": "large"}


@pytest.mark.parametrize("slug", ["bev-hartnoll", "no-such-person", "the-operator"])
def test_nobody_else_can_be_signed_in_as(client, slug):
    row = content.people().get(slug)
    if row:
        person = factories.person(name=row["name"])
        type(person).objects.filter(pk=person.pk).update(email=row["email"])

    assert be(client, slug).status_code == 404
    assert SESSION_KEY not in client.session


def test_a_closed_account_cannot_be_signed_in_as(client, rowan):
    type(rowan).objects.filter(pk=rowan.pk).update(is_active=False)

    assert be(client, "rowan-sellick").status_code == 404
    assert "Continue as Rowan Sellick" not in client.get(reverse("demo:people")).content.decode()


def test_no_link_signs_in(client, rowan):
    assert client.get(reverse("demo:be_person", kwargs={"slug": "rowan-sellick"})).status_code == 405


def test_without_a_tour_there_is_no_author_to_be(client):
    assert client.post(reverse("demo:be_author")).status_code == 404


def test_every_page_says_that_it_is_a_demonstration(client):
    page = client.get(reverse("ui:look")).content.decode()

    assert "demonstration with made-up people" in page
    assert f'href="{reverse("demo:mailbox")}"' in page


@pytest.mark.parametrize("name", ["people", "mailbox"])
def test_outside_a_demo_the_pages_do_not_exist(client, settings, name):
    settings.DEMO = False

    assert client.get(reverse(f"demo:{name}")).status_code == 404


def test_outside_a_demo_nobody_is_signed_in(client, settings, rowan, imogen, tour):
    settings.DEMO = False

    for address in (
        reverse("demo:be_person", kwargs={"slug": "rowan-sellick"}),
        reverse("demo:be_person", kwargs={"slug": "imogen-tarrow"}),
        reverse("demo:be_author"),
        reverse("demo:be_nobody"),
        reverse("demo:message", kwargs={"number": 1}),
    ):
        assert client.post(address).status_code == 404
    assert not client.session.keys()


def test_outside_a_demo_a_session_that_came_from_one_proves_nothing(client, settings, imogen):
    be(client, "imogen-tarrow")
    settings.DEMO = False

    assert client.session[DEMO_SIGN_IN] is True
    assert not second_factor_satisfied(imogen, client.session)


def test_outside_a_demo_not_even_somebody_signed_in_finds_the_pages(client, settings, rowan):
    be(client, "rowan-sellick")
    settings.DEMO = False

    assert client.get(reverse("demo:people")).status_code == 404
    assert client.get(reverse("demo:mailbox")).status_code == 404


def test_outside_a_demo_no_page_speaks_of_it(client, settings):
    settings.DEMO = False

    assert "demonstration" not in client.get(reverse("ui:look")).content.decode()
