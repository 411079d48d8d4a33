from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.actors import Actor
from heard.core.reviewing import Advice, Stands, Suggests, Words, reviewable
from heard.responses.actions import changes
from heard.responses.events import ChangeSent
from heard.responses.models import Change, ChangeMove, ChangeState
from heard.responses.reviewables.answers import asking_who
from heard.responses.reviewables.weighing import said_about
from heard.responses.rules.texts import texts_of_change
from heard.stories.models import State
from heard.stories.queries import openly_known
from heard.stories.rules.going_out import Noticed, look_through
from heard.stories.rules.personal_data import Hit, find_personal_data
from heard.ui.forms import DayField, SeenForm, TextField, WordsField
from heard.ui.wording import date_words

WAITS = (ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING)


class _ChangeForm(SeenForm):
    note = WordsField(
        label=gettext_lazy("What you changed, and why"),
        help_text=gettext_lazy("The organisation will see this. You need to fill it in if you change anything."),
        rows=3,
        required=False,
    )


class PlanForm(_ChangeForm):
    what = WordsField(label=gettext_lazy("What will change"), rows=6, most=20_000)
    who_leads = TextField(label=gettext_lazy("Who will lead it"), max_length=120)
    due_on = DayField(label=gettext_lazy("When it will be done by"))
    field_order = ["seen", "what", "who_leads", "due_on", "note"]


class MadeForm(_ChangeForm):
    made_what = WordsField(label=gettext_lazy("What has changed"), rows=6, most=20_000)
    field_order = ["seen", "made_what", "note"]


@reviewable("change")
class Changes(Words[Change]):
    """Plans, and the news that a change was made: always read by somebody."""

    label, things = gettext_lazy("Change"), gettext_lazy("changes")
    heading = gettext_lazy('Change <span class="desk-about">by {organisation} because of a story about {services}</span>')
    opened_by = {ChangeSent: "change_id"}
    say_why = gettext_lazy("Tell the organisation what you changed, and why.")

    def rows(self) -> QuerySet[Change]:
        return Change.objects.select_related("story", "organisation")

    def waiting(self) -> QuerySet[Change]:
        moved = ChangeMove.objects.filter(change=OuterRef("pk")).order_by("-at").values("at")[:1]
        waits = Change.objects.filter(state__in=WAITS).exclude(story__state=State.WITHDRAWN)
        return waits.annotate(since=Coalesce(Subquery(moved), "sent_at"))

    def waits(self, row: Change) -> bool:
        return row.state in WAITS and row.story.state != State.WITHDRAWN

    def weigh(self, row: Change) -> Suggests:
        return said_about(row.story, f"{row.what} {row.made_what}", self.noticed(row, self.own(row)))

    def heading_of(self, row: Change, services: str) -> SafeString:
        return format_html(str(self.heading), organisation=row.organisation.name, services=services)

    def form(self, row: Change) -> type[SeenForm]:
        return MadeForm if _is_made(row) else PlanForm

    def own(self, row: Change) -> dict[str, Any]:
        """Of one that is said to be made the plan is public, and was looked at before."""
        return {"made_what": row.made_what} if _is_made(row) else {"what": row.what, "who_leads": row.who_leads, "due_on": row.due_on}

    def as_decided(self, row: Change) -> dict[str, Any]:
        return {"what": row.what, "who_leads": row.who_leads, "due_on": row.due_on, "made_what": row.made_what}

    def voice(self, row: Change, words: Mapping[str, Any]) -> dict[str, Any]:
        if words.get("made_what"):
            return {"kind": "change", "who": _("Change made"), "role": row.organisation.name, "text": words["made_what"], "sign_off": ""}
        lead = _lead(words.get("who_leads", ""), words.get("due_on"))
        return {"kind": "change", "who": _("Change planned"), "role": lead, "text": words.get("what", ""), "sign_off": ""}

    def noticed(self, row: Change, words: Mapping[str, Any]) -> list[Noticed]:
        said = {name: words.get(name) or "" for name in ("what", "who_leads", "made_what")}
        return look_through(texts_of_change(**said), known=[*openly_known(row.story), row.organisation.name])

    def hits(self, row: Change, text: str) -> list[Hit]:
        return find_personal_data(text, known=[*openly_known(row.story), row.organisation.name])

    def advice(self, row: Change, text: str) -> list[Advice]:
        return asking_who(text)

    def stands(self, row: Change) -> Stands | None:
        if not (row.planned_at and row.made_what):
            return None
        return Stands(_("The plan that’s public"), row.what, _lead(row.who_leads, row.due_on))

    def version(self, row: Change) -> int:
        return row.version

    def publish(self, row: Change, words: Mapping[str, Any], *, seen_version: int | None, note: str, heavily: bool, by: Actor) -> None:
        changes.publish_change(
            change_id=row.pk,
            seen_version=seen_version or 0,
            what=words.get("what", ""),
            who_leads=words.get("who_leads", ""),
            due_on=words.get("due_on"),
            made_what=words.get("made_what", ""),
            note=note,
            by=by,
        )

    def said_back(self, row: Change) -> str:
        said = super().said_back(row)
        return f"{said} " + _("A plan that’s already public stays public.") if _is_made(row) else said

    def give_back(self, row: Change, reason: str, *, seen_version: int | None, by: Actor) -> str:
        """A plan that is public stays public."""
        change = changes.return_change(change_id=row.pk, seen_version=seen_version or 0, reason=reason, by=by)
        return "returned-to-plan" if change.state == ChangeState.PLANNED else "returned"

    def last_said(self, row: Change) -> list[str]:
        said = ChangeMove.objects.filter(change=row).order_by("-pk").values_list("reason", flat=True).first()
        return [row.what, row.made_what, said or ""]


def _lead(who: str, due_on: date | None) -> str:
    """Who leads a plan, and by when it is due."""
    if due_on is None:
        return _("Lead: %(who)s") % {"who": who}
    return _("Lead: %(who)s, due %(day)s") % {"who": who, "day": date_words(due_on)}


def _is_made(change: Change) -> bool:
    return change.state == ChangeState.MADE_WAITING
