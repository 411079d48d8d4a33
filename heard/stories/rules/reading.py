from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Reading:
    """When somebody reads what is sent now, as far as that is arranged: when moderators begin `next` (none: they work at this hour), and
    whether somebody is `on_rota` at this moment, who is told at once of signs of danger. Nothing here says that anybody is watching.
    """

    next: datetime | None = None
    on_rota: bool = False
