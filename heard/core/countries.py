"""Which country a request comes from, where an operator wants a reader from another one to be offered its site ([ADR 44]).

A header of our proxy says it (`COUNTRY_HEADER`), or a database of addresses that the operator keeps (`COUNTRY_DATABASE`, a `.mmdb`).
Without either no address is looked at. Nothing of this is kept or logged, and no page depends on it: only `/elsewhere/` asks.
"""

import logging
import re
import stat
from dataclasses import dataclass
from datetime import UTC, date, datetime
from ipaddress import IPv6Address
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from babel.core import get_global
from django.conf import settings
from django.http import HttpRequest

from heard.core import proxies

if TYPE_CHECKING:
    from maxminddb import Reader

log = logging.getLogger(__name__)
CODE = re.compile(r"[A-Z]{2}")
"""As ISO 3166 has it."""
NOWHERE = {"XX", "ZZ"}
"""What stands for no country."""
WRONG = (RuntimeError, ValueError, TypeError, LookupError, ArithmeticError, OSError)
"""What the library raises about a file that is damaged or can't be read."""


def are_asked_for() -> bool:
    """Whether anything here says which country a request comes from."""
    return bool(settings.COUNTRY_HEADER or settings.COUNTRY_DATABASE)


def of_request(request: HttpRequest) -> str:
    """The country that a request comes from, by its code (IE); nothing where nobody knows."""
    return _said_by_proxy(request) or _looked_up(request)


def of_time_zone(zone: str) -> str:
    """The country whose time zone this is; nothing for one that is no country's, like UTC."""
    return _code(cast("dict[str, str]", get_global("zone_territories")).get(zone))


def _said_by_proxy(request: HttpRequest) -> str:
    if not settings.COUNTRY_HEADER or not proxies.is_trusted(str(request.META.get("REMOTE_ADDR", ""))):
        return ""
    return _code(request.headers.get(settings.COUNTRY_HEADER))


def _code(said: object) -> str:
    code = said.strip().upper() if isinstance(said, str) else ""
    return code if CODE.fullmatch(code) and code not in NOWHERE else ""


# ---------------------------------------------------------------- the operator's database


class NoDatabase(Exception):
    """There is none, or it can't be used. Says why."""


@dataclass(frozen=True)
class Database:
    """What a file of addresses says of itself."""

    kind: str
    made_on: date


_Stamp = tuple[int, int, int]
_opened: tuple[str, _Stamp | None, "Reader | None"] | None = None
"""The path, which state of the file was read, and what reads it: None where it can't be used."""
_guard = Lock()


def _looked_up(request: HttpRequest) -> str:
    """The country of the request's address, as the database has it."""
    reader = _reader() if settings.COUNTRY_DATABASE else None
    address = proxies.address_of(proxies.client_address(request)) if reader else None
    if reader is None or address is None:
        return ""
    try:
        if isinstance(address, IPv6Address) and reader.metadata().ip_version == 4:
            return ""
        return _country_in(reader.get(str(address).partition("%")[0]))
    except WRONG as error:
        _give_up(error)
        return ""


def _country_in(record: Any) -> str:
    """The code in what such a database holds of an address; its makers write it in three ways."""
    if not isinstance(record, dict):
        return ""
    country = record.get("country")
    if isinstance(country, dict):
        country = country.get("iso_code")
    return _code(record.get("country_code")) or _code(country)


def _reader() -> "Reader | None":
    """Opened at the first question and again when the file was replaced; a file that can't be used is tried again when it has changed."""
    global _opened  # noqa: PLW0603 - one database for the process, replaced as a whole
    path = settings.COUNTRY_DATABASE
    stamp = _stamp(path)
    known = _opened
    if known is not None and known[:2] == (path, stamp):
        return known[2]
    with _guard:
        if _opened is not None and _opened[:2] == (path, stamp):
            return _opened[2]
        try:
            reader = _open(path)
        except NoDatabase as error:
            reader = None
            log.warning("No reader is offered the site of their country: %s", error)
        _opened = path, stamp, reader
        return reader


def _give_up(error: Exception) -> None:
    """The file turns out to be damaged: it isn't asked again until it was replaced."""
    global _opened  # noqa: PLW0603 - as above
    with _guard:
        if _opened is None or _opened[2] is None:
            return
        _opened = _opened[0], _opened[1], None
    log.warning("No reader is offered the site of their country: %s is damaged (%s)", settings.COUNTRY_DATABASE, type(error).__name__)


def _stamp(path: str) -> _Stamp | None:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _open(path: str) -> "Reader":
    """Read into memory as a whole: a file that somebody writes over while it is mapped would end the process.

    Raises:
        NoDatabase: it can't be used, and why.
    """
    try:
        from maxminddb import MODE_MEMORY, open_database
    except ImportError:
        raise NoDatabase("the package maxminddb, which reads COUNTRY_DATABASE, is not installed") from None
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise NoDatabase(f"COUNTRY_DATABASE is no file: {path}")
        return open_database(path, MODE_MEMORY)
    except FileNotFoundError:
        raise NoDatabase(f"COUNTRY_DATABASE is not there: {path}") from None
    except OSError as error:
        raise NoDatabase(f"COUNTRY_DATABASE can’t be read: {path} ({error.strerror or type(error).__name__})") from None
    except WRONG:
        raise NoDatabase(f"COUNTRY_DATABASE is no .mmdb, or damaged: {path}") from None


def examined() -> Database:
    """The database as it is on the disk now, for `doctor`.

    Raises:
        NoDatabase: it can't be used, and why.
    """
    about = _open(settings.COUNTRY_DATABASE).metadata()
    try:
        return Database(str(about.database_type), datetime.fromtimestamp(about.build_epoch, tz=UTC).date())
    except WRONG:
        raise NoDatabase(f"COUNTRY_DATABASE is damaged: {settings.COUNTRY_DATABASE}") from None
