"""Every page on every site, by host, by path and in each language: none shows another site's help, words, figures or stories.

Walks the URLconf, so a new page is asked for by being there. On the site that differs most, each is asked for as a stranger, while a story
is being told there, and by the author of a story of that site; with nothing sent, and with an empty form. On the others, each is asked for
once, by whom it is for. What was asked for on purpose (`everywhere=on`) is not here.
"""

import re
from copy import deepcopy
from datetime import timedelta
from functools import reduce
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock, jobs, sites
from heard.core.access import AT_WORK
from heard.organisations.actions.organising import set_remit
from heard.regions import actions
from heard.regions.actions import NewCrisisLine, Way
from heard.responses.models import ChangeState
from heard.telling.views.journey import JOURNEY
from tests import factories
from tests.access.test_personas import ELSEWHERE, Clients, doors, people, routes
from tests.access.test_personas import address as address_of
from tests.factories import TESTS
from tests.languages import spoken
from tests.published import worlds

pytestmark = pytest.mark.django_db

SPOKEN = ("en-gb", "en-xa", "ar-xb")
SITES = {
    ("england", "en-gb"): "http://testserver",
    ("scotland", "en-gb"): "http://testserver/scotland",
    ("scotland", "en-xa"): "http://testserver/scotland/en-xa",
    ("scotland", "ar-xb"): "http://testserver/scotland/ar-xb",
    ("ireland", "en-gb"): "http://ireland.example",
}
"""England comes without a path, Scotland below one and in the two pseudo-languages, Ireland by a host of its own."""
IN_FULL = "ireland", "en-gb"
"""Another host, another country's numbers, another time zone."""
BIRDS = {"england": "Cormorant", "scotland": "Guillemot", "ireland": "Razorbill"}
TOLD = {"england": 1, "scotland": 2, "ireland": 4}
"""How many stories each has, so that a figure says of which site it is."""
NUMBERED = {"england": 1, "scotland": 2, "ireland": 3}
LEAVE_TO = {"england": "https://www.bbc.co.uk/weather", "scotland": "https://sky.scotland.test/", "ireland": "https://sky.ireland.test/"}
"""England's is what a page takes that nobody told another one."""
EMERGENCY = {"england": "999", "scotland": "999", "ireland": "112"}
OF_THE_UK = re.compile(r"(?<!\w)(?:999|A&(?:amp;)?E|press 55|NHS\.UK|Samaritans|Childline|Care Quality Commission)(?!\w)")
"""What a site outside the UK never says."""
NEEDED = {
    "england": ['href="tel:999"', "go to A&amp;E", "press 55", "NHS.UK", "Care Quality Commission"],
    "ireland": ['href="tel:112"', "go to the nearest emergency department", "organisations that inspect care"],
}
"""What some page of the site says instead, in English."""
OF_VISITORS = {"anybody", "anybody, in a demo", "authors"}
LAST = ("/tell/later/", "/tell/anew/", "/my-story/close/", "/demo/be/nobody/", "/account/logout/", "/tell/leave/")
"""They end what the other pages need."""
LEAST = 60
"""So many public routes there are at least."""
QUERIES = {"/services/": ("?q=ward",), "/stories/": ("?q=window", "?progress=made"), "/changes/": ("?show=planned",)}


VIEWS = {address_of(pattern): view for pattern, view in routes()}


def marks(name):
    """What stands nowhere but on this site."""
    return [
        f"{name.title()} Line",
        f"0808 {NUMBERED[name]}00 1234",
        f"{name.title()} Ombudsman",
        f"0303 {NUMBERED[name]}00 9876",
        f"https://complain.{name}.test/",
        f"hello@{name}.example",
        LEAVE_TO[name],
        BIRDS[name],
    ]


@pytest.fixture(scope="module")
def made(standing):
    """Three sites and everybody who works there, made once for the module."""
    with spoken(*SPOKEN):
        made = {"england": factories.open_site()}
        made["scotland"] = actions.make_region(slug="scotland", name="Scotland", path="scotland", languages=SPOKEN, by=TESTS)
        made["ireland"] = actions.make_region(slug="ireland", name="Ireland", host="ireland.example", time_zone="Europe/Dublin", by=TESTS)
        for name, region in made.items():
            given_it_has_words_of_its_own(name, region)
    return made, people()


@pytest.fixture
def regions(made):
    sites.forget()
    with spoken(*SPOKEN):
        yield deepcopy(made[0])


@pytest.fixture
def personas(made, regions):
    return Clients(deepcopy(made[1]))


