"""The site, and pages that tell what came through the door."""

import os
import signal
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from heard.core.access import place_of, public
from heard.core.ranges import ranged

LONG = 5_000_000


@public
@csrf_exempt
def echo(request: HttpRequest) -> HttpResponse:
    """What arrived."""
    body = request.read()
    said = {"length": len(body), "path": request.path, "query": request.META["QUERY_STRING"], "place": place_of(request)}
    said |= {name: value for name, value in request.META.items() if name.startswith("HTTP_")}
    return JsonResponse(said | {"method": request.method, "begins": body[:20].decode("latin-1")})


@public
def long(request: HttpRequest) -> StreamingHttpResponse:
    """More than any buffer between here and a reader holds."""
    return StreamingHttpResponse((b"x" * 50_000 for _ in range(LONG // 50_000)), content_type="text/plain")


@public
def film(request: HttpRequest) -> HttpResponseBase:
    """A file that lies beside what arrives."""
    return ranged(request, path=settings.ARRIVING_HOME.parent / "film.mp4", content_type="video/mp4")


@public
def die(request: HttpRequest) -> HttpResponse:
    """The end of the process that was asked."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)
    return HttpResponse()


urlpatterns = [
    path("echo/files/", echo),
    path("echo/", echo),
    path("long/", long),
    path("film/", film),
    path("die/", die),
    path("", include("heard.config.urls")),
]
handler400, handler403, handler404, handler500 = (
    f"heard.ui.errors.{name}" for name in ("bad_request", "forbidden", "not_found", "server_error")
)
