"""The address decides, alone: which host, first part of a path and language lead to which region's site, and what is refused."""

import json
import re

import pytest
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_script_prefix

from heard.config.bridge import Rules
from heard.core import links, sites
from heard.core.errors import NotAcceptable
from heard.core.sites import Site, Sites
from heard.regions import actions, adapters, queries
from heard.regions.models import Region, RegionAddress
from tests import factories
from tests.factories import TESTS

LINE = actions.NewCrisisLine("Samaritans", "116 123", "Day or night", "Anyone.", in_strip=True)
ENGLAND = Site(spoken=("en-gb", "en-xa"))
SCOTLAND = Site(region_id=2, path="scotland", spoken=("en-gb", "en-xa"))
WALES = Site(region_id=3, host="wales.example", spoken=("en-xa", "en-gb"), has_own_host=True)
KNOWN = Sites(
    hosts={"wales.example": WALES, "www.wales.example": WALES, "heard.example": ENGLAND},
    paths={"scotland": SCOTLAND, "wales": WALES},
    default=ENGLAND,
)


@pytest.fixture
def two_languages(settings):
    settings.LANGUAGES = [("en-gb", "English"), ("en-xa", "Long English")]


def make(**changes):
    return actions.make_region(**({"slug": "northmoor", "name": "Northmoor", "by": TESTS} | changes))


@pytest.mark.parametrize(
    ("host", "path", "region", "language", "page"),
    [
        ("testserver", "/", None, "en-gb", "/"),
        ("testserver", "/stories/5/", None, "en-gb", "/stories/5/"),
        ("testserver", "/en-xa/stories/", None, "en-xa", "/stories/"),
        ("testserver", "/scotland/", 2, "en-gb", "/"),
        ("testserver", "/scotland/en-xa/stories/", 2, "en-xa", "/stories/"),
        ("testserver", "/scotlandyard/", None, "en-gb", "/scotlandyard/"),
        ("wales.example", "/stories/", 3, "en-xa", "/stories/"),
        ("wales.example", "/en-gb/stories/", 3, "en-gb", "/stories/"),
        ("wales.example", "/scotland/", 3, "en-xa", "/scotland/"),
    ],
)
@pytest.mark.usefixtures("two_languages")
def test_host_then_path_then_language_decide(host, path, region, language, page):
    place = KNOWN.place(host, path)
    assert (place.site.region_id, place.language, place.page, place.found_at) == (region, language, page, "")
    assert place.prefix + place.page == path


@pytest.mark.parametrize(
    ("host", "path", "found_at"),
    [
        ("testserver", "/en-gb/stories/", "/stories/"),
        ("testserver", "/en-gb//evil.example/", "/evil.example/"),
        ("testserver", "/scotland", "/scotland/"),
        ("testserver", "/Scotland/EN-XA/stories/", "/scotland/en-xa/stories/"),
        ("testserver", "/scotland/en-gb", "/scotland/"),
        ("testserver", "/wales/stories/", "http://wales.example/stories/"),
        ("heard.example", "/scotland/stories/", "http://testserver/scotland/stories/"),
        ("www.wales.example", "/en-gb/stories/", "http://wales.example/en-gb/stories/"),
        ("wales.example", "/en-xa/stories/", "/stories/"),
    ],
)
@pytest.mark.usefixtures("two_languages")
def test_a_page_has_one_address_and_others_lead_to_it(host, path, found_at):
    assert KNOWN.place(host, path).found_at == found_at


@pytest.mark.parametrize("host", ["", "elsewhere.example", "wales.example.evil.example", "evil-wales.example"])
def test_a_host_that_no_site_has_stands_nowhere(host):
    assert KNOWN.place(host, "/") is None


@pytest.mark.usefixtures("two_languages")
def test_a_language_that_was_taken_away_leads_to_the_first_one():
    site = Site(spoken=("en-gb",))
    assert Sites(default=site).place("testserver", "/en-xa/stories/").found_at == "/stories/"


def test_a_site_speaks_what_heard_speaks_or_else_the_houses_language():
    assert Site(spoken=("cy", "en-gb")).languages == ("en-gb",)
    assert Site(spoken=("cy",)).languages == Site().languages == ("en-gb",)


@pytest.mark.parametrize(
    ("house", "origin"),
    [
        ("https://heard.example", "https://wales.example"),
        ("http://localhost:8000", "http://wales.example:8000"),
        ("http://wales.example:80", "http://wales.example:80"),
    ],
)
def test_a_site_is_found_by_the_scheme_and_port_of_the_house(settings, house, origin):
    settings.SITE_URL = house
    assert WALES.origin == origin


