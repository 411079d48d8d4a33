from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from heard.core.errors import REFUSED, DomainError, NotAcceptable, NotAllowed, TooMany
from heard.ui import errors, look

Next = Callable[[HttpRequest], HttpResponse]


class LookMiddleware:
    """Sets `request.look`, the visitor's text size and colours. Read when a page asks for it, never for an API or a feed.

    A page that does not say who may keep it is kept by its visitor alone: menu and messages are in it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        consulted = False

        def read() -> look.Look:
            nonlocal consulted
            consulted = True
            return look.of(request)

        request.look = SimpleLazyObject(read)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if consulted:
            # A page kept by a cache for somebody with no session must not be shown to somebody with one.
            patch_vary_headers(response, ["Cookie"])
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class RefusedMiddleware:
    """The page for a request whose body the web server did not take: too long, too slow, or no room for it (`heard.config.bridge`)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        return errors.refused(request, status) if status else self.get_response(request)


class PlainErrorsMiddleware:
    """A rule of Heard that said no, and that no view phrased beside a field, becomes a plain page with the reason. So does an address that
    was asked for in a way that it does not take: nobody sees a blank page.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        blank = isinstance(response, HttpResponseNotAllowed) and not response.content
        return errors.wrong_way(request, response) if blank else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case TooMany():
                return errors.too_many(request, exception)
            case errors.Gone():
                return errors.gone(request, exception)
            case NotAllowed():
                return errors.forbidden(request, exception)
            case NotAcceptable():
                return errors.bad_request(request, exception)
            case DomainError():
                return errors.conflict(request, exception)
        return None
