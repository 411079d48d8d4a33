"""How long things may be. Characters keep the machine from harm; answers and replies also have a number of words, a region's ⚙."""

from django.utils.translation import gettext as _

from heard.core.errors import NotAcceptable
from heard.core.texts.saying import number
from heard.stories.rules.length import Length, length_of, words_in

ANSWER = 40_000
REPLY = 40_000
REPORT = 8_000
CHANGE = 2_000
REASON = 2_000
NAME = 100
JOB_TITLE = 120
SIGN_OFF = 160


def check_length(text: str, *, limit: int, long_is_fine: bool) -> None:
    """Up to `limit` words go on. Up to twice as many when whoever wrote them says that they are meant to be so many; more never.

    Raises:
        NotAcceptable: it is too long; the field says which of the two.
    """
    length = length_of(words := words_in(text), limit=limit)
    if length == Length.VERY_LONG:
        raise NotAcceptable(too_long(words, limit), field="text")
    if length == Length.LONG and not long_is_fine:
        raise NotAcceptable(rather_long(words, limit), field="long_is_fine")


def too_long(words: int, limit: int) -> str:
    return _("This is %(count)s words. Shorten it to %(most)s or fewer.") % {"count": number(words), "most": number(2 * limit)}


def rather_long(words: int, limit: int) -> str:
    said = {"count": number(words), "limit": number(limit)}
    return _("This is %(count)s words. People read up to about %(limit)s. Shorten it, or tick the box to send it at this length.") % said
