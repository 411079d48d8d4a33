from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.actors import Actor
from heard.core.reviewing import Suggests, Words, reviewable
from heard.core.texts import beginning
from heard.responses.actions import replies
from heard.responses.events import ReplySent, ReplyWithdrawn
from heard.responses.lifecycle import ReplyMoves
from heard.responses.models import Reply, ReplyKind, ReplyMove, ReplyState
from heard.responses.reviewables.weighing import said_about
from heard.responses.rules.texts import texts_of_reply
from heard.stories.models import State
from heard.stories.queries import openly_known
from heard.stories.rules.going_out import Noticed, look_through
from heard.stories.rules.personal_data import Hit, find_personal_data
from heard.stories.rules.signs import find_signs, kinds_of
from heard.ui.forms import SeenForm, WordsField
from heard.ui.wording import date_words

ROLES = {ReplyKind.REPLY.value: gettext_lazy("replied"), ReplyKind.UPDATE.value: gettext_lazy("said what happened next")}


class ReplyForm(SeenForm):
    text = WordsField(label=gettext_lazy("The author’s words"), rows=10, most=100_000)
    note = WordsField(
        label=gettext_lazy("What you changed, and why"),
        help_text=gettext_lazy("The author will see this. You need to fill it in if you change anything."),
        rows=3,
        required=False,
    )


@reviewable("reply")
class Replies(Words[Reply]):
    """Authors' replies, updates, and what they say about a promise that was not kept."""

    label, full_label, things = gettext_lazy("Reply"), gettext_lazy("Reply or update"), gettext_lazy("replies and updates")
    heading = gettext_lazy('Reply <span class="desk-about">by the author of a story about {services}</span>')
    opened_by = {ReplySent: "reply_id"}
    closed_by = {ReplyWithdrawn: "reply_id"}
    of_author = True
    say_why = gettext_lazy("Say why you changed the author’s words")
    back = gettext_lazy("Decline it, and say why")

    def rows(self) -> QuerySet[Reply]:
        return Reply.objects.select_related("story", "change")

    def waiting(self) -> QuerySet[Reply]:
        waits = Reply.objects.filter(state=ReplyState.WAITING).exclude(story__state=State.WITHDRAWN)
        return waits.annotate(since=F("sent_at"))

    def taken_back(self) -> QuerySet[Reply]:
        gone = ReplyMove.objects.filter(reply=OuterRef("pk"), name=ReplyMoves.WITHDRAW).order_by("-at").values("at")[:1]
        return Reply.objects.filter(state=ReplyState.WITHDRAWN).exclude(story__state=State.WITHDRAWN).annotate(since=Subquery(gone))

    def waits(self, row: Reply) -> bool:
        return row.state == ReplyState.WAITING and row.story.state != State.WITHDRAWN

    def weigh(self, row: Reply) -> Suggests:
        noticed = [replace(each, signs=()) for each in self._noticed(row, row.original)]
        return said_about(row.story, row.original, noticed, signs=kinds_of(find_signs(row.original)))

    def form(self, row: Reply) -> type[ReplyForm]:
        return ReplyForm

    def own(self, row: Reply) -> dict[str, Any]:
        return {"text": row.original}

    def voice(self, row: Reply, words: Mapping[str, Any]) -> dict[str, Any]:
        role = ROLES.get(row.kind) or _of_promise(row)
        return {"kind": "author", "who": row.story.chosen_name, "role": role, "text": words["text"], "sign_off": ""}

    def noticed(self, row: Reply, words: Mapping[str, Any]) -> list[Noticed]:
        return self._noticed(row, words.get("text") or "")

    def _noticed(self, row: Reply, text: str) -> list[Noticed]:
        return look_through(texts_of_reply(text=text), known=openly_known(row.story))

    def hits(self, row: Reply, text: str) -> list[Hit]:
        return find_personal_data(text, known=openly_known(row.story))

    def publish(self, row: Reply, words: Mapping[str, Any], *, seen_version: int | None, note: str, heavily: bool, by: Actor) -> None:
        replies.publish_reply(reply_id=row.pk, text=words["text"], note=note, by=by)

    def give_back(self, row: Reply, reason: str, *, seen_version: int | None, by: Actor) -> str:
        replies.decline_reply(reply_id=row.pk, reason=reason, by=by)
        return "declined"

    def said_back(self, row: Reply) -> str:
        return _("Declined. The author will see your note.")

    def last_said(self, row: Reply) -> list[str]:
        said = ReplyMove.objects.filter(reply=row).order_by("-pk").values_list("reason", flat=True).first()
        return [row.text, said or ""]


def _of_promise(reply: Reply) -> str:
    said = {"what": beginning(reply.change.what, 120) if reply.change else ""}
    if reply.promised_for is None:
        return _("says that this hasn’t happened: “%(what)s”") % said
    return _("says that this was due on %(day)s and hasn’t happened: “%(what)s”") % (said | {"day": date_words(reply.promised_for)})
