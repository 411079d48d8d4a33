"""Writing what a page says: for all sites or one, in one language. Every save is a version; it is public once it's published."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from heard.accounts.audiences import editors
from heard.core import languages
from heard.core.errors import ChangedSince, DomainError
from heard.core.kept import keeps_words
from heard.core.texts.differences import word_differences
from heard.pages import queries
from heard.pages.actions import writing
from heard.pages.forms.texts import NewPageForm, PathForm, PlaceForm, ReviewForm, TextForm
from heard.pages.models import Page, Version
from heard.pages.presenters import editing as presenters
from heard.pages.rules.house import HouseText
from heard.pages.views.asked import form_page, me, page_or_404, place, places, show_and_send
from heard.regions.models import Region
from heard.ui.forms import form_data, form_data_kept, is_sent

SAID = ("title", "lead", "source", "summary")
"""What a version says."""


@editors
@keeps_words
@show_and_send
def new(request: HttpRequest) -> HttpResponse:
    """Make a page, with its first draft: for all sites, in the language in which everything is written first."""
    form = NewPageForm(form_data_kept(request), language=settings.LANGUAGE_CODE)
    if is_sent(request, form):
        given = {name: form.cleaned_data[name] for name in ("path", "kind", *SAID)}
        try:
            version = writing.write_page(**given, language=settings.LANGUAGE_CODE, by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved as a draft. No one else can see it until you publish it."))
            return redirect("pages:text", text_id=version.text_id)
    return form_page(request, "pages/editing/new.html", form, names=presenters.names_to_use())


@editors
@show_and_send
def page(request: HttpRequest, page_id: int) -> HttpResponse:
    """One page: what it says where, its address, and when someone should read it again."""
    found = page_or_404(page_id)
    form = ReviewForm(form_data(request), initial={"review_by": found.review_by})
    if form.is_valid():
        writing.set_review(page_id=found.pk, review_by=form.cleaned_data["review_by"], by=me(request))
        messages.success(request, _("Saved. We’ll remind editors on that day."))
        return redirect("pages:edit_page", page_id=found.pk)
    known = places()
    texts = presenters.text_lines(queries.texts_of([found.pk]), known)
    context: dict[str, Any] = {"page": found, "texts": texts, "old_paths": queries.old_paths(found.pk)}
    return form_page(request, "pages/editing/page.html", form, several=len(known.regions) > 1 or len(known.spoken) > 1, **context)


@editors
@show_and_send
def rename(request: HttpRequest, page_id: int) -> HttpResponse:
    """Move a page to another address."""
    found = page_or_404(page_id)
    form = PathForm(form_data(request), initial={"path": found.path})
    if form.is_valid():
        try:
            moved = writing.move_page(page_id=found.pk, path=form.cleaned_data["path"], by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The page is now at /%(path)s/. Its old address leads there.") % {"path": moved.path})
            return redirect("pages:edit_page", page_id=found.pk)
    return form_page(request, "pages/editing/rename.html", form, page=found)


@editors
@show_and_send
def begin(request: HttpRequest, page_id: int) -> HttpResponse:
    """For which site and in which language a page gets a text."""
    found, known = page_or_404(page_id), places()
    form = PlaceForm(form_data(request), regions=known.regions, spoken=list(known.spoken.items()), initial={"region": ""})
    if form.is_valid():
        slug, language = form.cleaned_data.get("region", ""), form.cleaned_data.get("language") or settings.LANGUAGE_CODE
        region = next((each.pk for each in known.regions if each.slug == slug), None)
        return redirect(reverse("pages:write", kwargs={"page_id": found.pk}) + known.asked(region, language))
    return form_page(request, "pages/editing/begin.html", form, page=found)


@editors
@keeps_words
@show_and_send
def write(request: HttpRequest, page_id: int) -> HttpResponse:
    """Write what a page says, in the place that the address names."""
    found, known = page_or_404(page_id), places()
    region, language = place(request, known)
    sheet = Sheet(found, region, language)
    form = sheet.form(form_data_kept(request))
    status = 0
    if is_sent(request, form):
        try:
            version = sheet.save(form, by=me(request))
        except ChangedSince as error:
            form, status = sheet.beside_theirs(request, form, error), 409
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved as version %(number)s.") % {"number": version.number})
            if "preview" in request.POST:
                return redirect("pages:preview", text_id=version.text_id)
            return redirect("pages:text", text_id=version.text_id)
    context = sheet.context(known) | {"names": presenters.names_to_use(), "asked": known.asked(sheet.region_id, language)}
    return form_page(request, "pages/editing/write.html", form, status=status, page=found, **context)


class Sheet:
    """What one editor writes: its newest version, what it is made from, and what someone else saved meanwhile."""

    def __init__(self, page: Page, region: Region | None, language: str) -> None:
        self.page, self.region, self.language = page, region, language
        self.region_id = region.pk if region else None
        self.text = queries.text_of(page.pk, region_id=self.region_id, language=language)
        self.newest = queries.latest_version(self.text) if self.text else None
        first = (region.languages or [settings.LANGUAGE_CODE])[0] if region else settings.LANGUAGE_CODE
        self.original = self._original(first)
        self.theirs: Version | None = None
        self.between: Any = None

    def _original(self, first: str) -> Version | None:
        """What this text is made from, as it is public now."""
        source = self.newest.from_version if self.newest else None
        if source is not None:
            return source.text.published_version or source
        return None if self.newest else queries.original_of(self.page.pk, self.region_id, self.language, first=first)

    @property
    def is_translation(self) -> bool:
        return self.original is not None and self.original.text.language != self.language

    @property
    def made_from(self) -> Version | None:
        return self.newest.from_version if self.newest else None

    @property
    def is_behind(self) -> bool:
        return self.made_from is not None and self.original is not None and self.original.number > self.made_from.number

    @property
    def changed_since(self) -> Any:
        """What the original says otherwise than when this text was made from it."""
        if not (self.is_behind and self.made_from and self.original):
            return None
        return word_differences(whole(self.made_from), whole(self.original))

    def form(self, data: Any) -> TextForm:
        begins_with = self.newest or self.original
        initial: dict[str, Any] = {name: getattr(begins_with, name) for name in SAID} if begins_with else {}
        initial |= {"seen": self.newest.number if self.newest else 0, "original": self.original.pk if self.original else None}
        up_to_date = ""
        if self.is_behind and self.original:
            number = {"number": self.original.number}
            up_to_date = _("This now says everything that version %(number)s does") % number
        return TextForm(data, initial=initial, language=self.language, up_to_date=up_to_date)

    def save(self, form: TextForm, *, by: Any) -> Version:
        said = {name: form.cleaned_data[name] for name in (*SAID, "summary_of_change")}
        return writing.save_version(
            page_id=self.page.pk,
            region_id=self.region_id,
            language=self.language,
            from_version_id=self._made_from(form),
            seen=form.cleaned_data["seen"],
            by=by,
            **said,
        )

    def _made_from(self, form: TextForm) -> int | None:
        """The version of the original that the editor had before them, if they have made their text from it."""
        if self.original is None or (self.newest and not form.cleaned_data.get("is_up_to_date")):
            return None
        seen = form.cleaned_data.get("original")
        there = queries.version_by_id(seen) if seen else None
        return there.pk if there and there.text_id == self.original.text_id else None

    def beside_theirs(self, request: HttpRequest, form: TextForm, error: ChangedSince) -> TextForm:
        """The form as it was typed, beside what someone else saved meanwhile. Sent again it comes after that, now that it was seen."""
        self.__init__(self.page, self.region, self.language)  # type: ignore[misc]
        self.theirs = self.newest
        data = request.POST.copy()
        data["seen"] = str(self.newest.number if self.newest else 0)
        again = self.form(data)
        again.is_valid()
        again.refuse(error)
        if self.theirs is not None:
            self.between = word_differences(whole(self.theirs), typed(form))
        return again

    def context(self, known: presenters.Places) -> dict[str, Any]:
        problems = queries.problems_of(self.newest) if self.newest else []
        names = presenters.Names([self.theirs.made_by] if self.theirs else [])
        return {
            "sheet": self,
            "places": known.named(self.region_id, self.language),
            "original_is_in": languages.spoken().get(self.original.text.language, "") if self.original else "",
            "problems": presenters.problem_lines(problems, self.newest.source) if self.newest else [],
            "their_name": names(self.theirs.made_by) if self.theirs else "",
        }


def whole(version: Version | HouseText) -> str:
    """All that a version says, to be compared."""
    return "\n\n".join(filter(None, (version.title, version.lead, version.source)))


def typed(form: TextForm) -> str:
    return "\n\n".join(filter(None, (form.cleaned_data[name] for name in ("title", "lead", "source"))))
