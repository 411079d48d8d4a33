"""Which language a page or an email is in, and what follows from it: its tag, its direction, and how CLDR writes dates and numbers.

The language of a page comes from its address (`heard.core.sites`), never from a browser's header or a cookie: whoever is sent an address
sees the same page ([ADR 43], [ADR 44]). `HEARD_LANGUAGE` is that of a site whose region names none.
"""

from functools import cache

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from heard.core.actors import ActorRef

SOURCE = "en-gb"
"""What everything is written in; other languages are translated from it."""
PSEUDO = {"en-xa": SOURCE, "ar-xb": "ar"}
"""Languages that nobody speaks, made of our English to see what a translation would break; and whose dates and numbers they use."""


def of_recipient(recipient: ActorRef) -> str:
    """The language we write to someone in."""
    return settings.LANGUAGE_CODE


def of_regions() -> str:
    """The language in which operators write what belongs to a region (crisis lines, how to complain): until a region says its own, ours."""
    return SOURCE


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


def by_the_region() -> SafeString:
    """Attributes for what a region's operators wrote, where the page around it is in another language."""
    language = of_regions()
    if language == active():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', tag_of(language), locale_of(language).text_direction)


def locale() -> Locale:
    """What CLDR knows of the language of what is being made now. Loaded once."""
    return locale_of(active())


@cache
def locale_of(language: str) -> Locale:
    return Locale.parse(PSEUDO.get(language, language), sep="-")
