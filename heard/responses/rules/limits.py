"""How long things may be. Characters keep the machine from harm; answers and replies also have a number of words, a region's ⚙."""

from heard.core.errors import NotAcceptable
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
    return f"This is {words:,} words. Shorten it to {2 * limit:,} or fewer."


def rather_long(words: int, limit: int) -> str:
    return f"This is {words:,} words. People read up to about {limit:,}. Shorten it, or tick the box to send it at this length."
