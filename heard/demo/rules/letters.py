"""Showing a message: its words as they are, and links only where they lead to this very site."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"https?://[^\s<>\"'“”]+")
_AFTER = ".,;:!?)]"
ONE_CLICK = "List-Unsubscribe=One-Click"


@dataclass(frozen=True)
class Piece:
    """Some words of a message; with `path`, they are a link to that page of this site."""

    words: str
    path: str = ""


def pieces_of(text: str, *, site: str) -> list[Piece]:
    """The text cut at its addresses. One is a link if it is on `site`'s host (whatever its port: the site may have moved to another
    one since the message was sent); the link is then to the path alone, so that it cannot lead anywhere else.
    """
    found, done = [], 0
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_AFTER)
        path = path_on(address, site=site)
        if path:
            found += [Piece(text[done : match.start()]), Piece(address, path)]
            done = match.start() + len(address)
    return [piece for piece in (*found, Piece(text[done:])) if piece.words]


def path_on(address: str, *, site: str) -> str:
    """The path, with its query, of an address on `site`'s host; "" when it is elsewhere, or is no address."""
    try:
        parts, own = urlsplit(address), urlsplit(site)
        same = parts.scheme in {"http", "https"} and parts.hostname == own.hostname and not parts.username
    except ValueError:
        return ""
    if not same or not parts.path.startswith("/") or parts.path.startswith("//") or "\\" in address:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def one_click_stop(headers: dict[str, str], *, site: str) -> str:
    """Where one POST stops these messages (RFC 8058), as a path of this site; "" when the message offers none."""
    target = headers.get("List-Unsubscribe", "").strip()
    if headers.get("List-Unsubscribe-Post") != ONE_CLICK or not (target.startswith("<") and target.endswith(">")):
        return ""
    return path_on(target[1:-1], site=site)
