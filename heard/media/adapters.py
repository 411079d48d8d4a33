"""What `manage.py doctor` asks of pictures, and what a view calls that takes one."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings

from heard.core import limits
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable
from heard.core.health import Finding, looked_at
from heard.media.actions.pictures import hold_picture
from heard.media.forms import WithPhoto
from heard.media.queries import without_files
from heard.media.rules.pictures import Copies

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
    """Whether each picture that is shown has its files: they lie beside the database, and a backup can hold one without the other."""
    count, lacking = without_files()
    if lacking:
        yield Finding(
            "Pictures", f"{lacking} of {count} have no file in {settings.MEDIA_ROOT}: bring that folder back from a backup", well=False
        )
    elif count:
        yield Finding("Pictures", f"{count}, each with its files in {settings.MEDIA_ROOT}")
