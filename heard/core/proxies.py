"""What a proxy in front of the site says of a visitor, and which connections may say it: `TRUSTED_PROXIES`, addresses and networks.

Anybody can send the same headers. They count only on a connection from a proxy of ours, and of several entries only what our own wrote.
"""

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

SCHEME_HEADER = "X-Forwarded-Proto"
_WITH_A_PORT = re.compile(r"\[(?P<v6>[^\]]+)\](?::\d+)?|(?P<v4>[\d.]+):\d+")
"""As some proxies write it: 192.0.2.1:4444, [2001:db8::1]:4444. The port is another one for every connection."""
Network = IPv4Network | IPv6Network


@lru_cache(maxsize=8)
def networks(said: tuple[str, ...]) -> tuple[Network, ...]:
    """The networks of a setting.

    Raises:
        ValueError: one of them is none.
    """
    return tuple(ip_network(each.strip()) for each in said if each.strip())


def address_of(said: str) -> IPv4Address | IPv6Address | None:
    """An address as it is written, without a port, ::ffff:192.0.2.1 as the 192.0.2.1 that it is; None when it is none."""
    written = said.strip()
    if port := _WITH_A_PORT.fullmatch(written):
        written = port["v6"] or port["v4"]
    try:
        found = ip_address(written)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def is_trusted(said: str) -> bool:
    """Whether this is the address of a proxy of ours."""
    address = address_of(said)
    return address is not None and any(address in each for each in networks(tuple(settings.TRUSTED_PROXIES)))


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: the connection's other end or, behind our proxies, the last address they name that is not theirs."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    header = settings.CLIENT_ADDRESS_HEADER
    if not header or not is_trusted(peer):
        return peer
    entries = [each.strip() for each in request.headers.get(header, "").split(",") if each.strip()]
    return next((each for each in reversed(entries) if not is_trusted(each)), entries[0] if entries else peer)


def scheme(request: HttpRequest) -> str | None:
    """`https` or `http`, as our proxy says that the visitor came; None when no proxy of ours says anything."""
    said = request.headers.get(SCHEME_HEADER)
    if said is None or not is_trusted(str(request.META.get("REMOTE_ADDR", ""))):
        return None
    return "https" if said.rpartition(",")[2].strip().lower() == "https" else "http"
