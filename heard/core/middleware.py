from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from heard.core import proxies
from heard.core.access import is_ahead, not_ahead

Next = Callable[[HttpRequest], HttpResponse]


class OnlyWhatIsOpened:
    """Somebody with a session gets no page ahead of opening it, and asking for the head of one uses nothing up.

    A story is read because a member opened it, a message is gone because it was shown, and words that were kept are shown once. None of
    that may happen because a browser guessed where its visitor goes next.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and is_ahead(request):
            return not_ahead()
        response = self.get_response(request)
        if request.method == "HEAD":
            messages: Any = getattr(request, "_messages", None)
            if messages is not None:
                messages.used = False  # they stand in the body, which nobody gets
        return response


class ProxyMiddleware:
    """Has a request be as secure as the visitor's own connection is: behind a TLS proxy the one to us is not, and means nothing."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if said := proxies.scheme(request):
            request.META["wsgi.url_scheme"] = said
        return self.get_response(request)


class CsrfMiddleware(CsrfViewMiddleware):
    """Django's check, for a house with many hosts: a form comes from here if its page had the host that it was sent to.

    Behind a proxy the scheme is the proxy's business. One that does not tell it lets visitors come by that of `SITE_URL`.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        scheme, _, host = request.META["HTTP_ORIGIN"].partition("://")
        return scheme in {request.scheme, urlsplit(settings.SITE_URL).scheme} and host == request.get_host()
