"""One text: how it stands, what a version changes, and whether readers see it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import editors
from heard.accounts.queries import editors as who_edits
from heard.core import clock
from heard.core.errors import DomainError
from heard.core.texts.differences import word_differences
from heard.pages import queries
from heard.pages.actions import house, publishing
from heard.pages.actions.publishing import NotReady
from heard.pages.forms.texts import RetireForm, WhenForm
from heard.pages.models import State, Version
from heard.pages.policies import needs_another
from heard.pages.presenters import editing as presenters
from heard.pages.presenters.showing import path_of
from heard.pages.views.asked import form_page, me, number_asked, places, show_and_send, text_or_404
from heard.pages.views.writing import whole
from heard.regions.models import Region
from heard.ui.forms import form_data


@editors
@require_safe
def text(request: HttpRequest, text_id: int) -> HttpResponse:
    """A text: its newest version, or the one that is asked for, against what is public."""
    return _text_page(request, text_id, number_asked(request, "version"))


def _text_page(request: HttpRequest, text_id: int, number: int | None, *, refused: NotReady | None = None) -> HttpResponse:
    found = text_or_404(text_id)
    version = queries.version_of(found.pk, number or found.newest_number)
    if version is None:
        raise Http404
    known, public = places(), found.published_version
    problems = refused.problems if refused else queries.problems_of(version)
    is_public = public is not None and found.state == State.PUBLISHED and public.pk == version.pk
    versions = queries.versions_of(found.pk)
    names = presenters.Names([version.made_by, *(each.made_by for each in versions)])
    another = needs_another(version, by=me(request))
    brought = queries.house_text_beside(found)
    context: dict[str, Any] = {
        "text": found,
        "line": presenters.text_lines([found], known)[0],
        "asked": known.asked(found.region_id, found.language),
        "version": version,
        "is_newest": version.number == found.newest_number,
        "is_public": is_public,
        "changes": None if is_public or public is None else word_differences(whole(public), whole(version)),
        "problems": presenters.problem_lines(problems, version.source),
        "is_behind": presenters.is_behind(found),
        "versions": [(each, names(each.made_by)) for each in versions],
        "moves": presenters.move_lines(queries.moves_of(found)),
        "made_by": names(version.made_by),
        "needs_another": another,
        "others": [each.name for each in who_edits() if each != request.user] if another else [],
        "due": presenters.when_there(found.due_at, _zone(_region_of(found, known))) if found.due_at else "",
        "refused": refused is not None,
        "public_path": path_of(found.page.path),
        "brought": brought,
        "brought_differs": word_differences(whole(version), whole(brought)) if brought else None,
    }
    return render(request, "pages/editing/text.html", context, status=422 if refused else 200)


@editors
@require_POST
def publish(request: HttpRequest, text_id: int) -> HttpResponse:
    """Let readers see a version; not over one that was published since the editor opened the page."""
    found, version = text_or_404(text_id), _version_sent(request, text_id)
    public = found.published_version.number if found.published_version else 0
    if request.POST.get("public", str(public)) != str(public) and version.number != public:
        said = _("Nothing was published: version %(number)s was published while you had this page open. Look at what is different first.")
        messages.warning(request, said % {"number": public})
        return redirect("pages:text", text_id=found.pk)
    try:
        publishing.publish_text(text_id=found.pk, number=version.number, by=me(request))
    except NotReady as refused:
        return _text_page(request, text_id, version.number, refused=refused)
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Published. Readers see version %(number)s now.") % {"number": version.number})
    return redirect("pages:text", text_id=found.pk)


@editors
@show_and_send
def schedule(request: HttpRequest, text_id: int) -> HttpResponse:
    """Have a version published at a moment to come, by the clocks of the site."""
    found, known = text_or_404(text_id), places()
    zone, newest = _zone(_region_of(found, known)), found.newest_number
    form = WhenForm(form_data(request), zone=zone, initial={"day": clock.today(), "at": "09:00", "version": newest})
    status = 0
    if form.is_valid() and form.cleaned_data["version"] != newest:
        data = request.POST.copy()
        data["version"] = str(newest)
        form, status = WhenForm(data, zone=zone), 409
        saved = _("Someone saved version %(number)s while you had this page open. Look at it before you schedule it.")
        form.add_error(None, saved % {"number": newest})
    elif form.is_valid():
        try:
            publishing.schedule_text(text_id=found.pk, number=newest, due_at=form.cleaned_data["moment"], by=me(request))
        except NotReady as refused:
            return _text_page(request, text_id, newest, refused=refused)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Scheduled. You don’t have to do anything more."))
            return redirect("pages:text", text_id=found.pk)
    line = presenters.text_lines([found], known)[0]
    return form_page(request, "pages/editing/schedule.html", form, status=status, text=found, line=line, zone=zone)


@editors
@require_POST
def unschedule(request: HttpRequest, text_id: int) -> HttpResponse:
    found = text_or_404(text_id)
    try:
        publishing.unschedule_text(text_id=found.pk, by=me(request))
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("It won’t be published by itself now."))
    return redirect("pages:text", text_id=found.pk)


@editors
@show_and_send
def retire(request: HttpRequest, text_id: int) -> HttpResponse:
    """Take a text down, and say why."""
    found = text_or_404(text_id)
    if found.state != State.PUBLISHED:
        messages.warning(request, _("This isn’t published, so there’s nothing to take down."))
        return redirect("pages:text", text_id=found.pk)
    form = RetireForm(form_data(request))
    if form.is_valid():
        try:
            publishing.retire_text(text_id=found.pk, reason=form.cleaned_data["reason"], by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Taken down. You can publish it again."))
            return redirect("pages:text", text_id=found.pk)
    line = presenters.text_lines([found], places())[0]
    return form_page(request, "pages/editing/retire.html", form, text=found, line=line)


@editors
@require_POST
def take_house_text(request: HttpRequest, text_id: int) -> HttpResponse:
    """Begin with what Heard brings now for a text that editors have written."""
    found = text_or_404(text_id)
    try:
        house.take_house_text(text_id=found.pk, by=me(request))
    except DomainError as error:
        messages.warning(request, str(error))
        return redirect("pages:text", text_id=found.pk)
    messages.success(request, _("Heard’s text is now a draft. Edit it before you publish it."))
    return redirect(reverse("pages:write", kwargs={"page_id": found.page_id}) + places().asked(found.region_id, found.language))


@editors
@require_POST
def keep_own_text(request: HttpRequest, text_id: int) -> HttpResponse:
    """Keep what editors wrote, and not be asked again."""
    found = text_or_404(text_id)
    try:
        house.keep_own_text(text_id=found.pk, by=me(request))
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Your own text stays. We won’t ask again until Heard’s text changes."))
    return redirect("pages:text", text_id=found.pk)


def _version_sent(request: HttpRequest, text_id: int) -> Version:
    written = request.POST.get("version", "")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
    found = queries.version_of(text_id, number)
    if found is None:
        raise Http404
    return found


def _region_of(found: Any, known: presenters.Places) -> Region | None:
    own = next((each for each in known.regions if each.pk == found.region_id), None)
    return own or next(iter(known.regions), None)


def _zone(region: Region | None) -> ZoneInfo:
    """By whose clocks a text is published: those of its site, or of the main one."""
    return ZoneInfo(region.time_zone) if region else ZoneInfo("Europe/London")
