"""The whole site and every email in both pseudo-languages: whatever is still English there is not marked for translation.

The world speaks Greek, so that what people wrote and what things are called can be told from our English. Each persona follows the links
that they find. In one language they read all that is there and press every button, with nothing typed and with all that fits, on and on to
what stands behind (`heard.demo.management.walking`). In the other language, and where much is overdue, they only look, and
staff leave what anybody may read to others. On a new site they look at everything. States that no button leads to are made. Forms are also
read with everything wrong in them, and error pages, scripts and paper whatever they can say. What was never met is counted.
"""

import json
import os
import re
from collections import Counter, defaultdict
from copy import deepcopy
from datetime import time, timedelta
from functools import cache, reduce
from itertools import product
from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest
from babel import Locale
from django.db import transaction
from django.test import Client, RequestFactory, override_settings

from heard.accounts.actions import people
from heard.accounts.actions.authors import replace_key, request_sign_in_link
from heard.accounts.emails import NOTICES
from heard.accounts.models import Author, ContactDetail, Person
from heard.alerts.models import Alert, Summary
from heard.core import clock, jobs, languages, mail, moves, sites
from heard.core.actors import ActorRef, SystemActor
from heard.core.models import Delivery
from heard.demo.management import walking
from heard.demo.management.walking import SENT_ON, Walk, without_arguments
from heard.demo.rules import page_text
from heard.directory.actions import contacts
from heard.directory.models import EverydayName, Service
from heard.enquiries.actions import answer_enquiry, send_enquiry
from heard.enquiries.models import Enquiry
from heard.moderation.actions import cases, rota, stories
from heard.moderation.models import Case
from heard.moderation.rules import messages
from heard.organisations.actions import invitations
from heard.organisations.models import Invitation, Role
from heard.pages.actions.glossary import write_term
from heard.pages.actions.publishing import publish_text
from heard.pages.actions.writing import save_version, write_page
from heard.pages.lifecycle import TextMoves
from heard.pages.models import Page, Term, Text
from heard.reach.models import Asking
from heard.regions.actions import close_region, make_region, open_region
from heard.responses.actions import answers
from heard.stories.actions import authoring, erasing, publishing
from heard.stories.models import State, Story
from heard.stories.rules.personal_data import find_personal_data
from heard.stories.rules.signs import find_signs
from heard.telling.actions import drafts
from heard.telling.models import Rush
from heard.telling.rules import chosen_names
from heard.telling.views.journey import JOURNEY
from heard.ui import errors, look, scripts
from heard.ui.pdf import PdfDocument, make_pdf
from tests import factories
from tests.factories import TESTS
from tests.following.test_my_story import come_in
from tests.forms import every_form
from tests.languages import PSEUDO, Said, marked, spoken
from tests.marks import READ

pytestmark = pytest.mark.django_db

