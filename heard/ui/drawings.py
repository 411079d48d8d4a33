"""What stands on a page many times or on every page, made once in the life of a process: a list has twenty cards with six arcs each.

What has words or addresses in it is made once for each site and language.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import languages, sites
from heard.ui import wording

ICONS = Path(__file__).parent / "jinja2" / "ui" / "icons"
_PLAIN = 'fill="none" stroke-linecap="round" aria-hidden="true" focusable="false"'


@cache
def icon(name: str) -> SafeString:
    """The icon `name` (see `assets/icons.txt`) as SVG."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"“{name}” is no name of an icon.")
    return SafeString((ICONS / f"{name}.svg").read_text(encoding="utf-8").strip())


@cache
def arc(position: int, count: int, done: bool) -> SafeString:
    """The arc of one step of the long progress line; later steps reach further."""
    reach = 7 + 15 * position / max(count - 1, 1)
    x, middle, top, bottom = _short(20 - reach * 0.42), _short(20 + reach * 0.5), _short(26 - reach), _short(26 + reach)
    path = f'<path class="{_state(done)}" d="M{x} {top}Q{middle} 26 {x} {bottom}"/>'
    return SafeString(f'<svg class="arc" viewBox="0 0 40 52" {_PLAIN}>{path}</svg>')


def arcs(steps: Iterable[Any]) -> SafeString:
    """The compact progress line: a dot and an arc for each step."""
    return _arcs(tuple([bool(step.done) for step in steps]))


def last_done(steps: Iterable[Any]) -> Any:
    """The furthest step that was done, or None."""
    return next((step for step in reversed(list(steps)) if step.done), None)


def counted(steps: Iterable[Any]) -> SafeString:
    """How many steps were done, for those who cannot see the arcs."""
    steps = list(steps)
    return _counted(sum(bool(step.done) for step in steps), len(steps), sites.spot())


@cache
def _counted(done: int, count: int, _spot: sites.Spot) -> SafeString:
    return format_html('<span class="unseen"> ({})</span>', _("step %(done)s of %(count)s") % {"done": done, "count": count})


@cache
def _arcs(done: tuple[bool, ...]) -> SafeString:
    paths = []
    for position, each in enumerate(done):
        x, y = 24 + position * 19, 7 + position * 19 / max(len(done) - 1, 1)
        paths.append(f'<path class="{_state(each)}" d="M{x} {_short(30 - y)}Q{_short(x + y * 0.8)} 30 {x} {_short(30 + y)}"/>')
    dot = '<circle class="dot" cx="9" cy="30" r="6.5"/>'
    return SafeString(f'<svg class="arcs-drawing" viewBox="0 0 {32 + len(done) * 19} 60" {_PLAIN}>{dot}{"".join(paths)}</svg>')


def _state(done: bool) -> str:
    return "on" if done else "off"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def drawn(macro: Callable[..., SafeString], things: Iterable[tuple[Any, ...]], *how: Any) -> SafeString:
    """What `macro` makes of things whose every word is in them, made once while they are drawn often: the newest stories stand on many
    pages.

    Nothing is shown from here that was not read for this very page: whoever has no such thing in hand cannot ask for its drawing.
    """
    # Marked-up words and the same letters typed by somebody are equal, and must not be drawn alike.
    return SafeString("\n".join([_drawn(macro, thing, tuple(map(type, thing)), how, sites.spot()) for thing in things]))


@lru_cache(maxsize=500)
def _drawn(
    macro: Callable[..., SafeString], thing: tuple[Any, ...], _types: tuple[type, ...], how: tuple[Any, ...], _spot: sites.Spot
) -> SafeString:
    return macro(thing, *how)


def menu(entries: Iterable[Any]) -> SafeString:
    """The entries of a menu (`label`, `path`, `current`) as list items. The same menus stand on every page."""
    return _menu(tuple((str(each["label"]), str(each["path"]), bool(each["current"])) for each in entries))


