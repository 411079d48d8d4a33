"""Exemplars: chosen, looked at again, ended, by hand."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts.policies import may_edit
from heard.core import clock, moves
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.showcase.events import ExemplarChosen, ExemplarEnded
from heard.showcase.lifecycle import EXEMPLAR, ExemplarMoves
from heard.showcase.models import Exemplar, ExemplarState
from heard.showcase.rules.interviews import digest_of

CHANGED = gettext_lazy("Someone else changed this while you had it open. Look at theirs, then save yours again to replace it.")


@transaction.atomic
def choose_exemplar(
    *, organisation_id: int, why: str, since: date, language: str, case_study_id: int | None = None, film: str = "", by: Actor
) -> Exemplar:
    """Make an organisation an exemplar.

    The same choice sent twice, because a button was pressed twice, is one.

    Raises:
        NotAllowed: they aren't an editor.
        NotAcceptable: it is, or was, one already.
    """
    _check_edits(by)
    exemplar = Exemplar(organisation_id=organisation_id, checked_on=clock.today())
    _set(exemplar, why=why, since=since, language=language, case_study_id=case_study_id, film=film)
    try:
        with transaction.atomic():
            moves.make(exemplar, EXEMPLAR, ExemplarMoves.CHOOSE, by=by)
    except IntegrityError as taken:
        there = Exemplar.objects.get(organisation=organisation_id)
        if there.state == ExemplarState.CURRENT and what_it_says(there) == what_it_says(exemplar):
            return there
        raise NotAcceptable(_("This organisation is already an exemplar, or was one"), field="organisation") from taken
    announce(ExemplarChosen(exemplar_id=exemplar.pk), by=by)
    return exemplar


@transaction.atomic
def look_at_exemplar(
    *,
    exemplar_id: int,
    why: str,
    since: date,
    language: str,
    case_study_id: int | None = None,
    film: str = "",
    seen: str | None = None,
    by: Actor,
) -> Exemplar:
    """Someone made sure today that it still holds, and what is written about it is this. `seen`: what it said when they opened it
    (`what_it_says`).

    Raises:
        NotAllowed: they aren't an editor.
        ChangedSince: someone else wrote something else meanwhile.
    """
    _check_edits(by)
    exemplar = Exemplar.objects.select_for_update(no_key=True).get(pk=exemplar_id)
    before = what_it_says(exemplar)
    exemplar.checked_on = clock.today()
    _set(exemplar, why=why, since=since, language=language, case_study_id=case_study_id, film=film)
    if seen is not None and before not in {seen, what_it_says(exemplar)}:
        raise ChangedSince(str(CHANGED))
    exemplar.save(update_fields=["checked_on", "why", "since", "language", "case_study", "film"])
    return exemplar


@transaction.atomic
def end_exemplar(*, exemplar_id: int, reason: str, by: Actor) -> Exemplar:
    """It isn't an exemplar any more. It stays listed as a former one, with the reason.

    Raises:
        NotAllowed: they aren't an editor.
        NotAcceptable: there is no reason.
        WrongState: it has ended already, for another reason.
    """
    _check_edits(by)
    if not reason.strip():
        raise NotAcceptable(_("Say why. Everyone can read it."), field="reason")
    exemplar = moves.locked(Exemplar.objects).get(pk=exemplar_id)
    if exemplar.why_former == reason.strip():
        return exemplar
    columns = {"why_former": reason.strip(), "ended_on": clock.today()}
    moves.make(exemplar, EXEMPLAR, ExemplarMoves.END, by=by, columns=columns)
    announce(ExemplarEnded(exemplar_id=exemplar.pk), by=by)
    return exemplar


@transaction.atomic
def choose_again(*, exemplar_id: int, by: Actor) -> Exemplar:
    """It is an exemplar again. Twice changes nothing.

    Raises:
        NotAllowed: they aren't an editor.
    """
    _check_edits(by)
    exemplar = moves.locked(Exemplar.objects).get(pk=exemplar_id)
    if exemplar.state == ExemplarState.CURRENT:
        return exemplar
    columns = {"why_former": "", "ended_on": None, "checked_on": clock.today()}
    moves.make(exemplar, EXEMPLAR, ExemplarMoves.CHOOSE_AGAIN, by=by, columns=columns)
    announce(ExemplarChosen(exemplar_id=exemplar.pk), by=by)
    return exemplar


def what_it_says(exemplar: Exemplar) -> str:
    """What an editor sees of it when they open it, in short: told apart by this from what it says later."""
    return digest_of(exemplar.why, exemplar.since, exemplar.language, exemplar.case_study_id, exemplar.film)


def _set(exemplar: Exemplar, *, why: str, since: date, language: str, case_study_id: int | None, film: str) -> None:
    exemplar.why, exemplar.since, exemplar.language = why, since, language
    exemplar.case_study_id, exemplar.film = case_study_id, film


def _check_edits(by: Actor) -> None:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can do this."))
