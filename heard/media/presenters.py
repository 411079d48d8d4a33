from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heard.core import languages
from heard.media.lifecycle import FILM, FilmMoves
from heard.media.models import Film, FilmState
from heard.media.queries import published_film, shown, what_lacks
from heard.media.rules import captions, filming
from heard.media.rules.films import LACKING, paragraphs
from heard.media.rules.pictures import FORMATS, Shown
from heard.ui.wording import number, photo_path, worded

__all__ = [
    "duration",
    "film_facts",
    "film_html",
    "film_lines",
    "film_player",
    "film_preview",
    "film_view",
    "photo_path",
    "picture_html",
    "picture_tag",
    "small_copy",
]

ACROSS_A_PAGE = "(min-width: 44rem) 40rem, 92vw"
"""How wide a picture stands in a column of text. The browser chooses its copy by this before it knows how the page is laid out."""


def picture_html(key: str, *, alt: str | None = None, sizes: str = ACROSS_A_PAGE) -> SafeString | None:
    """A picture across a page, with what can be seen on it for people who can't; `alt` is said instead where another page needs other
    words. None when there is no such picture.
    """
    found = shown(key)
    if found is None:
        return None
    words = {"alt": found.alt, "alt_language": found.alt_language} if alt is None else {"alt": alt, "alt_language": languages.active()}
    return picture_tag(Shown(found.key, tuple(found.widths), found.width, found.height, **words), sizes=sizes)


def small_copy(picture: Shown) -> tuple[str, int, int]:
    """Address, width and height of a small copy: beside a form, or in a list."""
    width = picture.widths[min(1, len(picture.widths) - 1)]
    return f"{settings.MEDIA_URL}{picture.key}/{width}.jpg", width, max(1, round(picture.height * width / picture.width))


def picture_tag(picture: Shown, *, sizes: str = ACROSS_A_PAGE) -> SafeString:
    """The picture in as many widths as there are; its size is said, so that nothing jumps when it arrives.

    Its addresses are the same on every site and in every language, so that a text which several of them share can hold one.
    """
    base = f"{settings.MEDIA_URL}{picture.key}"
    webp, jpeg = (", ".join(f"{base}/{width}.{ending} {width}w" for width in picture.widths) for ending in FORMATS)
    return format_html(
        '<picture class="shown-picture"><source type="image/webp" srcset="{webp}" sizes="{sizes}">'
        '<img src="{base}/{width}.jpg" srcset="{jpeg}" sizes="{sizes}" width="{width}" height="{height}" '
        'alt="{alt}"{lang} loading="lazy" decoding="async"></picture>',
        webp=webp,
        jpeg=jpeg,
        base=base,
        sizes=sizes,
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        lang=languages.marked(picture.alt_language) if picture.alt else "",
    )


# ---------------------------------------------------------------- films

FILMS_URL = "/films/"
"""The same on every site and in every language, as those of pictures are."""
PREVIEWED_FOR = timedelta(hours=12)
_PREVIEWS = TimestampSigner(salt="media.films.preview")


@dataclass(frozen=True)
class Player:
    """What a player of a film is drawn from."""

    film: Film
    base: str
    """Where its files are, without their endings."""
    after: str = ""
    """What stands after the ending: what lets an editor in."""

    @property
    def file(self) -> str:
        return f"{self.base}.{self.film.ending}{self.after}"

    @property
    def poster(self) -> str:
        return f"{self.base}.jpg{self.after}"

    @property
    def captions(self) -> str:
        return f"{self.base}.vtt{self.after}" if self.film.captions else ""


def film_html(key: str) -> SafeString | None:
    """A film that anyone can watch, with its transcript. None when there is no such film."""
    found = published_film(key)
    return film_player(*found) if found else None


def film_player(film: Film, other: Film | None) -> SafeString:
    """A film that anyone can watch, and the way to its other version if there is one."""
    return _figure(Player(film, f"{FILMS_URL}{film.key}"), Player(other, f"{FILMS_URL}{other.key}") if other else None)


