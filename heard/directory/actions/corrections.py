"""Putting the directory right by hand. Every field that was set stays as it was set, whatever the next register says, until undone.

Who may is asked above: the directory knows nobody; `operating` lets operators in.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, WrongState
from heard.core.events import announce
from heard.directory.events import ServiceCorrected, ServiceRenamed
from heard.directory.models import BY_HAND, JOINED, PROPOSED, Correction, FormerName, Kind, Service, Standing
from heard.directory.queries import old_names, position_of, search_text_of
from heard.directory.rules.positions import postcode
from heard.directory.rules.telephones import telephone

CLOSED_FIRST = gettext_lazy("The closing date must not be before the opening date")
Value = str | float | list[str] | date | int | None


@transaction.atomic
def correct_service(*, service_id: int, changes: Mapping[str, Value], by: Actor) -> Service:
    """Set fields of a service by hand: any of `CORRECTABLE`. What is the same already is left as it is, also where no rule would take it
    today: a register wrote it.

    Raises:
        NotAcceptable: a field that cannot be set, or a value that cannot be; names the field. `refusals` gives all of them.
        WrongState: a register is being taken in just now, or the place is only proposed, or joined with another one.
    """
    no_import_now()
    service = Service.objects.select_for_update(of=("self",)).get(pk=service_id)
    if service.register in (PROPOSED, JOINED):
        raise WrongState(_("This place isn’t in the directory. Add it, or look at the place it was joined with."))
    clean, wrong = checked(service, changes)
    if wrong:
        raise wrong[0]
    successor = service.successor_id
    if service.register == BY_HAND and "postcode" in clean and not {"latitude", "longitude"} & clean.keys():
        # No register says where it is: as when it was put in, the middle of its postcode's sector.
        where = position_of(clean["postcode"]) if clean["postcode"] else None
        clean |= {"latitude": where.latitude if where else None, "longitude": where.longitude if where else None}
    for field, value in clean.items():
        if value != getattr(service, field):
            _set(service, field, value, by=by)
    save_with_words(service)
    if {"name", "successor_id"} & clean.keys():
        _find_successors(service, successor, by=by)
    return service


def refusals(*, service_id: int, changes: Mapping[str, Value]) -> list[NotAcceptable]:
    """Everything for which `correct_service` would say no to these changes, so that it can be said at once. Changes nothing."""
    return checked(Service.objects.get(pk=service_id), changes)[1]


def checked(service: Service, changes: Mapping[str, Value]) -> tuple[dict[str, Any], list[NotAcceptable]]:
    """What is to be set, as it would be kept, and what cannot be."""
    clean: dict[str, Any] = {}
    wrong: list[NotAcceptable] = []
    for field, value in changes.items():
        if field not in CORRECTABLE:
            wrong.append(NotAcceptable(_("You can’t change this field by hand"), field=field))
        elif value != getattr(service, field):
            try:
                clean[field] = CORRECTABLE[field](service, field, value)
            except NotAcceptable as refused:
                wrong.append(refused)
    opened, closed = (clean.get(field, getattr(service, field)) for field in ("opened_on", "closed_on"))
    if opened and closed and closed < opened:
        wrong.append(NotAcceptable(str(CLOSED_FIRST), field="closed_on"))
    return clean, wrong


@transaction.atomic
def undo_correction(*, correction_id: int, by: Actor) -> Service:
    """Put back what stood there before, and let registers set it again.

    Raises:
        WrongState: a register is being taken in just now, it was put back already, or what stood there no longer fits the other fields.
    """
    no_import_now()
    correction = Correction.objects.select_for_update().filter(pk=correction_id).first()
    if correction is None:
        raise WrongState(_("Someone has already undone this."))
    service = Service.objects.select_for_update(of=("self",)).get(pk=correction.service_id)
    field, successor = correction.field, service.successor_id
    correction.delete()
    setattr(service, field, _from_json(field, correction.was))
    if field == "name":
        FormerName.objects.filter(service=service, name=service.name).delete()
        announce(ServiceRenamed(service_id=service.pk), by=by)
    try:
        save_with_words(service)
    except NotAcceptable as error:
        raise WrongState(f"{error}. " + _("Correct the other field first.")) from None
    if field in ("name", "successor_id"):
        _find_successors(service, successor, by=by)
    announce(ServiceCorrected(service_id=service.pk, field=field), by=by)
    return service


def _set(service: Service, field: str, value: Value, *, by: Actor) -> None:
    was = getattr(service, field)
    correction = Correction.objects.filter(service=service, field=field).first()
    if correction is None:
        correction = Correction(service=service, field=field, was=_to_json(was))
    correction.value, correction.by, correction.at = _to_json(value), by.actor_ref, clock.now()
    correction.save()
    if field == "name":
        FormerName.objects.get_or_create(service=service, name=was, defaults={"until": clock.today()})
        announce(ServiceRenamed(service_id=service.pk), by=by)
    setattr(service, field, value)
    announce(ServiceCorrected(service_id=service.pk, field=field), by=by)


def _find_successors(service: Service, before: int | None, *, by: Actor) -> None:
    """The place that took over is found by this one's name, and one that did not after all no longer."""
    if successors := {pk for pk in (before, service.successor_id) if pk is not None}:
        find_by_old_names(successors, by=by)


def find_by_old_names(service_ids: Iterable[int], *, by: Actor) -> None:
    """Let these places, and the stories about them, be found by the old names that they have now."""
    asked = sorted(set(service_ids))
    find_by_words(asked)
    for pk in asked:
        announce(ServiceRenamed(service_id=pk), by=by)


