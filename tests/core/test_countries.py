"""Which country a request comes from: a header that counts from our proxy alone, or an operator's database of addresses. The addresses here
are those of documentation, and the database is made for the test.
"""

import logging
import os

import pytest
from django.test import RequestFactory

from heard.core import countries, health
from tests.mmdb import mmdb

IRELAND, BRITAIN, FRANCE = "192.0.2.7", "198.51.100.7", "203.0.113.7"
NETWORKS = {
    "192.0.2.0/24": {"country": {"iso_code": "IE"}, "registered_country": {"iso_code": "GB"}},
    "198.51.100.0/24": {"country_code": "GB"},
    "203.0.113.0/25": {"country": "FR"},
    "2001:db8::/32": {"country": {"iso_code": "IE"}},
}


def country(address="127.0.0.1", **headers):
    return countries.of_request(RequestFactory().get("/elsewhere/", REMOTE_ADDR=address, headers=headers))


def put(path, content):
    """As an operator replaces a file: by renaming a new one. The clock of a file system is coarse, so the times are ours."""
    new = path.with_suffix(".new")
    new.write_bytes(content)
    moment = 1_760_000_000_000_000_000 + (path.stat().st_mtime_ns % 1_000_000 + 1 if path.exists() else 0)
    os.utime(new, ns=(moment, moment))
    new.replace(path)


@pytest.fixture
def database(tmp_path, settings):
    path = tmp_path / "countries.mmdb"
    put(path, mmdb(NETWORKS))
    settings.COUNTRY_DATABASE = str(path)
    return path


@pytest.fixture
def said(caplog):
    """The lines of the log."""
    caplog.set_level(logging.WARNING, logger="heard.core.countries")
    return lambda: caplog.messages


# ---------------------------------------------------------------- what a proxy says


def test_our_proxy_says_a_country(settings):
    settings.COUNTRY_HEADER = "CF-IPCountry"
    assert country(**{"CF-IPCountry": "IE"}) == country(**{"CF-IPCountry": " ie "}) == "IE"


@pytest.mark.parametrize("junk", ["XX", "ZZ", "T1", "", "Ireland", "GB, IE", "ÍE", "<b>"])
def test_what_is_no_country_is_none(settings, junk):
    settings.COUNTRY_HEADER = "CF-IPCountry"
    assert country(**{"CF-IPCountry": junk}) == ""


def test_a_stranger_who_says_a_country_is_not_believed(settings):
    settings.COUNTRY_HEADER = "CF-IPCountry"
    assert country(FRANCE, **{"CF-IPCountry": "IE"}) == ""


def test_a_header_that_nobody_named_says_nothing():
    assert country(**{"CF-IPCountry": "IE"}) == ""


# ---------------------------------------------------------------- what the database says


@pytest.mark.parametrize(
    ("address", "known"),
    [
        (IRELAND, "IE"),
        (BRITAIN, "GB"),
        (FRANCE, "FR"),
        ("203.0.113.200", ""),
        ("2001:db8::7", "IE"),
        ("2001:db9::7", ""),
        ("::ffff:192.0.2.7", "IE"),
        ("fe80::1%eth0", ""),
        ("10.0.0.1", ""),
        ("127.0.0.1", ""),
        ("", ""),
        ("unknown", ""),
        ("192.0.2.7.9", ""),
        ("\0", ""),
    ],
)
def test_the_database_knows_the_countries_of_addresses(database, said, address, known):
    assert country(address) == known
    assert said() == []


