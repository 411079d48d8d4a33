"""What the pages of the inbox would otherwise have to work out."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.core import clock, links
from heard.core.keyset import Page
from heard.inbox.queries import COUNTED, AuthorSaid, Counts, InboxRow, Tab
from heard.responses.models import Answer, AnswerState, Change, ChangeState
from heard.stories.models import Step
from heard.ui import presenters as ui
from heard.ui import wording

TABS: dict[Tab, Promise] = {
    "new": gettext_lazy("New"),
    "replied": gettext_lazy("New replies"),
    "waiting": gettext_lazy("Waiting"),
    "answered": gettext_lazy("Answered"),
    "promised": gettext_lazy("Change promised"),
}
CRITICALITY = (
    gettext_lazy("Not critical"),
    gettext_lazy("Minimally critical"),
    gettext_lazy("Mildly critical"),
    gettext_lazy("Moderately critical"),
    gettext_lazy("Strongly critical"),
    gettext_lazy("Severely critical"),
)
SAID: dict[AuthorSaid, Promise] = {
    "not-yet": gettext_lazy("Says a promised change hasn’t happened"),
    "reply": gettext_lazy("New reply"),
    "update": gettext_lazy("New update"),
    "did-not-help": gettext_lazy("Says the answer didn’t fully help"),
    "no-difference": gettext_lazy("Says the change made no difference"),
}
IN_HAND = {
    AnswerState.WINDOW: gettext_lazy("Answer sent, can still be edited"),
    AnswerState.WAITING: gettext_lazy("Answer with a moderator"),
    AnswerState.RETURNED: gettext_lazy("Answer sent back"),
}
ANSWER_IN_HAND = {
    AnswerState.WINDOW: gettext_lazy("Sent, can still be edited"),
    AnswerState.WAITING: gettext_lazy("With a moderator"),
    AnswerState.RETURNED: gettext_lazy("Sent back"),
}
CHANGE_IN_HAND = {
    ChangeState.PLAN_WAITING: gettext_lazy("Plan with a moderator"),
    ChangeState.PLANNED: gettext_lazy("Planned"),
    ChangeState.MADE_WAITING: gettext_lazy("Marked as done, with a moderator"),
    ChangeState.RETURNED: gettext_lazy("Sent back"),
}
STEPS = {
    Step.HEARD: (gettext_lazy("Heard"), gettext_lazy("Heard on {day}")),
    Step.READ: (gettext_lazy("Read"), gettext_lazy("Read on {day}")),
    Step.ANSWERED: (gettext_lazy("Answered"), gettext_lazy("Answered on {day}")),
    Step.PLANNED: (gettext_lazy("Change planned"), gettext_lazy("Change planned on {day}")),
    Step.MADE: (gettext_lazy("Change made"), gettext_lazy("Change made on {day}")),
}
"""How far a story came: without its day, and with it."""
ELSEWHERE = {
    Step.READ: (gettext_lazy("Another organisation has read it"), gettext_lazy("Another organisation read it on {day}")),
    Step.ANSWERED: (gettext_lazy("Another organisation has answered"), gettext_lazy("Another organisation answered on {day}")),
    Step.PLANNED: (
        gettext_lazy("Another organisation has planned a change"),
        gettext_lazy("Another organisation planned a change on {day}"),
    ),
    Step.MADE: (gettext_lazy("Another organisation has made a change"), gettext_lazy("Another organisation made a change on {day}")),
}
"""The same of a story that nobody here has opened: then it came so far with others."""


@dataclass(frozen=True)
class Mark:
    """A small state beside a row; `kind` is one of the component's."""

    label: str
    kind: str


@dataclass(frozen=True)
class InboxStory:
    """A story in the inbox as it is shown."""

    path: str
    title: str
    about: str
    told: InboxRow
    marks: tuple[Mark, ...]
    received: str
    step: str
    """How far it came; empty while it was only told."""


def tabs(counts: Counts, current: Tab, *, gives_care: bool) -> list[ui.Tab]:
    """Links, each with how many, up to 99. For who only listens, what others have not answered is not theirs to wait for."""
    path = links.to("inbox")
    words: dict[Tab, Promise] = TABS if gives_care else TABS | {"waiting": gettext_lazy("Not answered yet")}
    return [ui.Tab(f"{label}{_many(getattr(counts, tab))}", f"{path}?show={tab}", current=tab == current) for tab, label in words.items()]


def inbox_story(row: InboxRow) -> InboxStory:
    return InboxStory(
        path=links.to("inbox-story", number=row.story) + (f"#reply-{row.reply}" if row.reply and row.said else ""),
        title=row.title,
        about=wording.listed(list(row.services)),
        told=row,
        marks=tuple(_marks(row)),
        received=_on(_("Received on {day}"), row.told_at),
        step=_step(row),
    )


def inbox_stories(page: Page[InboxRow]) -> Page[InboxStory]:
    return page.map(inbox_story)


def criticality(level: int | None) -> str:
    """“Mildly critical (2 of 5)”; empty while no moderator has said."""
    return "" if level is None else _("%(words)s (%(level)s out of 5)") % {"words": CRITICALITY[level], "level": level}


def due_mark(day: date) -> Mark:
    """When a plan is due, or since when it is overdue."""
    if day < clock.today():
        return Mark(_("Overdue since %(day)s") % {"day": wording.date_words(day)}, "late")
    return Mark(_("Due %(day)s") % {"day": wording.date_words(day)}, "wait")


def answer_state(answer: Answer) -> str:
    """“With a moderator”: where an answer is that is not public yet."""
    return wording.worded(ANSWER_IN_HAND, answer.state)


def change_state(change: Change) -> str:
    return str(CHANGE_IN_HAND.get(ChangeState(change.state), ""))


def _marks(row: InboxRow) -> list[Mark]:
    marks = [Mark(wording.worded(SAID, each), "new") for each in row.said]
    if row.unread:
        marks.append(Mark(_("New"), "new"))
    waited = {"count": wording.number(row.days)}
    if row.mark == "unanswered":
        words = ngettext("Not answered for %(count)s day", "Not answered for %(count)s days", row.days)
        marks.append(Mark(words % waited, "plain"))
    elif row.mark:
        words = ngettext("Waiting %(count)s day", "Waiting %(count)s days", row.days)
        marks.append(Mark(words % waited, "late" if row.mark == "escalate" else "wait"))
    if row.in_hand:
        marks.append(Mark(wording.worded(IN_HAND, row.in_hand), "late" if row.in_hand == AnswerState.RETURNED else "plain"))
    if row.criticality is not None and row.criticality >= 3:
        marks.append(Mark(str(CRITICALITY[row.criticality]), "plain"))
    if row.is_question:
        marks.append(Mark(_("Asks a question"), "plain"))
    return marks


def _step(row: InboxRow) -> str:
    progress = Step(row.progress)
    if progress <= Step.TOLD:
        return ""
    alone, on_day = (ELSEWHERE if row.unread and progress in ELSEWHERE else STEPS)[progress]
    return _on(str(on_day), row.step_at) if row.step_at else str(alone)


def _on(words: str, moment: datetime) -> SafeString:
    """The words with the day of this moment in them, which machines can read too."""
    return format_html(words, day=format_html('<time datetime="{}">{}</time>', wording.iso(moment), wording.date_words(moment)))


def _many(count: int) -> str:
    return "" if not count else f" ({COUNTED - 1}+)" if count >= COUNTED else f" ({count})"