# ---------------------------------------------------------------- what operators set


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Wales.Example", "wales.example"),
        ("wales.example:8443", "wales.example"),
        (" https://wales.example./tell/ ", "wales.example"),
        ("cymru\u200b.example", "cymru.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("wales.localhost", "wales.localhost"),
    ],
)
def test_a_host_is_kept_as_browsers_send_it(db, typed, kept):
    make()
    wales = make(slug="wales", name="Wales", host=typed)
    assert queries.addresses_of(wales.pk) == [kept]
    assert wales.host == kept, "the code of before reads it there"
    assert sites.sites().place(kept, "/").site.region_id == wales.pk


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": "not a host"}, "host"),
        ({"host": "wales.example", "other_hosts": ["-"]}, "other_hosts"),
        ({"other_hosts": ["www.wales.example"]}, "host"),
        ({"host": "SOUTHFEN.example"}, "host"),
        ({"host": "wales.example", "other_hosts": ["www.southfen.example"]}, "other_hosts"),
        ({"host": "testserver"}, "host"),
        ({"host": "wales.example", "other_hosts": ["testserver"]}, "other_hosts"),
        ({"host": "LOCALHOST:8000"}, "host"),
        ({"host": "wales.example", "other_hosts": ["127.0.0.1"]}, "other_hosts"),
        ({"path": "southfen"}, "path"),
        ({"path": "stories"}, "path"),
        ({"path": "static"}, "path"),
        ({"path": "account"}, "path"),
        ({"path": "cy"}, "path"),
        ({"path": "en-xa"}, "path"),
        ({"path": "a/b"}, "path"),
        ({"path": "süd"}, "path"),
        ({"languages": ["fr"]}, "languages"),
    ],
)
def test_an_address_that_cannot_be_is_refused_beside_the_field(db, changes, field):
    make()
    make(slug="southfen", name="Southfen", host="southfen.example", other_hosts=["www.southfen.example"], path="southfen")
    with pytest.raises(NotAcceptable) as refused:
        make(slug="wales", name="Wales", **changes)
    assert refused.value.field == field


def test_the_default_region_has_no_path(db):
    with pytest.raises(NotAcceptable) as refused:
        make(path="england")
    assert refused.value.field == "path"


