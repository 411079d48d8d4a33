"""Where it was: find services and put them on a list, or say in words what cannot be found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.core import searches, sites
from heard.core.errors import NotAcceptable
from heard.core.texts.cleaning import clean_line
from heard.directory.forms import FindForm
from heard.directory.queries import FoundService, find_services, notes_about
from heard.directory.rules.positions import Position, postcode, rounded
from heard.regions.queries import in_miles
from heard.stories.presenters import region_of
from heard.telling import presenters
from heard.telling.actions import drafts, rush
from heard.telling.forms import PlaceForm, ServicesForm
from heard.telling.models import Draft
from heard.telling.queries import draft_of, services_of
from heard.telling.views.pages import JourneyPage, PageVisit, closed_too, open_again
from heard.telling.views.visits import elsewhere
from heard.ui import wording

SHOWN = 20
"""Services shown for one search."""
LOOKED_FOR = "place-of-story"
"""Whose search it is, among those that a session may keep: its words, or where somebody is. Not in the address: the list of pages in a
browser is read by others.
"""
ELSEWHERE = {"look", "add", "remove", "none", "back", "later", "guide"}
"""Buttons of the page of places that are not “Continue”."""


@dataclass(frozen=True)
class Looked:
    """An author's last search for a place: its words, or where they were. `told`: “Continue” was pressed with nothing chosen, and the page
    said so; it does that once.
    """

    words: str = ""
    near: Position | None = None
    told: bool = False


@dataclass(frozen=True)
class Places(JourneyPage):
    """The page of services. Its buttons add places, take them off and look for them, beside those that lead on."""

    @property
    def is_typed(self) -> bool:
        return True

    def stays(self, at: PageVisit) -> bool:
        return bool((ELSEWHERE - {"none"}) & set(at.request.POST))

    def answer(self, at: PageVisit) -> HttpResponse:
        draft = at.draft
        form = ServicesForm(at.request.POST or None, initial={"unknown_service": draft.unknown_service if draft else ""})
        if at.trouble:
            return self._again(at, form, closed=closed_too(at), status=403)
        if at.sends and draft is None:
            opened = open_again(at)
            if isinstance(opened, str):
                return self._again(at, form, status=403, closed=opened)
            at, draft = opened, opened.draft
        if draft is None or at.author is None:
            return elsewhere(at)
        if not at.sends:
            return self._show_found(at, draft)
        if not form.is_valid():
            return self._again(at, form, status=422)
        return self._keep(at, draft, form, author=at.author)

    def _again(self, at: PageVisit, form: ServicesForm, **more: Any) -> HttpResponse:
        """The page with what was typed, and nothing found."""
        return self.show(at, form, found=None, **_chosen(at.draft), **more)

    def _show_found(self, at: PageVisit, draft: Draft) -> HttpResponse:
        """The places of the story, and what was found for the last search: also after “Back”, since a search is kept."""
        looked = _looked(at, draft)
        form = ServicesForm(initial={"unknown_service": draft.unknown_service, "find": looked.words})
        found = _found(looked, draft) if looked.words or looked.near else None
        more: dict[str, Any] = {"found": found, "near": looked.near is not None, "looked_for": looked.words, "told": looked.told}
        more["sites"] = {each.region_id: wording.name_of(each.region_id, all_named=False) for each in found or ()}
        more["read_by"] = draft.region_id
        more["notes"] = notes_about(looked.words, region_id=draft.region_id)
        more |= {"is_postcode": postcode(looked.words) is not None, "miles": in_miles(draft.region_id)}
        return self.show(at, form, **_chosen(draft), all_shown=SHOWN, **more)

    def _keep(self, at: PageVisit, draft: Draft, form: ServicesForm, *, author: Author) -> HttpResponse:
        """Save, add or take off a place, look for one, or go on. One that was typed and not chosen is asked about, once."""
        said = at.request.POST
        wanted, looked = form.cleaned_data["find"], _looked(at, draft)
        goes_on = not ELSEWHERE & set(said)
        tells = goes_on and not looked.told and _is_undecided(draft, form, looked)
        unknown = _unknown(at, draft, form, leaves=(goes_on and not tells) or "later" in said)
        try:
            _keep_places(at, draft, unknown, way=at.journey.until(self.name) if tells else self.way(at), by=author)
        except Draft.DoesNotExist:
            return elsewhere(at)
        except rush.PlaceIsFull as full:
            return self._again(at, form, full=full)
        except NotAcceptable as refused:
            form.add_error(refused.field, str(refused))
            return self._again(replace(at, draft=draft_of(author)), form, status=422)  # another window may have chosen a place meanwhile
        authors.stay(at.request.session)
        if tells:
            _keep_looked(at, draft, Looked(wanted, None if wanted else looked.near, told=True))
            return redirect(self._part(at, "found-title"))
        if "look" in said:
            return self._look(at, draft, form)
        if {"add", "remove"} & set(said):
            _keep_looked(at, draft, Looked(wanted) if wanted and "remove" in said else None)
            return redirect(self._part(at, "chosen-title"))
        if wanted and "none" not in said:
            _keep_looked(at, draft, Looked(wanted, told=looked.told))
        elif looked.words:
            _keep_looked(at, draft, None)
        return self.go(at, author)

    def _look(self, at: PageVisit, draft: Draft, form: ServicesForm) -> HttpResponse:
        """On to the page with what was found, at its heading: so a telephone shows it, a screen reader says it, “Back” finds it."""
        near, words = FindForm(at.request.POST), form.cleaned_data["find"]
        position = near.near if near.is_valid() else None
        if position is None and not words:
            _keep_looked(at, draft, None)
            form.add_error("find", _("Type the name of the place, its town or its postcode"))
            return self._again(at, form, status=422)
        _keep_looked(at, draft, Looked("" if position else words, position))
        return redirect(self._part(at, "found-title"))

    def _part(self, at: PageVisit, part: str) -> str:
        return at.path_to(self.name) + ("?to=check" if at.comes_from_check else "") + f"#{part}"


def _found(looked: Looked, draft: Draft) -> list[FoundService]:
    """Places of every site of the house, those of the one that would read the story so far first."""
    everywhere = sites.sites().several
    return find_services(looked.words, near=looked.near, limit=SHOWN, region_id=draft.region_id, to_tell=True, everywhere=everywhere)


def _looked(at: PageVisit, draft: Draft) -> Looked:
    kept = searches.kept(at.request.session, LOOKED_FOR)
    if not kept or kept["whose"] != draft.author_id:
        return Looked()
    return Looked(kept["words"], rounded(*kept["near"]) if kept["near"] else None, kept["told"])


def _keep_looked(at: PageVisit, draft: Draft, looked: Looked | None) -> None:
    if looked is None:
        searches.forget(at.request.session, LOOKED_FOR)
        return
    near = [looked.near.latitude, looked.near.longitude] if looked.near else None
    searches.keep(at.request.session, LOOKED_FOR, {"whose": draft.author_id, "words": looked.words, "near": near, "told": looked.told})


def _chosen(draft: Draft | None) -> dict[str, Any]:
    chosen = services_of(draft) if draft else []
    apart = presenters.apart(draft, chosen) if draft else {}
    return {"chosen": chosen, "apart": apart, "after_closing": presenters.after_closing(chosen)}


def _is_undecided(draft: Draft, form: ServicesForm, looked: Looked) -> bool:
    """Whether somebody who goes on typed a place that they have neither looked for nor chosen, nor told us of in other words."""
    wanted, said = form.cleaned_data["find"], form.cleaned_data["unknown_service"]
    if wanted:
        return wanted != looked.words or not said
    return looked.near is not None and not said and not draft.services.exists()


def _unknown(at: PageVisit, draft: Draft, form: ServicesForm, *, leaves: bool) -> str:
    """What the author said of a place that is not on the list: in the box for that, or by saying that it is none of those that were found.
    One that was typed and not added counts, if there are no other words about it and whoever typed it `leaves` the page.
    """
    said: str = form.cleaned_data["unknown_service"]
    if none := " ".join(clean_line(at.request.POST.get("none", "")).split())[:120]:
        both = said if none.casefold() in said.casefold() else f"{said}\n{none}".strip()
        # Whoever says it of one search after another has said enough: the box must take what we put into it.
        return both if len(both) <= ServicesForm.MOST_UNKNOWN else said
    in_vain = leaves and not said and not draft.services.exists()
    return form.cleaned_data["find"] if in_vain else said


def _keep_places(at: PageVisit, draft: Draft, unknown: str, *, way: Sequence[str], by: Author) -> None:
    place = PlaceForm(at.request.POST)
    place.is_valid()
    draft.proof = drafts.save_draft(draft_id=draft.pk, changes={"unknown_service": unknown}, way=way, came=at.came, by=by).proof
    if place.cleaned_data.get("add"):
        drafts.add_service(draft_id=draft.pk, service_id=place.cleaned_data["add"], by=by)
    if place.cleaned_data.get("remove"):
        here = region_of(at.request).pk
        drafts.remove_service(draft_id=draft.pk, service_id=place.cleaned_data["remove"], here=here, by=by)
