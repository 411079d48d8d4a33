"""Films, as editors see them: sent, described, published, taken down."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.accounts.audiences import editors
from heard.core import uploads
from heard.core.errors import ChangedSince, DomainError
from heard.core.kept import keeps_words
from heard.media import queries
from heard.media.actions import films
from heard.media.models import Film, FilmState
from heard.media.presenters import film_lines, film_view
from heard.media.rules.filming import can_film
from heard.pages.forms.films import FilmForm, NewFilmForm
from heard.pages.views.asked import me, show_and_send
from heard.ui.forms import form_data, form_data_kept, is_sent


def _film_or_404(key: str) -> Film:
    found = queries.film_by_key(key)
    if found is None:
        raise Http404
    return found


@editors
@require_safe
def film_list(request: HttpRequest) -> HttpResponse:
    """Every film, the newest first."""
    return render(request, "pages/films/list.html", {"films": film_lines(queries.films()), "can_film": can_film()})


@editors
@show_and_send
def add(request: HttpRequest, permit: str = "") -> HttpResponse:
    """Send a film. The form goes to an address with a permit, without which nothing large is taken from anyone."""
    form = NewFilmForm(form_data(request), request.FILES or None, has_room=uploads.NO_ROOM not in request.META)
    if form.is_valid():
        try:
            taken = films.take_film(file=form.cleaned_data["film"], by=me(request))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("We have the film, and are preparing it."))
            return redirect("pages:film", key=taken.key)
    context = {"form": form, "permit": uploads.permit(), "can_film": can_film()}
    return render(request, "pages/films/add.html", context, status=422 if form.is_bound else 200)


@editors
@keeps_words
@show_and_send
def film(request: HttpRequest, key: str) -> HttpResponse:
    """One film: how far it is, what it still needs, and its words."""
    found, now = _film_or_404(key), None
    others = [each for each in queries.films().filter(signs=None) if each.pk != found.pk]
    form = FilmForm(form_data_kept(request), request.FILES or None, initial=FilmForm.of(found), film=found, others=others)
    if is_sent(request, form):
        try:
            films.describe_film(film_id=found.pk, **form.values(), by=me(request))
        except ChangedSince as error:
            form.refuse(error)
            now = found = _film_or_404(key)
            form.show(version=found.version)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved."))
            return redirect("pages:film", key=key)
    context: dict[str, Any] = {"form": form, "film": found, "now": now, "shown": film_view(found)}
    return render(request, "pages/films/film.html", context, status=422 if request.method == "POST" else 200)


@editors
@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Let anyone watch it."""
    return _done(request, key, films.publish_film, _("Published. Anyone can watch it now."))


@editors
@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take it down."""
    return _done(request, key, films.withdraw_film, _("Taken down. Only editors can watch it now."))


@editors
@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Delete its file and its words."""
    return _done(request, key, films.delete_film, _("The film is deleted."))


def _done(request: HttpRequest, key: str, action: Callable[..., Film], said: str) -> HttpResponse:
    found = _film_or_404(key)
    try:
        after = action(film_id=found.pk, by=me(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("pages:film", key=key)
    messages.success(request, said)
    return redirect("pages:films") if after.state == FilmState.DELETED else redirect("pages:film", key=key)
