"""Whether a message can reach the author."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from heard.accounts.queries import Reach

REACH: dict[Reach, Promise] = {
    Reach.NONE: gettext_lazy(
        "The author didn’t give an email address. They’ll only see messages when they come back with their story key."
    ),
    Reach.STOPPED: gettext_lazy("The author has stopped our emails. They’ll only see messages when they come back with their story key."),
    Reach.REFUSED: gettext_lazy(
        "We couldn’t deliver an email to the author. They may only see messages when they come back with their story key."
    ),
    Reach.UNCONFIRMED: gettext_lazy(
        "The author gave an email address. We don’t know if it works, because they haven’t used a link we emailed."
    ),
    Reach.CONFIRMED: gettext_lazy("The author gave an email address, and has used a link we emailed."),
}


@dataclass(frozen=True)
class ReachWords:
    """Whether any message can reach the author, in words; `doubtful` where nothing may arrive."""

    words: str
    doubtful: bool


def reach_words(reach: Reach) -> ReachWords:
    return ReachWords(str(REACH[reach]), reach not in {Reach.CONFIRMED, Reach.UNCONFIRMED})
