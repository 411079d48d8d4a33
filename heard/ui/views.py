from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from heard.core import languages, links
from heard.core.access import public
from heard.core.errors import NotAllowed
from heard.core.from_here import is_from_here
from heard.ui import look, samples
from heard.ui.forms import Form


class LookForm(Form):
    """Text size and colours."""

    size = forms.ChoiceField(
        label=gettext_lazy("Text size"),
        widget=forms.RadioSelect,
        choices=[("normal", gettext_lazy("Normal")), ("large", gettext_lazy("Large")), ("larger", gettext_lazy("Larger"))],
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Colours"),
        widget=forms.RadioSelect,
        choices=[
            ("auto", gettext_lazy("Same as my device")),
            ("light", pgettext_lazy("colours", "Light")),
            ("dark", pgettext_lazy("colours", "Dark")),
            ("contrast", gettext_lazy("High contrast: black, white and yellow")),
        ],
    )


def _back(request: HttpRequest, address: str) -> str:
    """`address` if it is a page of this site, as a path; otherwise home. Never back to this page."""
    try:
        parts = urlsplit(address)
    except ValueError:  # what a program sends, never a browser
        return links.to("home")
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    own = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if own and ours and path.startswith("/") and parts.path != reverse("ui:look") else links.to("home")


@public
@csrf_exempt  # a token would start a session before anything is chosen; where the form came from is checked instead
@require_http_methods(["GET", "HEAD", "POST"])
def choose_look(request: HttpRequest) -> HttpResponse:
    chosen: look.Look = request.look  # type: ignore[attr-defined]
    if request.method == "POST":
        if not is_from_here(request):
            raise NotAllowed(_("You can only choose text size and colours on Heard itself."))
        back = _back(request, request.POST.get("back", ""))
        form = LookForm(request.POST)
        if form.is_valid():
            look.choose(request, look.Look(form.cleaned_data["theme"], form.cleaned_data["size"]))
            return HttpResponseRedirect(back)
    else:
        back = _back(request, request.headers.get("Referer", ""))
        form = LookForm(initial={"size": chosen.size, "theme": chosen.theme})
    return render(request, "ui/look.html", {"form": form, "back": back}, status=422 if form.errors else 200)


@public
@require_safe
def gallery(request: HttpRequest, sheet: str = "pieces") -> HttpResponse:
    """Every component in every state. Only in the demo and in tests; `?theme=` and `?size=` show it in another look."""
    if not settings.DEMO or sheet not in samples.SHEETS:
        raise Http404
    theme, size = request.GET.get("theme"), request.GET.get("size")
    now: look.Look = request.look  # type: ignore[attr-defined]
    shown = look.Look(theme if theme in look.THEMES else now.theme, size if size in look.SIZES else now.size)
    request.look = shown  # type: ignore[attr-defined]
    context = samples.context(sheet) | {
        "sheet": sheet,
        "sheets": samples.SHEETS,
        "shown": shown,
        "themes": look.THEMES,
        "sizes": look.SIZES,
    }
    with translation.override("ar" if sheet == "rtl" else languages.active()):
        return render(request, f"ui/gallery/{sheet}.html", context)
