"""Places not in a register: a care home, a hospice, a clinic for one season.

A moderator proposes one, so that a story need not wait for the paperwork; an operator puts it into the directory, or says which place it
is that stands there already. No import matches, changes or closes it: it has no code. Who may is asked above: `moderation` lets
moderators propose, `operating` lets operators do the rest.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, WrongState
from heard.core.events import announce
from heard.directory.actions.contacts import carry_contact, leave_contact
from heard.directory.actions.corrections import Value, checked, find_by_old_names, no_import_now, save_with_words
from heard.directory.events import PlaceAccepted, PlaceAdded, PlaceClosed, PlaceDropped, PlaceJoined, PlaceParted, PlaceProposed
from heard.directory.models import BY_HAND, JOINED, PROPOSED, Correction, Kind, Level, Placing, Service, Standing
from heard.directory.queries import position_of, undone_until
from heard.directory.rules.positions import Position

STATED = ("name", "kind", "address", "town", "postcode", "telephone", "website", "opened_on", "closed_on")
"""What may be said of a place when it is put into the directory; where it is on the map follows from its postcode."""
MOST_WORDS = 500
BENEATH = {Level.PROVIDER: (Level.SITE, Level.SERVICE), Level.SITE: (Level.SERVICE,), Level.SERVICE: ()}
"""What may stand beneath a place of each level."""


@transaction.atomic
def propose_place(*, region_id: int, name: str, kind: str, where: str, form_key: UUID | None = None, by: Actor) -> Service:
    """Name a place that nobody finds in the directory. A story can be about it at once; nobody finds it by searching, until an operator
    has accepted it. `where` is for operators alone. The same form sent again gives back the same place.

    Raises:
        NotAcceptable: no name, no kind, or not a word of where it is.
        WrongState: a register is being taken in just now.
    """
    no_import_now()
    if (made := _made_by(form_key)) is not None:
        return made
    place = Service(region_id=region_id, level=Level.PROVIDER, register=PROPOSED)
    wrong = _state(place, {"name": name, "kind": kind})
    wrong += _words_wrong(where)
    if wrong:
        raise wrong[0]
    _create(place)
    Placing.objects.create(service=place, step=Placing.Step.PROPOSED, words=where.strip(), form_key=form_key, by=by.actor_ref)
    announce(PlaceProposed(service_id=place.pk), by=by)
    return place


@transaction.atomic
def add_place(
    *, region_id: int, level: str, parent_id: int | None, stated: Mapping[str, Value], form_key: UUID | None = None, by: Actor
) -> Service:
    """Put a place into the directory by hand: a provider, or a site or service of one that is there. `stated` is any of `STATED`.

    Raises:
        NotAcceptable: what cannot stand in a field; names it. `wrong_with` gives all of them.
        WrongState: a register is being taken in just now.
    """
    no_import_now()
    if (made := _made_by(form_key)) is not None:
        return made
    place = Service(region_id=region_id, register=BY_HAND)
    wrong = [*_state(place, stated), *_put_under(place, level, parent_id)]
    if wrong:
        raise wrong[0]
    _close_if_over(place)
    _create(place)
    Placing.objects.create(service=place, step=Placing.Step.ADDED, form_key=form_key, by=by.actor_ref)
    announce(PlaceAdded(service_id=place.pk), by=by)
    return place


@transaction.atomic
def accept_place(*, service_id: int, level: str, parent_id: int | None, stated: Mapping[str, Value], by: Actor) -> Service:
    """Put a proposed place into the directory. Whoever is concerned from now on is told of the stories about it.

    Raises:
        NotAcceptable: as in `add_place`.
        WrongState: it does not wait any more, or a register is being taken in just now.
    """
    no_import_now()
    place = Service.objects.select_for_update(of=("self",)).get(pk=service_id)
    if place.register != PROPOSED:
        raise WrongState(_("This place isn’t waiting to be added to the directory any more."))
    wrong = [*_state(place, stated), *_put_under(place, level, parent_id)]
    if wrong:
        raise wrong[0]
    place.register = BY_HAND
    _close_if_over(place)
    save_with_words(place)
    placing = _settled(place, Placing.Step.ACCEPTED, by=by)
    announce(PlaceAccepted(service_id=place.pk, placing_id=placing.pk), by=by)
    return place


@transaction.atomic
def join_place(*, service_id: int, into_id: int, by: Actor) -> Service:
    """Say that a place of no register is another one that stands in the directory: what is told about it is about that one from now on, and
    its page leads there. Nothing is joined by itself. Saying it twice is saying it once. What it wrote over is kept, for `part_place`.

    The registered contact of a provider goes along to a provider that has none.

    Raises:
        NotAcceptable: the other one is the place itself, stands in no directory, or is of another region (`into`).
        WrongState: it came from a register, is joined with yet another one, other places stand beneath it, or a register is being taken in.
    """
    no_import_now()
    locked = _locked(service_id, into_id)
    place, into = locked[service_id], locked.get(into_id)
    if place.register == JOINED and place.successor_id == into_id:
        return place
    if place.register not in (BY_HAND, PROPOSED):
        raise WrongState(_("You can only join a place that was added by hand."))
    if into is None or into.register in (PROPOSED, JOINED) or into.region_id != place.region_id:
        raise NotAcceptable(_("Choose a place from the directory"), field="into")
    if place.pk in into.ancestors:
        raise NotAcceptable(_("Choose another place: you can’t join a place with itself or a part of itself"), field="into")
    if place.children.exclude(register=JOINED).exists():
        raise WrongState(_("Other places belong to this one. Join or move those first."))
    followers = Service.objects.filter(register=JOINED, successor=place)
    was: dict[str, Any] = {
        "register": place.register,
        "standing": place.standing,
        "closed_on": place.closed_on.isoformat() if place.closed_on else None,
        "successor": place.successor_id,
        "followers": sorted(followers.values_list("pk", flat=True)),
    }
    today = clock.today()
    place.register, place.successor, place.standing = JOINED, into, Standing.CLOSED
    place.closed_on = max(today, place.opened_on or today)
    place.changed_at = clock.now()
    place.save(update_fields=["register", "successor", "standing", "closed_on", "changed_at"])
    followers.update(successor=into, changed_at=clock.now())
    find_by_old_names([into.pk], by=by)
    was["contact_went_along"] = carry_contact(place=place, into=into, by=by)
    placing = _settled(place, Placing.Step.JOINED, other=into, was=was, by=by)
    announce(PlaceJoined(service_id=place.pk, into_id=into.pk, placing_id=placing.pk), by=by)
    return place


@transaction.atomic
def part_place(*, service_id: int, reason: str, by: Actor) -> Service:
    """Undo a join that was a mistake, within ⚙ `join_undone_within` days: the place is what it was, and the stories that went with it come
    back. Who was told meanwhile stays told, and is not told again. Saying it twice is saying it once.

    Raises:
        NotAcceptable: no reason is given (`reason`).
        WrongState: it was joined too long ago, or before what joining writes over was kept, or a register is being taken in.
    """
    no_import_now()
    place = _locked(service_id, Service.objects.values_list("successor_id", flat=True).get(pk=service_id))[service_id]
    if place.register != JOINED:
        return place
    reason = reason.strip()
    if not reason:
        raise NotAcceptable(_("Say why you’re undoing it"), field="reason")
    if len(reason) > MOST_WORDS:
        raise NotAcceptable(_("The reason must be %(most)s characters or fewer") % {"most": MOST_WORDS}, field="reason")
    joined = Placing.objects.filter(service=place, step=Placing.Step.JOINED, undone_by=None).order_by("pk").last()
    until = undone_until(joined, region_id=place.region_id) if joined else None
    if joined is None or joined.was is None or until is None:
        raise WrongState(_("This join can’t be undone. Correct the places on each story instead."))
    if clock.now() >= until:
        raise WrongState(_("It’s too late to undo this join. Correct the places on each story instead."))
    was, stood = joined.was, place.successor_id
    if was["contact_went_along"]:
        leave_contact(place=place, went_to={joined.other_id, stood}, by=by)
    place.register, place.standing = was["register"], was["standing"]
    place.successor_id = was["successor"] if Service.objects.filter(pk=was["successor"]).exists() else None
    place.closed_on = date.fromisoformat(was["closed_on"]) if was["closed_on"] else None
    place.changed_at = clock.now()
    place.save(update_fields=["register", "successor", "standing", "closed_on", "changed_at"])
    # What had been joined with this place before comes back with it, unless that was joined elsewhere or undone since.
    Service.objects.filter(pk__in=was["followers"], register=JOINED, successor_id=stood).update(successor=place, changed_at=clock.now())
    find_by_old_names((pk for pk in (stood, place.pk) if pk is not None), by=by)
    placing = Placing.objects.create(
        service=place, step=Placing.Step.PARTED, other=joined.other, words=reason, undoes=joined, by=by.actor_ref
    )
    announce(PlaceParted(service_id=place.pk, placing_id=placing.pk), by=by)
    return place


@transaction.atomic
def drop_place(*, service_id: int, by: Actor) -> None:
    """Take a proposed place away that is none, as long as no story was sent about it.

    Raises:
        WrongState: it is not proposed (any more), a story is about it, or a register is being taken in just now.
    """
    no_import_now()
    place = Service.objects.select_for_update(of=("self",)).get(pk=service_id)
    if place.register != PROPOSED:
        raise WrongState(_("This place isn’t waiting to be added to the directory any more."))
    try:
        with transaction.atomic():
            place.delete()
    except ProtectedError:
        raise WrongState(_("There’s a story about this place. A moderator first has to say which place the story is about.")) from None
    announce(PlaceDropped(service_id=service_id), by=by)


@transaction.atomic
def keep_apart(*, service_id: int, other_id: int, by: Actor) -> None:
    """Say that two places that look alike are two: they are not shown as perhaps the same any more. Repeatable."""
    Placing.objects.get_or_create(service_id=service_id, other_id=other_id, step=Placing.Step.APART, defaults={"by": by.actor_ref})


@transaction.atomic
def close_places(*, by: Actor) -> int:
    """Close every place whose last day came; returns how many. What an operator said of its standing on that day or later stands.

    Repeatable. While a register is taken in, nothing is closed: the next run does it.
    """
    try:
        no_import_now()
    except WrongState:
        return 0
    today = clock.today()
    over = Service.objects.select_for_update(of=("self",)).filter(closed_on__lte=today).exclude(standing=Standing.CLOSED)
    said = dict(Correction.objects.filter(service__in=over, field="standing").values_list("service_id", "at"))
    closed = [
        place
        for place in over.order_by("pk")
        if place.closed_on and (place.pk not in said or clock.day_of(said[place.pk]) < place.closed_on)
    ]
    for place in closed:
        place.standing, place.changed_at = Standing.CLOSED, clock.now()
        place.save(update_fields=["standing", "changed_at"])
        announce(PlaceClosed(service_id=place.pk), by=by)
    return len(closed)


def wrong_with(
    *, service_id: int | None, region_id: int, level: str, parent_id: int | None, stated: Mapping[str, Value]
) -> list[NotAcceptable]:
    """Everything for which `add_place`, or `accept_place` of `service_id`, would say no, so that it can be said at once. Writes nothing."""
    place = Service(region_id=region_id) if service_id is None else Service.objects.get(pk=service_id)
    return [*_state(place, stated), *_put_under(place, level, parent_id)]


def wrong_with_proposal(*, name: str, kind: str, where: str) -> list[NotAcceptable]:
    """The same of `propose_place`."""
    return [*_state(Service(), {"name": name, "kind": kind}), *_words_wrong(where)]


def _locked(*service_ids: int | None) -> dict[int, Service]:
    """Two places that one action writes, locked in the one order that there is: so no two actions ever wait for one another, also beside
    those that take no other lock (a contact confirmed by its mailbox).
    """
    wanted = Service.objects.select_for_update(of=("self",)).filter(pk__in=[pk for pk in service_ids if pk is not None])
    return {place.pk: place for place in wanted.order_by("pk")}


def _made_by(form_key: UUID | None) -> Service | None:
    done = Placing.objects.select_related("service").filter(form_key=form_key).first() if form_key else None
    return done.service if done else None


def _settled(place: Service, step: Placing.Step, *, other: Service | None = None, was: dict[str, Any] | None = None, by: Actor) -> Placing:
    """Note the step. What a moderator wrote of where the place is has served: it may hold an author's own words, and is deleted."""
    Placing.objects.filter(service=place, step=Placing.Step.PROPOSED).exclude(words="").update(words="")
    return Placing.objects.create(service=place, step=step, other=other, was=was, by=by.actor_ref)


