"""Where a request comes from, for limits alone."""

import pytest

from heard.core.access import place_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        ("no address", "unknown"),
    ],
)
def test_address_of_the_connection(rf, address, place):
    assert place_of(rf.get("/", REMOTE_ADDR=address)) == place


def test_header_that_no_proxy_is_said_to_set_is_not_believed(rf):
    assert place_of(rf.get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "198.51.100.1"})) == "192.0.2.7"


@pytest.fixture
def proxy(settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    settings.TRUSTED_PROXIES = ["10.0.0.0/24", "2001:db8::1"]


@pytest.mark.parametrize(
    ("peer", "said", "place"),
    [
        ("10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1:4444, 10.0.0.2:80", "198.51.100.1"),
        ("10.0.0.1", "[2001:db8:7:8::9]:4444", "2001:db8:7:8::/64"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8::1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, nonsense", "unknown"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("", "198.51.100.1", "unknown"),
    ],
)
def test_only_the_word_of_a_proxy_of_ours_counts(rf, proxy, peer, said, place):
    assert place_of(rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": said})) == place
