"""Changes as the page “What changed” shows them."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock
from heard.published.queries.changes import ListedChange
from heard.ui import wording
from heard.website.presenters.addresses import anchor, story_path
from heard.website.presenters.stories import linked, links_listed


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
    because: str
    told_on: str


HELPED: dict[str, str | Promise] = {
    "yes": gettext_lazy("The author says it made a difference."),
    "no": gettext_lazy("The author says it made no difference."),
}


def change_view(change: ListedChange, *, everywhere: bool = False) -> ChangeView:
    """A change in the words it is shown in; in a list of all sites (`everywhere`) it says on which the story was told."""
    late = change.made_on is None and change.due_on is not None and change.due_on < clock.today()
    made = change.made_on is not None
    difference = str(HELPED.get(change.helped, ""))
    if late and change.not_yet:
        difference = _("The author says that it hasn’t happened.")
    lead = change.organisation
    if change.who_leads and not made:
        lead = _("%(organisation)s. Lead: %(lead)s") % {"organisation": change.organisation, "lead": change.who_leads}
    return ChangeView(
        id=anchor("change", change.number),
        heading=_("Change made") if made else _planned(change),
        role=lead,
        on=change.made_on or change.planned_on,
        text=change.made_what if made else change.what,
        planned=change.what if made else "",
        status=_("Overdue") if late else "",
        status_kind="late" if late else "plain",
        difference=difference,
        because=_because(change),
        told_on=_("It was told on %(site)s.") % {"site": site} if (site := wording.name_of(change.region_id, all_named=everywhere)) else "",
    )


def _planned(change: ListedChange) -> str:
    if change.due_on is None:
        return _("Change planned")
    due = wording.date_words(change.due_on)
    if change.first_due_on is None:
        return _("Change planned, due %(day)s") % {"day": due}
    return _("Change planned, due %(day)s (first promised for %(first)s)") % {"day": due, "first": wording.date_words(change.first_due_on)}


def _because(change: ListedChange) -> str:
    """The story it comes from and what that is about, as links."""
    path = f"{story_path(change.story_number)}#{anchor('change', change.number)}"
    story = format_html('<a href="{}" dir="auto">{}</a>', path, change.story_title)
    if not change.services:
        return format_html(_("Because of {story}."), story=story)
    return format_html(_("Because of {story}, about {services}."), story=story, services=links_listed(linked(change.services)))