def test_addresses_change_and_the_ones_of_before_lead_nowhere(db):
    make()
    wales = make(slug="wales", name="Wales", host="wales.example", other_hosts=["www.wales.example", "cymru.example"])
    words = {"name": "Wales", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
    assert sites.sites().place("cymru.example", "/").found_at == "http://wales.example/"
    actions.describe_region(region_id=wales.pk, host="cymru.example", other_hosts=["wales.example"], path="cymru", by=TESTS, **words)
    assert queries.addresses_of(wales.pk) == ["cymru.example", "wales.example"]
    assert sites.sites().place("wales.example", "/tell/").found_at == "http://cymru.example/tell/"
    assert sites.sites().place("testserver", "/cymru/tell/").found_at == "http://cymru.example/tell/"
    assert sites.sites().place("www.wales.example", "/") is None
    actions.describe_region(region_id=wales.pk, host="", other_hosts=[], by=TESTS, **words)
    assert sites.sites().place("testserver", "/cymru/tell/").site.region_id == wales.pk


def test_a_path_of_before_leads_to_where_the_region_is_now(db):
    """Links in emails name it, and somebody may be in the middle of telling there: 308 keeps what they send."""
    make()
    wales = make(slug="wales", name="Wales", path="wales")
    words = {"name": "Wales", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}

    def now_at(path="", host=""):
        actions.describe_region(region_id=wales.pk, host=host, path=path, by=TESTS, **words)

    def leads_to(path):
        return sites.sites().place("testserver", path).found_at

    now_at("cymru")
    assert (leads_to("/wales/tell/hope/"), leads_to("/cymru/tell/hope/")) == ("/cymru/tell/hope/", "")
    now_at("cambria")
    assert leads_to("/wales/") == leads_to("/cymru/") == "/cambria/"
    now_at("wales")
    assert (leads_to("/wales/"), leads_to("/cambria/")) == ("", "/wales/")
    now_at("", host="wales.example")
    assert leads_to("/cymru/tell/") == leads_to("/wales/tell/") == "http://wales.example/tell/"
    # Nowhere to lead to: the default region is not it
    now_at("")
    assert sites.sites().place("testserver", "/wales/").page == "/wales/"
    # Another region takes the path that is free
    now_at("cymru")
    make(slug="north-wales", name="North Wales", path="wales")
    place = sites.sites().place("testserver", "/wales/")
    assert (place.site.name, place.found_at) == ("North Wales", "")


def test_what_a_caller_does_not_name_stays(db):
    make()
    wales = make(slug="wales", name="Wales", host="wales.example", other_hosts=["cymru.example"], path="wales", languages=["en-gb"])
    words = {"name": "Cymru", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
    actions.describe_region(region_id=wales.pk, host="wales.example", by=TESTS, **words)
    wales.refresh_from_db()
    assert (wales.path, wales.languages, queries.addresses_of(wales.pk)) == ("wales", ["en-gb"], ["wales.example", "cymru.example"])


def test_a_host_that_the_settings_came_to_name_stays_where_it_is_and_doctor_says_so(db, settings):
    """A name is in both where a house of one site had two hosts; nobody is locked out of saving the rest."""
    make()
    wales = make(slug="wales", name="Wales", host="wales.example")
    assert said_by_doctor() == []
    settings.ALLOWED_HOSTS = ["testserver", ".example", "wales.example"]
    words = {"name": "Cymru", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
    actions.describe_region(region_id=wales.pk, host="wales.example", by=TESTS, **words)
    (finding,) = said_by_doctor()
    assert "wales.example is in ALLOWED_HOSTS and leads to Cymru" in finding.words
    assert finding.warns


def test_a_host_that_a_pattern_of_the_settings_covers_is_free(db, settings):
    settings.ALLOWED_HOSTS = ["testserver", ".example"]
    make()
    assert queries.addresses_of(make(slug="wales", name="Wales", host="wales.example").pk) == ["wales.example"]


@pytest.fixture
def a_later_release(monkeypatch):
    """A page, and a language, at paths that were free when regions took them."""

    def comes_with(part):
        monkeypatch.setattr(links, "first_parts", lambda: frozenset({"stories", part}))
        sites.forget()

    return comes_with


def test_doctor_names_a_region_whose_path_hides_a_page_of_a_later_release(db, a_later_release, settings):
    make()
    make(slug="wales", name="Wales", path="wales")
    assert said_by_doctor() == []
    a_later_release("wales")
    (finding,) = said_by_doctor()
    assert not finding.well
    assert "Wales is at /wales/, where Heard has pages of its own now" in finding.words
    a_later_release("events")
    settings.LANGUAGES = [*settings.LANGUAGES, ("wales", "A language")]
    assert [each.well for each in said_by_doctor()] == [False]


def test_doctor_names_a_region_whose_path_hides_a_page_that_comes_with_heard(db):
    """Such pages stand in no URLconf: a region may have been at /help/ before there was help."""
    make()
    wales = make(slug="wales", name="Wales", path="wales")
    Region.objects.filter(pk=wales.pk).update(path="help")
    (finding,) = said_by_doctor()
    assert "Wales is at /help/, where Heard has pages of its own now" in finding.words


def test_a_path_of_before_gives_way_to_a_page_of_a_later_release(db, a_later_release):
    make()
    wales = make(slug="wales", name="Wales", path="wales")
    words = {"name": "Wales", "host": "", "time_zone": "Europe/London", "leave_to": "https://weather.example", "complaint_words": ""}
    actions.describe_region(region_id=wales.pk, path="cymru", by=TESTS, **words)
    assert sites.sites().place("testserver", "/wales/").found_at == "/cymru/"
    a_later_release("wales")
    assert sites.sites().place("testserver", "/wales/").page == "/wales/"
    assert said_by_doctor() == []


def said_by_doctor():
    return list(adapters.addresses())


@pytest.mark.parametrize("path", ["wales-", "-wales", "w", "Wales", "w" * 41])
def test_the_database_refuses_a_path_that_no_action_writes(db, path):
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Region.objects.create(slug="wales", name="Wales", path=path)


def test_the_database_refuses_what_two_regions_cannot_share(db):
    first = factories.region()
    second = Region.objects.create(slug="wales", name="Wales", path="wales")
    RegionAddress.objects.create(region=second, host="wales.example", is_main=True)
    for wrong in (
        lambda: RegionAddress.objects.create(region=first, host="wales.example"),
        lambda: RegionAddress.objects.create(region=first, host="Wales.example"),
        lambda: RegionAddress.objects.create(region=second, host="cymru.example", is_main=True),
        lambda: Region.objects.create(slug="other", name="Other", path="wales"),
        lambda: Region.objects.create(slug="other", name="Other", path="Wales"),
        lambda: Region.objects.filter(pk=first.pk).update(path="england"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_a_host_that_the_code_of_before_wrote_is_known(db):
    factories.region()
    wales = Region.objects.create(slug="wales", name="Wales", host="wales.example")
    sites.forget()
    assert sites.sites().place("wales.example", "/").site.region_id == wales.pk
    assert links.in_region("/tell/", wales.pk) == "http://wales.example/tell/"


def test_a_letter_that_is_written_while_a_page_of_a_site_is_leads_to_its_region_once(db):
    factories.region()
    wales = factories.another_site(slug="wales", name="Wales", path="wales")
    path = links.path_of_view("website:stories")
    sites.stand(sites.sites().place("testserver", "/wales/"))
    made_there = links.path_of_view("website:stories")
    assert made_there == f"/wales{path}"
    assert links.in_region(made_there, wales.pk) == f"http://testserver/wales{path}"
    assert links.in_region(made_there, None) == f"http://testserver{path}"
    sites.stand(None)
    assert links.in_region(path, wales.pk) == f"http://testserver/wales{path}"


@pytest.mark.parametrize("typed", ["https://wales.example", "wales.example:8443", "wales example"])
def test_what_the_code_of_before_took_for_a_host_leads_nowhere(db, typed):
    """It took anything that was typed, and no link was made of it."""
    factories.region()
    wales = Region.objects.create(slug="wales", name="Wales", host=typed, path="wales")
    sites.forget()
    assert links.in_region("/tell/", wales.pk) == "http://testserver/wales/tell/"


# ---------------------------------------------------------------- what a process knows


def test_addresses_are_read_once_and_again_after_a_change(db, django_assert_num_queries):
    make()
    with django_assert_num_queries(1):
        sites.sites()
        sites.sites()
    make(slug="wales", name="Wales", host="wales.example")
    with django_assert_num_queries(1):
        assert "wales.example" in sites.sites().hosts


def test_crisis_lines_are_looked_up_once_for_a_region_however_many_hosts_it_has(db):
    wales = make(host="wales.example", other_hosts=[f"w{n}.example" for n in range(9)])
    actions.set_crisis_lines(region_id=wales.pk, lines=[LINE], by=TESTS)
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.sites().hosts) == 10
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked[0]['sql']}")
        plan = json.dumps(cursor.fetchone()[0])
    looked_up = re.findall(r'"Relation Name": "regions_crisisline".*?"Actual Loops": (\d+)', plan)
    assert looked_up == ["1"]


def test_another_process_reads_again_when_its_time_is_over(db, settings):
    make()
    settings.SITES_KEPT_FOR = 0
    sites.forget()
    assert sites.sites().hosts == {}
    RegionAddress.objects.create(region=Region.objects.get(), host="heard.example", is_main=True)
    assert "heard.example" in sites.sites().hosts


def away():
    raise DatabaseError


def test_while_the_database_is_away_the_last_addresses_stay(settings):
    settings.SITES, settings.SITES_KEPT_FOR = f"{__name__}.away", 0
    sites.keep(KNOWN)
    assert sites.sites() is KNOWN
    sites.forget()
    assert sites.sites() is sites.UNREAD


def test_a_host_that_nobody_could_look_up_is_asked_to_come_back(settings, client):
    settings.SITES = f"{__name__}.away"
    sites.forget()
    client.raise_request_exception = False
    answer = client.get("/help/", headers={"host": "wales.example"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


@pytest.mark.parametrize("path", ["/wales/help/", "/en-xa/help/"])
def test_an_address_that_nobody_could_look_up_is_neither_missing_nor_elsewhere(settings, client, path):
    settings.LANGUAGES = [("en-gb", "English"), ("en-xa", "Long English")]
    settings.SITES = f"{__name__}.away"
    sites.forget()
    client.raise_request_exception = False
    assert client.get(path).status_code == 503


# ---------------------------------------------------------------- how much may be sent


@pytest.mark.parametrize(
    ("host", "path", "limit"),
    [
        ("testserver", "/films/", 900),
        ("testserver", "/scotland/films/5/", 900),
        ("testserver:8000", "/Scotland/EN-XA/films/", 900),
        ("wales.example", "/en-gb/films/", 900),
        ("testserver", "/en-xa/small/", 5),
        ("testserver", "/scotland//small/", 5),
        ("testserver", "/scotland/stories/films/", 100),
        ("testserver", "/stories/scotland/films/", 100),
        ("wales.example", "/scotland/films/", 100),
        ("testserver", "/films", 100),
        ("elsewhere.example", "/scotland/films/", 100),
        ("", "/scotland/films/", 100),
        ("[", "/en-xa/films/", 100),
    ],
)
@pytest.mark.usefixtures("two_languages")
def test_what_may_be_sent_to_a_page_is_the_same_on_each_site_and_in_each_language(host, path, limit, tmp_path):
    sites.keep(KNOWN)
    rules = Rules(limit=100, folder=tmp_path, limits={"/films/": 900, "/small/": 5}, page_of=sites.page_of)
    assert rules.limit_of(host, path) == limit


def test_a_process_that_has_read_no_addresses_yet_asks_nobody_for_the_limit():
    sites.forget()
    assert sites.page_of("wales.example", "/films/") == "/films/"


def test_what_stands_before_paths_is_what_django_says(two_languages):
    for path in ("/stories/", "/scotland/stories/", "/scotland/en-xa/stories/", "/en-xa/"):
        sites.stand(KNOWN.place("testserver", path))
        assert sites.script_prefix() == get_script_prefix()
    sites.stand(None)
    assert sites.script_prefix() == get_script_prefix() == "/"
