"""Every kind of letter has the same frame: greeting, why one gets it, what Heard is, whether replies are read, who signs."""

import pytest
from django.conf import settings

from heard.config import letters
from heard.core import mail
from heard.core.models import Delivery
from heard.core.sites import Emergency
from heard.organisations.actions import organising
from heard.organisations.actions.invitations import invite_member
from heard.regions.models import CrisisLine
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = sorted(kind for kind in mail._letters if "test" not in kind)
TO_AUTHORS = {kind for kind in KINDS if kind.startswith("author-")}


def body_of(kind, recipient, monkeypatch):
    """A letter of this kind as it goes out, whatever it says."""
    monkeypatch.setitem(mail._letters, kind, lambda delivery: mail.Letter(subject="News", paragraphs=["What happened."], path="/there/"))
    monkeypatch.setitem(mail._resolvers, recipient.partition(":")[0], lambda reference: mail.Mailbox("reader@work.example", "en-gb"))
    return mail._message(Delivery(kind=kind, recipient=recipient, message_id="<1@heard>")).body


@pytest.fixture
def helped():
    region = factories.region()
    region.contact_email = "hello@northmoor.example"
    region.save()
    CrisisLine.objects.create(region=region, name="Samaritans", contact="116 123", when="day and night", who_for="anyone", in_strip=True)
    return region


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_says_who_we_are_and_why_it_came(kind, helped, monkeypatch):
    readers = mail._readers[kind]
    assert readers in letters.FRAMES, f"{kind} does not say who reads it: @mail.letter(kind, to=...)"
    person, author = factories.person(name="Joy Adeyemi"), factories.sent_story().author
    number = author.pk if readers == "author" else person.pk
    body = body_of(kind, f"somebody:{number}", monkeypatch)
    greeting, *parts = body.strip().split("\n\n")
    assert greeting == ("Hello Joy Adeyemi," if readers in {"member", "colleague", "account"} else "Hello,")
    assert parts[:2] == ["What happened.", f"{settings.SITE_URL}/there/"]
    assert letters.ABOUT in parts
    assert any(part.startswith("You’re getting this email because") for part in parts) or readers == "invited"
    assert "We don’t read replies to this email. To contact us, write to hello@northmoor.example." in parts
    assert parts[-1] == "The Heard team"


@pytest.mark.parametrize("kind", KINDS)
def test_letters_to_authors_and_no_others_carry_help(kind, helped, monkeypatch):
    author = factories.sent_story().author
    body = body_of(kind, f"somebody:{author.pk}", monkeypatch)
    assert ("Samaritans (116 123)" in body) is (kind in TO_AUTHORS)
    assert (mail._readers[kind] == "author") is (kind in TO_AUTHORS)


@pytest.mark.parametrize("number", ["999", "112"])
def test_without_lines_of_its_own_a_region_names_its_emergency_number(number):
    assert letters.help_line([], Emergency(number)) == f"If you are in danger now, call {number}."


def test_several_lines_are_named_as_one_reads_them():
    lines = [
        CrisisLine(name="999", contact="999"),
        CrisisLine(name="Samaritans", contact="116 123"),
        CrisisLine(name="Shout", contact="85258"),
    ]
    assert (
        letters.help_line(lines, Emergency("112")) == "If you need someone now, day or night: 999, Samaritans (116 123) or Shout (85258)."
    )


def test_a_real_invitation_names_the_organisation_that_gave_the_address(run_jobs, mailoutbox):
    organisation = factories.organisation(name="Quayside")
    invite_member(organisation_id=organisation.pk, email="new@work.example", name="Sam", roles=["responder"], by=factories.TESTS)
    run_jobs()
    (letter,) = mailoutbox
    assert letter.body.startswith("Hello Sam,")
    assert "someone at Quayside gave us this address" in letter.body


def test_whom_to_write_to_is_said_of_the_region_where_somebody_works(helped, run_jobs, mailoutbox, monkeypatch):
    there = factories.another_site(slug="ireland", name="Ireland", path="ireland", contact_email="hello@ireland.example")
    abroad = organising.make_organisation(region_id=there.pk, kind="provider", name="Over the Sea", by=factories.TESTS)
    invite_member(organisation_id=abroad.pk, email="new@work.example", name="Sam", roles=["responder"], by=factories.TESTS)
    run_jobs()
    assert "write to hello@ireland.example" in mailoutbox[0].body
    nurse = factories.member(of=abroad).person

    def written_to():
        return body_of("alert", f"person:{nurse.pk}", monkeypatch).partition("write to ")[2].partition("\n")[0]

    assert written_to() == "hello@ireland.example."
    factories.member_again(person=nurse, of=factories.organisation())
    assert written_to() == "hello@northmoor.example.", "who works in several is told where all of Heard is reached"
