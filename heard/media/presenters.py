from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from heard.core import languages
from heard.media.queries import shown
from heard.media.rules.pictures import FORMATS, Shown
from heard.ui.wording import photo_path

__all__ = ["photo_path", "picture_html", "picture_tag", "small_copy"]

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
