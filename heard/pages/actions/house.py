"""The pages and words that come with Heard become rows like any others, so that editors can write them anew."""

import logging
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.policies import may_edit
from heard.core import languages, moves
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.pages.actions.glossary import write_term
from heard.pages.actions.publishing import NotReady, draw_anew, locked_with_page, one_at_a_time, publish_text
from heard.pages.actions.writing import save_version, write_page
from heard.pages.lifecycle import TextMoves
from heard.pages.models import State, TermVersion, Text, Version
from heard.pages.queries import house_text_beside, known, latest_of_paths
from heard.pages.rules import house

logger = logging.getLogger(__name__)


@transaction.atomic
def load_house_texts() -> list[str]:
    """Bring what comes with this Heard up to date, and publish it: what an editor wrote since stays as it is. All that is published is
    drawn anew, for this Heard may draw it differently. Doing it again changes nothing.

    Returns what couldn't be published, and why.
    """
    one_at_a_time()
    _load_terms()
    before = latest_of_paths()
    waiting = [each for brought in house.texts().values() if (each := _load(brought, before.get(brought.path)))]
    found = known(also=house.texts())
    problems = []
    for version in waiting:
        try:
            publish_text(text_id=version.text_id, number=version.number, found=found, by=house.BY)
        except NotReady as wrong:
            problems += [f"{version.title}, line {each.line}: {each.words}" for each in wrong.problems]
    draw_anew()
    for problem in problems:
        logger.error("A page that comes with Heard can't be published: %s", problem)
    return problems


@transaction.atomic
def take_house_text(*, text_id: int, by: Actor) -> Version:
    """Begin a version with what Heard brings now for a text that editors have written.

    Raises:
        NotAllowed: `by` is no editor.
        WrongState: they have seen it already.
    """
    text, brought = _with_what_is_brought(text_id, by)
    return save_version(page_id=text.page_id, title=brought.title, lead=brought.lead, summary=brought.summary, source=brought.source, by=by)


@transaction.atomic
def keep_own_text(*, text_id: int, by: Actor) -> None:
    """Keep what editors wrote: they have seen what Heard brings now and aren't asked again until that changes.

    Raises:
        NotAllowed: `by` is no editor.
        WrongState: they have seen it already.
    """
    text, brought = _with_what_is_brought(text_id, by)
    moves.note(text, TextMoves.KEEP_OWN, by=by, reason=house.digest(brought))


def _with_what_is_brought(text_id: int, by: Actor) -> tuple[Text, house.HouseText]:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can change what Heard says about itself."))
    text = locked_with_page(text_id)
    brought = house_text_beside(text)
    if brought is None:
        raise WrongState(_("Someone has already decided about this text."))
    return text, brought


def _load(brought: house.HouseText, latest: Version | None) -> Version | None:
    """The version to publish, if it isn't."""
    if latest is not None and latest.made_by != house.BY.actor_ref:
        return None
    if latest is not None and house.same(latest, brought):
        return latest if latest.text.state == State.DRAFT else None
    write: Callable[..., Version]
    if latest is None:
        write = partial(write_page, kind=brought.kind, path=brought.path, position=brought.position, review_months=brought.review_months)
    else:
        write = partial(save_version, page_id=latest.text.page_id)
    return write(title=brought.title, lead=brought.lead, summary=brought.summary, source=brought.source, by=house.BY)


def _load_terms() -> None:
    rows = TermVersion.objects.filter(region=None, language=languages.SOURCE).order_by("number")
    latest = {each.term.slug: each for each in rows.select_related("term")}
    for brought in house.terms():
        before = latest.get(brought.slug)
        is_ours = before is not None and before.made_by == house.BY.actor_ref and not before.term.is_removed
        is_same = before is not None and (before.word, tuple(before.also), before.meaning) == (brought.word, brought.also, brought.meaning)
        if before is None or (is_ours and not is_same):
            number = before.term_id if before else None
            try:
                write_term(term_id=number, word=brought.word, also=brought.also, meaning=brought.meaning, by=house.BY)
            except NotAcceptable as wrong:  # an editor has the word for another term
                logger.warning("A word that comes with Heard is not in the glossary: %s", wrong)
