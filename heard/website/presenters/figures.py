"""Figures with their meaning beside them: home, a service, statistics."""

from dataclasses import dataclass

from heard.ui import wording
from heard.ui.presenters import Figure
from heard.website.queries.home import COUNTED_TO, Home
from heard.website.queries.service_page import ANSWERS_COUNTED_TO, LOOKED_AT, Figures, Listener
from heard.website.queries.statistics import Line, Statistics


def capped(count: int, most: int) -> str:
    """“1,000+” for what was not counted further."""
    return f"{wording.number(most)}+" if count > most else wording.number(count)


def days(median: float | None) -> str:
    """“the same day”, “1 day”, “2.5 days”."""
    if median is None:
        return "–"
    if median < 1:
        return "the same day"
    return f"{wording.number(median)} {'day' if median == 1 else 'days'}"


def _within(median: float | None) -> str:
    """“Half of the answers came …”"""
    if median is None:
        return "No answer has come yet."
    return "Half of the answers came the same day." if median < 1 else f"Half of the answers came within {days(median)}."


def _looked_at(figures: Figures) -> str:
    if figures.told == 0:
        return "There are none yet."
    if figures.told < LOOKED_AT:
        return "Of the one story told so far." if figures.told == 1 else f"Of all {wording.number(figures.told)} stories told so far."
    return f"Of the newest {wording.number(LOOKED_AT)} stories."


def home_figures(home: Home) -> list[Figure]:
    """Live numbers of the first page; `note` is the definition."""
    planned = f"{capped(home.planned, COUNTED_TO)} more {'is' if home.planned == 1 else 'are'}"
    return [
        Figure(
            wording.number(home.told_lately),
            "told in the last 30 days",
            "Stories published here since then, each read by a person first.",
        ),
        Figure(
            wording.percent(home.figures.answered, home.figures.told),
            "answered in public",
            f"{_looked_at(home.figures)} {_within(home.figures.days)}",
        ),
        Figure(
            capped(home.made, COUNTED_TO),
            "changes made" if home.made != 1 else "change made",
            f"Because somebody told a story; {planned} planned.",
        ),
        Figure(
            wording.number(home.members),
            "members of staff listening" if home.members != 1 else "member of staff listening",
            f"People who can sign in today, in {wording.plural(home.organisations, 'organisation')}.",
        ),
    ]


def service_figures(figures: Figures) -> list[Figure]:
    """How well a service listens."""
    return [
        Figure(
            f"{wording.number(LOOKED_AT)}+" if figures.told == LOOKED_AT else wording.number(figures.told),
            "stories told" if figures.told != 1 else "story told",
            "Published about it, or about a part of it.",
        ),
        Figure(wording.percent(figures.heard, figures.told), "heard", "A message about it reached a member of staff who listens."),
        Figure(wording.percent(figures.read, figures.told), "read", "A member of staff concerned opened it."),
        Figure(wording.percent(figures.answered, figures.told), "answered", f"At least one public answer. {_within(figures.days)}"),
        Figure(wording.number(figures.planned), "led to a plan", "Stories for which a change was planned in public."),
        Figure(wording.number(figures.made), "changed something", "Stories for which a change was made."),
    ]


@dataclass(frozen=True)
class ListenerView:
    """An organisation that listens, in words."""

    name: str
    kind: str
    level: str
    members: str
    answers: str


KINDS = {
    "provider": "Provider of care",
    "commissioner": "Commissioner",
    "regulator": "Regulator",
    "healthwatch": "Patients’ champion",
    "council": "Council",
    "forum": "Patient forum or charity",
    "education": "Teaching and research",
}
LEVELS = {"free": "Free", "standard": "Standard", "full": "Full"}


