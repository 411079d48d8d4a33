"""Long lists a page at a time, by keyset: the address of the next page names the last row shown, so a page costs the same however deep."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
MOST = 50
"""Rows on a page."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """`after` goes into the address of the next page; empty when this is the last."""

    rows: list[M]
    after: str


def page_of(rows: QuerySet[M], *, by: str, after: str = "", size: int = MOST) -> Page[M]:
    """The rows that follow row `after` (its id) in the order of field `by`, then id. A row that is not there begins anew."""
    ordered = rows.order_by(by, "pk")
    if after.isdecimal() and len(after) < 19:
        last = rows.filter(pk=int(after)).values_list(by, "pk").first()
        if last is not None:
            ordered = ordered.filter(Q(**{f"{by}__gt": last[0]}) | Q(**{by: last[0], "pk__gt": last[1]}))
    found = list(ordered[: size + 1])
    return Page(rows=found[:size], after=str(found[size - 1].pk) if len(found) > size else "")
