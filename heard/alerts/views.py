"""What a member wants to be told of, and the page behind the stop link of every message."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.accounts.actions.authors import stop_notices
from heard.alerts.actions import set_alerts, stop_alerts
from heard.alerts.forms import AlertForm
from heard.alerts.queries import recipient_of, setting_of
from heard.core.access import public
from heard.organisations.audiences import acting, members
from heard.stories.queries import criteria_in


@members
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    membership = acting(request)
    setting = setting_of(membership)
    initial = {"stories": setting.stories, "answers": setting.answers, "least_criticality": setting.least_criticality}
    form = AlertForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_alerts(membership=membership, by=membership.person, **form.cleaned_data)
        messages.success(request, _("Saved. We’ll use these settings from the next story."))
        return redirect("alerts:settings")
    page = {"form": form, "organisation": membership.organisation, "criteria": criteria_in(membership.organisation.region_id)}
    return render(request, "alerts/settings.html", page, status=422 if form.is_bound else 200)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop these messages. Opening the link shows a button; a POST stops, also the one click of a mail program (RFC 8058).

    Mail programs send that POST without a session, so it carries no CSRF token: the sealed address itself is the permission.
    """
    recipient = recipient_of(token)
    if recipient is None:
        return render(request, "alerts/unknown.html", status=404)
    page = {"kind": recipient.kind, "already": request.method != "POST"}
    if recipient.is_stopped:
        return render(request, "alerts/stopped.html", page)
    if request.method != "POST":
        return render(request, "alerts/stop.html", page)
    if recipient.author is not None:
        stop_notices(recipient.author)
    elif recipient.membership is not None:
        stop_alerts(membership_id=recipient.membership.pk)
    return render(request, "alerts/stopped.html", page)
