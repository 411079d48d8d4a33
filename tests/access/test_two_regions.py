"""Two more regions, one below a path and one with hosts of its own, in two languages: every public page on each of their addresses."""

import csv
import html
import io
import re
from copy import deepcopy
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock, mail, sites
from heard.core.models import Delivery
from heard.organisations.actions.organising import set_remit
from heard.regions import actions
from heard.regions.actions import NewCrisisLine
from heard.responses.models import ChangeState
from heard.stories.models import Story
from heard.telling.models import Draft
from heard.website.actions import keep_statistics
from heard.website.queries.listening import list_listeners
from tests import factories
from tests.factories import TESTS
from tests.languages import spoken
from tests.published import worlds

pytestmark = pytest.mark.django_db

LEAST = 20
"""So many public pages there are at least."""
ADDRESSES = {
    ("england", "en-gb"): "http://testserver",
    ("england", "en-xa"): "http://testserver/en-xa",
    ("scotland", "en-gb"): "http://testserver/scotland",
    ("scotland", "en-xa"): "http://testserver/scotland/en-xa",
    ("scotland", "ar-xb"): "http://testserver/scotland/ar-xb",
    ("wales", "en-gb"): "http://wales.example",
    ("wales", "en-xa"): "http://wales.example/en-xa",
}
BIRDS = {"england": "Cormorant", "scotland": "Guillemot", "wales": "Razorbill"}
"""Named in the title of each region's story, in its change, by the organisation that made it and by who takes complaints there."""
SPOKEN = {"scotland": ["en-gb", "en-xa", "ar-xb"]}
"""Of a region, if it speaks more than the others."""
LINES = {"england": "Northmoor Line", "scotland": "Breathing Space", "wales": "CALL Helpline"}
NEVER_BELOW = re.compile(r"/static/")
"""What every site has in one place."""


LANGUAGES = [("en-gb", "English"), ("en-xa", "Long English"), ("ar-xb", "From right to left")]


@pytest.fixture(scope="module")
def made(standing):
    """Made once for the module: three regions, each with a story and what came of it, are some three hundred statements."""
    with override_settings(LANGUAGES=LANGUAGES), spoken("en-gb"):
        return three_regions()


@pytest.fixture
def regions(made, settings):
    settings.LANGUAGES = LANGUAGES
    sites.forget()
    with spoken("en-gb"):
        yield deepcopy(made)


