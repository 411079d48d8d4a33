from typing import Any

from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return HttpResponse("Bad request", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return HttpResponse("Forbidden", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return forbidden(request)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return HttpResponse("Not found", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Something went wrong", status=500)
