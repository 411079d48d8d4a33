"""The coarse kinds of edits that the public is told. What is neither to protect people nor civil was done for length or clarity, the right
service instead of a wrong one included. And what an edit changed beside the words, as its move keeps it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heard.core.texts.saying import listed

PROTECTIVE = {"names-a-person", "identifies-author", "date-or-place"}
CIVIL = {"discriminatory", "obscene", "legal"}


class EditKinds(NamedTuple):
    """How many edits were made of which coarse kind."""

    protective: int
    civil: int
    clarity: int


def kinds_of(reasons: Collection[str]) -> EditKinds:
    """`reasons` are those of `EditReason`, one for each edit."""
    protective, civil = (sum(reason in kind for reason in reasons) for kind in (PROTECTIVE, CIVIL))
    return EditKinds(protective, civil, len(reasons) - protective - civil)


Names = Mapping[str, Sequence[str]]
"""What stands (`now`) and what stood (`then`)."""


def changed_words(changed: Mapping[str, Names]) -> list[str]:
    """Which services (`about`) and which tags (`tags`) a story has since an edit, and which it had, in whole sentences."""
    said = []
    if about := changed.get("about"):
        now, then = listed(about["now"]), listed(about["then"]) or _("nothing")
        said.append(_("It is about: %(now)s. Before: %(then)s.") % {"now": now, "then": then})
    if tags := changed.get("tags"):
        none = pgettext("tags", "none")
        now, then = listed(tags["now"]) or none, listed(tags["then"]) or none
        said.append(_("Its tags: %(now)s. Before: %(then)s.") % {"now": now, "then": then})
    return said