LEAST = 3
"""More kinds of pages than these there are for anyone, even for a teller who only looks."""
NEVER_MET = {
    "accounts": 120, "alerts": 60, "config": 10, "core": 20, "demo": 22, "directory": 90, "enquiries": 20,
    "following": 90, "inbox": 60, "media": 70, "moderation": 310, "operating": 255, "organisations": 97, "pages": 155,
    "reach": 10, "regions": 32, "responses": 160, "showcase": 130, "stories": 100, "telling": 143, "ui": 73, "website": 120, "writing": 30,
}  # fmt: skip
"""How many marked messages of a slice no walk has met: docs/languages.md says what they are. They grow with a refusal that no walk
can be given, and with nothing else."""
DEEP = "en-xa"
"""The language in which someone also presses buttons and goes on to what stands behind."""
OVERDUE = 40
"""After so many days whatever waits is late."""
WAITED_FOR = ("author", "member", "moderator", "operator")
"""Whom pages tell that something is late."""
MAILBOX = "heard.demo.adapters.MailboxBackend"
ANYTHING = "Λίγα λόγια"
_soon = clock.today() + timedelta(days=7)
SOON = {"day": str(_soon.day), "month": str(_soon.month), "year": str(_soon.year)}
KNOWN = {
    "words": ["Έρχομαι κάθε Τρίτη και κανείς δεν λέει πόσο διαρκεί.", f"Είμαι suicidal. {ANYTHING}"],
    "pin": ["4826"],
    "email": ["asks@home.example", "gull@home.example"],
    "message": [ANYTHING],
    "question": [ANYTHING],
    "password": ["a long password"],
    "slug": ["east"],
    "host": ["east.example"],
    "time_zone": ["Europe/London"],
    "begins": ["09:00"],
    "ends": ["17:00"],
    "latitude": ["51.5"],
    "longitude": ["-0.1"],
    **{f"{name}_{part}": [day] for name in ("until", "due_on", "day", "starts_on", "on") for part, day in SOON.items()},
    **{f"ends_on_{part}": [day] for part, day in (SOON | {"year": "2099"}).items()},
    **{f"opened_on_{part}": [day] for part, day in (SOON | {"year": "2001"}).items()},
    **{f"closed_on_{part}": [""] for part in SOON},
    "postcode": ["SW1A 1AA"],
}
GREEK = {
    "words": "Έρχομαι κάθε Τρίτη και κανείς δεν λέει πόσο διαρκεί.",
    "chosen_name": "Γλάρος",
    "good": ["η νοσοκόμα"],
    "better": ["ο χρόνος"],
    "feelings": [],
}
NAMES = re.compile(
    r"\b[Hh]eard\b|\S+@\S+|https?://\S+|/[\w/-]+/|Joy Adeyemi|Ward manager|Clinic manager|The board is up|Mo Derator|Op Erator|Northmoor"
    r"|(?:Organisation|Person|Service) \d+|Samaritans|Childline|Europe/London|JavaScript|suicidal|Wi-Fi|[a-z]+_[a-z_]+|\{\w+\}"
    rf"|\b(?:{'|'.join(chosen_names.NAMES)})\b"
)
"""Names, brands, addresses, columns of a file, what a page fills in, and what factories call things. Of the names to tell under, each
language wants its own."""
BEGINNINGS = [*messages.BUILT_IN.values(), messages.HELP_BEFORE]
OF_THE_REGION = re.compile("|".join(re.escape(part) for words in BEGINNINGS for part in words.split("\n\n")))
"""What moderators begin from when they write to an author, in the language of the region."""
CALLED = [name for code, name in Locale("en", "GB").territories.items() if code.isalpha()]
COUNTRIES = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(CALLED, key=len, reverse=True)))})")
"""As CLDR calls them: the long language has no names of its own. Before all else: one begins with Heard."""
ENGLISH_OF_CLDR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|\d+[ap]m|and|or)\b"
)
"""Dates and lists as CLDR writes them: the long language has none of its own."""
FULL_OF_SIGNS = [
    "I want to kill myself.", "I cut my arms.", "He hits me.", "They left her lying in her own mess for hours.", "I am 12.", "I work here.",
    "My mum died.", "There is an inquest.", "Dr Patel and my son Liam came, and Sarah Jones.", "Call 0191 498 0123, XN4 7QP.",
    "My number is 943 476 5919, born 03/04/1980.", "See www.ward.example/nine.", "I am @gullwing there.", "I live at 12 High Street.",
]  # fmt: skip
"""What somebody wrote in whom or in what a moderator should see a danger, or who could be found by it."""


def _pieces(sentence):
    """How a page says it when it marks what it noticed: whole, or what was noticed and what stands around it."""
    noticed = {each.excerpt for each in [*find_signs(sentence), *find_personal_data(sentence)]}
    return {sentence, *noticed, *re.split("|".join(map(re.escape, noticed)) or "$", sentence)}


