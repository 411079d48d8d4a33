"""The coarse kinds of edits that the public is told. What is neither to protect people nor civil was done for length or clarity, the right
service instead of a wrong one included.
"""

from collections.abc import Collection
from typing import NamedTuple

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
