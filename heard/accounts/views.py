from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from heard.accounts import policies
from heard.accounts.audiences import signed_in


@signed_in
@require_safe
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Before their first page, moderators and operators set up a second factor; here is why, and how."""
    if policies.has_second_factor(request.user):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor_needed.html")