_said = {piece.strip() for sentence in FULL_OF_SIGNS for piece in _pieces(sentence)}
OF_AN_AUTHOR = re.compile("|".join(rf"(?<!\w){re.escape(piece)}(?!\w)" for piece in sorted(_said, key=len, reverse=True) if piece))
SPEAKS_NO_LANGUAGE = {"script", "style", "svg", "code", "textarea"}
DESCRIBES = {"description", "og:description", "og:title"}
ENGLISH = re.compile(r"[A-Za-z][a-z’']+(?:[ ,]+[A-Za-z][a-z’']*)*")


class Read:
    """What somebody reads on a page, and what it carries for its scripts to say."""

    def __init__(self, page):
        self.texts, self.carried, self.within = [], [], []
        page_text.follow(page, self)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta" and DESCRIBES & {given.get("name"), given.get("property")}:
            self.texts.append(given["content"] or "")
        if tag in SPEAKS_NO_LANGUAGE or given.get("translate") == "no" or self.within[-1:] == [tag]:
            self.within.append(tag)
        self.texts += [given[name] or "" for name in READ & given.keys()]
        self.carried += [value or "" for name, value in attrs if name.startswith("data-")]
        self.texts += [given["value"] or ""] if tag == "input" and given.get("type") == "submit" else []

    def handle_endtag(self, tag):
        if self.within[-1:] == [tag]:
            self.within.pop()

    def handle_data(self, data):
        if not self.within:
            self.texts.append(data)


def english_in(texts, *known):
    """Whatever is left of English when names are taken out."""
    is_long = languages.active() == "en-xa"
    known = [*known, *([COUNTRIES] if is_long else []), OF_THE_REGION, NAMES, *([ENGLISH_OF_CLDR] if is_long else [])]
    plain = [reduce(lambda said, each: each.sub("·", said), known, " ".join(text.split())) for text in texts]
    return {found for text in plain for found in ENGLISH.findall(text)}


def by_place(said):
    """What is left, by where it was found."""
    return [f"{where}: {text}" for where, texts in sorted(said.items()) for text in sorted(texts)]


def pages_in_greek():
    """What comes with Heard is written in English, and translated page by page, not sentence by sentence. Only what it fills in is ours."""
    said = list(Text.objects.filter(state="published").values_list("page__path", "page__kind", "names"))
    Text.objects.update(state="draft", published_version=None)
    Page.objects.all().delete()
    Term.objects.all().delete()
    for path, kind, names in said:
        filled_in = [f"{{{each.removeprefix('live:')}}}" for each in names if each.startswith("live:")]
        greek = {"title": "Σελίδα", "lead": "Λόγια.", "source": "\n\n".join(["Λόγια.", *filled_in])}
        with spoken(*PSEUDO):
            first = write_page(kind=kind, path=path, language=PSEUDO[0], by=TESTS, **greek)
            others = [save_version(page_id=first.text.page_id, language=each, by=TESTS, **greek) for each in PSEUDO[1:]]
            for version in (first, *others):
                publish_text(text_id=version.text_id, number=1, by=TESTS)
    write_term(word="Λόγος", meaning="Ένας λόγος.", by=TESTS)


@pytest.fixture(scope="module")
def world(standing, at_first):
    """Everybody and everything that pages can show, by the real actions."""
    region = factories.open_site()
    region.crisis_lines.update(when="Πάντα", who_for="Όλοι")
    EverydayName.objects.all().delete()
    pages_in_greek()
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
    left = factories.person(name="Πέτρος", roles=["senior"])
    rota.set_shift(region_id=region.pk, weekday=0, begins=time(17), ends=time(9), people=[left.pk], by=TESTS)
    people.set_platform_roles(person_id=left.pk, roles=[], by=TESTS)
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
    factories.sent_story(services=[place], **GREEK | {"words": KNOWN["words"][1]})
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


