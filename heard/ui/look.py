"""How somebody wants Heard to look: kept in their session once they choose, never before."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.conf import settings
from django.http import HttpRequest

Theme = Literal["auto", "light", "dark", "contrast"]
Size = Literal["normal", "large", "larger"]
THEMES: tuple[Theme, ...] = get_args(Theme)
SIZES: tuple[Size, ...] = get_args(Size)
_KEY = "look"


@dataclass(frozen=True)
class Look:
    """`auto` follows the device (its own light, dark or more-contrast setting)."""

    theme: Theme = "auto"
    size: Size = "normal"


DEFAULT = Look()


def of(request: HttpRequest) -> Look:
    """What this visitor chose. Asks the session only if the visitor came with one; never starts one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "session"):
        return DEFAULT
    chosen: Any = request.session.get(_KEY)
    if not isinstance(chosen, dict):
        return DEFAULT
    theme, size = chosen.get("theme"), chosen.get("size")
    return Look(theme if theme in THEMES else "auto", size if size in SIZES else "normal")


def choose(request: HttpRequest, chosen: Look) -> None:
    """Remember the choice. Going back to the defaults forgets it, so that no session is kept for nothing."""
    if chosen == DEFAULT:
        request.session.pop(_KEY, None)
    else:
        request.session[_KEY] = {"theme": chosen.theme, "size": chosen.size}
