from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heard.core import limits
from heard.core.access import never_kept, place_of, public
from heard.core.actors import SystemActor
from heard.core.errors import DomainError, NotSetUp, TooMany
from heard.enquiries.actions import HOUR, send_enquiry
from heard.enquiries.forms import EnquiryForm
from heard.enquiries.models import Kind
from heard.regions.models import Region
from heard.regions.queries import crisis_lines, setting
from heard.regions.rules import SettingKey
from heard.stories.presenters import own_frame
from heard.stories.rules.signs import calls_for_help
from heard.ui.wording import time_of

STRANGER = SystemActor("enquiry")
"""Whoever writes is nobody we know."""


@public
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write to the people who run Heard. Where somebody may be in danger, help comes before the page that says it was sent: it was,
    and whoever stops at that page to ring somebody has lost nothing.
    """
    region = _region(request)
    form = EnquiryForm(request.POST) if request.method == "POST" else EnquiryForm(initial={"kind": _asked(request)})
    if form.is_valid():
        said = form.cleaned_data
        try:
            sent_now = send_enquiry(
                region=region,
                form_key=form.key_of_words(),
                kind=said["kind"],
                words=said["words"],
                email=said["email"],
                place=place_of(request),
                by=STRANGER,
            )
        except TooMany:
            form.add_error(None, _full(region))
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("enquiries:help" if calls_for_help(sent_now.words) else "enquiries:sent")
    context = {
        "form": form,
        "in_danger": form.is_bound and calls_for_help(request.POST.get("words", "")[: form.letters_to_look_at("words")]),
        "lines": crisis_lines(region.pk),
        "emergency": region.emergency,
        "within": setting(region.pk, SettingKey.ENQUIRY_WITHIN),
        "kept": setting(region.pk, SettingKey.ENQUIRY_KEPT),
    }
    return render(request, "enquiries/write.html", context, status=422 if form.errors else 200)


@public
@require_safe
def help_first(request: HttpRequest) -> HttpResponse:
    """What was just sent may mean that somebody is in danger: help first. The same for everybody."""
    return render(request, "enquiries/help.html", own_frame(_region(request)))


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next. It says nothing of what was written; it begins with help for whoever comes from the page of help."""
    region = _region(request)
    context = {
        "in_danger": "help" in request.GET,
        "lines": crisis_lines(region.pk),
        "emergency": region.emergency,
        "within": setting(region.pk, SettingKey.ENQUIRY_WITHIN),
    }
    return render(request, "enquiries/sent.html", (own_frame(region) if context["in_danger"] else {}) | context)


def _region(request: HttpRequest) -> Region:
    region = getattr(request, "region", None)
    if not isinstance(region, Region):
        raise NotSetUp
    return region


def _full(region: Region) -> str:
    again = time_of(limits.next_window(HOUR))
    if not region.contact_email:
        said = _("We’ve had a lot of messages from your internet connection in the last hour. Please send yours again after %(time)s.")
        return said % {"time": again}
    return _(
        "We’ve had a lot of messages from your internet connection in the last hour. Please send yours again after %(time)s, "
        "or email %(email)s."
    ) % {"time": again, "email": region.contact_email}


def _asked(request: HttpRequest) -> str:
    """What a link on another page says it will be about."""
    kind = request.GET.get("about", "")
    return kind if kind in Kind.values else ""
