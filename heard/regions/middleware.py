from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from heard.regions.queries import region_of_host


class RegionMiddleware:
    """Sets `request.region`, looked up only when a view asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.region = SimpleLazyObject(lambda: region_of_host(request.get_host()))  # type: ignore[attr-defined]
        return self.get_response(request)