@lru_cache(maxsize=1024)
def _menu(entries: tuple[tuple[str, str, bool], ...]) -> SafeString:
    return format_html_join(
        "\n",
        '<li><a href="{}"{}>{}</a></li>',
        ((path, SafeString(' aria-current="page"') if current else "", label) for label, path, current in entries),
    )


@cache
def labelled(name: str, label: str) -> SafeString:
    """The icon in its frame: decoration, or with `label` a picture that is read out."""
    if label:
        return format_html('<span class="icon" role="img" aria-label="{}">{}</span>', label, icon(name))
    return format_html('<span class="icon" aria-hidden="true">{}</span>', icon(name))


# ---------------------------------------------------------------- words of the components
# Here, and not set in their template: what a template sets outside its macros is made once, in one language.

BANNER_WORDS = {
    "info": gettext_lazy("Good to know"),
    "success": gettext_lazy("Done"),
    "warning": gettext_lazy("Please note"),
    "error": gettext_lazy("Something is wrong"),
}
NOT_OPEN = gettext_lazy("This site can’t take stories yet. It’s still being set up, and no one would read what you send.")
"""Where a site cannot take stories yet, nothing invites to tell one: this stands there instead, with the way to the page of help."""
NOT_OPEN_WAY = gettext_lazy("Where to find help now")


def linked(links: Iterable[Any]) -> SafeString:
    """Links in a sentence: “Quayside and Larkfield Ward”. One without a path is only words."""
    drawn_links = [format_html('<a href="{}">{}</a>', each.path, each.label) if each.path else escape(each.label) for each in links]
    return SafeString(wording.listed([str(each) for each in drawn_links]))


SAMARITANS = ("Samaritans", "116 123")
"""They answer in all of the UK, where a region has no lines of help of its own."""


def has_closed(region_id: int | None = None) -> bool:
    """Whether the site has closed on which a story would be told: that of this region, or else the one of the page."""
    return _told_on(region_id).closed_on is not None


def not_open(region_id: int | None = None) -> str:
    """Why no story can be told there."""
    site = _told_on(region_id)
    if site.closed_on is None:
        return str(NOT_OPEN)
    if site is sites.here():
        return _("This site has closed and takes no new stories.")
    return _("%(site)s has closed and takes no new stories.") % {"site": wording.site_name(site)}


def _told_on(region_id: int | None) -> sites.Site:
    return (None if region_id is None else sites.elsewhere(region_id)) or sites.here()


def emergency_here() -> sites.Emergency:
    """Whom to call in an emergency where the page stands that is being made."""
    return sites.here().emergency


def crisis_ways(lines: Iterable[Any] | None, emergency: sites.Emergency | None = None) -> SafeString:
    """In one sentence, how to reach each line: “Call 999 or Samaritans on 116 123, or text Shout on 85258”. The emergency number comes
    first where it's among no line's: `emergency`, or where there are no lines that of the site where the page stands.
    """
    known: list[tuple[str, str]] = [(languages.said_in(line.language, line.name), line.contact) for line in lines or ()]
    emergency = emergency or (None if known else emergency_here())
    if emergency and not any(emergency.number in contact.split() for _name, contact in known):
        known = [(emergency.number, emergency.number), *(known or ([SAMARITANS] if emergency.in_uk else []))]
    texted = [each for each in known if wording.dialled(each[1]).startswith("sms:")]
    calls, texts = _reached([each for each in known if each not in texted]), _reached(texted)
    if calls and texts:
        return format_html(_("Call {calls}, or text {texts}"), calls=calls, texts=texts)
    return format_html(_("Call {calls}"), calls=calls) if calls else format_html(_("Text {texts}"), texts=texts)


def _reached(lines: Iterable[tuple[str, str]]) -> SafeString:
    """Lines with their numbers, each one touch away."""
    said = [
        _touched(name, contact) if contact in name else format_html(_("{name} on {number}"), name=name, number=wording.tappable(contact))
        for name, contact in lines
    ]
    return SafeString(wording.listed([str(each) for each in said], last="or"))


def _touched(words: str, contact: str) -> SafeString:
    href = wording.dialled(contact)
    return format_html('<a href="{}">{}</a>', href, words) if href else format_html("{}", words)