def given_it_has_words_of_its_own(name, region):
    line, number, ombudsman, telephone, page, email, leave_to, bird = marks(name)
    lines = [NewCrisisLine(line, number, "Any hour", "Anyone", in_strip=True)]
    actions.set_crisis_lines(region_id=region.pk, lines=lines, emergency_number=EMERGENCY[name], by=TESTS)
    actions.set_complaint_ways(region_id=region.pk, ways=[Way(ombudsman, "The last word.", contact=telephone, address=page)], by=TESTS)
    if not region.is_default:
        actions.open_region(region_id=region.pk, by=TESTS)
    actions.describe_region(
        region_id=region.pk,
        name=region.name,
        host=region.host,
        time_zone=region.time_zone,
        leave_to=leave_to,
        complaint_words=f"Ask the {ombudsman}.",
        contact_email=email,
        by=TESTS,
    )
    ward = factories.service(name=f"{bird} Ward")
    ward.region = region
    ward.save(update_fields=["region"])
    organisation = factories.organisation(name=f"{bird} Trust")
    organisation.region = region
    organisation.save(update_fields=["region"])
    set_remit(organisation_id=organisation.pk, service_ids=[ward.pk], by=TESTS)
    factories.member(of=organisation)
    for n in range(TOLD[name]):
        author = factories.reachable_author(f"author{n}@{name}.example")
        region.story = factories.published_story(services=[ward], title=f"A {bird} at the window {n}", told_by=author)
    worlds.answer(region.story, organisation, text=f"We saw the {bird} too.")
    worlds.change(region.story, organisation, what=f"A ledge for the {bird}.", due_in=-1)
    worlds.change(region.story, organisation, state=ChangeState.MADE, made_what=f"A window for the {bird}.")
    region.ward = ward


def public_pages(region):
    """A path of every route that visitors have, about what is there in this region; and of whom it is about, if not of anybody."""
    there = {
        "<int:number>": str(region.story.pk),
        "<int:chunk>": "0",
        "(?P<key>[A-Za-z0-9_.:-]{1,120})": region.ward.slug,
    }
    found = {}
    for pattern, view in routes():
        if getattr(view, "audience", "anybody") not in OF_VISITORS:
            continue
        real = reduce(lambda said, each: said.replace(*each), there.items(), pattern)
        each = re.search(r"\(\?P<page>[^)]*\)", real)
        whose = "author" if getattr(view, "audience", "") == "authors" else "telling" if pattern.startswith("/tell/") else "nobody"
        found |= {address_of(real.replace(each[0], name) if each else real): whose for name in (JOURNEY.names if each else [""])}
    found |= {path + query: "nobody" for path, several in QUERIES.items() for query in several}
    return {path: found[path] for path in [*sorted(found.keys() - ELSEWHERE - {*LAST}), *(path for path in LAST if path in found)]}


def clients(region, address):
    """Everybody who visits a site: nobody, somebody who is telling their story there, and an author of it."""
    where = {"SERVER_NAME": urlsplit(address).hostname}
    below = urlsplit(address).path
    telling, author = Client(**where), Client(**where)
    telling.post(f"{below}/tell/words/", {"words": "I come every Tuesday, and nobody says how long it is."})
    session = author.session
    session[AUTHOR], session[STAMP] = region.story.author_id, stamp_of(region.story.author)
    session.save()
    return {"nobody": Client(**where), "telling": telling, "author": author}


