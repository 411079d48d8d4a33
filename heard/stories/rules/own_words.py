from dataclasses import dataclass


@dataclass(frozen=True)
class OwnWords:
    """What of a story its author can correct until a moderator has decided."""

    title: str
    words: str
    hope: str
    chosen_name: str
