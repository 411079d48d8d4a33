from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import operators
from heard.core import languages, links
from heard.core.errors import DomainError
from heard.operating import presenters
from heard.operating.forms import (
    AboutComplainingForm,
    CalendarForm,
    CriteriaForm,
    EmergencyForm,
    HolidayForm,
    LineForm,
    LineForms,
    MessagesForm,
    NewRegionForm,
    NumbersForm,
    OwnWordsForm,
    ProposedForm,
    RegionForm,
    WayForm,
    WayForms,
)
from heard.operating.rules import calendars
from heard.operating.views.shared import form_page, language_named, me, region_or_404, show_and_send, tabs_of
from heard.regions import actions, queries
from heard.regions.models import Region
from heard.regions.rules import COMPLAINING
from heard.stories import queries as stories
from heard.ui.forms import Form, form_data

OwnWords = Mapping[str, Mapping[str, str]]
"""What a region says in words of its own, by name and by language."""


@operators
@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    found = [(each, links.of_region(each.pk), *presenters.region_state(each)) for each in queries.all_regions()]
    return render(request, "operating/regions.html", {"regions": found})


@operators
@show_and_send
def new(request: HttpRequest) -> HttpResponse:
    """Make a regional site."""
    form = NewRegionForm(form_data(request))
    if form.is_valid():
        try:
            region = actions.make_region(by=me(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("%(name)s has been added. Add its crisis lines before anyone tells a story there.") % {"name": region.name}
            )
            return redirect("operating:crisis_lines", region_id=region.pk)
    return form_page(request, "operating/new_region.html", form)


@operators
@show_and_send
def words(request: HttpRequest, region_id: int) -> HttpResponse:
    """A region's name, addresses, languages and time zone."""
    region = region_or_404(region_id)
    initial = RegionForm.of(region, queries.addresses_of(region.pk))
    form = RegionForm(form_data(request), initial=initial, is_default=region.is_default)
    if form.is_valid():
        try:
            actions.describe_region(region_id=region.pk, by=me(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            if links.of_region(region.pk):
                messages.success(request, _("Saved."))
            else:
                messages.warning(request, _("Saved. This site has no address now, so no one can open it."))
            return redirect("operating:region", region_id=region.pk)
    return form_page(request, "operating/region.html", form, region=region, tabs=tabs_of(request, region))


@operators
@show_and_send
def numbers(request: HttpRequest, region_id: int) -> HttpResponse:
    """The ⚙ numbers: all of them are saved, or, if one cannot be, none."""
    region = region_or_404(region_id)
    form = NumbersForm(form_data(request), initial=queries.numbers(region.pk))
    if form.is_valid():
        try:
            changed = actions.set_numbers(region_id=region.pk, values=form.cleaned_data, by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. They apply from now on.") if changed else _("Nothing has changed."))
            return redirect("operating:numbers", region_id=region.pk)
    return form_page(request, "operating/numbers.html", form, region=region, tabs=tabs_of(request, region))


@operators
@show_and_send
def crisis_lines(request: HttpRequest, region_id: int) -> HttpResponse:
    """The lines on every page of telling."""
    region = region_or_404(region_id)
    language = language_named(request, region)
    about = EmergencyForm(form_data(request), initial={"emergency_number": region.emergency_number})

    def save(given: list[dict[str, Any]]) -> None:
        new = [actions.NewCrisisLine(**each) for each in given]
        actions.set_crisis_lines(region_id=region.pk, lines=new, language=language, by=me(request), **about.cleaned_data)

    known = queries.crisis_lines(region.pk, language=language)
    lines = LineForms(form_data(request), initial=[LineForm.of(line) for line in known], form_kwargs={"language": language})
    done = _("Saved. They’re now on every page where people tell a story.")
    return _list_page(request, region, "crisis_lines", {"lines": lines}, save, done=done, about=about)


@operators
@show_and_send
def complaint_ways(request: HttpRequest, region_id: int) -> HttpResponse:
    """Who takes complaints in this region, or helps to make one, and what to say above them."""
    region = region_or_404(region_id)
    language = language_named(request, region)
    said = queries.own_words(region.pk).get(COMPLAINING, {}).get(language, "")
    about = AboutComplainingForm(form_data(request), initial={"words": said}, language=language)

    def save(given: list[dict[str, Any]]) -> None:
        new = [actions.Way(**each) for each in given]
        words = about.cleaned_data["words"]
        actions.set_complaint_ways(region_id=region.pk, ways=new, words=words, language=language, by=me(request))

    known = queries.complaint_ways(region.pk, language=language)
    ways = WayForms(form_data(request), initial=[WayForm.of(way) for way in known], form_kwargs={"language": language})
    done = _("Saved. They’re now on “How to complain”.")
    return _list_page(request, region, "complaint_ways", {"ways": ways}, save, done=done, about=about)


def _list_page(
    request: HttpRequest,
    region: Region,
    page: str,
    named: dict[str, Any],
    save: Callable[[list[dict[str, Any]]], None],
    *,
    done: str,
    about: Form | None = None,
) -> HttpResponse:
    """A page on which a whole list is kept: rows without a name are left out, and `save` takes the others, all or none, with what is said
    `about` them.
    """
    (rows,) = named.values()
    problem = ""
    is_right = request.method == "POST" and all([rows.is_valid(), about is None or about.is_valid()])
    if is_right:
        try:
            save([each for each in rows.cleaned_data if each.get("name")])
        except DomainError as error:
            is_right = False
            if about is not None and getattr(error, "field", None) in about.fields:
                about.refuse(error)
            else:
                problem = str(error)
        else:
            messages.success(request, done)
            return redirect(request.get_full_path())
    wrong = rows.is_bound and not is_right
    language = language_named(request, region)
    spoken = presenters.language_tabs(queries.languages_written(region), language)
    context = {
        **named,
        "about": about,
        "problem": problem,
        "region": region,
        "tabs": tabs_of(request, region),
        "spoken": spoken,
        "language": language,
    }
    return render(request, f"operating/{page}.html", context, status=422 if wrong else 200)


@operators
@show_and_send
def messages_to_authors(request: HttpRequest, region_id: int) -> HttpResponse:
    """What moderators begin from when they write to an author."""
    region = region_or_404(region_id)

    def shown(found: OwnWords, language: str) -> dict[str, Any]:
        return {"groups": presenters.texts_to_begin_from(found, [language, *queries.languages_of(region)])}

    done = _("Saved. Moderators start from these now.")
    return _own_words_page(request, region, "messages_to_authors", MessagesForm, shown, done=done)


@operators
@show_and_send
def criteria(request: HttpRequest, region_id: int) -> HttpResponse:
    """What each level of criticality means, and examples of it."""
    region = region_or_404(region_id)

    def shown(found: OwnWords, language: str) -> dict[str, Any]:
        return {"texts": presenters.texts_of_levels(found, language, queries.languages_of(region))}

    return _own_words_page(request, region, "criteria", CriteriaForm, shown, done=_("Saved. Staff see these from now on."))


def _own_words_page(
    request: HttpRequest,
    region: Region,
    page: str,
    form_class: type[OwnWordsForm],
    shown: Callable[[OwnWords, str], dict[str, Any]],
    *,
    done: str,
) -> HttpResponse:
    """A page of texts that a region can have in words of its own. A button beside a text lets ours stand there again; whatever else was
    typed is saved with it.
    """
    language = language_named(request, region)
    found = queries.own_words(region.pk)
    own = {name: said[language] for name, said in found.items() if language in said}
    typed = form_data(request)
    if ours := request.POST.get("ours"):
        typed = request.POST.copy()
        typed[ours] = ""
    form = form_class(typed, own=own, language=language)
    if form.is_valid():
        try:
            changed = actions.set_own_words(region_id=region.pk, words=form.cleaned_data, language=language, by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, done if changed else _("Nothing has changed."))
            return redirect(request.get_full_path())
    return form_page(
        request,
        f"operating/{page}.html",
        form,
        region=region,
        tabs=tabs_of(request, region),
        spoken=presenters.language_tabs(queries.languages_written(region), language),
        language=language,
        **shown(found, language),
    )


@operators
@show_and_send
def holidays(request: HttpRequest, region_id: int) -> HttpResponse:
    """Days on which nobody is expected to work."""
    region = region_or_404(region_id)
    form = HolidayForm(form_data(request))
    if form.is_valid():
        try:
            actions.set_holiday(region_id=region.pk, by=me(request), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("operating:holidays", region_id=region.pk)
    days = queries.holidays_from(region.pk)
    return form_page(request, "operating/holidays.html", form, region=region, tabs=tabs_of(request, region), days=days)


@operators
@show_and_send
def proposed_holidays(request: HttpRequest, region_id: int) -> HttpResponse:
    """The public holidays of a country or a part of it, this year and next; those that an operator confirms are saved."""
    region = region_or_404(region_id)
    asked = request.GET.get("country", region.calendar.partition("-")[0])
    parts = calendars.parts_of(asked)
    part = request.GET.get("part", region.calendar.partition("-")[2])
    part = part if part in dict(parts) else ""
    named = presenters.country_names(calendars.countries())
    chooser = CalendarForm(countries=named, parts=parts, initial={"country": asked, "part": part})
    language, offered = language_named(request, region), languages.spoken()
    known = {each.day for each in queries.holidays_from(region.pk)}
    proposed = calendars.proposed(asked, part, years=presenters.this_year_and_next(), language=language, without=known)
    form = ProposedForm(
        form_data(request),
        days=presenters.day_choices(proposed),
        spoken=[(each, offered[each]) for each in queries.languages_of(region)],
        initial={"days": [day.isoformat() for day in proposed], "language": language},
    )
    if form.is_valid():
        chosen = {day: name for day, name in proposed.items() if day.isoformat() in form.cleaned_data["days"]}
        calendar = f"{asked}-{part}" if part else asked
        try:
            actions.set_holidays(
                region_id=region.pk, calendar=calendar, days=chosen, language=form.cleaned_data.get("language", ""), by=me(request)
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("operating:holidays", region_id=region.pk)
    context = {"region": region, "tabs": tabs_of(request, region), "chooser": chooser, "proposed": proposed, "asked": asked in dict(named)}
    return form_page(request, "operating/proposed_holidays.html", form, **context)


@operators
@require_POST
def remove_holiday(request: HttpRequest, region_id: int) -> HttpResponse:
    region = region_or_404(region_id)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Http404 from None
    actions.remove_holiday(region_id=region.pk, day=day, by=me(request))
    messages.success(request, _("Removed. It’s no longer a holiday."))
    return redirect("operating:holidays", region_id=region.pk)


@operators
@require_safe
def author_groups(request: HttpRequest, region_id: int) -> HttpResponse:
    """Whose stories there are, and whose may be missing."""
    region = region_or_404(region_id)
    context = {"region": region, "tabs": tabs_of(request, region), "tables": presenters.group_tables(stories.author_groups(region.pk))}
    return render(request, "operating/author_groups.html", context)