def save_with_words(service: Service) -> None:
    """Save, and let everything beneath be found by the new name too.

    Raises:
        NotAcceptable: it would have closed before it opened.
    """
    service.changed_at = clock.now()
    try:
        with transaction.atomic():
            service.save()
    except IntegrityError:
        raise NotAcceptable(str(CLOSED_FIRST), field="closed_on") from None
    find_by_words([service.pk])


def find_by_words(service_ids: Iterable[int]) -> None:
    """Write the words by which these places, and everything beneath them, are found: after a name changed, of theirs or an old one."""
    beneath = list(Service.objects.filter(ancestors__overlap=list(service_ids)))
    above = {pk for each in beneath for pk in each.ancestors}
    names, old = dict(Service.objects.filter(pk__in=above).values_list("pk", "name")), old_names(above)
    for each in beneath:
        before = [name for pk in reversed(each.ancestors) for name in old.get(pk, ())]
        each.search_text = search_text_of(each, [names[pk] for pk in each.ancestors[:-1] if pk in names], before)
    Service.objects.bulk_update(beneath, ["search_text"], batch_size=500)


def no_import_now() -> None:
    """An import reads everything first and writes at its end; what is written in between would be lost. Whoever else writes places waits
    for one another: a button pressed twice finds what its first press did.

    Raises:
        WrongState: a register is being taken in just now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(hashtext('directory import'))")
        (free,) = cursor.fetchone()
        if not free:
            raise WrongState(_("We’re importing a register at the moment. Try again in a minute."))
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory places'))")


# ---------------------------------------------------------------- what may stand in which field


def _words(most: int, *, needed: bool = False) -> Callable[[Service, str, Any], str]:
    def check(service: Service, field: str, value: Any) -> str:
        tidy = " ".join(str(value or "").split())
        if (needed and not tidy) or len(tidy) > most:
            if needed:
                raise NotAcceptable(_("Enter between 1 and %(most)s characters") % {"most": most}, field=field)
            raise NotAcceptable(_("Enter %(most)s characters or fewer") % {"most": most}, field=field)
        return tidy

    return check


def _one_of(values: list[str]) -> Callable[[Service, str, Any], str]:
    def check(service: Service, field: str, value: Any) -> str:
        if value not in values:
            raise NotAcceptable(_("Choose one of the options"), field=field)
        return str(value)

    return check


def _lines(service: Service, field: str, value: Any) -> list[str]:
    lines = [" ".join(str(line).split()) for line in value or []]
    if any(len(line) > 120 for line in lines) or len(lines) > 8:
        raise NotAcceptable(_("The address must have 8 lines or fewer, of up to 120 characters"), field=field)
    return [line for line in lines if line]


def _postcode(service: Service, field: str, value: Any) -> str:
    if not value:
        return ""
    written = postcode(str(value))
    if written is None or " " not in written or len(written.partition(" ")[2]) < 3:
        raise NotAcceptable(_("Enter a full postcode, like TS18 1HU or A65 F4E2"), field=field)
    return written


def _telephone(service: Service, field: str, value: Any) -> str:
    if not value:
        return ""
    written = telephone(str(value))
    if written is None or len(written) > 80:
        raise NotAcceptable(_("Enter one phone number, like 01632 960001 or +44 1632 960001"), field=field)
    return written


def _degrees(most: int) -> Callable[[Service, str, Any], float | None]:
    def check(service: Service, field: str, value: Any) -> float | None:
        if value is None:
            return None
        if not -most <= value <= most:
            raise NotAcceptable(_("Enter a number of degrees from −%(most)s to %(most)s") % {"most": most}, field=field)
        return float(value)

    return check


def _day(service: Service, field: str, value: Any) -> date | None:
    if value is not None and not isinstance(value, date):
        raise NotAcceptable(_("Enter a date"), field=field)
    return value


def _address(service: Service, field: str, value: Any) -> str:
    if not value:
        return ""
    try:
        URLValidator(schemes=["https", "http"])(str(value))
    except ValidationError:
        raise NotAcceptable(_("Enter a full web address, starting with https://"), field=field) from None
    return str(value)


def _successor(service: Service, field: str, value: Any) -> int | None:
    """The place that took over: in the directory of the same region, not itself, and not in a ring."""
    after = value
    there = Service.objects.filter(region_id=service.region_id).exclude(register__in=(PROPOSED, JOINED))
    if value not in (None, service.pk) and not there.filter(pk=value).exists():
        raise NotAcceptable(_("Choose a place in this region’s directory"), field="successor")
    for _step in range(20):
        if after is None:
            return value  # type: ignore[no-any-return]
        if after == service.pk:
            break
        row = Service.objects.filter(pk=after).values_list("successor_id").first()
        if row is None:
            raise NotAcceptable(_("Choose a service from the directory"), field="successor")
        (after,) = row
    raise NotAcceptable(_("A service can’t take over from itself"), field="successor")


CORRECTABLE: dict[str, Callable[[Service, str, Any], Any]] = {
    "name": _words(200, needed=True),
    "kind": _one_of(Kind.values),
    "address": _lines,
    "town": _words(80),
    "postcode": _postcode,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "telephone": _telephone,
    "website": _address,
    "opened_on": _day,
    "closed_on": _day,
    "standing": _one_of(Standing.values),
    "successor_id": _successor,
}
"""What can be set by hand, and what may stand there."""


def _to_json(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _from_json(field: str, value: Any) -> Any:
    return date.fromisoformat(value) if field in {"opened_on", "closed_on"} and value else value
