from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from heard.accounts.models import Person

show_and_send = require_http_methods(["GET", "HEAD", "POST"])


def me(request: HttpRequest) -> Person:
    """The editor: the audience of every view has made sure that there is one."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with a form; 422 when what was sent could not be taken."""
    return render(request, template, {"form": form, **context}, status=422 if request.method == "POST" and form.errors else 200)