class Ears:
    """What is said on pages, in files and in emails: what of English is left, by where it was found; and which messages were met."""

    def __init__(self, *known):
        self.known, self.english, self.said = known, defaultdict(set), Said()

    def hear(self, view, answer):
        if view == "email":
            texts = [text for each in answer for text in (each.subject, each.body)]
            self.said.read("".join(texts))
            self.english[view] |= english_in(texts, *self.known)
        elif answer.status_code not in SENT_ON and answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            self.hear_page(view, answer.content.decode())

    def hear_page(self, view, page):
        read = Read(page)
        self.said.read("".join([*read.texts, *read.carried]))
        self.english[view] |= english_in(read.texts, *self.known)


def walked(who, whom, language, *, begin, depth, tried=None, alone=False):
    """What this person meets in this language; nothing stays of it. What others read too is left out if they are `alone`."""
    ears = Ears()
    with transaction.atomic(), spoken(language), override_settings(EMAIL_BACKEND=MAILBOX), ears.said.listening():
        reads(language)
        known = KNOWN | {"login": [Person.objects.order_by("pk").first().email]}
        more = {
            "depth": depth,
            "alone": alone,
            "tried": tried,
            "known": known,
            "anything": ANYTHING,
            "tell": ears.hear,
        } | READS.get(who, {"who": who})
        unlinked = [] if "only" in more else without_arguments()
        for _ in Walk(client=client_of(who, whom), begin=[*begin, *unlinked], **more).pages():
            pass  # it was heard
        transaction.set_rollback(True)
    return ears


@pytest.fixture(scope="module")
def at_first(standing):
    """What a new site says to the first people there, who have nothing yet."""
    with transaction.atomic():
        factories.region()
        EverydayName.objects.all().delete()  # they belong to a language
        pages_in_greek()
        whom = {"stranger": None, "moderator": factories.moderator("senior"), "operator": factories.operator()}
        whom["member"] = factories.member(of=factories.organisation(), roles=list(Role))
        heard = {who: walked(who, whom[who], DEEP, begin=BEGIN[who], depth=None) for who in whom}
        transaction.set_rollback(True)
    return heard


@pytest.fixture(scope="module")
def walks(world):
    """Walks as this person in this language, once; some other time, if so many days later."""

    tried = defaultdict(Counter)

    @cache
    def walk(who, language, later=0):
        with clock.at(clock.now() + timedelta(days=later)):
            depth = walking.DEPTH if language == DEEP and not later else None
            by_others = tried[language, "staff" if who in STAFF else who]
            alone = depth is None and who in STAFF
            return walked(who, deepcopy(world[who]), language, begin=BEGIN[who], depth=depth, tried=by_others, alone=alone)

    return walk


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


READS = {"stranger": {"who": walking.NOBODY}, "teller": {"who": walking.NOBODY, "only": ("telling:", "following:", "directory:")}}
"""Who reads what anybody may read: others find their way from there."""
STAFF = {"member", "moderator", "operator"}
"""They have the same kind of account: what one of them tried there, the others need not."""


@pytest.mark.slow
@pytest.mark.parametrize("language", PSEUDO)
@pytest.mark.parametrize("who", BEGIN)
def test_no_english_is_left_on_any_page(walks, who, language):
    english = walks(who, language).english
    assert len(english) > LEAST, "hardly any page was walked"
    assert not (wrong := by_place(english)), "\n".join(wrong)


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
    for each in Delivery.objects.filter(kind="work"):
        yield Delivery(kind="work", recipient=each.recipient, params=each.params | {"own": not each.params["own"]})
    for each in Delivery.objects.filter(kind="returned"):
        yield Delivery(kind="returned", recipient=each.recipient, params=each.params | {"what": "change"})
    for kind, what in (("password-reset", ""), *(("account-notice", what) for what in NOTICES)):
        yield Delivery(kind=kind, recipient=person.actor_ref, params={"person_id": person.pk, "what": what})
    Page.objects.filter(path="about").update(review_by=clock.today())
    yield Delivery(kind="pages-to-review", recipient=person.actor_ref, params={"count": 1})
    text = Text.objects.filter(page__path="about").select_related("published_version")[0]
    moves.note(text, TextMoves.NOT_PUBLISHED, by=person, version=text.published_version)
    yield Delivery(kind="page-not-published", recipient=person.actor_ref, params={"text_id": text.pk})
    rush = Rush.objects.create(region=story.region, hour=clock.now())
    yield Delivery(kind="rush", recipient=person.actor_ref, params={"rush_id": rush.pk, "person_id": person.pk})
    summary = Summary.objects.create(person=world["member"].person, made_at=clock.now())
    Alert.objects.filter(membership=world["member"]).update(summary=summary)
    yield Delivery(kind="alert-summary", recipient=world["member"].person.actor_ref, params={"summary_id": summary.pk})
    Person.objects.exclude(pk=person.pk).update(platform_roles=[])  # nobody is left who could open a case
    for case in Case.objects.filter(closed_at=None):
        yield Delivery(kind="locked", recipient=person.actor_ref, params={"case_id": case.pk, "person_id": person.pk})


