"""Changes as the page “What changed” shows them."""

from dataclasses import dataclass
from datetime import date

from heard.core import clock
from heard.published.queries.changes import ListedChange
from heard.ui import wording
from heard.ui.presenters import Link
from heard.website.presenters.addresses import anchor, story_path
from heard.website.presenters.stories import linked


@dataclass(frozen=True)
class ChangeView:
    """A change, and the story it comes from."""

    id: str
    heading: str
    role: str
    on: date | None
    text: str
    planned: str
    status: str
    status_kind: str
    difference: str
    story: Link
    services: tuple[Link, ...]


def change_view(change: ListedChange) -> ChangeView:
    """A change in the words it is shown in."""
    late = change.made_on is None and change.due_on is not None and change.due_on < clock.today()
    made = change.made_on is not None
    difference = {"yes": "The author says it made a difference.", "no": "The author says it made no difference."}.get(change.helped, "")
    if late and change.not_yet:
        difference = "The author says that it hasn’t happened."
    lead = f"{change.organisation}. Lead: {change.who_leads}" if change.who_leads and not made else change.organisation
    return ChangeView(
        id=anchor("change", change.number),
        heading="Change made" if made else _planned(change),
        role=lead,
        on=change.made_on or change.planned_on,
        text=change.made_what if made else change.what,
        planned=change.what if made else "",
        status="Overdue" if late else "",
        status_kind="late" if late else "plain",
        difference=difference,
        story=Link(change.story_title, f"{story_path(change.story_number)}#{anchor('change', change.number)}"),
        services=linked(change.services),
    )


def _planned(change: ListedChange) -> str:
    first = f" (first promised for {wording.date_words(change.first_due_on)})" if change.first_due_on else ""
    return f"Change planned, due {wording.date_words(change.due_on)}{first}" if change.due_on else "Change planned"
