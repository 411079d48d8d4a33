"""What waits for a moderator, of whichever kind it is, and where it stands in the queue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from heard.core.reviewing import OutlivesStory, kind_of, kinds
from heard.moderation.models import STORY, Case, Turn
from heard.moderation.rules.risk import may_wait, queue_risk
from heard.stories.models import Story


@dataclass(frozen=True)
class Standing:
    """Something that a moderator has to decide, with its place in the queue."""

    story: Story
    risk: int
    turn: int
    signs: list[str]
    found: list[str]
    word_count: int


def standing_of(*, subject: str, thing_id: int) -> Standing | None:
    """Where the thing stands, if it still waits for a moderator.

    Raises:
        ObjectDoesNotExist: the thing is not there: that is no decision about it.
    """
    kind = kind_of(subject)
    row = kind.rows().get(pk=thing_id)
    if not kind.waits(row):
        return None
    says = kind.weigh(row)
    risk = queue_risk(
        signs=says.signs, criticality=says.criticality, hits=says.found, is_sensitive=says.sensitive, may_praise=says.may_praise
    )
    last = says.read_last and may_wait(risk=risk, signs=says.signs)
    return Standing(
        story=kind.story_of(row),
        risk=risk,
        turn=Turn.LAST if last else Turn.USUAL,
        signs=list(says.signs),
        found=list(says.found),
        word_count=says.words,
    )


def still_waits(case: Case) -> bool:
    """Whether there is still something to decide about what the case is about, as of this moment.

    Raises:
        ObjectDoesNotExist: the thing is not there: that is no decision about it.
    """
    return case.kind.waits(case.kind.rows().get(pk=case.thing_id))


def waited_as_read(case: Case) -> bool:
    """The same as of when the case was read with what it is about: asks nothing more."""
    return case.kind.waits(case.thing)


def outliving() -> list[OutlivesStory[Any]]:
    """The kinds that are still to be decided when their story was taken back."""
    return [kind for kind in kinds() if isinstance(kind, OutlivesStory)]


def with_things(cases: Iterable[Case]) -> None:
    """Read what these cases are about, in one statement for each kind that is among them."""
    of_kind: dict[str, dict[int, Case]] = {}
    for case in cases:
        of_kind.setdefault(case.subject, {})[case.pk] = case
    for subject, those in of_kind.items():
        things: dict[int, Any] = {}
        if subject != STORY:
            things = kind_of(subject).rows().in_bulk({case.thing_id for case in those.values()})
        for case in those.values():
            if case.thing_id in things:
                case.thing = things[case.thing_id]