def reads(language):
    """Everybody is written to in this language."""
    for readers in (Person, ContactDetail, Invitation, Enquiry):
        readers.objects.update(language=language)
    Service.objects.update(contact_language=language)


def emails(world, language, ears):
    """Have every email heard; gives their kinds."""
    kinds = set()
    with transaction.atomic(), spoken(language), ears.said.listening():
        reads(language)
        for delivery in owed(deepcopy(world)):
            if (message := mail._message(delivery)) is not None:
                kinds.add(delivery.kind)
                ears.hear("email", [message])
        transaction.set_rollback(True)
    return kinds


@pytest.mark.parametrize("language", PSEUDO)
def test_no_english_is_left_in_any_email(world, language):
    kinds = emails(world, language, ears := Ears())
    assert {kind for kind in mail._letters if "test" not in kind} - kinds == set()
    assert not (wrong := by_place(ears.english)), "\n".join(wrong)


@pytest.mark.parametrize("who", WAITED_FOR)
def test_no_english_is_left_when_much_is_overdue(walks, who):
    assert not (wrong := by_place(walks(who, DEEP, OVERDUE).english)), "\n".join(wrong)


def test_no_english_is_left_on_a_new_site(at_first):
    assert not (wrong := [each for ears in at_first.values() for each in by_place(ears.english)]), "\n".join(wrong)


def said_aside(language):
    """What forms say of themselves and of what is wrong with what was sent, what went wrong with a page, and what scripts and paper say."""
    ears = Ears()
    with spoken(language), ears.said.listening():
        for name, form in every_form():
            if form.is_bound:
                says = [each for wrong in form.errors.values() for each in wrong]
            else:  # a field without a label is a plain input, of which its page speaks
                says = [form[field].as_field_group() for field in form.fields if form.fields[field].label]
            ears.hear_page(name, "".join(says))
        for status in (400, 403, 404, 405, 408, 409, 410, 413, 429, 500, 503):
            ears.hear(f"error {status}", errors.error_page(RequestFactory().get("/"), status, chosen=look.DEFAULT))
        ears.hear("error file", errors.error_page(RequestFactory().get("/"), 413, about="file", chosen=look.DEFAULT))
        said = json.loads(scripts.said_on(" ".join(scripts.SAID))).values()
        said = [way for words in said for way in (words.values() if isinstance(words, dict) else [words])]
        ears.hear_page("scripts", re.sub(r"\{\w+\}", "", " ".join(said)))  # a script fills these in
        paper = make_pdf(PdfDocument(title="Α", language=language, day=clock.today(), address="https://heard.example/", blocks=[]))
        with pypdfium2.PdfDocument(paper) as read:
            ears.hear_page("paper", re.sub("https|heard|example", "", read[0].get_textpage().get_text_range()))
    return ears


