"""What `manage.py doctor` asks of pictures and films, and what a view calls that takes a picture."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, cast

from django.conf import settings

from heard.core import limits
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable
from heard.core.health import Finding, looked_at
from heard.media.actions.pictures import hold_picture
from heard.media.forms import WithPhoto
from heard.media.queries import films_without_files, without_files
from heard.media.rules.filming import can_film
from heard.media.rules.pictures import Copies
from heard.media.rules.storing import place_of

AN_HOUR = 60
"""Pictures that someone may send in an hour: to draw one anew takes up to a second of a processor."""


def count_pictures(*, by: Actor, at_most: int = AN_HOUR) -> None:
    """Called before a form with a picture is read.

    Raises:
        TooMany: someone has sent so many in the last hour.
    """
    limits.attempt("photo", by.actor_ref, at_most=at_most, per=timedelta(hours=1))


def hold(form: WithPhoto) -> None:
    """Keep what was chosen with a form that has to be shown again, so that it need not be chosen again. Called before a form is shown,
    whatever became of it.
    """
    if not form.errors:
        return
    for name, field in form.picture_fields():
        sent = form.cleaned_data.get(name)
        if isinstance(sent, Copies):
            try:
                field.hold(hold_picture(copies=sent, by=form.by))
            except NotAcceptable as error:
                if str(error) not in form.non_field_errors():
                    form.add_error(name, str(error))


@looked_at
def pictures() -> Iterator[Finding]:
    """Whether each picture that is shown has its files: a backup can hold one without the other, and an object store can be away."""
    place = place_of(cast("Mapping[str, Any]", settings.STORAGES["default"])) or str(settings.MEDIA_ROOT)
    try:
        count, lacking = without_files()
    except OSError as error:
        yield Finding("Pictures", f"can’t be looked at in {place}. {error}", well=False)
        return
    if lacking:
        yield Finding(
            "Pictures",
            f"{len(lacking)} of {count} have no file in {place}: bring them back from a backup, or if they are gone for good run"
            " manage.py drop_lost_pictures",
            well=False,
        )
    elif count:
        yield Finding("Pictures", f"{count}, each with its files in {place}")


@looked_at
def films() -> Iterator[Finding]:
    """Whether each film has its file and its picture, and whether new ones can be prepared here."""
    count, lacking = films_without_files()
    if lacking:
        where = settings.MEDIA_ROOT
        yield Finding("Films", f"{lacking} of {count} have no file in {where}: bring that folder back from a backup", well=False)
    elif count:
        yield Finding("Films", f"{count}, each with its files in {settings.MEDIA_ROOT}")
    if count and not can_film():
        yield Finding("Films", "no new ones can be taken: install Heard with the extra “films”", warns=True)
