"""Exemplars and the team, for editors."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import editors
from heard.core import clock, languages, links
from heard.core.errors import ChangedSince, DomainError
from heard.core.kept import keeps_words
from heard.regions.queries import all_regions
from heard.showcase.actions import exemplars as choosing
from heard.showcase.actions import team as cards
from heard.showcase.forms.others import CardForm, EndForm, ExemplarForm, NewExemplarForm
from heard.showcase.models import Exemplar, TeamMember
from heard.showcase.queries import exemplars, team
from heard.showcase.queries.studies import published_studies
from heard.showcase.views.shared import form_page, me, photo_page, show_and_send
from heard.ui.forms import form_data_kept, is_sent


@editors
@require_safe
def exemplar_list(request: HttpRequest) -> HttpResponse:
    return render(request, "showcase/editing/exemplars.html", {"exemplars": exemplars.all_exemplars()})


@editors
@keeps_words
@show_and_send
def new_exemplar(request: HttpRequest) -> HttpResponse:
    form = NewExemplarForm(
        form_data_kept(request),
        studies=_studies(),
        initial={"since": clock.today(), "language": languages.active()},
    )
    if is_sent(request, form):
        said = form.cleaned_data
        try:
            choosing.choose_exemplar(organisation_id=said["organisation"], by=me(request), **_of(said))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. It’s on the exemplars page now."))
            return redirect("showcase:exemplar_list")
    return form_page(request, "showcase/editing/exemplar.html", form, exemplar=None, ending=None)


@editors
@keeps_words
@show_and_send
def exemplar(request: HttpRequest, exemplar_id: int) -> HttpResponse:
    """What is said about an exemplar. Saving it says that it was checked today."""
    found = _exemplar(exemplar_id)
    form, theirs = ExemplarForm(form_data_kept(request), studies=_studies(found), initial=_now(found)), None
    if is_sent(request, form):
        try:
            choosing.look_at_exemplar(
                exemplar_id=found.pk, seen=form.cleaned_data["seen"] or None, by=me(request), **_of(form.cleaned_data)
            )
        except ChangedSince as error:
            form.refuse(error)
            theirs = found = _exemplar(exemplar_id)
            form.have_seen(choosing.what_it_says(found))
        else:
            messages.success(request, _("Saved."))
            return redirect("showcase:exemplar_list")
    return form_page(request, "showcase/editing/exemplar.html", form, exemplar=found, ending=EndForm(), theirs=theirs)


@editors
@show_and_send
def end_exemplar(request: HttpRequest, exemplar_id: int) -> HttpResponse:
    """List it as a former one, with the reason."""
    found = _exemplar(exemplar_id)
    if request.method != "POST":
        return redirect("showcase:exemplar", exemplar_id=found.pk)
    ending = EndForm(request.POST)
    if ending.is_valid():
        try:
            choosing.end_exemplar(exemplar_id=found.pk, by=me(request), **ending.cleaned_data)
        except DomainError as error:
            ending.refuse(error)
        else:
            messages.success(request, _("Saved. It’s listed as a former exemplar, with your reason."))
            return redirect("showcase:exemplar_list")
    context = {"form": ExemplarForm(None, studies=_studies(found), initial=_now(found)), "exemplar": found, "ending": ending}
    return render(request, "showcase/editing/exemplar.html", context, status=422)


@editors
@require_POST
def choose_again(request: HttpRequest, exemplar_id: int) -> HttpResponse:
    choosing.choose_again(exemplar_id=_exemplar(exemplar_id).pk, by=me(request))
    messages.success(request, _("Saved. It’s on the exemplars page now."))
    return redirect("showcase:exemplar_list")


@editors
@require_safe
def team_list(request: HttpRequest) -> HttpResponse:
    return render(request, "showcase/editing/team.html", {"members": team.all_members()})


@editors
@keeps_words
@show_and_send
def new_card(request: HttpRequest) -> HttpResponse:
    return _card(request, None)


@editors
@keeps_words
@show_and_send
def card(request: HttpRequest, member_id: int) -> HttpResponse:
    return _card(request, _member(member_id))


def _card(request: HttpRequest, member: TeamMember | None) -> HttpResponse:
    """What stands on a card, and how its person agreed to it."""
    now: dict[str, Any] = {"language": languages.active()}
    if member:
        names = (name for name in CardForm.base_fields if name not in {"region", "seen", "form_key"})
        now = {name: getattr(member, name) for name in names} | {"region": member.region_id, "seen": cards.what_it_says(member)}
    form, theirs = CardForm(form_data_kept(request), regions=all_regions(), initial=now), None
    if is_sent(request, form):
        said = dict(form.cleaned_data)
        seen, key = said.pop("seen"), said.pop("form_key")
        written = cards.NewCard(region_id=said.pop("region"), form_key=None if member else key, **said)
        try:
            cards.write_card(member_id=member.pk if member else None, card=written, seen=seen or None, by=me(request))
        except ChangedSince as error:
            form.refuse(error)
            theirs = member = _member(member.pk) if member else None
            form.have_seen(cards.what_it_says(member) if member else "")
        else:
            messages.success(request, _("Saved."))
            return redirect("showcase:team")
    return form_page(request, "showcase/editing/card.html", form, member=member, theirs=theirs)


@editors
@show_and_send
def card_photo(request: HttpRequest, member_id: int) -> HttpResponse:
    member = _member(member_id)
    return photo_page(
        request,
        member,
        show=partial(cards.set_card_photo, member_id=member.pk),
        remove=links.path_of_view("showcase:remove_card_photo", member_id=member.pk),
        crumb=(member.name, links.path_of_view("showcase:card", member_id=member.pk)),
    )


@editors
@require_POST
def remove_card_photo(request: HttpRequest, member_id: int) -> HttpResponse:
    cards.set_card_photo(member_id=_member(member_id).pk, copies=None, by=me(request))
    messages.success(request, _("We’ve deleted the photo."))
    return redirect("showcase:card", member_id=member_id)


@editors
@require_POST
def leave_team(request: HttpRequest, member_id: int) -> HttpResponse:
    member = cards.leave_team_page(member_id=_member(member_id).pk, by=me(request))
    messages.success(request, _("%(name)s isn’t on the page any more.") % {"name": member.name})
    return redirect("showcase:team")


def _studies(exemplar: Exemplar | None = None) -> list[tuple[int, str]]:
    """Those that can be chosen. The one that was chosen stays, also while it is taken out: it comes back with its page."""
    found = [(each.pk, each.published.body["title"]) for each in published_studies() if each.published]
    chosen = exemplar.case_study if exemplar else None
    if chosen and chosen.pk not in dict(found):
        found.append((chosen.pk, _("%(title)s (not published at the moment)") % {"title": chosen.slug}))
    return found


def _now(exemplar: Exemplar) -> dict[str, Any]:
    said = {name: getattr(exemplar, name) for name in ("why", "since", "language", "film")}
    return said | {"case_study": exemplar.case_study_id, "seen": choosing.what_it_says(exemplar)}


def _of(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("why", "since", "language", "film")} | {"case_study_id": said["case_study"]}


def _exemplar(exemplar_id: int) -> Exemplar:
    found = exemplars.exemplar_by_id(exemplar_id)
    if found is None:
        raise Http404
    return found


def _member(member_id: int) -> TeamMember:
    found = team.member_by_id(member_id)
    if found is None:
        raise Http404
    return found
