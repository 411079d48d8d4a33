"""What the public pages say."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from heard.core import languages, links
from heard.core.texts.saying import number
from heard.media.models import Film
from heard.media.presenters import film_facts
from heard.published.queries.changes import ListedChange
from heard.published.queries.listening import ANSWERS_COUNTED_TO, CHANGES_COUNTED_TO, HowItListens, Level
from heard.published.queries.lists import Listed
from heard.published.queries.parts import ServiceRef
from heard.published.queries.related import Related
from heard.showcase.models import TeamMember
from heard.showcase.queries.exemplars import PublicExemplar
from heard.showcase.queries.studies import ListedStudy, PublicStudy
from heard.showcase.queries.team import Card
from heard.showcase.rules.interviews import Interview
from heard.stories.models import AuthorRole
from heard.ui import wording
from heard.ui.presenters import STEP_NAMES, Figure, Link, StoryCard, line_of_steps

ROLES = {role.value: role.label for role in AuthorRole}
LEVELS = {"free": gettext_lazy("Free"), "standard": gettext_lazy("Standard"), "full": gettext_lazy("Full")}
KINDS = {
    "provider": gettext_lazy("Provider of care"),
    "commissioner": gettext_lazy("Commissioner"),
    "regulator": gettext_lazy("Regulator"),
    "healthwatch": gettext_lazy("Patients’ champion"),
    "council": gettext_lazy("Council"),
    "forum": gettext_lazy("Patient forum or charity"),
    "education": gettext_lazy("Teaching and research"),
}


class PersonShown(NamedTuple):
    name: str
    role: str
    initials: str
    photo: str


class AnswerShown(NamedTuple):
    """`short` stands instead of the name once they have been introduced; whoever listens hears the name each time."""

    name: str
    short: str
    paragraphs: Sequence[str]


class TurnShown(NamedTuple):
    question: str
    answers: Sequence[AnswerShown]


class InterviewShown(NamedTuple):
    title: str
    lead: str
    attributes: dict[str, str]
    people: Sequence[PersonShown]
    turns: Sequence[TurnShown]


def interview_shown(interview: Interview, language: str, photos: dict[int, str]) -> InterviewShown:
    met: set[int] = set()
    turns = []
    for turn in interview.turns:
        answers = []
        for each in turn.answers:
            who = interview.named(each.who)
            answers.append(AnswerShown(who.name, who.short if each.who in met else "", each.paragraphs))
            met.add(each.who)
        turns.append(TurnShown(turn.question, answers))
    people = [
        PersonShown(each.name, each.role, wording.initials(each.name), wording.photo_path(photos.get(each.number, "")))
        for each in interview.people
    ]
    return InterviewShown(interview.title, interview.lead, languages.attributes(language), people, turns)


def study_shown(study: PublicStudy) -> InterviewShown:
    return interview_shown(study.interview, study.language, dict(study.photos))


def paper_words(study: PublicStudy) -> str:
    """“PDF, 2 pages, 57 kB”; nothing while it isn't made."""
    if study.pdf_pages is None or study.pdf_size is None:
        return ""
    size = number(max(1, math.ceil(study.pdf_size / 1000)))
    said = ngettext("PDF, %(pages)s page, %(size)s kB", "PDF, %(pages)s pages, %(size)s kB", study.pdf_pages)
    return said % {"pages": number(study.pdf_pages), "size": size}


def listed_shown(study: ListedStudy) -> dict[str, object]:
    return {
        "path": links.path_of_view("showcase:case_study", slug=study.slug),
        "title": study.title,
        "lead": study.lead,
        "on": study.published_on,
        "attributes": languages.attributes(study.language),
    }


class ChangeShown(NamedTuple):
    organisation: str
    on: object
    what: str
    story: Link


class RelatedShown(NamedTuple):
    """What stands beside an interview."""

    service: Link | None
    organisation: str
    organisation_kind: str
    stories: Sequence[StoryCard]
    changes: Sequence[ChangeShown]


def related_shown(found: Related) -> RelatedShown | None:
    """Nothing where nothing of it is public."""
    if not (found.service or found.organisation or found.stories):
        return None
    return RelatedShown(
        service=_service(found.service) if found.service else None,
        organisation=found.organisation.name if found.organisation else "",
        organisation_kind=wording.worded(KINDS, found.organisation.kind) if found.organisation else "",
        stories=[_card(each) for each in found.stories],
        changes=[_change(each) for each in found.changes],
    )


