from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.core.access import never_kept, public
from heard.core.actors import SystemActor
from heard.directory.actions import contacts
from heard.directory.forms import FindForm
from heard.directory.queries import find_services, services_by_id
from heard.directory.rules.contacts import asked_by, is_about

SHOWN = 30


@public
def find(request: HttpRequest) -> HttpResponse:
    """Find a service: by name, town, postcode or part of one, or near me. Where somebody is, is used for this answer and not kept."""
    form = FindForm(request.GET)
    asked = form.is_valid() and bool(form.cleaned_data["q"] or form.near)
    found = find_services(form.cleaned_data["q"], near=form.near, limit=SHOWN) if asked else []
    page = {"form": form, "q": request.GET.get("q", "")[:200], "asked": asked, "found": found, "shown": SHOWN}
    return render(request, "directory/find.html", page, status=200 if form.is_valid() else 400)


@public
@never_kept
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mailbox of a registered contact says that it is right. Opening the link does nothing; a POST confirms.

    There is no session and so no CSRF token: the signed address itself is the permission.
    """
    service_id, mark = asked_by(token) or (0, "")
    service = services_by_id([service_id]).get(service_id)
    if service is None:
        raise Http404
    if request.method == "POST":
        service = contacts.confirm_contact(service_id=service.pk, mark=mark, by=SystemActor("contact"))
    page = {"service": service, "token": token, "stands": is_about(mark, service.registered_contact)}
    return render(request, "directory/contact.html", page)


@public
@never_kept
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads the mailbox of a registered contact wants no more letters. Opening the link does nothing; a POST stops, also the one
    click of a mail program (RFC 8058), which has no session: the signed address itself is the permission.
    """
    service_id, mark = asked_by(token) or (0, "")
    service = services_by_id([service_id]).get(service_id)
    if service is None:
        raise Http404
    if request.method == "POST":
        service = contacts.stop_contact(service_id=service.pk, mark=mark, by=SystemActor("contact"))
    page = {"service": service, "stands": is_about(mark, service.registered_contact)}
    return render(request, "directory/contact_stop.html", page)
