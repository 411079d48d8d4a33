"""Figures with their meaning beside them: home, a service, statistics."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from heard.media.presenters import picture_tag
from heard.published.queries.figures import LOOKED_AT, FigureLine, Figures, ServiceLine, Statistics
from heard.published.queries.listening import ANSWERS_COUNTED_TO
from heard.stories.models import AuthorRole
from heard.ui import wording
from heard.ui.presenters import Figure
from heard.website.queries.home import COUNTED_TO, Home
from heard.website.queries.service_page import Listener

BESIDE_A_NAME = "10rem"
"""How wide the picture of an organisation stands in a list."""


def capped(count: int, most: int) -> str:
    """“1,000+” for what was not counted further."""
    return f"{wording.number(most)}+" if count > most else wording.number(count)


def days(median: float | None) -> str:
    """“the same day”, “1 day”, “2.5 days”."""
    if median is None:
        return "–"
    if median < 1:
        return _("the same day")
    return ngettext("%(days)s day", "%(days)s days", _whole(median)) % {"days": wording.number(median)}


def _whole(median: float) -> int:
    """By which number “2.5 days” takes its plural."""
    return 1 if median == 1 else max(2, math.ceil(median))


def _within(median: float | None) -> str:
    """“Half of the answers came …”"""
    if median is None:
        return _("There are no answers yet.")
    if median < 1:
        return _("Half of the answers came the same day.")
    return ngettext("Half of the answers came within %(days)s day.", "Half of the answers came within %(days)s days.", _whole(median)) % {
        "days": wording.number(median)
    }


def _it_came(median: float | None) -> str:
    """Of one answer alone."""
    if median is None:
        return _("There are no answers yet.")
    if median < 1:
        return _("It came the same day.")
    return ngettext("It came within %(days)s day.", "It came within %(days)s days.", _whole(median)) % {"days": wording.number(median)}


def _looked_at(figures: Figures) -> str:
    if figures.told == 0:
        return _("There are no stories yet.")
    if figures.told < LOOKED_AT:
        return ngettext("Of the one story told so far.", "Of all %(count)s stories told so far.", figures.told) % {
            "count": wording.number(figures.told)
        }
    return _("Of the newest %(count)s stories.") % {"count": wording.number(LOOKED_AT)}


def home_figures(home: Home) -> list[Figure]:
    """Live numbers of the first page; `note` is the definition."""
    why = _("Because someone told a story.")
    if home.planned:
        why = ngettext(
            "Because someone told a story. %(count)s more is planned.",
            "Because someone told a story. %(count)s more are planned.",
            home.planned,
        ) % {"count": capped(home.planned, COUNTED_TO)}
    return [
        Figure(
            wording.number(home.told_lately),
            _("told in the last 30 days"),
            _("Stories published here in that time, each read by a person first."),
        ),
        Figure(
            wording.percent(home.figures.answered, home.figures.told),
            _("answered in public"),
            f"{_looked_at(home.figures)} {_within(home.figures.days)}",
        ),
        Figure(capped(home.made, COUNTED_TO), ngettext("change made", "changes made", home.made), why),
        Figure(
            wording.number(home.members),
            ngettext("member of staff listening", "members of staff listening", home.members),
            ngettext(
                "People who can sign in today, in %(count)s organisation.",
                "People who can sign in today, in %(count)s organisations.",
                home.organisations,
            )
            % {"count": wording.number(home.organisations)},
        ),
    ]


def service_figures(figures: Figures) -> list[Figure]:
    """How well a service listens."""
    alone = figures.answered == 1
    return [
        Figure(
            f"{wording.number(LOOKED_AT)}+" if figures.told == LOOKED_AT else wording.number(figures.told),
            ngettext("story told", "stories told", figures.told),
            _("Published about it, or about a part of it."),
        ),
        Figure(
            wording.percent(figures.heard, figures.told), _("heard"), _("A member of staff who listens has been emailed about the story.")
        ),
        Figure(
            wording.percent(figures.read, figures.told), _("read"), _("A member of staff from an organisation it concerns has opened it.")
        ),
        Figure(
            wording.percent(figures.answered, figures.told),
            _("answered"),
            _("It has at least one public answer.") + f" {_it_came(figures.days) if alone else _within(figures.days)}",
        ),
        Figure(wording.number(figures.planned), _("led to a plan"), _("An organisation has published a plan for a change because of it.")),
        Figure(wording.number(figures.made), _("changed something"), _("An organisation has said that it made a change because of it.")),
    ]


@dataclass(frozen=True)
class ListenerView:
    """An organisation that listens, in words. `members` and `answers` are sentences. `site` is that of its region, where that is said."""

    name: str
    site: str
    kind: str
    level: str
    members: str
    answers: str
    picture: SafeString | None = None


KINDS = {
    "provider": gettext_lazy("Provider of care"),
    "commissioner": gettext_lazy("Commissioner"),
    "regulator": gettext_lazy("Regulator"),
    "healthwatch": gettext_lazy("Patients’ champion"),
    "council": gettext_lazy("Council"),
    "forum": gettext_lazy("Patient forum or charity"),
    "education": gettext_lazy("Teaching and research"),
}
LEVELS = {"free": gettext_lazy("Free"), "standard": gettext_lazy("Standard"), "full": gettext_lazy("Full")}


def listener_view(listener: Listener, *, everywhere: bool = False) -> ListenerView:
    """An organisation in words; in a list of all sites (`everywhere`) it says of which it is."""
    if listener.members:
        members = ngettext("%(count)s person is listening.", "%(count)s people are listening.", listener.members) % {
            "count": wording.number(listener.members)
        }
    else:
        members = _("No one is listening yet.")
    if listener.answers:
        answers = ngettext("%(count)s answer.", "%(count)s answers.", listener.answers) % {
            "count": capped(listener.answers, ANSWERS_COUNTED_TO)
        }
        if listener.days is not None:  # of an organisation that was told of nothing that it answered, nobody can say
            answers += f" {_within(listener.days) if listener.answers > 1 else _it_came(listener.days)}"
    else:
        answers = _("No answers yet.")
    return ListenerView(
        name=listener.name,
        site=wording.name_of(listener.region_id, all_named=True) if everywhere else "",
        kind=wording.worded(KINDS, listener.kind),
        level=wording.worded(LEVELS, listener.level),
        members=members,
        answers=answers,
        picture=picture_tag(listener.picture, sizes=BESIDE_A_NAME) if listener.picture else None,
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


def _column(name: str) -> SafeString:
    """A column of the file, whose name is the same in every language."""
    return format_html("<code>{}</code>", name)


def _with_a_date(column: str) -> str:
    return format_html(_("Count the stories that have a date in {column}."), column=_column(column))


def _added_up(column: str) -> str:
    return format_html(_("Add up the column {column}."), column=_column(column))


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
            _("How far stories have come"),
            [
                sum_of("told", _("Stories told"), told, _("Stories that anyone can read here now."), _("Count the rows.")),
                share(
                    "heard",
                    pgettext("step of a story", "Heard"),
                    (total.heard, told),
                    _("Someone at an organisation that listens was emailed about it."),
                    _with_a_date("heard_on"),
                ),
                share(
                    "read",
                    _("Read"),
                    (total.read, told),
                    _("Someone at an organisation it concerns opened it."),
                    _with_a_date("read_on"),
                ),
                share(
                    "answered",
                    _("Answered"),
                    (total.answered, told),
                    _("It has at least one public answer."),
                    _with_a_date("answered_on"),
                ),
                share(
                    "planned",
                    _("Change planned"),
                    (total.planned, told),
                    _("A change was planned because of it, and it may have been made since."),
                    _with_a_date("planned_on"),
                ),
                share(
                    "made",
                    _("Change made"),
                    (total.made, told),
                    _("A change was made because of it."),
                    _with_a_date("made_on"),
                ),
                share(
                    "helped",
                    _("The author says it helped"),
                    (total.helped, told),
                    _("The author said that an answer or a change helped."),
                    _with_a_date("helped_on"),
                ),
            ],
        ),
        (
            _("How quickly and how well"),
            [
                Defined(
                    "median_days",
                    _("Usual time to the first answer"),
                    days(total.median_days),
                    _("Half of the answered stories had their first answer within this time of being published."),
                    _("Take the median of the days from published_on to answered_on."),
                ),
                share(
                    "within_week",
                    _("Answered within a week"),
                    (total.within_week, told),
                    _("The first answer came no more than 7 days after the story was published."),
                    _("Count the stories whose answered_on is at most 7 days after published_on."),
                ),
                sum_of(
                    "answers",
                    _("Answers"),
                    total.answers,
                    _("All public answers. A story can have several."),
                    _added_up("answers"),
                ),
                share(
                    "rated_helpful",
                    _("Answers called helpful"),
                    (total.answers_helped, rated),
                    _(
                        "The author said yes when we asked if the answer helped. "
                        "The percentage is of the answers that authors told us about."
                    ),
                    _("Divide answers_helped by the sum of answers_helped, answers_partly_helped and answers_not_helped."),
                ),
                sum_of(
                    "changes_planned",
                    _("Changes planned but not made yet"),
                    total.changes_planned,
                    _("What organisations have promised publicly and haven’t marked as done."),
                    _added_up("changes_planned"),
                ),
                share(
                    "changes_overdue",
                    _("Of these, overdue"),
                    (total.changes_overdue, total.changes_planned),
                    _("The day the organisation gave has passed."),
                    _("Count the days in plans_due that were over on the day of counting."),
                ),
                sum_of(
                    "changes_made",
                    _("Changes made"),
                    total.changes_made,
                    _("What organisations say they have done."),
                    _added_up("changes_made"),
                ),
            ],
        ),
        (
            _("About the stories"),
            [
                share(
                    "questions",
                    _("Questions"),
                    (total.questions, told),
                    _("The author asks something."),
                    _("Count the stories with t in the column question."),
                ),
                share(
                    "edited",
                    _("Changed by a moderator"),
                    (total.edited, told),
                    _("A moderator changed some of the author’s words, and said why."),
                    _("Count the stories with more than 0 in edits_to_protect, edits_for_civility or edits_for_clarity."),
                ),
                sum_of(
                    "me_too",
                    _("“This happened to me too”"),
                    total.me_too,
                    _("How many times readers said so."),
                    _added_up("me_too"),
                ),
                sum_of(
                    "views",
                    _("Times a story was opened"),
                    total.views,
                    _("Not counting programs that identify themselves, such as search engines."),
                    _added_up("views"),
                ),
            ],
        ),
    ]


def _share(part: int, whole: int) -> str:
    return f"{wording.number(part)} ({wording.percent(part, whole)})" if whole else wording.number(part)


LINE_HEAD = (
    gettext_lazy("Told"),
    pgettext_lazy("step of a story", "Heard"),
    gettext_lazy("Read"),
    gettext_lazy("Answered"),
    gettext_lazy("Planned"),
    gettext_lazy("Made"),
    gettext_lazy("Half answered within"),
)


def role_lines(lines: Sequence[FigureLine]) -> list[list[str]]:
    """The table by role, the most stories first, then by how a role is called here."""
    named = [(wording.worded(dict(AuthorRole.choices), line.role), line) for line in lines]
    return [[name, *line_cells(line)] for name, line in sorted(named, key=lambda each: (-each[1].told, each[0]))]


def line_cells(line: FigureLine | ServiceLine) -> list[str]:
    """A line of the tables by month, by role and by provider."""
    counts = (line.told, line.heard, line.read, line.answered, line.planned, line.made)
    return [*(wording.number(count) for count in counts), days(line.median_days)]