def test_behind_our_proxy_it_is_the_readers_address_that_counts(database, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    assert country(**{"X-Forwarded-For": f"{BRITAIN}, [2001:db8::7]:4444"}) == "IE"
    assert country(IRELAND, **{"X-Forwarded-For": BRITAIN}) == "IE", "a stranger who says where they are is not believed"


def test_what_the_proxy_says_comes_first_and_where_it_knows_nothing_the_database(database, settings):
    settings.COUNTRY_HEADER, settings.CLIENT_ADDRESS_HEADER = "CF-IPCountry", "X-Forwarded-For"
    assert country(**{"CF-IPCountry": "FR", "X-Forwarded-For": IRELAND}) == "FR"
    assert country(**{"CF-IPCountry": "T1", "X-Forwarded-For": IRELAND}) == "IE"


def test_a_database_of_the_old_addresses_knows_nothing_of_the_new(database, said):
    put(database, mmdb({"192.0.2.0/24": {"country": {"iso_code": "IE"}}}, version=4))
    assert (country(IRELAND), country("2001:db8::7"), country(IRELAND)) == ("IE", "", "IE")
    assert said() == []


def test_a_database_of_something_else_says_no_country(database):
    put(database, mmdb({"192.0.2.0/24": "IE", "198.51.100.0/24": {"country": {"names": "IE"}}, "203.0.113.0/24": {"asn": "AS64496"}}))
    assert [country(each) for each in (IRELAND, BRITAIN, FRANCE)] == ["", "", ""]


def test_a_newer_database_is_used_without_a_new_start(database):
    assert country(IRELAND) == "IE"
    put(database, mmdb({"192.0.2.0/24": {"country": {"iso_code": "FR"}}}))
    assert country(IRELAND) == "FR"


def test_it_is_read_once_and_not_at_every_question(database, monkeypatch):
    assert country(IRELAND) == "IE"
    monkeypatch.setattr(countries, "_open", None)
    assert country(BRITAIN) == "GB"


# ---------------------------------------------------------------- one that can't be used


def make_a_folder(path):
    path.unlink()
    path.mkdir()


SPOILT = {
    "missing": lambda path: path.unlink(),
    "a folder": make_a_folder,
    "something else": lambda path: put(path, b"name,country\n192.0.2.0/24,IE\n"),
    "cut short": lambda path: put(path, mmdb(NETWORKS)[:200]),
    "empty": lambda path: put(path, b""),
}


@pytest.mark.parametrize("how", SPOILT)
def test_one_that_cannot_be_used_is_said_once_and_to_doctor_and_says_no_country(database, said, how):
    assert country(IRELAND) == "IE"
    SPOILT[how](database)
    assert [country(IRELAND), country(IRELAND), country(BRITAIN)] == ["", "", ""]
    (line,) = said()
    assert "COUNTRY_DATABASE" in line
    assert not any(address in line for address in (IRELAND, BRITAIN))
    (found,) = health._countries()
    assert not found.well
    assert str(database) in found.words


def test_one_that_turns_out_to_be_damaged_is_said_once_until_it_is_replaced(database, said):
    put(database, mmdb(NETWORKS).replace(b"IE", b"\xff\xfe"))
    assert [country(IRELAND), country("2001:db8::7"), country(BRITAIN)] == ["", "", ""]
    assert len(said()) == 1
    put(database, mmdb(NETWORKS))
    assert country(IRELAND) == "IE"


def test_one_that_comes_back_is_used_again(database):
    database.unlink()
    assert country(IRELAND) == ""
    put(database, mmdb(NETWORKS))
    assert country(IRELAND) == "IE"


# ---------------------------------------------------------------- what doctor says, and time zones


def findings():
    return [(found.well, found.warns, found.words) for found in health._countries()]


def test_doctor_says_nothing_of_countries_where_nothing_is_set():
    assert findings() == []


def test_doctor_says_what_knows_countries_and_how_old_it_is(database, settings):
    settings.COUNTRY_HEADER = "CF-IPCountry"
    header, file = findings()
    assert header == (True, False, "a proxy says in CF-IPCountry which one a reader is in")
    assert file == (True, False, f"Heard-Test-Country of 2025-10-09 says which one a reader is in ({database})")


def test_doctor_says_that_behind_a_proxy_all_readers_have_its_address(database, settings):
    settings.SITE_URL = "https://heard.example"
    assert [warns for _, warns, _ in findings()] == [False, True]
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    assert [warns for _, warns, _ in findings()] == [False]


@pytest.mark.parametrize(("zone", "code"), [("Europe/London", "GB"), ("Europe/Dublin", "IE"), ("Etc/UTC", ""), ("Odd/Zone", "")])
def test_a_time_zone_is_of_a_country(zone, code):
    assert countries.of_time_zone(zone) == code
