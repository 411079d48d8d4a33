from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.accounts.models import Person
from heard.core.errors import DomainError
from heard.media.adapters import count_pictures, hold
from heard.showcase.forms.case_studies import PortraitForm
from heard.showcase.models import Interviewee, TeamMember
from heard.ui.forms import form_data
from heard.ui.wording import photo_path

show_and_send = require_http_methods(["GET", "HEAD", "POST"])


def me(request: HttpRequest) -> Person:
    """The editor: the audience of every view has made sure that there is one."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with a form; 422 when what was sent could not be taken."""
    return render(request, template, {"form": form, **context}, status=422 if request.method == "POST" and form.errors else 200)


def photo_page(
    request: HttpRequest, who: Interviewee | TeamMember, *, show: Callable[..., Any], remove: str, crumb: tuple[str, str]
) -> HttpResponse:
    """The photo of someone who agreed to it. `show` takes its copies, `remove` is where its button sends, `crumb` where it leads back."""
    if request.method == "POST":
        count_pictures(by=me(request))
    form = PortraitForm(form_data(request), request.FILES or None, by=me(request))
    if form.is_valid():
        try:
            show(copies=form.cleaned_data["photo"], by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect(crumb[1])
    hold(form)
    context = {"who": who, "photo": photo_path(who.photo.key) if who.photo else "", "here": request.path}
    return form_page(request, "showcase/editing/portrait.html", form, remove=remove, crumb=crumb, **context)
