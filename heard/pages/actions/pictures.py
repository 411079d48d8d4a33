"""Pictures that editors send for pages."""

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.policies import may_edit
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed
from heard.core.texts.saying import listed
from heard.media.actions.pictures import describe_picture, keep_picture, let_go
from heard.media.rules.pictures import Copies, Held
from heard.pages.actions.publishing import draw_anew, one_at_a_time
from heard.pages.models import PagePicture
from heard.pages.queries import texts_with_picture


@transaction.atomic
def add_picture(*, copies: Copies | Held, alt: str, is_decorative: bool, by: Actor) -> PagePicture:
    """Keep a picture for pages.

    Raises:
        NotAllowed: `by` is no editor.
        NotAcceptable: as in `keep_picture`.
    """
    _check(by)
    return PagePicture.objects.create(picture=keep_picture(copies=copies, alt=alt, is_decorative=is_decorative, by=by))


@transaction.atomic
def say_what_is_seen(*, picture_id: int, alt: str, is_decorative: bool, by: Actor) -> None:
    """Say other words for a picture, also on the pages that show it.

    Raises:
        NotAllowed: `by` is no editor.
        NotAcceptable: as in `describe_picture`.
    """
    _check(by)
    one_at_a_time()
    kept = PagePicture.objects.select_for_update(no_key=True).get(pk=picture_id)
    described = describe_picture(picture_id=kept.picture_id, alt=alt, is_decorative=is_decorative, by=by)
    draw_anew(naming=[f"picture:{described.key}"])


@transaction.atomic
def remove_picture(*, picture_id: int, by: Actor) -> None:
    """Delete a picture that no page shows.

    Raises:
        NotAllowed: `by` is no editor.
        NotAcceptable: a text shows it, or a draft would.
    """
    _check(by)
    one_at_a_time()
    kept = PagePicture.objects.select_for_update().select_related("picture").get(pk=picture_id)
    if shown_on := texts_with_picture(kept.picture.key):
        paths = listed(sorted({f"/{each.page.path}/" for each in shown_on}))
        raise NotAcceptable(_("These pages show it: %(paths)s. Take it out of them first.") % {"paths": paths})
    let_go(picture_id=kept.picture_id, by=by)


def _check(by: Actor) -> None:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can change what Heard says about itself."))
