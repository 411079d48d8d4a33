"""What Heard says about itself, for anyone: its pages, the earlier versions of its policies, and the glossary."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heard.core import languages, links
from heard.core.access import public
from heard.core.caching import conditional, etag_of
from heard.core.texts.differences import word_differences
from heard.pages.models import Kind
from heard.pages.presenters.showing import in_words, page_view, path_of, preview
from heard.pages.queries import Shown, editions, moved_to, region_here, shown
from heard.pages.queries import glossary as read_glossary

LED_ON_FOR = 300
"""Seconds. A browser that kept it for ever would never come to a page that has the address later."""


@public
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    found = shown(path, region_id=region_here(), language=languages.active())
    if found is None:
        return _led_on(path)

    def draw() -> HttpResponse:
        return render(request, "pages/page.html", {"page": page_view(found)})

    return conditional(request, etag_of("page", found), draw)


setattr(page, links.ANY_ADDRESS, True)


def _led_on(path: str, after: str = "") -> HttpResponse:
    now = moved_to(path)
    if now is None:
        raise Http404
    response = HttpResponsePermanentRedirect(path_of(now) + after, preserve_request=True)
    response["Cache-Control"] = f"max-age={LED_ON_FOR}"
    return response


@public
@require_safe
def versions(request: HttpRequest, path: str) -> HttpResponseBase:
    """Every version of a policy that was ever public, and when."""
    found = _policy(path)
    if found is None:
        return _led_on(path, "versions/")
    known = editions(found.text_id)

    def draw() -> HttpResponse:
        context = {"page": page_view(found), "editions": known, "path": path_of(found.path)}
        return render(request, "pages/versions.html", context)

    return conditional(request, etag_of("versions", found, [(each.version.pk, each.day) for each in known]), draw)


@public
@require_safe
def version(request: HttpRequest, path: str, number: str) -> HttpResponseBase:
    """An earlier version of a policy, and what was changed in it since the one before."""
    found = _policy(path)
    if found is None:
        return _led_on(path, f"versions/{number}/")
    known = editions(found.text_id)
    at = next((at for at, each in enumerate(known) if each.version.number == int(number)), None)
    if at is None:
        raise Http404
    this, before = known[at], known[at + 1] if at + 1 < len(known) else None

    def draw() -> HttpResponse:
        now = preview(this.version, region_id=region_here())
        then = preview(before.version, region_id=region_here()) if before else None
        context = {
            "page": now,
            "this": this,
            "is_newest": this.version.pk == found.version_id,
            "before": before,
            "pieces": word_differences(in_words(then), in_words(now)) if then else [],
            "path": path_of(found.path),
        }
        return render(request, "pages/version.html", context)

    return conditional(request, etag_of("version", found, this.version.pk, this.day, before and before.version.pk), draw)


def _policy(path: str) -> Shown | None:
    found = shown(path, region_id=region_here(), language=languages.active())
    if found is not None and found.kind != Kind.POLICY:
        raise Http404
    return found


@public
@require_safe
def glossary(request: HttpRequest) -> HttpResponseBase:
    found = read_glossary(region_id=region_here(), language=languages.active())

    def draw() -> HttpResponse:
        letters = [(letter, list(words)) for letter, words in groupby(found, key=lambda each: each.word[:1].upper())]
        return render(request, "pages/glossary.html", {"letters": letters})

    return conditional(request, etag_of("glossary", found), draw)