def _service(service: ServiceRef) -> Link:
    return Link(service.label, links.to("service", key=service.path_key))


def _card(story: Listed) -> StoryCard:
    days = (story.told_on, story.heard_on, story.read_on, story.answered_on, story.planned_on, story.made_on)
    return StoryCard(
        path=links.to("story", number=story.number),
        title=story.title,
        role=wording.worded(ROLES, story.role),
        services=tuple(map(_service, story.services)),
        when=wording.date_words(story.told_on).replace(" ", "\u00a0"),
        steps=line_of_steps(dict(zip(STEP_NAMES, days, strict=True))),
        site=wording.name_of(story.region_id, all_named=False),
    )


def _change(change: ListedChange) -> ChangeShown:
    story = Link(change.story_title, links.to("story", number=change.story_number))
    return ChangeShown(change.organisation, change.made_on, change.made_what, story)


# ---------------------------------------------------------------- exemplars


class ExemplarShown(NamedTuple):
    name: str
    kind: str
    pays: str
    why: str
    attributes: dict[str, str]
    row: PublicExemplar
    figures: Sequence[Figure]
    case_study: Link | None
    film: Link | None


PAYS = {
    "free": gettext_lazy("Its subscription is free."),
    "standard": gettext_lazy("It pays for a standard subscription."),
    "full": gettext_lazy("It pays for a full subscription."),
}


def exemplar_shown(found: PublicExemplar, figures: HowItListens | None, film: Film | None) -> ExemplarShown:
    study = (
        Link(found.case_study_title or "", links.path_of_view("showcase:case_study", slug=found.case_study)) if found.case_study else None
    )
    return ExemplarShown(
        name=found.organisation,
        kind=wording.worded(KINDS, found.kind),
        pays=wording.worded(PAYS, found.level) if found.level else _("It doesn’t subscribe at the moment."),
        why=found.why,
        attributes=languages.attributes(found.language),
        row=found,
        figures=_figures(figures) if figures else (),
        case_study=study,
        film=Link(f"{film.title} ({film_facts(film)})", links.path_of_view("media:film", key=film.key)) if film else None,
    )


def _figures(found: HowItListens) -> list[Figure]:
    answers = f"{number(ANSWERS_COUNTED_TO)}+" if found.answers > ANSWERS_COUNTED_TO else number(found.answers)
    made = f"{number(CHANGES_COUNTED_TO)}+" if found.made > CHANGES_COUNTED_TO else number(found.made)
    helped = _("%(helped)s of %(rated)s") % {"helped": number(found.helped), "rated": number(found.rated)} if found.rated else "–"
    return [
        Figure(_days(found.days), _("to answer")),
        Figure(answers, _("answers")),
        Figure(made, _("changes made")),
        Figure(helped, _("answers helped")),
    ]


def _days(median: float | None) -> str:
    if median is None:
        return "–"
    if median < 1:
        return _("Same day")
    return ngettext("%(days)s day", "%(days)s days", 1 if median == 1 else max(2, math.ceil(median))) % {"days": number(median)}


# ---------------------------------------------------------------- who we are


class Group(NamedTuple):
    name: str
    cards: Sequence[tuple[Card, str, str, dict[str, str]]]


def groups(cards: Sequence[Card]) -> list[Group]:
    """Each card with its initials, its photo and its language."""
    return [
        Group(
            str(label),
            [
                (each, wording.initials(each.name), wording.photo_path(each.photo), languages.attributes(each.language))
                for each in cards
                if each.group == group
            ],
        )
        for group, label in TeamMember.Group.choices
        if any(each.group == group for each in cards)
    ]


class LevelShown(NamedTuple):
    name: str
    number: str
    names: Sequence[str]
    more: bool


def levels_shown(found: Sequence[Level]) -> list[LevelShown]:
    order = list(LEVELS)
    ranked = sorted(found, key=lambda each: -order.index(each.level) if each.level in order else 0)
    return [
        LevelShown(wording.worded(LEVELS, each.level), number(each.number), each.names, each.number > len(each.names)) for each in ranked
    ]
