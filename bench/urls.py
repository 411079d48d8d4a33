from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from bench import stock
from heard.core.access import public


@public
def hello(request: HttpRequest) -> HttpResponse:
    """The least that Django can do behind the same middleware."""
    return HttpResponse("hello")


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/stock/<int:number>/", stock.story),
    path("", include("heard.config.urls")),
]
