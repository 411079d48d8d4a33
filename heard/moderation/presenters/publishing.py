"""A story as readers will see it: what to think of before, who is told, and what was edited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core import clock
from heard.directory.models import PROPOSED, Service
from heard.directory.rules.names import with_its_place
from heard.moderation.queries.publishing import ToldNext
from heard.moderation.rules.publishing import RISKY, Risks
from heard.moderation.rules.work import StoryWork
from heard.stories.models import Edit, Story, role_words
from heard.stories.presenters import edits_in_words, particulars, still_to_be_put_in
from heard.stories.rules.criticality import CRITERIA
from heard.stories.rules.edits import kinds_of
from heard.stories.rules.publishing import CRITICAL
from heard.stories.rules.signs import LABELS
from heard.ui.presenters import Link, Step, ToldEntry, line_of_steps
from heard.ui.wording import listed, number


def risk_words(risks: Risks) -> list[str]:
    """What to think of before a text becomes public, a sentence each; empty where there is no risk."""
    if not risks:
        return []
    said = []
    if risks.criticality >= CRITICAL:
        said.append(_("You rated its criticality %(level)s out of %(most)s.") % {"level": risks.criticality, "most": CRITERIA[-1].level})
    if risks.hits:
        hits = ngettext("%(number)s thing in it may identify someone.", "%(number)s things in it may identify someone.", risks.hits)
        said.append(hits % {"number": number(risks.hits)})
    if named := [str(LABELS[sign]) for sign in risks.signs if sign in RISKY and sign not in risks.elsewhere]:
        said.append(_("The story has signs of %(signs)s.") % {"signs": listed(named)})
    if named := [str(LABELS[sign]) for sign in risks.elsewhere if sign in RISKY]:
        said.append(_("The author’s own words have signs of %(signs)s, but this version doesn’t.") % {"signs": listed(named)})
    return [*said, _("It’s about a child.")] if risks.about_child else said


@dataclass(frozen=True)
class PublicStory:
    """A story as its page will show it. The fields are those that `stories/_public.html` asks for."""

    title: str
    who: str
    name: str
    services: list[Link]
    particulars: tuple[str, ...]
    is_question: bool
    text: str
    hope: str
    good: list[str]
    better: list[str]
    feelings: list[str]
    edits: str
    steps: tuple[Step, ...]
    turns: tuple[()] = ()
    told: tuple[ToldEntry, ...] = ()
    asked: tuple[str, ...] = ()
    unheard: bool = False
    nobody_told: bool = False


def as_public(
    story: Story, work: StoryWork, services: dict[int, Service], told: ToldNext | None = None, *, at: datetime | None = None
) -> PublicStory:
    """`work` on `story` as readers will see it: one that is not public yet as it stands a moment after it is (`at`), with who is `told`."""
    made = kinds_of([reason for reason, _ in work.edits])
    return PublicStory(
        title=work.title,
        who=role_words(story.role, after=work.chosen_name),
        name=work.chosen_name,
        services=[_service(services[pk]) for pk in work.services if pk in services],
        particulars=particulars(story),
        is_question=story.is_question,
        text=work.text,
        hope=work.hope,
        good=[name.lower() for name in work.good],
        better=[name.lower() for name in work.better],
        feelings=[name.lower() for name in work.feelings],
        edits=edits_in_words(
            protective=story.protective_edits + made.protective,
            civil=story.civil_edits + made.civil,
            clarity=story.clarity_edits + made.clarity,
            edited_on=clock.today() if story.is_public else None,
        ),
        steps=line_of_steps({"Told": story.told_at or at or clock.now()}),
        told=tuple(ToldEntry(name, read=False, words=_("will be told within a minute")) for name in told.organisations) if told else (),
        asked=(
            *(_not_listening((name,)) for name in (told.asked if told else ())),
            *(still_to_be_put_in(services[pk].name) for pk in work.services if pk in services and services[pk].register == PROPOSED),
        ),
        unheard=told is not None and not told.organisations,
        nobody_told=told is not None and not told.organisations,
    )


def told_after_edit(told: ToldNext | None) -> list[str]:
    """Who is told of an edit, in sentences: also those who hear of a public story now that it is about other services (`told`)."""
    said = [_("We tell the author, who can read each reason."), _("Readers see how many edits there are, and the kind of reason.")]
    if told and told.organisations:
        words = ngettext(
            "%(names)s hasn’t been told about it yet. We’ll tell them within a minute.",
            "%(names)s haven’t been told about it yet. We’ll tell them within a minute.",
            len(told.organisations),
        )
        said.append(words % {"names": listed(told.organisations)})
    return [*said, _not_listening(told.asked)] if told and told.asked else said


def _not_listening(names: Sequence[str]) -> str:
    words = ngettext(
        "%(names)s isn’t listening here yet. We’ll ask them to, if we know who to write to.",
        "%(names)s aren’t listening here yet. We’ll ask them to, if we know who to write to.",
        len(names),
    )
    return words % {"names": listed(list(names))}


def _service(service: Service) -> Link:
    return Link(with_its_place(service.name, level=service.level, above=service.parent.name if service.parent else ""))


def edit_rows(edits: Sequence[tuple[str, str]], *, more: bool) -> list[tuple[str, str]]:
    """The lines for reasons of edits: those that are filled, and one or two to fill."""
    return [*edits, ("", ""), *([("", "")] if more or not edits else [])][: max(2, len(edits) + 2)]


@dataclass(frozen=True)
class EarlierEdit:
    """Why a text that was public was changed, as its author reads it."""

    reason: str
    note: str
    at: datetime


def earlier_edits(edits: Iterable[Edit]) -> list[EarlierEdit]:
    return [EarlierEdit(edit.get_reason_display(), edit.note, edit.version.at) for edit in edits]
