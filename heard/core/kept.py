"""What somebody typed into a long form is not lost when their session ended meanwhile.

A view that says `@keeps_words` may get its form from somebody who is signed out by now, or whose page is older than the session. The
words wait in the visitor's new session under the path of the form; after signing in, the same page shows them again (`words_for`).
Only for forms of staff: an author's words are in the draft.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.http import HttpRequest, QueryDict

from heard.core import limits
from heard.core.errors import TooMany
from heard.core.from_here import is_from_here

View = TypeVar("View", bound=Callable[..., Any])
_KEY = "kept_words"
_MOST = 400_000
"""Letters kept for one visitor: the longest text of a page, in a script whose letters are each sent as six (%CE%B1)."""
AN_HOUR_FROM_ONE_PLACE = 60
"""New sessions that are begun for words from one place: anybody can say that a form came from here, and fill the database with them."""

LETTERS_AN_HOUR_FROM_ONE_PLACE = 6_000_000
"""Letters kept from one place, in whatever session: any page with a form begins one, so having one says nothing about a visitor."""
HOUR = timedelta(hours=1)


def keeps_words(view: View) -> View:
    """Mark a view whose form is worth keeping."""
    view.keeps_words = True  # type: ignore[attr-defined]
    return view


def keep(request: HttpRequest, *, place: str) -> bool:
    """Keep the form that came with this request, if its view wants that and it came from a page of ours; whether it was kept.

    `place` is where it came from (`core.access.place_of`), which is only counted.
    """
    match = request.resolver_match
    if (
        request.method != "POST"
        or match is None
        or not getattr(match.func, "keeps_words", False)
        or not is_from_here(request, if_silent=False)
    ):
        return False
    form = request.POST.copy()
    form.pop("csrfmiddlewaretoken", None)
    words = form.urlencode()
    if len(words) > _MOST or not (_has_session(request) or _may_begin_one(place)) or not _has_room(request, words, place):
        return False
    request.session[_KEY] = {"path": request.path, "words": words}
    return True


def words_for(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once; None when there is nothing."""
    kept: Any = request.session.get(_KEY)
    if not isinstance(kept, dict) or kept.get("path") != request.path:
        return None
    if request.method != "HEAD":  # whoever asks for the head does not see them
        del request.session[_KEY]
    return QueryDict(kept["words"])


def last_words(request: HttpRequest) -> QueryDict | None:
    """What was kept last in this session, for whatever page, and goes on being kept; None when there is nothing."""
    held: Any = request.session.get(_KEY)
    return QueryDict(held["words"]) if isinstance(held, dict) else None


def _has_session(request: HttpRequest) -> bool:
    key = request.session.session_key
    return key is not None and request.session.exists(key)


def _may_begin_one(place: str) -> bool:
    try:
        limits.attempt("kept-words", place, at_most=AN_HOUR_FROM_ONE_PLACE, per=HOUR)
    except TooMany:
        return False
    return True


def _has_room(request: HttpRequest, words: str, place: str) -> bool:
    """Whether so much more can be kept from this place; counted, if so. What takes the place of earlier words counts by what is new."""
    held: Any = request.session.get(_KEY)
    more = max(0, len(words) - (len(held["words"]) if isinstance(held, dict) else 0))
    if limits.counted("kept letters", place, per=HOUR) + more > LETTERS_AN_HOUR_FROM_ONE_PLACE:
        return False
    limits.count("kept letters", place, amount=more, per=HOUR)
    return True