def three_regions():
    england = factories.open_site()
    words = {"name": england.name, "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
    words["contact_email"] = contact("england")
    actions.describe_region(region_id=england.pk, host="", languages=["en-gb", "en-xa"], by=TESTS, **words)
    made = {"england": england}
    for name, where in {
        "scotland": {"path": "scotland"},
        "wales": {"host": "wales.example", "other_hosts": ["www.wales.example"]},
    }.items():
        where |= {"languages": SPOKEN.get(name, ["en-gb", "en-xa"]), "contact_email": contact(name)}
        made[name] = actions.make_region(slug=name, name=name.title(), by=TESTS, **where)
    for name, region in made.items():
        line = NewCrisisLine(LINES[name], "0800 000 000", "Any hour", "Anyone", in_strip=True)
        actions.set_crisis_lines(region_id=region.pk, lines=[line], by=TESTS)
        if not region.is_default:
            actions.open_region(region_id=region.pk, by=TESTS)
        way = actions.Way(f"{BIRDS[name]} Ombudsman", "Takes what nobody else takes.", contact="0800 000 001")
        actions.set_complaint_ways(region_id=region.pk, ways=[way], by=TESTS)
        tell_in(region, bird=BIRDS[name])
    return made


def contact(name):
    """Where the people who run Heard in this region can be written to."""
    return f"hello@{BIRDS[name].lower()}.example"


def tell_in(region, *, bird):
    """A story about a ward of the region, that was answered and changed something there."""
    ward = factories.service(name=f"{bird} Ward")
    ward.region = region
    ward.save(update_fields=["region"])
    organisation = factories.organisation(name=f"{bird} Trust")
    organisation.region = region
    organisation.save(update_fields=["region"])
    set_remit(organisation_id=organisation.pk, service_ids=[ward.pk], by=TESTS)
    story = factories.published_story(services=[ward], title=f"A {bird} at the window")
    worlds.answer(story, organisation, text=f"We saw the {bird} too.")
    worlds.change(story, organisation, what=f"A ledge for the {bird}.", due_in=-1)
    worlds.change(story, organisation, state=ChangeState.MADE, made_what=f"A window for the {bird}.")
    return story


class Page(HTMLParser):
    """Where a page leads, and what it says of itself."""

    def __init__(self, page):
        super().__init__()
        self.links, self.language = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.language = given["lang"] if tag == "html" else self.language
        self.links += [given[each] for each in ("href", "action", "src", "formaction") if given.get(each)]
        if tag == "meta" and given.get("property") == "og:url":
            self.links.append(given["content"])


def client_at(address):
    return Client(SERVER_NAME=urlsplit(address).hostname)


def walk(address):
    """Every public page below `address`, each kind twice, by the links that stand on them: the answer by its path."""
    client, seen, ahead = client_at(address), {}, [urlsplit(address).path + each for each in ("/", "/tell/", "/robots.txt", "/sitemap.xml")]
    kinds = []
    while ahead:
        path = urlsplit(ahead.pop(0)).path
        if not path.startswith(f"{urlsplit(address).path}/"):
            continue  # of another site, which is said where the link is
        try:
            route = resolve(path.removeprefix(urlsplit(address).path)).route
        except Resolver404:
            continue
        if path in seen or kinds.count(route) > 1 or route.startswith(("static/", "account/")) or "leave" in route:
            continue
        answer = client.get(path)
        if answer.status_code != 200 or getattr(answer, "streaming", False):
            continue
        kinds.append(route)
        seen[path] = answer
        if answer["Content-Type"].startswith("text/html"):
            theirs = of_other_languages(answer.text, path)
            ahead += [each for each in Page(answer.text).links if each.startswith(("/", address)) and (each, path) not in theirs]
        else:
            ahead += re.findall(rf"{address}[^<\s\"]+", answer.text)
    return seen


def leads_astray(link, address):
    """Whether a link leaves the site that its page is of, though it does not say so."""
    parts = urlsplit(link)
    here = urlsplit(address)
    if parts.scheme in {"tel", "sms", "mailto"} or parts.hostname not in {None, "testserver", "wales.example"}:
        return False
    if not parts.path or NEVER_BELOW.match(parts.path):
        return False
    return parts.hostname not in {None, here.hostname} or not f"{parts.path}/".startswith(f"{here.path}/")


@pytest.mark.parametrize("which", ADDRESSES, ids="-".join)
def test_every_public_page_stays_within_its_region_and_language(regions, which):
    (region, language), address = which, ADDRESSES[which]
    pages = walk(address)
    assert len(pages) > LEAST, "hardly any page was walked"
    others = of_others(region)
    wrong = []
    for path, answer in pages.items():
        if answer["Content-Type"].startswith("text/html"):
            page = Page(answer.text)
            if page.language.lower() != language:
                wrong.append(f"{path} is in {page.language}")
            ours = [each for each in page.links if (each, path) not in of_other_languages(answer.text, path)]
            wrong += [f"{path} leads to {each}" for each in ours if leads_astray(each, address)]
        elif not path.endswith("robots.txt"):
            found = re.findall(r"https?://(?:testserver|wales\.example)[^<\s\"']*", answer.text)
            wrong += [f"{path} leads to {each}" for each in found if leads_astray(each, address)]
        wrong += [f"{path} says {line}" for line in others if line in answer.text]
    assert wrong == []
    assert any(LINES[region] in answer.text for answer in pages.values())
    assert sum(BIRDS[region] in answer.text for answer in pages.values()) > 5, "its own story is hardly shown"


def of_others(region):
    """What is said on the sites of the other regions and nowhere else."""
    return {said for name in BIRDS if name != region for said in (LINES[name], BIRDS[name], contact(name))}


def of_other_languages(text, path):
    """The links that say of themselves that they lead to the same page in another language."""
    tags = re.findall(r"<(?:link|a)\b[^>]*\bhreflang=[^>]*>", text)
    return {(re.search(r'href="([^"]+)"', each)[1], path) for each in tags}


def test_a_page_names_the_same_page_in_each_language(regions):
    page = client_at("http://wales.example").get("/en-xa/about/").text
    assert '<link rel="canonical" href="http://wales.example/en-xa/about/">' in page
    assert '<link rel="alternate" hreflang="x-default" href="http://wales.example/about/">' in page
    assert '<link rel="alternate" hreflang="en-GB" href="http://wales.example/about/">' in page
    assert '<link rel="alternate" hreflang="en-XA" href="http://wales.example/en-xa/about/">' in page


def test_a_site_with_one_language_says_nothing_of_others(client):
    factories.open_site()
    assert "hreflang" not in client.get("/about/").text


def test_robots_name_every_site_of_their_host_and_no_other(regions):
    here, there = Client().get("/robots.txt").text, client_at("http://wales.example").get("/robots.txt").text
    assert re.findall("Sitemap: (.*)", here) == [f"{each}/sitemap.xml" for each in ADDRESSES.values() if "testserver" in each]
    assert re.findall("Sitemap: (.*)", there) == [f"{each}/sitemap.xml" for each in ADDRESSES.values() if "wales" in each]
    assert "Disallow: /scotland/stories/*/me-too/" in here
    assert "scotland" not in there


@pytest.mark.parametrize(("page", "status"), [("no-such-page/", 404), ("my-story/close/", 405)])
def test_pages_about_what_went_wrong_stay_there_too(regions, page, status):
    answer = Client().get(f"/scotland/en-xa/{page}")
    assert (answer.status_code, Page(answer.text).language) == (status, "en-XA")
    led = [each for each in Page(answer.text).links if not NEVER_BELOW.match(each)]
    assert led
    assert [each for each in led if leads_astray(each, "http://testserver/scotland/en-xa")] == []


def test_a_page_kept_of_one_site_does_not_stand_for_another(regions):
    kept = {client_at(each).get(f"{urlsplit(each).path}/about/")["ETag"] for each in ADDRESSES.values()}
    assert len(kept) == len(ADDRESSES)


# ---------------------------------------------------------------- stories

SITES = {name: ADDRESSES[name, "en-gb"] for name in BIRDS}


def asked(address, page):
    answer = client_at(address).get(f"{urlsplit(address).path}{page}")
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def birds_of(text):
    return {name for name, bird in BIRDS.items() if bird in text}


ABOUT_STORIES = (
    "/", "/stories/", "/stories/?q=window", "/stories/?q=window&sort=relevance", "/stories/?progress=made", "/stories/feed/",
    "/changes/", "/changes/?show=planned", "/changes/?show=overdue", "/statistics/", "/statistics-services.csv", "/listening/",
)  # fmt: skip
"""Pages that would show the stories, changes or organisations of other regions if nothing kept them out."""
OF_ALL = (
    "/stories/?everywhere=on", "/stories/?q=window&everywhere=on", "/stories/feed/?everywhere=on",
    "/changes/?everywhere=on", "/changes/?show=planned&everywhere=on", "/listening/?everywhere=on",
)  # fmt: skip


@pytest.mark.parametrize("name", SITES)
def test_what_was_told_in_a_region_is_found_on_its_site_alone(regions, name):
    said = {page: asked(SITES[name], page) for page in ABOUT_STORIES}
    others = {page: found for page, text in said.items() if (found := birds_of(text) - {name})}
    assert others == {}
    assert [page for page, text in said.items() if not birds_of(text)] == []


@pytest.mark.parametrize("page", OF_ALL)
def test_all_of_heard_is_found_where_somebody_asks_for_it(regions, page):
    text = asked(SITES["scotland"], page)
    assert birds_of(text) == set(BIRDS)
    assert "Heard Wales" in text.partition("<footer")[0], "a list of all sites says of which site each thing in it is"


def test_all_of_heard_is_kept_from_page_to_page(regions):
    about = list(Story.objects.get(region=regions["wales"]).services.all())
    for n in range(25):
        factories.published_story(services=about, title=f"Story {n}")
    first = asked(SITES["scotland"], "/stories/?everywhere=on")
    (older,) = re.findall(r'href="/scotland(/stories/[^"]+page=[^"]+)"', first)
    assert "everywhere=on" in older
    second = asked(SITES["scotland"], older.replace("&amp;", "&"))
    titles = re.findall(r'<a href="/scotland/stories/\d+/">([^<]+)</a>', first + second)
    assert len(titles) == len(set(titles)) == 28
    assert asked(SITES["scotland"], "/stories/").count("story-card") == 1


def test_a_search_that_finds_nothing_offers_all_of_heard(regions):
    text = asked(SITES["scotland"], "/stories/?q=razorbill")
    assert 'href="/scotland/stories/?q=razorbill&amp;everywhere=on"' in text
    assert "Razorbill at the window" in asked(SITES["scotland"], "/stories/?q=razorbill&everywhere=on")


def test_a_story_of_another_region_says_where_it_was_told(regions):
    number = Story.objects.get(region=regions["wales"]).pk
    there, text = f"http://wales.example/stories/{number}/", asked(SITES["scotland"], f"/stories/{number}/")
    assert f'This story was told on <a href="{there}">Heard Wales</a>.' in text
    assert f'<link rel="canonical" href="{there}">' in text
    assert "hreflang" not in text.partition("</head>")[0], "its own page names its languages"
    own = asked(SITES["wales"], f"/stories/{number}/")
    assert "This story was told on" not in own
    assert f'<link rel="canonical" href="{there}">' in own
    in_long_english = asked("http://testserver/scotland/en-xa", f"/stories/{number}/")
    assert f'<link rel="canonical" href="http://wales.example/en-xa/stories/{number}/">' in in_long_english


def test_a_service_of_another_region_says_where_its_stories_are_told(regions):
    key = Story.objects.get(region=regions["scotland"]).services.get().slug
    text = asked(SITES["england"], f"/services/{key}/")
    there = f"http://testserver/scotland/services/{key}/"
    assert f'Stories about it are told on <a href="{there}">Heard Scotland</a>.' in text
    assert f'<link rel="canonical" href="{there}">' in text


def test_each_site_has_a_feed_of_its_own(regions):
    own = {name: re.search("<id>([^<]+)</id>", asked(address, "/stories/feed/"))[1] for name, address in SITES.items()}
    assert len(set(own.values())) == 3
    assert own["england"].endswith(":stories:all"), "who followed the first site still does"
    number = Story.objects.get(region=regions["wales"]).pk
    assert f'href="http://wales.example/stories/{number}/"' in asked(SITES["scotland"], "/stories/feed/?everywhere=on")


def test_each_site_maps_its_own_stories(regions):
    for name, address in SITES.items():
        mapped = re.findall(r"/stories/(\d+)/", asked(address, "/sitemap-stories-0.xml"))
        assert mapped == [str(Story.objects.get(region=regions[name]).pk)]


def test_figures_are_of_the_site_that_shows_them(regions):
    tell_in(regions["wales"], bird="Gannet")
    told = re.compile(r'data-figure="told">([^<]+)<')
    counted = {name: told.search(asked(address, "/statistics/"))[1].strip() for name, address in SITES.items()}
    assert counted == {"england": "1", "scotland": "1", "wales": "2"}
    keep_statistics(by=TESTS)
    assert {name: told.search(asked(address, "/statistics/"))[1].strip() for name, address in SITES.items()} == counted
    rows = {name: b"".join(client_at(address).get(f"{urlsplit(address).path}/statistics.csv")) for name, address in SITES.items()}
    assert {name: found.count(b"\n") - 1 for name, found in rows.items()} == {"england": 1, "scotland": 1, "wales": 2}


def test_figures_and_files_of_all_of_heard_are_there_for_whoever_asks(regions):
    tell_in(regions["wales"], bird="Gannet")
    told = re.compile(r'data-figure="told">([^<]+)<')
    for _counted_before in (False, True):
        page = asked(SITES["scotland"], "/statistics/?everywhere=on")
        assert told.search(page)[1].strip() == "4"
        assert "These figures are for all of Heard." in page
        keep_statistics(by=TESTS)
    for file in ("/statistics.csv", "/statistics-services.csv"):
        assert f'href="/scotland{file}?everywhere=on"' in page
        assert f'href="/scotland{file}"' in asked(SITES["scotland"], "/statistics/")
        rows = b"".join(client_at(SITES["scotland"]).get(f"/scotland{file}?everywhere=on"))
        assert rows.count(b"\n") - 1 == 4
    assert "See figures for all of Heard" in asked(SITES["scotland"], "/statistics/")


@pytest.mark.parametrize(("file", "of"), [("/statistics.csv", "stories"), ("/statistics-services.csv", "services")])
def test_a_file_is_called_by_the_site_that_it_is_of(regions, file, of):
    def name(asked_for):
        address = SITES["scotland"]
        answer = client_at(address).get(f"{urlsplit(address).path}{asked_for}")
        return answer["Content-Disposition"].partition("filename=")[2].strip('"')

    day = clock.today().isoformat()
    assert name(file) == f"heard-scotland-{of}-{day}.csv"
    assert name(f"{file}?everywhere=on") == f"heard-{of}-{day}.csv"


@pytest.mark.parametrize("file", ["/statistics.csv", "/statistics-services.csv"])
def test_each_row_of_a_file_names_its_region(regions, file):
    actions.describe_region(
        region_id=regions["wales"].pk,
        name="=Wales, Cymru",
        host="wales.example",
        time_zone="Europe/London",
        leave_to="https://weather.example",
        complaint_words="",
        by=TESTS,
    )
    rows = list(csv.DictReader(io.StringIO(asked(SITES["scotland"], f"{file}?everywhere=on"))))
    named = {row["region"]: birds_of(repr(row)) for row in rows}
    assert named == {regions["england"].name: {"england"}, "Scotland": {"scotland"}, "'=Wales, Cymru": {"wales"}}
    (own,) = csv.DictReader(io.StringIO(asked(SITES["scotland"], file)))
    assert own["region"] == "Scotland", "the same columns whether a file is of one site or of all"


def test_who_is_listening_everywhere_keeps_the_kind_and_goes_on_over_pages(regions, monkeypatch):
    monkeypatch.setitem(list_listeners.__kwdefaults__, "size", 2)
    first = asked(SITES["scotland"], "/listening/?kind=provider")
    assert "These are the organisations of Heard Scotland." in first
    (wider,) = re.findall(r'href="/scotland(/listening/[^"]*everywhere=on)"', first)
    everything = asked(SITES["scotland"], html.unescape(wider))
    assert "See only those of Heard Scotland" in everything
    assert '<input type="hidden" name="everywhere" value="on">' in everything, "another kind is chosen among those of all too"
    (older,) = re.findall(r'href="/scotland(/listening/[^"]*page=[^"]*)"', everything)
    assert birds_of(everything + asked(SITES["scotland"], html.unescape(older))) == set(BIRDS)
    nothing = asked(SITES["scotland"], "/listening/?kind=council&everywhere=on")
    assert 'href="/scotland/listening/?everywhere=on"' in nothing


@pytest.mark.parametrize("typed", ["ward", "XN7 7AA"])
def test_a_service_is_looked_for_on_its_own_site_and_on_all_where_somebody_wants_it(regions, typed):
    for region in regions.values():
        region.services.update(postcode="XN7 7AA")
    client, scotland = client_at(SITES["scotland"]), "/scotland/services/"
    own = client.post(scotland, {"q": typed}, follow=True, headers={"sec-fetch-site": "same-origin"})
    assert birds_of(own.text) == {"scotland"}
    assert "We looked on Heard Scotland." in own.text
    (wider,) = re.findall(r'href="(/scotland/services/\?[^"]+everywhere=on)#found"', own.text)
    assert "XN7" not in wider
    everything = client.get(wider.replace("&amp;", "&")).text
    assert birds_of(everything) == set(BIRDS)
    assert {f"<bdi>Heard {each.name}</bdi>" for each in regions.values()} <= set(re.findall(r"<bdi>.*?</bdi>", everything))
    again = client.post(scotland, {"q": "cormorant", "everywhere": "on"}, follow=True).text
    assert birds_of(again) == {"england"}, "who looks everywhere goes on looking everywhere"
    nothing = client.post(scotland, {"q": "cormorant"}, follow=True).text
    assert "No services match" in nothing
    assert 'everywhere=on#found">Look on all of Heard</a>' in nothing


def test_with_one_site_nobody_is_told_where_we_looked(client):
    factories.open_site()
    factories.service(name="Cormorant Ward")
    found = client.get("/services/?q=cormorant&everywhere=on").text
    assert "Cormorant Ward" in found
    assert "all of Heard" not in found
    assert "everywhere" not in found.partition("<main")[2]


def test_the_title_of_a_page_says_of_which_site_it_is(regions):
    title = re.compile(r"<title>\s*(.+?)</title>", re.DOTALL)
    for name, address in SITES.items():
        said = {page: title.search(asked(address, page))[1] for page in ("/stories/", "/statistics/", "/services/", "/accessibility/")}
        here = regions[name].name
        assert [page for page, each in said.items() if not each.endswith(f" – Heard {here}")] == []
    operator = factories.sign_in(Client(), factories.operator())
    assert title.search(operator.get("/operator/").text)[1] == "Running Heard – Heard"


def test_one_site_alone_is_heard(client):
    factories.open_site()
    assert "Statistics – Heard</title>" in (page := client.get("/statistics/?everywhere=on").text)
    assert "all of Heard" not in page
    assert "everywhere" not in page
    assert "all of Heard" not in client.get("/listening/?everywhere=on").text


@pytest.mark.parametrize("page", ["/", "/stories/", "/stories/?everywhere=on", "/changes/", "/changes/?everywhere=on"])
def test_pages_of_one_region_ask_no_more_than_pages_of_all(regions, page, django_assert_max_num_queries):
    asked(SITES["scotland"], page)
    with django_assert_max_num_queries(4):
        asked(SITES["scotland"], page)


def test_a_region_that_nobody_can_reach_yet_changes_nothing(client):
    factories.open_site()
    actions.make_region(slug="ireland", name="Ireland", by=TESTS)
    factories.published_story()
    text = client.get("/stories/?everywhere=on").text
    assert "Heard Ireland" not in text
    assert "everywhere" not in text.partition("<main")[2]


# ---------------------------------------------------------------- hosts


@pytest.mark.parametrize("host", ["wales.example:8443", "WALES.example", "wales.example."])
def test_a_host_is_the_same_with_a_port_and_in_capitals(regions, host):
    answer = Client().get("/tell/", headers={"host": host})
    assert answer.status_code == 200
    assert LINES["wales"] in answer.text


@pytest.mark.parametrize("host", ["elsewhere.example", "wales.example@evil.example", "[", "wales.example/x"])
def test_an_unknown_host_is_refused(regions, host):
    answer = Client().get("/tell/", headers={"host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert answer["Content-Security-Policy"]


@pytest.mark.parametrize(("name", "address"), SITES.items())
def test_an_error_page_shows_the_help_of_its_own_site_and_asks_no_database(regions, name, address, django_assert_num_queries):
    sites.sites()
    client, below = client_at(address), urlsplit(address).path
    with django_assert_num_queries(0):
        missing = client.get(f"{below}/no_page_has_such_an_address/")
    for answer, status in ((missing, 404), (client.post(f"{below}/about/"), 405)):
        assert answer.status_code == status
        assert LINES[name] in answer.text
        assert not [other for other in {*LINES.values(), "Samaritans"} - {LINES[name]} if other in answer.text]
        assert "999" in answer.text, "the emergency number stands in the sentence whatever the lines are"


def test_an_error_page_where_no_site_is_known_names_no_number_of_a_country(regions):
    answer = Client().get("/", headers={"host": "elsewhere.example"})
    assert "Call the emergency number where you are" in answer.text
    assert not [each for each in {*LINES.values(), "Samaritans", "999"} if each in answer.text]


def test_a_new_line_of_help_is_on_error_pages_at_once(regions):
    line = NewCrisisLine("Quay Line", "0800 111 111", "Any hour", "Anyone", in_strip=True)
    actions.set_crisis_lines(region_id=regions["wales"].pk, lines=[line], by=TESTS)
    assert "Quay Line" in client_at(SITES["wales"]).get("/nowhere/").text


def test_an_unknown_host_is_a_line_in_the_log_without_a_trace_and_a_page_in_plain_words(regions, caplog):
    answer = Client().get("/secret/?key=words", headers={"host": "elsewhere.example"}, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 400
    assert "There’s no Heard site at this address" in answer.text
    assert [(each.getMessage(), each.exc_info) for each in caplog.records] == [("No site here has the host 'elsewhere.example'.", None)]


def test_another_host_leads_to_the_main_one_with_what_was_asked(regions):
    answer = Client().get("/stories/?tag=a%3Ab&q=caf%C3%A9", headers={"host": "www.wales.example"})
    assert (answer.status_code, answer["Location"]) == (301, "http://wales.example/stories/?tag=a%3Ab&q=caf%C3%A9")
    sent = Client().post("/look/", {"theme": "dark"}, headers={"host": "www.wales.example"})
    assert (sent.status_code, sent["Location"]) == (308, "http://wales.example/look/")
    assert "max-age" in answer["Cache-Control"], "no browser keeps it for ever: the address may be used again"


@pytest.mark.parametrize(("path", "there"), [("/en-gb/about/", "/about/"), ("/scotland", "/scotland/"), ("/SCOTLAND/", "/scotland/")])
def test_a_page_asked_for_by_another_path_is_found_at_its_own(regions, path, there):
    assert Client().get(path)["Location"] == there


@pytest.mark.parametrize("origin", ["https://wales.example", "http://wales.example"])
def test_a_second_host_behind_a_proxy_that_speaks_tls_takes_a_form(regions, settings, origin):
    settings.SITE_URL = "https://heard.example"
    client = Client(SERVER_NAME="wales.example", enforce_csrf_checks=True)
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get("/tell/words/").text))
    sent = client.post("/tell/words/", form | {"words": "I come every Tuesday."}, headers={"origin": origin})
    assert sent.status_code == 302, sent.text
    assert Draft.objects.get().region == regions["wales"]


@pytest.mark.parametrize("port", [80, 443])
def test_a_proxy_that_names_the_usual_port_takes_a_form(regions, settings, port):
    """A browser leaves that port out where it says which page a form is from."""
    settings.SITE_URL = "https://testserver"
    client = Client(enforce_csrf_checks=True)
    headers = {"host": f"testserver:{port}", "origin": "https://testserver"}
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get("/tell/words/", headers=headers).text))
    assert client.post("/tell/words/", form | {"words": "I come every Tuesday."}, headers=headers).status_code == 302


