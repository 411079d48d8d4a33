"""Pages of a list without counting or skipping: each page begins after the last row of the one before, wherever that row stands.

A cursor is sealed (AES-SIV, RFC 5297): an address tells nobody in which order, or at which moment, things were written. The same place
has always the same cursor, so that a page that did not change keeps its ETag.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, reduce
from typing import Any, Generic, Literal, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from heard.core.errors import NotAcceptable

T = TypeVar("T")
S = TypeVar("S")
M = TypeVar("M", bound=Model)
Direction = Literal["older", "newer"]
Key = tuple[int | float | str | date | datetime, ...]
LARGEST = 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Cursor:
    """A place in a list: everything that stands after (`older`) or before (`newer`) the row with this key."""

    direction: Direction
    key: Key

    def __str__(self) -> str:
        packed = json.dumps([self.direction[0], *map(_packed, self.key)], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(_seal(settings.SECRET_KEY).encrypt(packed, None)).decode().rstrip("=")


def read_cursor(text: str, *, like: Sequence[type]) -> Cursor | None:
    """The cursor that an address carries; None for an empty text. `like` gives the types of the list's key.

    Raises:
        NotAcceptable: it was not made by this list.
    """
    if not text:
        return None
    wrong = NotAcceptable(_("That page of the list doesn’t exist. Start again from the first page."), field="page")
    if len(text) > 1000:
        raise wrong
    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        found = json.loads(_seal(settings.SECRET_KEY).decrypt(sealed, None), parse_constant=_no_such_number)
        if not isinstance(found, list) or len(found) != len(like) + 1 or found[0] not in {"o", "n"}:
            raise wrong
        key = tuple(_unpacked(value, kind) for value, kind in zip(found[1:], like, strict=True))
    except (ValueError, TypeError, OverflowError, UnicodeError, binascii.Error, RecursionError, InvalidTag) as error:
        raise wrong from error
    return Cursor("older" if found[0] == "o" else "newer", key)


@lru_cache(maxsize=2)
def _seal(secret: str) -> AESSIV:
    return AESSIV(salted_hmac("heard.core.keyset", "cursors", secret=secret, algorithm="sha256").digest())


def _packed(value: Any) -> int | float | str:
    """A part of a key as JSON holds it; moments exact to what the database keeps."""
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MICROSECOND
    packed: int | float | str = value.isoformat() if isinstance(value, date) else value
    return packed


def _unpacked(value: Any, kind: type) -> Any:
    """What `_packed` packed. Raises ValueError, TypeError or OverflowError for anything else."""
    if kind is datetime:
        return _EPOCH + _unpacked(value, int) * _MICROSECOND
    if kind is date:
        return date.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError(kind)
    if isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError(value)
    if isinstance(value, str) and "\0" in value.encode().decode():  # half a letter (a lone surrogate) cannot be encoded
        raise ValueError(value)
    return value


def _no_such_number(name: str) -> float:
    raise ValueError(name)


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list in reading order, with the cursors of its neighbours. `total` is known on a first page only."""

    rows: tuple[T, ...]
    newer: str | None
    older: str | None
    total: int | None = None

    def map(self, shown: Callable[[T], S]) -> "Page[S]":
        """The same page with each row turned into what `shown` makes of it."""
        return Page(tuple(map(shown, self.rows)), self.newer, self.older, self.total)


def page_of(rows: Sequence[T], *, size: int, cursor: Cursor | None, key: Callable[[T], Key], total: int | None = None) -> Page[T]:
    """The page from up to `size` + 1 rows, which were read in the direction of `cursor`."""
    more = len(rows) > size
    kept = list(rows[:size])
    back = cursor is not None and cursor.direction == "newer"
    if back:
        kept.reverse()
    if not kept:
        return Page((), None, None, total)
    newer = str(Cursor("newer", key(kept[0]))) if (more if back else cursor is not None) else None
    older = str(Cursor("older", key(kept[-1]))) if (back or more) else None
    return Page(tuple(kept), newer, older, total)


def read_page(rows: QuerySet[M], *, by: Mapping[str, type], page: str = "", size: int = 50) -> Page[M]:
    """The page of `rows` that the cursor in `page` leads to, the first one without.

    `by` names the fields that order the list, with their types: falling ones with a minus, none of them ever empty, the last one unique.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    cursor = read_cursor(page, like=list(by.values()))
    back = cursor is not None and cursor.direction == "newer"
    order = [(name.removeprefix("-"), name.startswith("-") != back) for name in by]
    if cursor is not None:
        rows = rows.filter(_beyond(order, cursor.key))
    found = list(rows.order_by(*(f"-{name}" if falls else name for name, falls in order))[: size + 1])
    return page_of(found, size=size, cursor=cursor, key=lambda row: tuple(_value(row, name) for name, _ in order))


def _beyond(order: Sequence[tuple[str, bool]], key: Key) -> Q:
    """What stands after `key`: a later first field, or the same and a later second one, and so on."""
    later, same = Q(), Q()
    for (name, falls), value in zip(order, key, strict=True):
        later |= same & Q(**{f"{name}__{'lt' if falls else 'gt'}": value})
        same &= Q(**{name: value})
    return later


def _value(row: Model, path: str) -> Any:
    return reduce(getattr, path.split("__"), row)
