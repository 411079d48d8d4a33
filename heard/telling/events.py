from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class RushNoticed(Fact):
    """More was told from one place in an hour than operators want to hear of; the first such place of that hour."""

    name: ClassVar[str] = "stories.rush_noticed"  # what stands in rows keeps its name (ADR 38)
    rush_id: int