@pytest.mark.parametrize("origin", ["https://testserver", "https://evil.example", "null", "https://wales.example.evil.example"])
def test_a_form_of_another_host_is_not_taken(regions, settings, origin):
    settings.SITE_URL = "https://testserver"
    client = Client(SERVER_NAME="wales.example", enforce_csrf_checks=True)
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get("/tell/words/").text))
    client.post("/tell/words/", form | {"words": "I come every Tuesday."}, headers={"origin": origin})
    assert not Draft.objects.exists()


def test_a_draft_has_the_help_of_the_region_that_will_read_it(regions):
    """Sites below one host share a session: a draft that was begun on one of them can be gone on with under the address of another."""
    client = Client()
    client.post("/tell/words/", {"words": "I come every Tuesday."})
    page = client.get("/scotland/tell/title/").text
    assert LINES["england"] in page
    assert LINES["scotland"] not in page


def test_what_somebody_sends_from_under_a_path_that_was_renamed_is_kept(regions):
    client = Client()
    client.get("/scotland/tell/words/")
    words = {"name": "Scotland", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
    actions.describe_region(region_id=regions["scotland"].pk, host="", path="alba", by=TESTS, **words)
    answer = client.post("/scotland/tell/words/", {"words": "I come every Tuesday."}, follow=True)
    assert answer.redirect_chain[0] == ("/alba/tell/words/", 308)
    assert Draft.objects.get().words == "I come every Tuesday."


@pytest.mark.parametrize("page", ["", "help/", "withdraw/", "contact/"])
def test_an_authors_own_pages_have_the_help_of_their_storys_region_under_any_address(regions, page):
    author = factories.author()
    assert factories.sent_story(by=author).region == regions["england"]
    client = Client()
    session = client.session
    session[AUTHOR], session[STAMP] = author.pk, stamp_of(author)
    session.save()
    shown = client.get(f"/scotland/my-story/{page}").text
    assert LINES["england"] in shown
    assert LINES["scotland"] not in shown


# ---------------------------------------------------------------- staff


@pytest.mark.parametrize(
    "address", ["http://wales.example/account/login/?next=/inbox/", "http://testserver/scotland/account/login/?next=/inbox/"]
)
def test_staff_sign_in_on_the_one_host_where_they_work(regions, address):
    parts = urlsplit(address)
    answer = client_at(address).get(f"{parts.path}?{parts.query}")
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/account/login/?next=/inbox/")


def test_staff_pages_are_found_where_staff_work_and_in_their_language(regions):
    member = factories.member(of=factories.organisation())
    client = factories.sign_in(Client(), member)
    assert client.get("/scotland/inbox/")["Location"] == "http://testserver/inbox/"
    assert client.get("/scotland/en-xa/inbox/")["Location"] == "http://testserver/en-xa/inbox/"
    assert client.get("/en-xa/inbox/").status_code == 200


def test_a_stranger_asked_to_sign_in_stays_in_the_language(regions):
    assert Client().get("/en-xa/inbox/")["Location"].startswith("/en-xa/account/login/?next=/en-xa/inbox/")


def test_who_signs_in_goes_on_in_the_language(regions):
    person = factories.person()
    answer = Client().post("/en-xa/account/login/", {"login": person.email, "password": "a long password"})
    assert answer["Location"] == "/en-xa/work/"


# ---------------------------------------------------------------- emails


@pytest.mark.parametrize(
    ("name", "there"), [("england", "http://testserver"), ("scotland", "http://testserver/scotland"), ("wales", "http://wales.example")]
)
def test_an_authors_email_leads_to_the_site_they_told_their_story_on(regions, name, there, mailoutbox):
    author = factories.reachable_author()
    story = factories.published_story(told_by=author)
    type(story).objects.filter(pk=story.pk).update(region=regions[name])
    mail.post(kind="author-key-replaced", to=f"author-account:{author.pk}", key="tried")
    mail.deliver(delivery_id=Delivery.objects.get(key="tried").pk)
    assert f"\n{there}/my-story/key/\n" in mailoutbox[-1].body