def told_elsewhere(place, nisi):
    """A story that is sent to the site of another region, and one that is too late: it closes."""
    there, (going, coming) = factories.service(name="Κλινική", of=nisi), [factories.author() for _ in range(2)]
    for author, region_id in ((going, place.region_id), (coming, nisi.pk)):
        draft = drafts.begin_draft(region_id=region_id, author=author)
        said = {"words": GREEK["words"], "chosen_name": GREEK["chosen_name"], "role": "patient", "consents": {"publish": "1"}}
        drafts.save_draft(draft_id=draft.pk, changes=said, by=author)
        yield author, "/tell/services/"
    drafts.add_service(draft_id=going.draft.pk, service_id=there.pk, by=going)
    for page in ("services", "check", "consent"):
        yield going, f"/tell/{page}/"
    drafts.send_draft(draft_id=going.draft.pk, by=going)
    yield going, "/tell/sent/"
    close_region(region_id=nisi.pk, reason=ANYTHING, by=TESTS)
    yield coming, "/tell/consent/"
    yield factories.author(), f"/tell/?service={there.slug}"


def other_states(place):
    """What the world above has no example of: who then looks at which page."""
    first, second = factories.moderator("senior"), factories.moderator("senior")
    by = {"by": first}

    def sent(**more):
        story = factories.sent_story(services=[place], **GREEK | more)
        jobs.drain()
        return story, Case.objects.get(story=story, closed_at=None)

    def taken(**more):
        story, case = sent(**more)
        return story, cases.claim_case(case_id=case.pk, **by)

    def desk(case):
        return first, f"/moderation/{case.pk}/"

    story, case = taken(words=" ".join(FULL_OF_SIGNS))
    yield desk(case)
    yield first, f"/moderation/{case.pk}/preview/"
    cases.pass_up(case_id=case.pk, line=3, note=ANYTHING, **by)
    yield desk(case)

    story, case = taken()
    stories.ask(case_id=case.pk, seen_story=story.version, question=ANYTHING, **by)
    yield desk(case)
    yield story.author, "/my-story/"
    publishing.answer_moderator(story_id=story.pk, answer=ANYTHING, by=story.author)
    yield desk(case)
    yield story.author, "/my-story/"

    story, case = taken()
    stories.hold(case_id=case.pk, seen_story=story.version, reason="legal", until=_soon, note=ANYTHING, **by)
    yield desk(case)
    yield story.author, "/my-story/"

    story, case = taken()
    stories.decline(case_id=case.pk, seen_story=story.version, reason="obscene", message=ANYTHING, **by)
    yield story.author, "/my-story/"
    publishing.ask_to_look_again(story_id=story.pk, words=ANYTHING, by=story.author)
    jobs.drain()
    yield story.author, "/my-story/"
    case = Case.objects.get(story=story, closed_at=None)
    yield desk(case)
    story.refresh_from_db()
    cases.claim_case(case_id=case.pk, by=second)
    stories.decline(case_id=case.pk, seen_story=story.version, reason="obscene", message=ANYTHING, by=second)
    yield story.author, "/my-story/"

    story, case = taken()
    stories.decline(case_id=case.pk, seen_story=story.version, reason="not-genuine", message=ANYTHING, note=ANYTHING, **by)
    yield second, f"/moderation/{case.pk}/"

    story, case = sent()
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    yield story.author, "/my-story/"
    erasing.erase_story(story_id=story.pk, by=TESTS)
    yield story.author, "/my-story/"

    member = factories.member(of=factories.organisation(remit=[place]), roles=list(Role))
    told = [factories.published_story(services=[place], title="Πώς;", criticality=level, **GREEK, **by) for level in range(6)]
    yield told[0].author, "/my-story/"
    jobs.drain()
    yield told[0].author, "/my-story/"
    yield member, "/inbox/"
    factories.read_by(told[1], member)
    yield told[1].author, "/my-story/"
    factories.sent_answer(story=told[2], membership=member, text=f"{ANYTHING} {ANYTHING} {ANYTHING} {ANYTHING} {ANYTHING}")
    yield member, "/inbox/"
    yield member, f"/inbox/stories/{told[2].number}/"
    factories.planned_change(story=told[3], membership=member, what="Πίνακας")
    yield told[3].author, "/my-story/"
    factories.published_answer(story=told[4], membership=member, text=f"{ANYTHING} {ANYTHING} {ANYTHING} {ANYTHING} {ANYTHING}")
    yield told[4].author, "/my-story/"
    jobs.drain()
    other = factories.member(of=factories.organisation(remit=[place]), roles=list(Role))
    yield other, "/inbox/"
    for each in told[1:5]:
        yield other, f"/inbox/stories/{each.number}/"
    alone = factories.published_story(services=[factories.service(name="Ιατρείο")], title="Πώς;", **GREEK, **by)
    yield alone.author, "/my-story/"
    jobs.drain()
    yield alone.author, "/my-story/"
    yield first, "/moderation/"
    yield first, "/moderation/waiting/"
    yield first, "/moderation/mine/"

    nisi, operator = make_region(slug="nisi", name="Νησί", path="nisi", by=TESTS), factories.operator()
    of_nisi = f"/operator/regions/{nisi.pk}"
    for page in (f"{of_nisi}/opening/", f"{of_nisi}/rota/", "/operator/", "/nisi/"):
        yield operator, page
    nisi.crisis_lines.create(name="Γραμμή", contact="1", when="Πάντα", who_for="Όλοι.", in_strip=True)
    yield operator, f"{of_nisi}/opening/"
    open_region(region_id=nisi.pk, by=TESTS)
    yield operator, f"{of_nisi}/opening/"
    for page in ("organisations/?region=nisi", "organisations/new/", "places/", "messages/", "directory/", "everyday-words/"):
        yield operator, f"/operator/{page}"
    for page in ("services/?q=a", "statistics/", "listening/"):
        yield operator, f"/{page}"
        yield operator, f"/{page}{'&' if '?' in page else '?'}everywhere=on"
    factories.service(name="Άγκυρα", of=nisi)
    yield operator, "/services/?q=Άγκυρα"
    with override_settings(COUNTRY_HEADER="X-Country"):
        yield operator, "/privacy/"
    yield from told_elsewhere(place, nisi)
    for page in (f"{of_nisi}/opening/", "/operator/regions/", "/nisi/", "/nisi/tell/"):
        yield operator, page


