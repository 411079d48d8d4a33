from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.actors import Actor
from heard.core.reviewing import Advice, Suggests, Words, reviewable
from heard.responses.actions import answers
from heard.responses.events import AnswerReferred
from heard.responses.lifecycle import AnswerMoves
from heard.responses.models import Answer, AnswerMove, AnswerState
from heard.responses.presenters import reason_for_desk
from heard.responses.queries import hits_in, noticed_in
from heard.responses.reviewables.weighing import said_about
from heard.responses.rules.advice import asks_who
from heard.responses.rules.fast_track import phrases_claiming_change
from heard.stories.models import State
from heard.stories.rules.going_out import Noticed
from heard.stories.rules.personal_data import Hit
from heard.ui.forms import SeenForm, WordsField


class AnswerForm(SeenForm):
    text = WordsField(label=gettext_lazy("The answer"), rows=14, most=100_000)
    note = WordsField(
        label=gettext_lazy("What you changed, and why"),
        help_text=gettext_lazy("The person who wrote it will see this. You need to fill it in if you change anything."),
        rows=3,
        required=False,
    )


@reviewable("answer")
class Answers(Words[Answer]):
    """Answers that did not meet every condition of fast-track."""

    label, things = gettext_lazy("Answer"), gettext_lazy("answers")
    heading = gettext_lazy('Answer <span class="desk-about">by {organisation} to a story about {services}</span>')
    opened_by = {AnswerReferred: "answer_id"}
    say_why = gettext_lazy("Tell the responder what you changed, and why.")
    edits_count = True

    def rows(self) -> QuerySet[Answer]:
        return Answer.objects.select_related("story", "organisation", "person__photo")

    def waiting(self) -> QuerySet[Answer]:
        moved = AnswerMove.objects.filter(answer=OuterRef("pk")).order_by("-at").values("at")[:1]
        waits = Answer.objects.filter(state=AnswerState.WAITING).exclude(story__state=State.WITHDRAWN)
        return waits.annotate(since=Coalesce(Subquery(moved), "sent_at"))

    def waits(self, row: Answer) -> bool:
        return row.state == AnswerState.WAITING and row.story.state != State.WITHDRAWN

    def weigh(self, row: Answer) -> Suggests:
        return said_about(row.story, row.text, noticed_in(row, row.text))

    def heading_of(self, row: Answer, services: str) -> SafeString:
        return format_html(str(self.heading), organisation=row.organisation.name, services=services)

    def form(self, row: Answer) -> type[AnswerForm]:
        return AnswerForm

    def own(self, row: Answer) -> dict[str, Any]:
        return {"text": row.text}

    def voice(self, row: Answer, words: Mapping[str, Any]) -> dict[str, Any]:
        role = _("%(job)s, %(organisation)s") % {"job": row.job_title, "organisation": row.organisation.name}
        said = {"kind": "answer", "who": row.name, "role": role, "text": words["text"], "sign_off": row.sign_off}
        return said | {"photo": row.person.photo_key}

    def noticed(self, row: Answer, words: Mapping[str, Any]) -> list[Noticed]:
        return noticed_in(row, words.get("text") or "")

    def hits(self, row: Answer, text: str) -> list[Hit]:
        return hits_in(row, text)

    def advice(self, row: Answer, text: str) -> list[Advice]:
        promised = [] if row.claims_change else phrases_claiming_change(text)[:3]
        return [*asking_who(text), *([Advice("info", _("It sounds like a promise"), promised, str(NOT_TICKED))] if promised else [])]

    def why_here(self, row: Answer) -> list[str]:
        """What the rule kept with its move, in words; moves of before kept the words themselves where they said something else."""
        move = AnswerMove.objects.filter(answer=row, name=AnswerMoves.REFER).order_by("-pk").first()
        return [] if move is None else [*map(reason_for_desk, move.why), *move.reason.splitlines()]

    def version(self, row: Answer) -> int:
        return row.version

    def publish(self, row: Answer, words: Mapping[str, Any], *, seen_version: int | None, note: str, heavily: bool, by: Actor) -> None:
        answers.publish_answer(
            answer_id=row.pk, seen_version=seen_version or 0, text=words["text"], heavily_edited=heavily, note=note, by=by
        )

    def give_back(self, row: Answer, reason: str, *, seen_version: int | None, by: Actor) -> str:
        answers.return_answer(answer_id=row.pk, seen_version=seen_version or 0, reason=reason, by=by)
        return "returned"

    def last_said(self, row: Answer) -> list[str]:
        said = AnswerMove.objects.filter(answer=row).order_by("-pk").values_list("reason", flat=True).first()
        return [row.text, said or ""]


NOT_TICKED = gettext_lazy("The responder didn’t say that anything will change. If it’s a promise, ask them to plan it as a change.")
NO_ONE_NEEDS_TO_KNOW = gettext_lazy(
    "We promise authors that no one here needs to know who they are. "
    "Take it out, or send it back and say how they can offer a named person instead."
)


def asking_who(text: str) -> list[Advice]:
    """Of what staff write: whether it asks who the author is."""
    asked = asks_who(text)
    return [Advice("warning", _("It asks who the author is"), list(asked), str(NO_ONE_NEEDS_TO_KNOW))] if asked else []
