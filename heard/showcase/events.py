from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class CaseStudyPublished(Fact):
    """A version of a case study is public; its PDF has to be made."""

    name: ClassVar[str] = "showcase.case_study_published"
    case_study_id: int
    version_id: int


@dataclass(frozen=True)
class CaseStudyWithdrawn(Fact):
    """A case study isn’t public any more; its PDF has to go."""

    name: ClassVar[str] = "showcase.case_study_withdrawn"
    case_study_id: int


@dataclass(frozen=True)
class ConsentWithdrawn(Fact):
    """Someone in a case study, or on “Who we are”, doesn’t agree any more."""

    name: ClassVar[str] = "showcase.consent_withdrawn"
    kind: str
    number: int


@dataclass(frozen=True)
class ExemplarChosen(Fact):
    """An editor made an organisation an exemplar."""

    name: ClassVar[str] = "showcase.exemplar_chosen"
    exemplar_id: int


@dataclass(frozen=True)
class ExemplarEnded(Fact):
    """An editor said that an organisation isn’t an exemplar any more."""

    name: ClassVar[str] = "showcase.exemplar_ended"
    exemplar_id: int


@dataclass(frozen=True)
class TeamChanged(Fact):
    """An editor added or changed someone on “Who we are”."""

    name: ClassVar[str] = "showcase.team_changed"
    member_id: int