def _words_wrong(where: str) -> list[NotAcceptable]:
    if not where.strip():
        return [NotAcceptable(_("Say where it is, so that an operator can find it"), field="where")]
    if len(where.strip()) > MOST_WORDS:
        return [NotAcceptable(_("Where it is must be %(most)s characters or fewer") % {"most": MOST_WORDS}, field="where")]
    return []


def _state(place: Service, stated: Mapping[str, Value]) -> list[NotAcceptable]:
    """Set what was stated, as it is kept, and say what cannot be. Its position is the middle of its postcode's sector."""
    clean, wrong = checked(place, stated)
    wrong += [NotAcceptable(_("You can’t change this field by hand"), field=field) for field in stated if field not in STATED]
    for field, value in clean.items():
        setattr(place, field, value)
    missing = {each.field for each in wrong}
    if not place.name and "name" not in missing:
        wrong.append(NotAcceptable(_("Enter the name of the place"), field="name"))
    if place.kind not in Kind.values and "kind" not in missing:
        wrong.append(NotAcceptable(_("Choose what kind of place it is"), field="kind"))
    where: Position | None = position_of(place.postcode) if place.postcode else None
    place.latitude, place.longitude = (where.latitude, where.longitude) if where else (None, None)
    return wrong


def _put_under(place: Service, level: str, parent_id: int | None) -> list[NotAcceptable]:
    """Set the level and what the place belongs to. `ancestors` ends in the place itself once it has a number."""
    place.level, place.parent = level, None
    own = [place.pk] if place.pk else []
    place.ancestors = own
    if level not in Level.values:
        return [NotAcceptable(_("Choose whether it’s a provider, a site or a service"), field="level")]
    if level == Level.PROVIDER:
        return [NotAcceptable(_("A provider can’t belong to another place"), field="parent")] if parent_id else []
    there = Service.objects.filter(region_id=place.region_id).exclude(register__in=(PROPOSED, JOINED))
    parent = None if parent_id is None else there.filter(pk=parent_id).first()
    if parent is None:
        return [NotAcceptable(_("Choose the place in the directory that it belongs to"), field="parent")]
    if parent.standing == Standing.CLOSED:
        return [NotAcceptable(_("That place has closed. Choose one that’s open."), field="parent")]
    if level not in BENEATH[Level(parent.level)]:
        return [NotAcceptable(_("A site must belong to a provider, and a service to a provider or a site"), field="parent")]
    place.parent = parent
    place.ancestors = [*parent.ancestors, *own]
    return []


def _close_if_over(place: Service) -> None:
    over = place.closed_on is not None and place.closed_on <= clock.today()
    place.standing = Standing.CLOSED if over else Standing.OPEN


def _create(place: Service) -> None:
    """Write a new place under a number of its own; its address in the site is its name's, and never changes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('directory_service', 'id'))")
        (place.pk,) = cursor.fetchone()
    place.ancestors = [*place.ancestors, place.pk]
    place.slug = _free_slug(place)
    place.save(force_insert=True)
    save_with_words(place)


def _free_slug(place: Service) -> str:
    wanted = slugify(place.name)[:80] or place.level
    return (
        f"{wanted}-{place.pk}"
        if Service.objects.filter(slug=wanted).exists() or Service.objects.filter(code=wanted.upper()).exists()
        else wanted
    )