def film_preview(film: Film) -> SafeString:
    """A film that isn't published, for an editor: its addresses are good until the evening."""
    return _figure(Player(film, f"{FILMS_URL}{film.key}", f"?preview={_PREVIEWS.sign(film.key).removeprefix(film.key)}"), None)


def may_preview(key: str, mark: str) -> bool:
    """Whether the address of a part of this film was shown to an editor today."""
    try:
        _PREVIEWS.unsign(key + mark, max_age=PREVIEWED_FOR)
    except BadSignature:
        return False
    return True


def _figure(player: Player, other: Player | None) -> SafeString:
    film = player.film
    read = captions.read(film.captions).cues if film.captions else ()
    context = {"player": player, "film": film, "other": other, "said": film_facts(film), "paragraphs": paragraphs(film.transcript, read)}
    return SafeString(render_to_string("media/player.html", context))


@dataclass(frozen=True)
class FilmLine:
    """A film in the list that editors see."""

    key: str
    title: str
    language: str
    facts: str
    state: str
    is_public: bool


def film_lines(films: Iterable[Film]) -> list[FilmLine]:
    return [
        FilmLine(
            each.key,
            each.title or _("Film without a title"),
            each.language,
            film_facts(each) if each.ending else "",
            str(each.get_state_display()),
            each.state == FilmState.PUBLISHED,
        )
        for each in films
    ]


@dataclass(frozen=True)
class FilmView:
    """A film on the page where editors write its words."""

    line: FilmLine
    is_preparing: bool
    why_refused: str
    player: SafeString | None
    lacks: Sequence[str]
    """What it needs before it can be published, in words."""
    hints: Sequence[str]
    """What could be better about its captions, by their lines."""
    can_publish: bool
    can_withdraw: bool
    can_delete: bool


def film_view(film: Film) -> FilmView:
    allows = partial(FILM.allows, film.state)
    read = captions.read(film.captions, seconds=film.seconds) if film.captions else None
    refused = film.state == FilmState.REFUSED
    lacks = [worded(LACKING, each) for each in what_lacks(film)] if film.ending else []
    return FilmView(
        line=film_lines([film])[0],
        is_preparing=film.state == FilmState.PREPARING,
        why_refused=worded(filming.WORDS, film.refused) if refused else "",
        player=film_preview(film) if film.ending else None,
        lacks=lacks,
        hints=[caption_problem(each) for each in read.problems] if read else [],
        can_publish=allows(FilmMoves.PUBLISH) and not lacks,
        can_withdraw=allows(FilmMoves.WITHDRAW),
        can_delete=allows(FilmMoves.DELETE),
    )


def caption_problem(problem: captions.Problem) -> str:
    """“Line 12: This caption ends before it starts”."""
    return _("Line %(line)s: %(problem)s") % {"line": number(problem.line), "problem": worded(captions.WORDS, problem.what)}


def film_facts(film: Film) -> str:
    """“Film, 2 minutes 10 seconds, 14 MB”: what it costs to watch, before anything is loaded."""
    length, size = duration(film.seconds), file_size(film.size)
    if film.has_sound:
        return _("Film, %(length)s, %(size)s") % {"length": length, "size": size}
    return _("Film without sound, %(length)s, %(size)s") % {"length": length, "size": size}


def duration(seconds: int) -> str:
    """“2 minutes 10 seconds”."""
    minutes, rest = divmod(seconds, 60)
    in_minutes = ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": number(minutes)}
    in_seconds = ngettext("%(num)s second", "%(num)s seconds", rest) % {"num": number(rest)}
    if minutes and rest:
        return _("%(minutes)s %(seconds)s") % {"minutes": in_minutes, "seconds": in_seconds}
    return in_minutes if minutes else in_seconds


def file_size(size: int) -> str:
    """“14 MB”, “650 kB”."""
    if size < 1_000_000:
        return _("%(num)s kB") % {"num": number(max(1, round(size / 1000)))}
    return _("%(num)s MB") % {"num": number(round(size / 1_000_000))}
