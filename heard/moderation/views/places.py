"""Naming a place that no register holds, from the case of a story about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.accounts.audiences import moderators
from heard.core.errors import DomainError
from heard.directory.actions.placing import wrong_with_proposal
from heard.moderation.actions import places
from heard.moderation.forms import ProposePlaceForm
from heard.moderation.queries.waiting import still_waits
from heard.moderation.rules import sheets
from heard.moderation.views.common import case_or_404, desk_page, frame, is_mine, moderator, to_case
from heard.moderation.views.keeping import on_a_sheet
from heard.moderation.views.refusing import check_whose, given, keeps_what_was_typed


@moderators
@on_a_sheet(sheets.PLACE)
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """Propose a place to the operators; the story can be about it at once."""
    case = case_or_404(request, case_id)
    if not is_mine(request, case) or not case.is_story or not still_waits(case):
        if request.method == "POST":
            check_whose(request, case)
        return to_case(case_id)
    form = ProposePlaceForm(given(request))
    if request.method == "POST":
        form.is_valid()
        said = {name: form.cleaned_data.get(name, "") for name in ("name", "kind", "where")}
        for refused in wrong_with_proposal(**said):
            if refused.field not in form.errors:
                form.refuse(refused)
        if form.is_valid():
            try:
                place = places.propose_place(case_id=case.pk, **said, form_key=form.key_of_words(), by=moderator(request))
            except DomainError as error:
                form.refuse(error)
            else:
                messages.success(
                    request, _("The story is now about %(place)s. An operator will add it to the directory.") % {"place": place.name}
                )
                return to_case(case_id)
    return desk_page(request, "propose_place", frame(request, case) | {"form": form}, status=422 if request.method == "POST" else 200)
