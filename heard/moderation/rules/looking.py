"""What a moderator looks at before something is public: each text in which the gate found anything, as the page showed it, and each tag
that nobody vouches for. What they said can stay is kept with the decision (ADR 33).

A tag is two words at the end of a long page, and stands on the story, in the filters and in the open data. So it is looked at by itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.errors import NotAcceptable
from heard.core.texts.saying import listed
from heard.moderation.rules.work import StoryWork
from heard.stories.rules import going_out
from heard.stories.rules.going_out import As, GoesOut, Noticed
from heard.stories.rules.texts import texts_of_story

TAG_COLUMNS = {"good": "good", "better": "better", "feeling": "feelings"}
"""Kind of tag → the part of a work that holds them."""


@dataclass(frozen=True)
class TagSeen:
    """A tag that waits for a look, or had one (`looked_at`). `key` is what the work keeps; `why` are whole sentences."""

    key: str
    name: str
    why: tuple[str, ...]
    looked_at: bool


NEW = gettext_lazy("This tag is new. No one has checked it yet.")


def texts_of_work(work: StoryWork) -> list[GoesOut]:
    """Everything of `work` that somebody typed and the public will read."""
    own = texts_of_story(title=work.title, text=work.text, hope=work.hope, chosen_name=work.chosen_name)
    return [*own, *tag_texts(work.good, work.better, work.feelings)]


def tag_texts(good: Iterable[str], better: Iterable[str], feelings: Iterable[str]) -> list[GoesOut]:
    return [
        GoesOut(kind, _("the tags"), name, As.TAG)
        for kind, names in zip(TAG_COLUMNS, (good, better, feelings), strict=True)
        for name in names
    ]


FIELD = "looked_at"
"""What a page calls its list of looks, and an error about a look that is missing."""


def look_wanted(noticed: Iterable[Noticed], looked_at: Iterable[str]) -> str:
    """Why something cannot be published for what was found in its texts; empty where it can."""
    wheres = list(dict.fromkeys(str(each.of.where) for each in going_out.not_looked_at(noticed, looked_at)))
    return _("Check what we found in %(where)s. Remove it, or tick that it can stay.") % {"where": listed(wheres)} if wheres else ""


def check_looked_at(noticed: Iterable[Noticed], looked_at: Iterable[str]) -> tuple[str, ...]:
    """The looks that let these texts go out, to be kept with the decision.

    Raises:
        NotAcceptable: nobody has looked at something that was found.
    """
    noticed = list(noticed)
    if wanted := look_wanted(noticed, looked_at):
        raise NotAcceptable(wanted, field=FIELD)
    return tuple(each.key for each in noticed if each.of.kind != As.TAG)


def not_looked_at(tags: Iterable[TagSeen]) -> list[tuple[str, str]]:
    """Why a work cannot be published for its tags: (field, sentence)."""
    return [("tags", _("Check the tag “%(tag)s”. Keep it or remove it.") % {"tag": tag.name}) for tag in tags if not tag.looked_at]


def without_tag(work: StoryWork, key: str, slug_of: Callable[[str], str]) -> dict[str, object]:
    """What of `work` changes when the tag with this key is taken out."""
    kind, _, slug = key.partition(":")
    column = TAG_COLUMNS.get(kind)
    if column is None:
        return {}
    return {column: tuple(name for name in getattr(work, column) if slug_of(name) != slug)}
