"""Which language a page or an email is in, and what follows from it: its tag, its direction, and how CLDR writes dates and numbers.

The language of a page comes from its address (`heard.core.sites`), never from a browser's header or a cookie: whoever is sent an address
sees the same page ([ADR 43], [ADR 44]). `HEARD_LANGUAGE` is that of a site whose region names none.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from heard.core import sites

SOURCE = "en-gb"
"""What everything is written in; other languages are translated from it."""
PSEUDO = {"en-xa": SOURCE, "ar-xb": "ar"}
"""Languages that nobody speaks, made of our English to see what a translation would break; and whose dates and numbers they use."""


def attributes(language: str) -> dict[str, str]:
    """`lang` and `dir` of what is in `language`."""
    return {"lang": tag_of(language), "dir": locale_of(language).text_direction}


def spoken() -> dict[str, SafeString]:
    """Every language in which this site speaks, its own first: what each is called there, marked as being in it."""
    return dict(called(sorted(dict(settings.LANGUAGES), key=lambda each: each != settings.LANGUAGE_CODE)))


def called(codes: Iterable[str]) -> list[tuple[str, SafeString]]:
    """What each of these languages is called in it, marked as being in it."""
    return [(code, _named(code)) for code in codes]


def _named(code: str) -> SafeString:
    known = dict(settings.PSEUDO_LANGUAGES).get(code) or locale_of(code).get_language_name() or code
    said = known[0].upper() + known[1:]
    return format_html('<span lang="{lang}" dir="{dir}" translate="no">{said}</span>', said=said, **attributes(code))


def to_write_in(kept: str) -> str:
    """The language we write to someone in: the one that is kept beside their address, unless this site doesn’t speak it any more."""
    return kept if kept in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def active() -> str:
    """The language of what is being made now, as Django names it: “en-gb”."""
    return translation.get_language() or settings.LANGUAGE_CODE


def tag() -> str:
    """The same as HTML, Atom and mail name it: “en-GB”."""
    return tag_of(active())


def tag_of(language: str) -> str:
    return translation.to_locale(language).replace("_", "-")


def direction() -> str:
    return "rtl" if translation.get_language_bidi() else "ltr"


def marked(language: str) -> SafeString:
    """Attributes for what is written in `language`, where the page around it is in another one."""
    if language == active():
        return SafeString("")
    return format_html(' lang="{lang}" dir="{dir}"', **attributes(language))


def said_in(language: str, text: str) -> SafeString:
    """What is written in `language`, within a sentence of the page."""
    mark = marked(language)
    return format_html("<span{}>{}</span>", mark, text) if mark else format_html("{}", text)


def nearest(there: Collection[str], preferred: Sequence[str] = ()) -> str:
    """Of the languages in which something is there, the one that a reader of this page gets: its own, else the first of those that are
    preferred, else the site's, else ours.
    """
    wanted = (active(), *preferred, sites.here().languages[0], SOURCE)
    return next((each for each in wanted if each in there), min(there, default=SOURCE))


def locale() -> Locale:
    """What CLDR knows of the language of what is being made now. Loaded once."""
    return locale_of(active())


@cache
def locale_of(language: str) -> Locale:
    return Locale.parse(PSEUDO.get(language, language), sep="-")
