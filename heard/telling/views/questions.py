"""A page with one question: save what was said, go on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.core.errors import ChangedSince, NotAcceptable
from heard.regions.models import Region
from heard.telling.actions import drafts, rush
from heard.telling.forms import PageForm
from heard.telling.models import Draft
from heard.telling.queries import missing_to_open
from heard.telling.views.pages import JourneyPage, PageVisit, closed_too, open_again
from heard.telling.views.visits import About, elsewhere


def _nothing(region: Region, draft: Draft | None) -> dict[str, Any]:
    return {}


def _is_added(about: About, draft: Draft, *, by: Author) -> bool:
    """Have the story be about the place from whose page they come, unless no story is taken about it."""
    if about.refused:
        return False
    try:
        drafts.add_service(draft_id=draft.pk, service_id=about.place.pk, by=by)
    except NotAcceptable:  # its site was closed in this moment
        return False
    return True


@dataclass(frozen=True)
class Question(JourneyPage):
    """All that is to be said of a question but its words, which stand in its form, and in `telling/{name}.html` where they are many."""

    form: type[PageForm] = PageForm
    notes: Callable[[Region, Draft | None], dict[str, Any]] = _nothing
    """What its template says besides."""

    can_begin_anew: ClassVar[bool] = True

    @property
    def template(self) -> str:
        return "telling/question.html" if self.form.aside else super().template

    @property
    def is_typed(self) -> bool:
        return not set(Draft.TYPED).isdisjoint(self.form.fields_of_draft)

    def beside(self, at: PageVisit) -> dict[str, Any]:
        return self.notes(at.region, at.draft)

    def answer(self, at: PageVisit) -> HttpResponse:
        if not at.sends:
            return self._ask(at)
        form = self.form.of(at.draft, at.region, at.data)
        if "X-Autosave" in at.request.headers:
            return self._autosave(at, form)
        if at.trouble:
            return self.show(at, form, closed=closed_too(at), status=403)
        opened = open_again(at)
        if isinstance(opened, str):
            return self.show(at, form, closed=opened, status=403)
        at = opened
        if at.draft is None and ((not at.begins and "anew" not in at.data) or at.has_sent):
            return elsewhere(at)
        return self._keep(at, form)

    def _ask(self, at: PageVisit) -> HttpResponse:
        if at.draft is None and (not at.begins or at.has_sent):
            return elsewhere(at)
        if at.draft is None and missing_to_open(at.region):
            return redirect("telling:begin")
        if at.author is None and settings.SESSION_COOKIE_NAME in at.request.COOKIES:
            # Whoever used this computer before may have noted its cookie: what is told now goes under another.
            at.request.session.cycle_key()
        return self.show(at, self.form.of(at.draft, at.region))

    def _keep(self, at: PageVisit, form: PageForm) -> HttpResponse:
        """What was typed came in good order: save it and go where its button leads."""
        if not form.is_valid():
            if "back" in at.data and at.draft is not None:
                return self.go(at)
            if "guide" in at.data and self.guide and not any(at.data.get(name, "").strip() for name in form.fields_of_draft):
                return self.to_guide()  # before the first word there is nothing to save
            return self.show(at, form, status=422)
        if not {"back", "guide"} & set(at.data) and (advice := form.advice()):
            return self.show(at, form, advice=advice, status=422)
        try:
            author = self._save(at, form)
        except ChangedSince:
            return self.show(at, form, changed=True, status=409)
        except rush.PlaceIsFull as full:
            return self.show(at, form, full=full)
        except Draft.DoesNotExist:  # it was sent meanwhile, by the other window
            return elsewhere(at)
        if at.draft is None and missing_to_open(at.region):  # the page was open from before: the words are kept, and that is said now
            return redirect("telling:begin")
        return self.go(at, author)

    def _autosave(self, at: PageVisit, form: PageForm) -> HttpResponse:
        """What is being typed, saved quietly by the page itself: an empty answer when it is, an error when it is not."""
        if at.trouble or not self.autosaves or (at.draft is None and (not at.begins or "draft" in at.data or at.has_sent)):
            return HttpResponse(status=403)
        if not form.is_valid():
            return HttpResponse(status=422 if at.data.get("words") else 204)
        try:
            self._save(at, form)
        except (ChangedSince, Draft.DoesNotExist):
            return HttpResponse(status=409)
        except rush.PlaceIsFull as full:
            return HttpResponse(status=429, headers={"Retry-After": str(full.wait)})
        return HttpResponse(status=204)

    def _save(self, at: PageVisit, form: PageForm) -> Author:
        came = at.came
        if at.draft is None:
            came = rush.let_begin(region_id=at.region.pk, size=Draft(**form.values()).size(), came=came)
        author = at.author or authors.author_for(at.request.session)
        draft = at.draft or drafts.begin_draft(region_id=at.region.pk, author=author)
        changes = form.values()
        if at.draft is None and at.about and not _is_added(at.about, draft, by=author):
            changes["unknown_service"] = at.about.place.name  # the page was open from before: where it was is not lost
        known = drafts.OpenPage(window=at.window, seen=at.data.get("seen", ""))
        drafts.save_draft(draft_id=draft.pk, changes=changes, way=self.way(at), page=known, came=came, by=author)
        authors.stay(at.request.session)
        return author
