"""One case."""

from django.utils import translation

from heard.accounts.models import Person
from heard.accounts.queries import language_of_author
from heard.core import languages
from heard.core.reviewing import subjects
from heard.moderation import policies
from heard.moderation.lifecycle import CaseMoves
from heard.moderation.models import STORY, Case, CaseMove, Line
from heard.moderation.rules.messages import Help, Start, to_begin_from
from heard.regions.queries import crisis_lines, languages_of, own_words
from heard.stories.models import Story
from heard.stories.rules.signs import GRAVE, Sign


def lines_above(case: Case) -> list[int]:
    """The lines that the case can be passed up to; an appeal only to where somebody had no part in the decision."""
    above = [line.value for line in Line if line > case.line]
    if not case.appeal:
        return above
    return [
        line for line in above if policies.moderators(above=line - 1, region_id=case.story.region_id).exclude(pk__in=case.not_for).exists()
    ]


def case_shown(case_id: int) -> Case | None:
    """The case with what its page shows, if this Heard knows its kind."""
    return (
        Case.objects.select_related(
            "story__original",
            "story__region",
            "claimed_by",
            "proposed_by",
        )
        .filter(pk=case_id, subject__in=subjects())
        .first()
    )


def last_story_case(story_id: int) -> Case | None:
    """The case in which the story itself was decided last."""
    return Case.objects.select_related("story").filter(subject=STORY, story_id=story_id).order_by("-pk").first()


def may_edit_published(person: Person, story_id: int) -> bool:
    """Whether the person may edit this published story. Links to the page that does it, the page and the action all ask here."""
    decided = last_story_case(story_id)
    story = decided.story if decided else Story.objects.only("region_id").filter(pk=story_id).first()
    return story is not None and policies.may_edit(person, decided, region_id=story.region_id)


def help_to_send(case: Case) -> Help | None:
    """The region's crisis lines, if the story has signs of a crisis or of care needed now; otherwise none."""
    return help_for(case) if {*GRAVE, Sign.CARE_NOW} & set(case.signs) else None


def help_for(case: Case) -> Help | None:
    """The region's crisis lines, in the language that we write to the author in: whoever decides may read another one."""
    reader = languages.to_write_in(language_of_author(case.story.author_id, otherwise=languages_of(case.story.region)[0]))
    with translation.override(reader):
        lines = crisis_lines(case.story.region_id)
    said = [f"{line.name}{'' if line.contact in line.name else f': {line.contact}'}. {line.who_for}".strip() for line in lines]
    return Help(tuple(said), lines[0].language, reader) if lines else None


def begun_from(case: Case, name: str) -> Start:
    """What a message to the author can begin from (`BUILT_IN`): in the author's language where there is an address, or else in the region's
    first one.
    """
    spoken = languages_of(case.story.region)
    wanted = (language_of_author(case.story.author_id, otherwise=spoken[0]), *spoken)
    return to_begin_from(name, own_words(case.story.region_id).get(name, {}), wanted)


def proposal_of(case: Case) -> CaseMove | None:
    """The last proposal to decline as not genuine, with its evidence and the message to the author."""
    return CaseMove.objects.filter(case=case, name=CaseMoves.PROPOSE).order_by("-pk").first() if case.proposed_by_id else None
