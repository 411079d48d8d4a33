from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from heard.core import limits
from heard.core.access import never_kept, place_of, public
from heard.core.actors import SystemActor
from heard.core.errors import DomainError, TooMany
from heard.enquiries.actions import HOUR, send_enquiry
from heard.enquiries.forms import EnquiryForm
from heard.enquiries.models import Kind
from heard.regions.models import Region
from heard.regions.queries import crisis_lines, number
from heard.ui.wording import time_of

STRANGER = SystemActor("enquiry")
"""Whoever writes is nobody we know."""


@public
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write to the people who run Heard."""
    region = _region(request)
    form = EnquiryForm(request.POST) if request.method == "POST" else EnquiryForm(initial={"kind": _asked(request)})
    if form.is_valid():
        said = form.cleaned_data
        try:
            send_enquiry(
                region=region,
                form_key=form.key(),
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
            return redirect("enquiries:sent")
    context = {
        "form": form,
        "lines": crisis_lines(region.pk),
        "within": number(region.pk, "enquiry_within"),
        "kept": number(region.pk, "enquiry_kept"),
    }
    return render(request, "enquiries/write.html", context, status=422 if form.errors else 200)


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next. The same for everybody: it says nothing of what was written."""
    region = _region(request)
    return render(request, "enquiries/sent.html", {"lines": crisis_lines(region.pk), "within": number(region.pk, "enquiry_within")})


def _region(request: HttpRequest) -> Region:
    region = getattr(request, "region", None)
    if not isinstance(region, Region):
        raise Http404
    return region


def _full(region: Region) -> str:
    other = f", or email {region.contact_email}" if region.contact_email else ""
    again = time_of(limits.next_window(HOUR))
    return f"Many messages came from your internet connection in this hour. Please send yours again after {again}{other}."


def _asked(request: HttpRequest) -> str:
    """What a link on another page says it will be about."""
    kind = request.GET.get("about", "")
    return kind if kind in Kind.values else ""
