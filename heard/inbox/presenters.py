"""What the pages of the inbox would otherwise have to work out."""

from dataclasses import dataclass
from datetime import date

from heard.core import clock, links
from heard.core.keyset import Page
from heard.inbox.queries import COUNTED, AuthorSaid, Counts, InboxRow, Tab
from heard.responses.models import Answer, AnswerState, Change, ChangeState
from heard.stories.models import Step
from heard.stories.rules.levels import CRITERIA
from heard.ui import presenters as ui
from heard.ui import wording

TABS: dict[Tab, str] = {"new": "New", "replied": "New replies", "waiting": "Waiting", "answered": "Answered", "promised": "Change promised"}
CRITICALITY = tuple(each.name if each.level == 0 else f"{each.name} critical" for each in CRITERIA)
SAID: dict[AuthorSaid, str] = {
    "not-yet": "Says a promised change hasn’t happened",
    "reply": "New reply",
    "update": "New update",
    "did-not-help": "Says the answer didn’t fully help",
    "no-difference": "Says the change made no difference",
}
IN_HAND = {
    AnswerState.WINDOW: "Answer sent, can still be changed",
    AnswerState.WAITING: "Answer with a moderator",
    AnswerState.RETURNED: "Answer returned",
}
CHANGE_IN_HAND = {
    ChangeState.PLAN_WAITING: "Plan with a moderator",
    ChangeState.PLANNED: "Planned",
    ChangeState.MADE_WAITING: "Said to be made, with a moderator",
    ChangeState.RETURNED: "Returned",
}


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
    step: str


def tabs(counts: Counts, current: Tab, *, gives_care: bool) -> list[ui.Tab]:
    """Links, each with how many, up to 99. For who only listens, what others have not answered is not theirs to wait for."""
    path = links.to("inbox")
    words: dict[Tab, str] = TABS if gives_care else TABS | {"waiting": "Not answered yet"}
    return [ui.Tab(f"{label}{_many(getattr(counts, tab))}", f"{path}?show={tab}", current=tab == current) for tab, label in words.items()]


def inbox_story(row: InboxRow) -> InboxStory:
    return InboxStory(
        path=links.to("inbox-story", number=row.story) + (f"#reply-{row.reply}" if row.reply and row.said else ""),
        title=row.title,
        about=wording.listed(list(row.services)),
        told=row,
        marks=tuple(_marks(row)),
        step=Step(row.progress).label,
    )


def inbox_stories(page: Page[InboxRow]) -> Page[InboxStory]:
    return page.map(inbox_story)


def criticality(level: int | None) -> str:
    """“Mildly critical (2 of 5)”; empty while no moderator has said."""
    return "" if level is None else f"{CRITICALITY[level]} ({level} of 5)"


def due_mark(day: date) -> Mark:
    """When a plan is due, or since when it is overdue."""
    if day < clock.today():
        return Mark(f"Overdue since {wording.date_words(day)}", "late")
    return Mark(f"Due {wording.date_words(day)}", "wait")


def answer_state(answer: Answer) -> str:
    """“With a moderator”: where an answer is that is not public yet."""
    return IN_HAND[AnswerState(answer.state)].removeprefix("Answer ").capitalize()


def change_state(change: Change) -> str:
    return CHANGE_IN_HAND.get(ChangeState(change.state), "")


def _marks(row: InboxRow) -> list[Mark]:
    marks = [Mark(SAID[each], "new") for each in row.said]
    if row.unread:
        marks.append(Mark("New", "new"))
    if row.mark == "unanswered":
        marks.append(Mark(f"Not answered for {wording.plural(row.days, 'day')}", "plain"))
    elif row.mark:
        marks.append(Mark(f"Waiting {wording.plural(row.days, 'day')}", "late" if row.mark == "escalate" else "wait"))
    if row.in_hand:
        marks.append(Mark(IN_HAND[AnswerState(row.in_hand)], "late" if row.in_hand == AnswerState.RETURNED else "plain"))
    if row.criticality is not None and row.criticality >= 3:
        marks.append(Mark(CRITICALITY[row.criticality], "plain"))
    if row.is_question:
        marks.append(Mark("Asks a question", "plain"))
    return marks


def _many(count: int) -> str:
    return "" if not count else f" ({COUNTED - 1}+)" if count >= COUNTED else f" ({count})"
