"""Whoever we write to is written to in the language of the page on which their address was typed, until they choose another."""

from itertools import count
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from heard.accounts.actions import authors, people
from heard.accounts.emails import letters_about_the_way_in
from heard.accounts.models import ContactDetail, Person
from heard.core import mail
from heard.core.actors import ActorRef, SystemActor
from heard.core.errors import NotAcceptable
from heard.core.fields import LanguageField
from heard.core.models import Delivery
from heard.core.privacy import our_models
from heard.directory.actions import contacts
from heard.directory.models import Service
from heard.enquiries.actions import send_enquiry
from heard.organisations.actions import invitations
from heard.organisations.models import Invitation
from tests import factories
from tests.factories import TESTS
from tests.following.test_my_story import come_in
from tests.languages import spoken

pytestmark = pytest.mark.django_db
NUMBER = count(1)


def an_author():
    author = factories.author()
    authors.give_contact(author, kind="email", value="gull@home.example")
    return ActorRef.of("author", author.pk)


def a_person():
    return people.invite_colleague(email=f"new{next(NUMBER)}@work.example", name="Ann", platform_roles=["first-line"], by=TESTS).actor_ref


def somebody_invited():
    organisation = factories.organisation()
    invited = invitations.invite_member(organisation_id=organisation.pk, email="new@work.example", roles=["responder"], by=TESTS)
    return ActorRef.of("invitation", invited.pk)


def a_registered_contact():
    service = factories.service()
    contacts.set_registered_contact(service_id=service.pk, email="desk@trust.example", by=TESTS)
    return ActorRef.of("contact", service.pk)


def whoever_wrote_to_heard():
    more = {"kind": "question", "words": "When?", "email": "asks@home.example", "place": "here", "by": SystemActor("anybody")}
    return ActorRef.of("enquiry", send_enquiry(region=factories.region(), form_key=uuid4(), **more).pk)


READERS = [an_author, a_person, somebody_invited, a_registered_contact, whoever_wrote_to_heard]


@pytest.mark.parametrize("reader", READERS)
def test_the_language_of_the_page_is_kept_beside_an_address(reader):
    with spoken("ar-xb"):
        with translation.override("ar-xb"):
            one = reader()
        assert mail._resolvers[one.kind](one).language == "ar-xb"


def test_every_kind_of_reader_is_looked_at():
    kinds = {reader().kind for reader in READERS}
    assert kinds == {kind for kind in mail._resolvers if "test" not in kind} - {"author-account"}
    author = factories.reachable_author()
    assert letters_about_the_way_in(ActorRef.of("author-account", author.pk)).language == "en-gb"


def said_by(reference):
    """In which language a message to them is, made now."""
    delivery = Delivery.objects.filter(recipient=reference).latest("pk")
    return mail._message(delivery).extra_headers["Content-Language"]


def test_a_language_chosen_while_an_email_waits_is_the_one_it_is_made_in():
    with spoken("ar-xb"), translation.override("en-gb"):
        one = a_person()
        assert said_by(one) == "en-GB"
        person = Person.objects.get(pk=one.number)
        people.choose_language(person_id=person.pk, language="ar-xb", by=person)
        assert said_by(one) == "ar-XB"


def test_whose_language_is_spoken_no_more_is_written_to_in_that_of_the_site():
    with spoken("ar-xb"), translation.override("ar-xb"):
        one = a_person()
    assert said_by(one) == "en-GB"


@pytest.mark.parametrize("language", ["", "English", "en_GB", "<b>", "x" * 21])
def test_the_database_takes_nothing_that_is_not_shaped_like_a_language(language):
    person = factories.person()
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(language=language)


def test_whatever_the_code_of_before_writes_is_in_english():
    """It may still run while the tables are changed, and says no language."""
    columns = [
        (model._meta.db_table, each.column) for model in our_models() for each in model._meta.fields if isinstance(each, LanguageField)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name, column_default FROM information_schema.columns WHERE column_default IS NOT NULL")
        defaults = {(table, column): said for table, column, said in cursor.fetchall()}
    assert len(columns) > 5
    assert {each: defaults[each] for each in columns} == dict.fromkeys(columns, "'en-gb'::character varying")


def test_nobody_can_choose_a_language_that_is_not_spoken_here():
    person, author = factories.person(), factories.reachable_author()
    with pytest.raises(NotAcceptable):
        people.choose_language(person_id=person.pk, language="cy", by=person)
    with pytest.raises(NotAcceptable):
        authors.choose_language(author, "cy")


def test_staff_choose_the_language_of_their_emails(client):
    person = factories.person()
    client.force_login(person)
    assert "/account/language/" not in client.get("/work/", follow=True).text
    with spoken("ar-xb"):
        person.refresh_from_db()
        client.post("/account/confirm/", {"password": "a long password"})
        assert "/account/language/" in client.get("/account/second-step/").text
        page = client.get("/account/language/").text
        assert '<span lang="en-GB" dir="ltr" translate="no">English</span>' in page
        assert client.post("/account/language/", {"language": "cy"}).status_code == 422
        assert client.post("/account/language/", {"language": "ar-xb"}).status_code == 302
    person.refresh_from_db()
    assert person.language == "ar-xb"


def test_an_author_chooses_the_language_of_their_emails_and_finds_it_among_what_is_held(client):
    author = factories.reachable_author()
    factories.published_story(told_by=author)
    come_in(client, author)
    assert "/my-story/contact/language/" not in client.get("/my-story/").text
    with spoken("ar-xb"):
        assert "/my-story/contact/language/" in client.get("/my-story/").text
        client.post("/my-story/contact/language/", {"language": "ar-xb"})
    assert ContactDetail.objects.get(author=author).language == "ar-xb"
    assert '"language": "ar-xb"' in client.get("/my-story/download/").text


def test_an_invitation_sent_again_is_in_the_language_of_the_first():
    with spoken("ar-xb"), translation.override("ar-xb"):
        one = somebody_invited()
    invitations.send_again(invitation_id=one.number, email="new@work.example", by=TESTS)
    assert Invitation.objects.latest("pk").language == "ar-xb"


def test_a_contact_that_is_carried_to_another_provider_keeps_its_language():
    with spoken("ar-xb"), translation.override("ar-xb"):
        place = Service.objects.get(pk=a_registered_contact().number)
    into = factories.service()
    assert contacts.carry_contact(place=place, into=into, by=TESTS)
    assert into.contact_language == "ar-xb"