@pytest.fixture(scope="module")
def looks(world):
    """One look each, in one language."""
    ears, place = Ears(OF_AN_AUTHOR), Service.objects.get(name="Νοσοκομείο")
    with transaction.atomic(), spoken(DEEP), override_settings(EMAIL_BACKEND=MAILBOX), ears.said.listening():
        for whom, address in other_states(place):
            who = "author" if isinstance(whom, Author) else "somebody"
            answer = client_of(who, whom).get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            ears.hear(address, answer)
        transaction.set_rollback(True)
    sites.forget()
    return ears


def test_no_english_is_left_in_states_that_no_button_leads_to(looks):
    assert not (wrong := by_place(looks.english)), "\n".join(wrong)


@pytest.mark.parametrize("language", PSEUDO)
def test_no_english_is_left_in_forms_errors_and_scripts(world, language):
    assert not (wrong := by_place(said_aside(language).english)), "\n".join(wrong)


@pytest.mark.slow
def test_hardly_any_message_was_never_met(world, walks, at_first, looks):
    """Counted in one language: both say the same."""
    emails(world, DEEP, ears := said_aside(DEEP))
    now, later = [walks(who, DEEP) for who in BEGIN], [walks(who, DEEP, OVERDUE) for who in WAITED_FOR]
    met = set().union(*(each.said.met for each in (ears, looks, *now, *later, *at_first.values())))
    never = [f"{where}: {message!r}" for message, where in marked().items() if message not in met]
    if path := os.environ.get("NEVER_MET"):
        Path(path).write_text("\n".join(sorted(never)))
    by_slice = Counter(each.split("/")[1] for each in never)
    assert {of: number for of, number in by_slice.items() if number > NEVER_MET.get(of, 0)} == {}, "\n".join(sorted(never))