def listener_view(listener: Listener) -> ListenerView:
    if not listener.answers:
        answers = "no answers yet"
    else:
        given = capped(listener.answers, ANSWERS_COUNTED_TO) + (" answer" if listener.answers == 1 else " answers")
        answers = given
        if listener.days is not None:  # of an organisation that was told of nothing that it answered, nobody can say
            answers += f", half of them {'the same day' if listener.days < 1 else 'within ' + days(listener.days)}"
    return ListenerView(
        name=listener.name,
        kind=KINDS[listener.kind],
        level=LEVELS[listener.level],
        members="nobody yet" if not listener.members else wording.plural(listener.members, "person", "people"),
        answers=answers,
    )


# ---------------------------------------------------------------- statistics


@dataclass(frozen=True)
class Defined:
    """One public figure: `name` is its key, `meaning` how it is counted from the columns of the file."""

    name: str
    label: str
    value: str
    meaning: str


def all_figures(found: Statistics) -> list[tuple[str, list[Defined]]]:
    """Every figure of the statistics page, in groups, with how it comes from the file."""
    total = found.total
    rated = total.answers_helped + total.answers_partly_helped + total.answers_not_helped
    return [
        (
            "How far stories have come",
            [
                Defined("told", "Stories told", wording.number(total.told), "Rows of the file: stories that are public now."),
                Defined("heard", "Heard", _share(total.heard, total.told), "Rows with heard_on."),
                Defined("read", "Read", _share(total.read, total.told), "Rows with read_on."),
                Defined("answered", "Answered", _share(total.answered, total.told), "Rows with answered_on."),
                Defined("planned", "Change planned", _share(total.planned, total.told), "Rows with planned_on, also if it was made since."),
                Defined("made", "Change made", _share(total.made, total.told), "Rows with made_on."),
                Defined("helped", "The author says it helped", _share(total.helped, total.told), "Rows with helped_on."),
            ],
        ),
        (
            "How quickly, and how well",
            [
                Defined(
                    "median_days",
                    "Usual time to the first answer",
                    days(total.median_days),
                    "The median of answered_on minus published_on, in days, over rows with answered_on. "
                    "Less than one day reads “the same day”.",
                ),
                Defined(
                    "within_week",
                    "Answered within a week",
                    _share(total.within_week, total.told),
                    "Rows where answered_on is at most 7 days after published_on.",
                ),
                Defined("answers", "Answers", wording.number(total.answers), "The sum of answers."),
                Defined(
                    "rated_helpful",
                    "Answers called helpful",
                    _share(total.answers_helped, rated),
                    "The sum of answers_helped, as a share of answers_helped, answers_partly_helped and answers_not_helped together.",
                ),
                Defined(
                    "changes_planned", "Changes planned, not made yet", wording.number(total.changes_planned), "The sum of changes_planned."
                ),
                Defined(
                    "changes_overdue",
                    "Of these, overdue",
                    _share(total.changes_overdue, total.changes_planned),
                    "Days in plans_due that lie before the day of counting.",
                ),
                Defined("changes_made", "Changes made", wording.number(total.changes_made), "The sum of changes_made."),
            ],
        ),
        (
            "About the stories",
            [
                Defined("questions", "Questions", _share(total.questions, total.told), "Rows where question is t."),
                Defined(
                    "edited",
                    "Changed by a moderator",
                    _share(total.edited, total.told),
                    "Rows where edits_to_protect, edits_for_civility and edits_for_clarity are more than 0 together.",
                ),
                Defined("me_too", "“This happened to me too”", wording.number(total.me_too), "The sum of me_too."),
                Defined("views", "Times a story was opened", wording.number(total.views), "The sum of views."),
            ],
        ),
    ]


def _share(part: int, whole: int) -> str:
    return f"{wording.number(part)} ({wording.percent(part, whole)})" if whole else wording.number(part)


LINE_HEAD = ("Told", "Heard", "Read", "Answered", "Planned", "Made", "Half answered within")


def line_cells(line: Line) -> list[str]:
    """A line of the tables by month and by role."""
    counts = (line.told, line.heard, line.read, line.answered, line.planned, line.made)
    return [*(wording.number(count) for count in counts), days(line.median_days)]