def text_of(answer):
    return (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")


def everything_on(region, address, *, in_full):
    """Every page of the site as (who, path, answer's text); redirects only say where they lead."""
    below = urlsplit(address).path
    for who, client in clients(region, address).items():
        for path, whose in public_pages(region).items():
            for way in ("get", "post") if in_full else ("get",) if who == whose else ():
                with transaction.atomic():  # what a button does must not change the next page
                    answer = getattr(client, way)(f"{below}{path}")
                    transaction.set_rollback(way == "post")
                assert answer.status_code < 500, f"{path} for {who}"
                yield who, way, path, answer, text_of(answer) + answer.get("Location", "")


def is_elsewhere(link, address):
    """Whether an address is of one of our sites, and of another one than this."""
    parts, here = urlsplit(link), urlsplit(address)
    ours = {urlsplit(each).hostname for each in SITES.values()}
    if parts.hostname not in ours or parts.path.startswith(settings.STATIC_URL):
        return False
    return parts.hostname != here.hostname or not f"{parts.path}/".startswith(f"{here.path}/")


class Page:
    """An answer, and what is wrong with it on this site."""

    def __init__(self, which, path, answer, text):
        (self.name, self.language), self.address = which, SITES[which]
        self.page, self.answer, self.text = path.partition("?")[0], answer, text
        self.head = text.partition("</head>")[0]

    def says_of_others(self):
        others = {mark for name in BIRDS for mark in marks(name) if name != self.name}
        return [f"says {mark}" for mark in others if mark in self.text]

    def says_where_it_is(self):
        named = re.findall(r'(?:rel="canonical" href|property="og:url" content)="([^"?]+)', self.head)
        return [f"says that it is {each}" for each in named if each != f"{self.address}{self.page}"]

    def names_other_languages(self):
        named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"?]+)', self.head))
        site = self.address.removesuffix(f"/{self.language}")
        theirs = {"x-default": "", "en-GB": "", "en-XA": "/en-xa", "ar-XB": "/ar-xb"} if self.name == "scotland" else {}
        own = {tag: f"{site}{below}{self.page}" for tag, below in theirs.items()}
        return [] if named in ({}, own) else [f"has other languages at {named}"]

    def names_other_sites(self):
        """In a feed or a sitemap; pages for people may lead there, and say so."""
        if not self.answer["Content-Type"].partition(";")[0].endswith("xml"):
            return []
        return [f"names {each}" for each in re.findall(r"https?://[^\"<\s]+", self.text) if is_elsewhere(each, self.address)]

    def counts(self):
        figures = re.findall(r'data-figure="told">\s*([^<\s]+)', self.text)
        return [f"counts {each} stories" for each in figures if int(each) != TOLD[self.name]]

    def speaks(self):
        said = re.search(r'<html lang="([^"]+)"', self.text)
        return [f"is in {said[1]}"] if said and said[1].lower() != self.language else []

    def says_whom_to_call(self):
        return [f"says {each}" for each in set(OF_THE_UK.findall(self.text))] if self.name == "ireland" else []

    def wrong(self):
        return [
            *self.says_whom_to_call(),
            *self.says_of_others(), *self.says_where_it_is(), *self.names_other_languages(),
            *self.names_other_sites(), *self.counts(), *self.speaks(),
        ]  # fmt: skip


@pytest.mark.parametrize("which", SITES, ids="-".join)
def test_every_public_page_is_of_the_site_where_it_is_asked_for(regions, which):
    name, address = which[0], SITES[which]
    wrong, said = [], []
    for who, way, path, answer, text in everything_on(regions[name], address, in_full=which == IN_FULL):
        wrong += [f"{way} {path} ({who}) {each}" for each in Page(which, path, answer, text).wrong()]
        said.append(text)
    assert not wrong, "\n".join(wrong)
    assert len(said) > LEAST
    needed = NEEDED.get(name, [])
    for each in (*marks(name), *needed, 'rel="canonical"', 'data-figure="told"'):
        assert any(each in text for text in said), f"no page says {each}"


@pytest.mark.parametrize("name", BIRDS)
def test_every_email_about_a_story_is_of_its_region(regions, name, mailoutbox):
    region, address = regions[name], next(each for which, each in SITES.items() if which[0] == name)
    for later in (0, 2):  # an author's wait up to an hour
        with clock.at(clock.now() + timedelta(hours=later)):
            jobs.drain()
    others = [mark for other in BIRDS for mark in marks(other) if other != name]
    about = [each for each in mailoutbox if each.to[0].endswith(f"@{name}.example")]
    assert about, "no email to an author of the region"
    wrong = [f"“{each.subject}” says {mark}" for each in about for mark in others if mark in each.body]
    wrong += [
        f"“{each.subject}” leads to {link}"
        for each in about
        for link in re.findall(r"https?://[^\s>]+", each.body)
        if is_elsewhere(link, address)
    ]
    if name == "ireland":
        wrong += [f"“{each.subject}” says {said}" for each in about for said in OF_THE_UK.findall(each.body)]
    assert wrong == []
    assert all(region.crisis_lines.get().name in each.body for each in about), "each says who helps there"


# ---------------------------------------------------------------- staff

WORKING = ["stranger", "responder", "administrator", "moderator", "senior moderator", "operator"]


@pytest.mark.parametrize("persona", WORKING)
def test_a_persona_on_every_route_below_a_region_and_a_language(personas, persona):
    """The persona matrix, a site further: what visitors have is there, and what staff have is found where they work."""
    here = SITES["scotland", "ar-xb"]
    below = urlsplit(here).path
    wrong, found_elsewhere = [], 0
    for path, audience in doors(persona):
        if "(" in path:
            continue  # of a pattern that `address` cannot fill
        answer = personas.ask(persona, "get", f"{below}{path}")
        led = answer.get("Location", "")
        if getattr(VIEWS[path], AT_WORK, False):
            found_elsewhere += 1
            fine = answer.status_code == 302 and led == f"{settings.SITE_URL}{path}"
        else:
            fine = answer.status_code < 500 and urljoin(f"{here}/", led).startswith((f"{here}/", LEAVE_TO["scotland"]))
        if not fine:
            wrong.append(f"{path} ({audience}): {answer.status_code} {led}")
    assert not wrong, "\n".join(wrong)
    assert found_elsewhere > 20
