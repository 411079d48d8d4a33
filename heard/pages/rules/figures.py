"""Films and pictures in a text: who draws them registers here (`pages.adapters`)."""

from collections.abc import Callable

Draw = Callable[[str, str | None], str | None]
"""The HTML for a key, with the words for who can't see it where the text has some; None: there is no such thing to show."""

_drawn_by: dict[str, Draw] = {}


def drawn_by(kind: str, draw: Draw) -> None:
    """Have films, or pictures, drawn by this."""
    _drawn_by[kind] = draw


def figure(kind: str, key: str, alt: str | None) -> str | None:
    return _drawn_by[kind](key, alt) if kind in _drawn_by else None
