"""Writes a small `.mmdb`, the file in which a database of addresses and countries comes, so that tests read a real one.

The format is MaxMind's (maxmind.github.io/MaxMind-DB): a tree that is walked bit by bit of the address, then what its leaves hold, then
what the file says of itself.
"""

from ipaddress import ip_network
from itertools import chain

MARKER = b"\xab\xcd\xefMaxMind.com"
BETWEEN = 16
"""Zeros between the tree and what its leaves hold."""
FIELDS = {
    "node_count": 6,
    "record_size": 5,
    "ip_version": 5,
    "binary_format_major_version": 5,
    "binary_format_minor_version": 5,
    "build_epoch": 9,
}
"""What the file says of itself in numbers, and the type of each."""
BYTES = {5: 2, 6: 4, 9: 8}


def mmdb(records, *, made=1_760_000_000, kind="Heard-Test-Country", version=6):
    """A database of `records`: what is held for each network, IPv4 or (`version=6`) both."""
    nodes, data, places = [[None, None]], b"", {}
    for network, record in records.items():
        place = places.setdefault(repr(record), len(data))
        if place == len(data):
            data += _written(record)
        _hang(nodes, _bits(ip_network(network), version), place)
    number = len(nodes)

    def record_of(each):
        value = number if each is None else each[0] if isinstance(each, tuple) else number + BETWEEN + each
        return value.to_bytes(3, "big")

    about = {
        "node_count": number, "record_size": 24, "ip_version": version, "binary_format_major_version": 2,
        "binary_format_minor_version": 0, "build_epoch": made, "database_type": kind, "languages": ["en"],
        "description": {"en": "Networks of documentation, for tests"},
    }  # fmt: skip
    tree = b"".join(map(record_of, chain.from_iterable(nodes)))
    return tree + bytes(BETWEEN) + data + MARKER + _written(about)


def _bits(network, version):
    bits = f"{int(network.network_address):0{network.max_prefixlen}b}"[: network.prefixlen]
    return "0" * 96 + bits if version == 6 and network.version == 4 else bits


def _hang(nodes, bits, place):
    """A leaf below the last of `bits`; a node is a tuple with its number, a leaf the place of what it holds."""
    at = 0
    for bit in bits[:-1]:
        if nodes[at][int(bit)] is None:
            nodes.append([None, None])
            nodes[at][int(bit)] = (len(nodes) - 1,)
        (at,) = nodes[at][int(bit)]
    nodes[at][int(bits[-1])] = place


def _written(value, kind=None):
    match value:
        case str():
            said = value.encode()
            return _opened(2, len(said)) + said
        case dict():
            return _opened(7, len(value)) + b"".join(_written(key) + _written(each, FIELDS.get(key)) for key, each in value.items())
        case list():
            return _opened(11, len(value)) + b"".join(map(_written, value))
    return _opened(kind, BYTES[kind]) + value.to_bytes(BYTES[kind], "big")


def _opened(kind, size):
    length = b"" if size < 29 else bytes([size - 29])
    return (bytes([kind << 5 | min(size, 29)]) if kind < 8 else bytes([min(size, 29), kind - 7])) + length
