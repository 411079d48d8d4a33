"""What someone looked for that must not appear in any web address, history or log: a postcode, where they are, a colleague's name.

It is kept in their session instead. The address of what was found says only that there is something (`FOUND`), so that “Back” works.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from heard.core import clock
from heard.core.texts.cleaning import clean_line

FOUND = "found"
LASTS = 60 * 60
"""Seconds. Whoever searches has a session for as long, if they had none; what they looked for is deleted after that:
`sessions` neither reads nor writes it, and takes it out of sessions that nobody comes back to.
"""
_PREFIX = "search:"


def keep(session: SessionBase, page: str, looked_for: Any) -> None:
    """Keep what was looked for on a page, in place of the last search there."""
    if session.is_empty():
        session.set_expiry(LASTS)
    session[_name(page)] = [int(clock.now().timestamp()), looked_for]


def kept(session: SessionBase, page: str) -> Any:
    """What was looked for last on this page; None when nothing was, or too long ago."""
    at, looked_for = session.get(_name(page), (0, None))
    return looked_for if at + LASTS > clock.now().timestamp() else None


def old_in(data: Mapping[str, Any]) -> list[str]:
    """Under what names the data of a session hold what was looked for too long ago."""
    oldest = clock.now().timestamp() - LASTS
    return [name for name, (at, *_) in ((name, data[name]) for name in data if name.startswith(_PREFIX)) if at <= oldest]


def forget(session: SessionBase, page: str) -> None:
    session.pop(_name(page), None)


def typed(request: HttpRequest) -> str:
    """What was typed into a search box, tidied."""
    return _tidy(request.POST.get("q", ""))


def asked(request: HttpRequest, page: str) -> str:
    """The words for which this page of results stands; none when it is opened without a search."""
    return _tidy(kept(request.session, page) or "") if FOUND in request.GET else ""


def answer(request: HttpRequest, page: str, *, path: str) -> HttpResponse:
    """To a search that was sent: keep its words, and go to what was found."""
    keep(request.session, page, typed(request))
    return redirect(f"{path}?{urlencode({FOUND: 1})}" if typed(request) else path)


def _name(page: str) -> str:
    return f"{_PREFIX}{page}"


def _tidy(words: str) -> str:
    return " ".join(clean_line(words).split())[:80]
