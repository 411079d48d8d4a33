"""A film that anyone can watch: its page, and what its player asks for."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heard.core.access import public
from heard.core.caching import conditional, etag_of
from heard.core.ranges import ranged
from heard.media import gateways
from heard.media.presenters import film_player, may_preview
from heard.media.queries import film_to_send, published_film
from heard.media.rules.films import KINDS

KEPT_SECONDS = 3600
"""How long browsers keep what they were sent: so long a film may still be seen once it was taken down."""


@public
@require_safe
def film(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of one film, in one statement."""
    found = published_film(key)
    if found is None:
        raise Http404
    film, other = found

    def draw() -> HttpResponse:
        return render(request, "media/film.html", {"film": film, "shown": film_player(film, other)})

    return conditional(request, etag_of("film", *((each.pk, each.version) for each in found if each)), draw)


@public
@require_safe
def part(request: HttpRequest, key: str, ending: str) -> HttpResponseBase:
    """A film's file, the picture before it plays (jpg), or its captions (vtt). Until it is published, only those who have an address that
    its editors were shown get any of it.
    """
    previews = may_preview(key, request.GET.get("preview", ""))
    found = film_to_send(key, to_editor=previews)
    if found is None:
        raise Http404
    if ending == "vtt" and found.captions:
        answer: HttpResponseBase = HttpResponse(found.captions, content_type="text/vtt; charset=utf-8")
    elif ending in {"jpg", found.ending}:
        name = gateways.POSTER if ending == "jpg" else f"film.{ending}"
        answer = ranged(request, path=gateways.film_file(key, name), content_type=KINDS.get(ending, ""))
    else:
        raise Http404
    answer["Cache-Control"] = "private, no-store" if previews else f"public, max-age={KEPT_SECONDS}"
    return answer
