"""Addresses of paging services: which may be called at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """Where a page goes: `path` with its query."""

    host: str
    port: int
    path: str


def target_of(address: str) -> Target:
    """The parts of `address`.

    Raises:
        ValueError: it is no whole https:// address, or carries a name and password.
    """
    if not address.isascii() or any(sign.isspace() or not sign.isprintable() for sign in address):
        raise ValueError(_("Enter the full web address, starting with https://"))
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError(_("Enter the full web address, starting with https://"))
    if parts.username is not None or parts.password is not None:
        raise ValueError(_("Remove the name and password before the @ in the web address"))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.hostname, parts.port or 443, path)


def may_be_called(number: str, *, allowed: Iterable[Network] = ()) -> bool:
    """Whether the network address may be called: one of the whole world's, or in a network that the settings allow.

    An address inside the house would let whoever types it reach what only this machine can.
    """
    address = ip_address(number.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            address = address.ipv4_mapped
        elif address in _NAT64:
            address = IPv4Address(int(address) & 0xFFFFFFFF)
        elif address.sixtofour:
            address = address.sixtofour
    if any(address in network for network in allowed):
        return True
    return address.is_global and not address.is_multicast
