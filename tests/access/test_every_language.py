"""The whole site and every email in both pseudo-languages: whatever is still English there is not marked for translation.

The world speaks Greek, so that what people wrote and what things are called can be told from our English. Each persona follows the links
that they find, and presses every form empty.
"""

import re
from collections import defaultdict
from copy import deepcopy
from functools import reduce
from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from heard.accounts.actions import people
from heard.accounts.actions.authors import replace_key, request_sign_in_link
from heard.accounts.emails import NOTICES
from heard.accounts.models import ContactDetail, Person
from heard.alerts.models import Alert, Summary
from heard.core import clock, jobs, languages, mail
from heard.core.actors import ActorRef, SystemActor
from heard.core.models import Delivery
from heard.directory.actions import contacts
from heard.directory.models import EverydayName, Service
from heard.enquiries.actions import answer_enquiry, send_enquiry
from heard.enquiries.models import Enquiry
from heard.moderation.models import Case
from heard.organisations.actions import invitations
from heard.organisations.models import Invitation, Role
from heard.reach.models import Asking
from heard.responses.actions import answers
from heard.stories.models import State, Story
from heard.telling.actions import drafts
from heard.telling.models import Rush
from heard.telling.rules import chosen_names
from heard.telling.views.journey import JOURNEY
from tests import factories
from tests.factories import TESTS
from tests.following.test_my_story import come_in
from tests.languages import PSEUDO, spoken
from tests.marks import READ

pytestmark = pytest.mark.django_db

LEAST = 30
"""So many kinds of pages there are at least for anyone."""
TIMES = 2
"""So often is a route walked, with other things in its address."""
GREEK = {
    "words": "Έρχομαι κάθε Τρίτη και κανείς δεν λέει πόσο διαρκεί.",
    "chosen_name": "Γλάρος",
    "good": ["η νοσοκόμα"],
    "better": ["ο χρόνος"],
    "feelings": [],
}
NAMES = re.compile(
    r"\b[Hh]eard\b|\S+@\S+|https?://\S+|/[\w/-]+/|Joy Adeyemi|Ward manager|Clinic manager|The board is up|Mo Derator|Op Erator|Northmoor"
    r"|(?:Organisation|Person|Service) \d+|Samaritans|Childline|Europe/London|JavaScript|Wi-Fi|[a-z]+_[a-z_]+"
    rf"|\b(?:{'|'.join(chosen_names.NAMES)})\b"
)
"""Names, brands, addresses, columns of a file, and what factories call things. Of the names to tell under, each language wants its own."""
ENGLISH_OF_CLDR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|\d+[ap]m|and|or)\b"
)
"""Dates and lists as CLDR writes them: the long language has none of its own."""
SPEAKS_NO_LANGUAGE = {"script", "style", "svg", "code", "textarea"}
LEAVES = re.compile(r"/logout/|/leave/|/be/nobody/")
"""Who goes there is somebody else afterwards."""
ENGLISH = re.compile(r"[A-Za-z][a-z’']+(?:[ ,]+[A-Za-z][a-z’']*)*")


