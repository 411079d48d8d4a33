from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from heard.core.actors import Actor
from heard.core.reviewing import OutlivesStory, Report, Suggests, reviewable
from heard.responses.actions.authors import erase_report
from heard.responses.events import AuthorTreatedDifferently
from heard.responses.models import TreatedDifferently
from heard.stories.rules.signs import find_signs, kinds_of

AS_CRITICAL = 5
"""As the gravest story."""


@reviewable("treated-differently")
class Reports(Report[TreatedDifferently], OutlivesStory[TreatedDifferently]):
    """“I was treated differently, or somebody asked who I am.” Never public."""

    label, things = gettext_lazy("Treated differently"), gettext_lazy("reports of being treated differently")
    heading = gettext_lazy('Treated differently <span class="desk-about">because of a story about {services}</span>')
    opened_by = {AuthorTreatedDifferently: "report_id"}
    seniors_only = True
    of_author = True
    once = True
    intro = gettext_lazy(
        "The author of a story told us that someone treated them differently, or asked who they are. Only senior moderators see this."
    )

    def rows(self) -> QuerySet[TreatedDifferently]:
        return TreatedDifferently.objects.all()

    def waiting(self) -> QuerySet[TreatedDifferently]:
        """It has no state: it waits as long as its one case is open."""
        return TreatedDifferently.objects.annotate(since=F("told_at"))

    def waits(self, row: TreatedDifferently) -> bool:
        return True

    def weigh(self, row: TreatedDifferently) -> Suggests:
        signs = kinds_of(find_signs(row.text))
        return Suggests(words=len(row.text.split()), signs=tuple(signs), criticality=AS_CRITICAL, sensitive=True)

    def text(self, row: TreatedDifferently) -> str:
        return row.text

    def told_at(self, row: TreatedDifferently) -> datetime:
        return row.told_at

    def with_words(self) -> QuerySet[TreatedDifferently]:
        return TreatedDifferently.objects.exclude(text="")

    def erase(self, row_id: int, *, by: Actor) -> None:
        erase_report(report_id=row_id, by=by)
