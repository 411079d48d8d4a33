"""Figures with their meaning beside them: home, a service, statistics."""

from dataclasses import dataclass

from heard.published.queries.figures import LOOKED_AT, FigureLine, Figures, ServiceLine, Statistics
from heard.ui import wording
from heard.ui.presenters import Figure
from heard.website.queries.home import COUNTED_TO, Home
from heard.website.queries.service_page import ANSWERS_COUNTED_TO, Listener


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
    """One public figure: `name` is its key, `meaning` what it says, in words, and `rows` how it is counted in the file."""

    name: str
    label: str
    value: str
    meaning: str
    rows: str


def all_figures(found: Statistics) -> list[tuple[str, list[Defined]]]:
    """Every figure of the statistics page, in groups, with what it means and how it comes from the file."""
    total = found.total
    rated = total.answers_helped + total.answers_partly_helped + total.answers_not_helped

    def share(name: str, label: str, of: tuple[int, int], meaning: str, rows: str) -> Defined:
        return Defined(name, label, _share(*of), meaning, rows)

    def sum_of(name: str, label: str, value: int, meaning: str, rows: str) -> Defined:
        return Defined(name, label, wording.number(value), meaning, rows)

    told = total.told
    return [
        (
            "How far stories have come",
            [
                sum_of("told", "Stories told", told, "Stories that anyone can read here now.", "the number of rows"),
                share(
                    "heard",
                    "Heard",
                    (total.heard, told),
                    "Someone at an organisation that listens was emailed about it.",
                    "rows with heard_on",
                ),
                share("read", "Read", (total.read, told), "Someone at an organisation it concerns opened it.", "rows with read_on"),
                share("answered", "Answered", (total.answered, told), "It has at least one public answer.", "rows with answered_on"),
                share(
                    "planned",
                    "Change planned",
                    (total.planned, told),
                    "A change was planned because of it, and maybe made since.",
                    "rows with planned_on",
                ),
                share("made", "Change made", (total.made, told), "A change was made because of it.", "rows with made_on"),
                share(
                    "helped",
                    "The author says it helped",
                    (total.helped, told),
                    "The author said that an answer or a change helped.",
                    "rows with helped_on",
                ),
            ],
        ),
        (
            "How quickly, and how well",
            [
                Defined(
                    "median_days",
                    "Usual time to the first answer",
                    days(total.median_days),
                    "Half of the answered stories had their first answer within this time of being published.",
                    "the median of answered_on minus published_on",
                ),
                share(
                    "within_week",
                    "Answered within a week",
                    (total.within_week, told),
                    "The first answer came no more than 7 days after the story was published.",
                    "answered_on no more than 7 days after published_on",
                ),
                sum_of("answers", "Answers", total.answers, "All public answers. A story can have several.", "the sum of answers"),
                share(
                    "rated_helpful",
                    "Answers called helpful",
                    (total.answers_helped, rated),
                    "The author said yes when we asked if the answer helped. The share is of all answers whose author told us.",
                    "answers_helped, of answers_helped, answers_partly_helped and answers_not_helped together",
                ),
                sum_of(
                    "changes_planned",
                    "Changes planned, not made yet",
                    total.changes_planned,
                    "What organisations said in public they would do, and have not marked as done.",
                    "the sum of changes_planned",
                ),
                share(
                    "changes_overdue",
                    "Of these, overdue",
                    (total.changes_overdue, total.changes_planned),
                    "The day the organisation gave has passed.",
                    "days in plans_due before the day of counting",
                ),
                sum_of(
                    "changes_made", "Changes made", total.changes_made, "What organisations say they have done.", "the sum of changes_made"
                ),
            ],
        ),
        (
            "About the stories",
            [
                share("questions", "Questions", (total.questions, told), "The author asks something.", "question is t"),
                share(
                    "edited",
                    "Changed by a moderator",
                    (total.edited, told),
                    "A moderator changed some of the author’s words, and said why.",
                    "edits_to_protect, edits_for_civility or edits_for_clarity is more than 0",
                ),
                sum_of("me_too", "“This happened to me too”", total.me_too, "How many times readers said so.", "the sum of me_too"),
                sum_of(
                    "views", "Times a story was opened", total.views, "Not counting programs that say they are one.", "the sum of views"
                ),
            ],
        ),
    ]


def _share(part: int, whole: int) -> str:
    return f"{wording.number(part)} ({wording.percent(part, whole)})" if whole else wording.number(part)


LINE_HEAD = ("Told", "Heard", "Read", "Answered", "Planned", "Made", "Half answered within")


def line_cells(line: FigureLine | ServiceLine) -> list[str]:
    """A line of the tables by month, by role and by provider."""
    counts = (line.told, line.heard, line.read, line.answered, line.planned, line.made)
    return [*(wording.number(count) for count in counts), days(line.median_days)]