class Read(HTMLParser):
    """What somebody reads on a page, and where its links and forms lead."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.texts, self.links, self.forms, self.within = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in SPEAKS_NO_LANGUAGE or given.get("translate") == "no" or self.within[-1:] == [tag]:
            self.within.append(tag)
        self.texts += [given[name] or "" for name in READ & given.keys()]
        self.texts += [given["value"] or ""] if tag == "input" and given.get("type") == "submit" else []
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"])
        if tag == "form" and given.get("method") == "post":
            self.forms.append(given.get("action") or "")

    def handle_endtag(self, tag):
        if self.within[-1:] == [tag]:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.texts.append(data)


def english_in(texts):
    """Whatever is left of English when names are taken out."""
    known = (NAMES, ENGLISH_OF_CLDR) if languages.active() == "en-xa" else (NAMES,)
    plain = [reduce(lambda said, each: each.sub("·", said), known, " ".join(text.split())) for text in texts]
    return {found for text in plain for found in ENGLISH.findall(text)}


def by_place(said):
    """What is left, by where it was found."""
    return [f"{where}: {text}" for where, texts in sorted(said.items()) for text in sorted(texts)]


@pytest.fixture(scope="module")
def world(standing):
    """Everybody and everything that pages can show, by the real actions."""
    region = factories.open_site()
    region.crisis_lines.update(when="Πάντα", who_for="Όλοι")
    EverydayName.objects.all().delete()
    place = factories.service(name="Νοσοκομείο")
    organisation = factories.organisation(remit=[place], name="Οργανισμός")
    member = factories.member(of=organisation, roles=list(Role), name="Ελένη")
    senior, operator = factories.person(name="Νίκος", roles=["senior"]), factories.operator()
    author = factories.reachable_author()
    story = factories.published_story(services=[place], title="Αν βγω έξω;", told_by=author, by=senior, **GREEK)
    jobs.drain()
    factories.published_answer(story=story, membership=member, text="Ευχαριστούμε πολύ για όσα μας είπατε εδώ.")
    change = factories.planned_change(story=story, membership=member, what="Πίνακας")
    factories.made_change(change=change, membership=member)
    factories.planned_change(story=story, membership=member, what="Οθόνη")
    factories.published_story(services=[place], title="Αλλού", by=senior, **GREEK)
    factories.sent_story(services=[place], **GREEK)
    factories.referred_answer(story=story, membership=member, text="Και πάλι ευχαριστούμε πολύ για όσα μας είπατε.")
    jobs.drain()
    owe_other_emails(region, organisation, place, story, member, senior)
    jobs.drain()
    author.refresh_from_db()  # the key is another one now
    teller = factories.author()
    draft = drafts.begin_draft(region_id=region.pk, author=teller)
    drafts.save_draft(draft_id=draft.pk, changes={"services": [place.pk], "role": "patient"} | GREEK, by=teller)
    return {"stranger": None, "teller": teller, "author": author, "member": member, "moderator": senior, "operator": operator}


def owe_other_emails(region, organisation, place, story, member, senior):
    """What else Heard writes to people about."""
    unheard = factories.service(name="Κλινική")
    factories.published_story(services=[unheard], title="Πριν", by=senior, **GREEK)
    jobs.drain()
    factories.confirmed_contact(of=unheard)
    factories.published_story(services=[unheard], title="Εδώ", by=senior, **GREEK)
    contacts.set_registered_contact(service_id=factories.service(name="Φαρμακείο").pk, email="desk@trust.example", by=TESTS)
    answer = factories.referred_answer(story=story, membership=member, text="Ευχαριστούμε άλλη μία φορά για όσα είπατε.")
    answers.return_answer(answer_id=answer.pk, seen_version=answer.version, reason="Γιατί;", by=senior)
    invitations.invite_member(organisation_id=organisation.pk, email="new@work.example", name="Άννα", roles=["responder"], by=TESTS)
    people.invite_colleague(email="other@work.example", name="Μαρία", platform_roles=["first-line"], by=TESTS)
    request_sign_in_link(email="gull@home.example", place="somewhere")
    replace_key(story.author)
    factories.sent_story(services=[place], **GREEK | {"words": "I want to kill myself tonight."})
    for words in ("Πότε;", "Πού;"):
        enquiry = send_enquiry(
            region=region,
            form_key=uuid4(),
            kind="question",
            words=words,
            email="asks@home.example",
            place="here",
            by=SystemActor("anybody"),
        )
    answer_enquiry(enquiry_id=enquiry.pk, answer="Αύριο.", by=senior)


def walk(client, begin):
    """What of English is found, by route: a few addresses of each are opened, and every form is sent empty."""
    ahead, walked, said = list(begin), defaultdict(set), defaultdict(set)

    def ask(way, address):
        path = urlsplit(address).path
        try:
            found = resolve(path)
        except Resolver404:
            return None
        shape = (way, path if found.route.startswith("^tell") else found.route)
        if LEAVES.search(path) or path in walked[shape] or len(walked[shape]) >= TIMES:
            return None
        walked[shape].add(path)
        answer = getattr(client, way)(address)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = Read(answer.content.decode())
            said[f"{way} {found.route}"] |= english_in(page.texts)
            return page
        ahead.extend([answer.url] if answer.status_code == 302 and answer.url.startswith("/") else [])
        return None

    while ahead:
        address = ahead.pop(0)
        if (page := ask("get", address)) is not None:
            ahead.extend(page.links)
            for form in page.forms:
                ask("post", form or address)
    return said


def client_of(who, whom):
    client = Client(raise_request_exception=False)
    if who in {"author", "teller"}:
        return come_in(client, whom)
    return client if whom is None else factories.sign_in(client, whom)


BEGIN = {
    "stranger": ["/", "/tell/", "/no-such-page/"],
    "teller": [f"/tell/{each.name}/" for each in JOURNEY.pages],
    "author": ["/my-story/"],
    "member": ["/inbox/"],
    "moderator": ["/moderation/"],
    "operator": ["/operator/"],
}


@pytest.mark.parametrize("language", PSEUDO)
@pytest.mark.parametrize("who", BEGIN)
def test_no_english_is_left_on_any_page(world, who, language):
    with spoken(language):
        said = walk(client_of(who, deepcopy(world[who])), BEGIN[who])
    assert len(said) > LEAST, "hardly any page was walked"
    assert not (wrong := by_place(said)), "\n".join(wrong)


def owed(world):
    """Every message of the world, and those that its people would get another time."""
    Asking.objects.update(delivered_at=None)  # what was told before a contact was confirmed is then still to be said
    yield from Delivery.objects.order_by("pk")
    author, person = world["author"], world["operator"]
    story = Story.objects.get(author=author)
    for state, kind in product((State.WAITING, State.ASKED, State.DECLINED, State.PUBLISHED), mail._letters):
        if kind.startswith("author-") and mail._letters[kind].__module__ == "heard.alerts.emails":
            Story.objects.filter(pk=story.pk).update(state=state)
            yield Delivery(kind=kind, recipient=ActorRef.of("author", author.pk), params={"story_id": story.pk, "author_id": author.pk})
    for kind, what in (("password-reset", ""), *(("account-notice", what) for what in NOTICES)):
        yield Delivery(kind=kind, recipient=person.actor_ref, params={"person_id": person.pk, "what": what})
    rush = Rush.objects.create(region=story.region, hour=clock.now())
    yield Delivery(kind="rush", recipient=person.actor_ref, params={"rush_id": rush.pk, "person_id": person.pk})
    summary = Summary.objects.create(person=world["member"].person, made_at=clock.now())
    Alert.objects.filter(membership=world["member"]).update(summary=summary)
    yield Delivery(kind="alert-summary", recipient=world["member"].person.actor_ref, params={"summary_id": summary.pk})
    Person.objects.exclude(pk=person.pk).update(platform_roles=[])  # nobody is left who could open a case
    for case in Case.objects.filter(closed_at=None):
        yield Delivery(kind="locked", recipient=person.actor_ref, params={"case_id": case.pk, "person_id": person.pk})


@pytest.mark.parametrize("language", PSEUDO)
def test_no_english_is_left_in_any_email(world, language):
    said = defaultdict(set)
    with spoken(language):
        for readers in (Person, ContactDetail, Invitation, Enquiry):
            readers.objects.update(language=language)
        Service.objects.update(contact_language=language)
        for delivery in owed(deepcopy(world)):
            if (message := mail._message(delivery)) is not None:
                said[delivery.kind] |= english_in([message.subject, message.body])
    assert {kind for kind in mail._letters if "test" not in kind} - said.keys() == set()
    assert not (wrong := by_place(said)), "\n".join(wrong)
