from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path

from bench import stock
from heard.core.access import public
from heard.core.ranges import ranged


@public
def hello(request: HttpRequest) -> HttpResponse:
    """The least that Django can do behind the same middleware."""
    return HttpResponse("hello")


@public
def film(request: HttpRequest) -> HttpResponseBase:
    """A film, as pages with films have theirs sent."""
    return ranged(request, path=settings.BENCH_FILM, content_type="video/mp4")


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/film/", film),
    path("bench/stock/<int:number>/", stock.story),
    path("", include("heard.config.urls")),
]
