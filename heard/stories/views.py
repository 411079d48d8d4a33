"""Telling a story: one question a page, nothing lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from heard.accounts.actions import authors
from heard.core.access import never_kept, public
from heard.stories.presenters import region_of


@public
@never_kept
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Leave quickly: this device forgets whose story was open, and is somewhere harmless. Works as a plain link."""
    away = region_of(request).leave_to
    authors.go_out(request.session)
    return redirect(away)
