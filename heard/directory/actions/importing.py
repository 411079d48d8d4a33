"""Taking in a register: what it states is added or changed, what it no longer states is closed, what was set by hand stays.

A place whose line was refused is stated, only badly: it stays as it is. A file is of one region: what belongs to another one is not moved,
closed or added to.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection, transaction
from django.utils.text import slugify

from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import DomainError
from heard.core.events import announce
from heard.directory.events import RegisterImported, ServiceMoved, ServiceRenamed
from heard.directory.models import Correction, FormerName, Level, PostcodeSector, Service, Standing
from heard.directory.queries import old_names, search_text_of
from heard.directory.rules.registers import Entry, Refusal, WrongFile
from heard.regions.queries import all_regions

MOST_CLOSURES = 0.02
"""The share of a register's open places that one import may close: a file cut short must not close the country."""
BATCH = 1000
STATED = (
    "name",
    "kind",
    "address",
    "town",
    "postcode",
    "telephone",
    "website",
    "latitude",
    "longitude",
    "opened_on",
    "closed_on",
    "standing",
)
ENRICHED = ("address", "town", "postcode", "telephone", "website", "latitude", "longitude")
"""What a register may add to a place that another register owns, where that one says nothing."""
NOTHING: tuple[object, ...] = ("", None, [])


class TooManyClosures(DomainError):
    """More places would close than one import may close; nothing was taken in."""


@dataclass
class Summary:
    """What an import did. `marked` are places that the file mentions but that their own register lacks."""

    read: int = 0
    added: int = 0
    changed: int = 0
    closed: int = 0
    reopened: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    repeated: list[Refusal] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)


@transaction.atomic
def import_register(
    *,
    register: str,
    region_id: int,
    entries: Iterable[tuple[int, Entry | Refusal]],
    accept_closures: bool = False,
    progress: Callable[[int], None] = lambda line: None,
    by: Actor,
) -> Summary:
    """Take in a whole register, all or nothing; a second run of the same file changes nothing.

    Raises:
        TooManyClosures: more than `MOST_CLOSURES` of the register's open places would close and `accept_closures` is not set.
        WrongFile: no line of it is a place, or it is another file than was said.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory import'))")
    work = _Import(register, region_id, {each.pk: each.name for each in all_regions()})
    for line, entry in entries:
        work.summary.read += 1
        if isinstance(entry, Refusal):
            work.refuse(entry)
        else:
            work.take(line, entry)
        if work.summary.read % 250 == 0:
            progress(line)
    work.check_something_was_read()
    work.close_what_vanished(accept_closures=accept_closures)
    work.write(by)
    done = work.summary
    announce(RegisterImported(register=register, added=done.added, changed=done.changed, closed=done.closed), by=by)
    return done


@transaction.atomic
def import_sectors(*, sectors: Iterable[tuple[str, float, float]], by: Actor) -> int:
    """Replace the positions of postcode sectors and districts (code, latitude, longitude); returns how many there are."""
    PostcodeSector.objects.all().delete()
    rows = (PostcodeSector(code=code, latitude=latitude, longitude=longitude) for code, latitude, longitude in sectors)
    count = 0
    while batch := list(islice(rows, BATCH)):
        PostcodeSector.objects.bulk_create(batch)
        count += len(batch)
    return count


class _Import:
    """One run's memory: every place that has a code or an identity, and what is to be written."""

    def __init__(self, register: str, region_id: int, regions: Mapping[int, str]) -> None:
        self.register, self.region_id, self.regions = register, region_id, regions
        self.today = clock.today()
        self.summary = Summary()
        places = list(Service.objects.all())
        self.known = {(place.level, place.code.upper() or place.identity): place for place in places if place.code or place.identity}
        self.by_id = {place.pk: place for place in places}
        self.slugs = {place.slug for place in places}
        self.seen: set[tuple[str, str]] = set()
        self.named_badly: set[str] = set()
        self.left: dict[tuple[str, str], Service] = {}
        self.new: list[Service] = []
        self.touched: dict[int, Service] = {}
        self.moved: list[int] = []
        self.former: list[FormerName] = []
        self.old = old_names()
        self.ids: list[int] = []
        self.open_before = sum(self._is_ours_and_open(place) for place in places)
        self.by_hand: dict[int, set[str]] = {}
        for service_id, name in Correction.objects.values_list("service_id", "field"):
            self.by_hand.setdefault(service_id, set()).add(name)

    def refuse(self, refusal: Refusal) -> None:
        self.summary.refused.append(refusal)
        self.named_badly.update(" ".join(cell.split()).upper() for cell in refusal.cells if cell.strip())

    def take(self, line: int, entry: Entry) -> None:
        if entry.key in self.seen:
            if entry.level == Level.SERVICE:
                self.summary.repeated.append(Refusal(line, f"{entry.name} was named before, in other capitals or the same"))
            return
        owner = self.known.get(entry.owner) if entry.owner else None
        place = self.known.get(entry.key)
        foreign = self._foreign(place) or self._foreign(owner) or (self.left.get(entry.owner) if entry.owner else None)
        if foreign:
            self._leave(line, entry, foreign)
            return
        if entry.owner and owner is None:
            self.refuse(Refusal(line, f"belongs to {entry.owner[1]}, which nobody named", (entry.code, entry.identity)))
            return
        self.seen.add(entry.key)
        if place is None:
            self._add(entry, owner)
        elif entry.implied:
            if place.not_in_register:
                self.summary.marked.append(f"{place.code} {place.name}")
        elif place.register == self.register or place.not_in_register:
            self._change(place, entry, owner)
        else:
            self._enrich(place, entry)

    def _foreign(self, place: Service | None) -> Service | None:
        return place if place is not None and place.region_id != self.region_id else None

    def _leave(self, line: int, entry: Entry, foreign: Service) -> None:
        """What is of another region, or belongs to a place there, stays as it is: moved, it would take its stories along. A line that only
        names where something else belongs says nothing itself: that something is refused.
        """
        self.left[entry.key] = foreign
        told = bool(self.summary.refused) and self.summary.refused[-1].line == line  # a line may be of a site and of its ward
        if not entry.implied and not told:
            of = f"{foreign.code or foreign.name}, a place of {self.regions[foreign.region_id]}"
            is_it = foreign.level == entry.level and (foreign.code or foreign.identity) == (entry.code or entry.identity)
            self.refuse(Refusal(line, f"{of}, was left there" if is_it else f"{entry.code or entry.name} belongs to {of}"))

    def close_what_vanished(self, *, accept_closures: bool) -> None:
        for key, place in self.known.items():
            if key in self.seen or not self._is_ours_and_open(place) or "standing" in self.by_hand.get(place.pk, ()):
                continue
            if self._is_named_badly((place.code or place.identity).upper()):
                continue
            place.standing = Standing.CLOSED
            place.closed_on = max(self.today, place.opened_on or self.today)
            self.touched[place.pk] = place
            self.summary.closed += 1
        if not accept_closures and self.summary.closed > self.open_before * MOST_CLOSURES:
            raise TooManyClosures(
                f"{self.summary.closed} of {self.open_before} open places of “{self.register}” would close; more than "
                f"{MOST_CLOSURES:.0%} at once is refused, because a file may have been cut short. Nothing was changed. "
                f"{self._not_taken()}If it is right, say --accept-closures."
            )

    def _is_named_badly(self, key: str) -> bool:
        """Also a ward, whose identity is made of three cells."""
        return key in self.named_badly or ("|" in key and set(key.split("|")) <= self.named_badly)

    def check_something_was_read(self) -> None:
        if not self.seen:
            raise WrongFile(f"Nothing in this file could be read as a place. {self._not_taken()}Nothing was changed.")

    def _not_taken(self) -> str:
        if not self.summary.refused:
            return ""
        count, first = len(self.summary.refused), self.summary.refused[0]
        lines = "1 line" if count == 1 else f"{count} lines"
        return f"{lines} could not be taken, the first of them line {first.line}: {first.reason}. "

    def write(self, by: Actor) -> None:
        now = clock.now()
        self._follow_renamed_owners()
        for place in (*self.new, *self.touched.values()):
            place.changed_at = now
            old = [name for pk in reversed(place.ancestors) for name in self.old.get(pk, ())]
            place.search_text = search_text_of(place, [self.by_id[above].name for above in place.ancestors[:-1]], old)
        for start in range(0, len(self.new), BATCH):
            Service.objects.bulk_create(self.new[start : start + BATCH])
        fields = [*STATED, "register", "parent", "ancestors", "not_in_register", "changed_at", "search_text"]
        Service.objects.bulk_update(self.touched.values(), fields, batch_size=BATCH // 2)
        FormerName.objects.bulk_create(self.former, ignore_conflicts=True)
        for service_id in self.moved:
            announce(ServiceMoved(service_id=service_id), by=by)
        for service_id in sorted(self._known_anew()):
            announce(ServiceRenamed(service_id=service_id), by=by)

    def _is_ours_and_open(self, place: Service) -> bool:
        mine = place.register == self.register and place.region_id == self.region_id
        return mine and not place.not_in_register and place.standing != Standing.CLOSED

    def _add(self, entry: Entry, owner: Service | None) -> None:
        pk = self._next_id()
        place = Service(
            pk=pk,
            region_id=self.region_id,
            level=entry.level,
            register=self.register,
            code=entry.code,
            identity=entry.identity,
            slug=self._slug(entry),
            parent=owner,
            ancestors=[*(owner.ancestors if owner else []), pk],
            not_in_register=entry.implied,
            **{name: _value(entry, name) for name in STATED},
        )
        self.known[entry.key] = self.by_id[pk] = place
        self.new.append(place)
        self.summary.added += 1
        if entry.implied:
            self.summary.marked.append(f"{place.code} {place.name}")

    def _change(self, place: Service, entry: Entry, owner: Service | None) -> None:
        kept = self.by_hand.get(place.pk, set())
        was_closed, was_named = place.standing == Standing.CLOSED, place.name
        different = [name for name in STATED if name not in kept and getattr(place, name) != _value(entry, name)]
        different = [name for name in different if not self._adds_nothing(place, entry, name)]
        moves = owner is not None and place.parent_id != owner.pk and "parent" not in kept
        adopted = place.register != self.register or place.not_in_register
        if not (different or moves or adopted):
            self.summary.unchanged += 1
            return
        for name in different:
            setattr(place, name, _value(entry, name))
        place.register, place.not_in_register = self.register, False
        if moves and owner is not None:
            self._move(place, owner)
        if place.name != was_named:
            self.former.append(FormerName(service=place, name=was_named, until=self.today))
            self.old.setdefault(place.pk, []).append(was_named)
            if place.successor_id is not None:
                self.old.setdefault(place.successor_id, []).append(place.name)
        self.touched[place.pk] = place
        is_closed = place.standing == Standing.CLOSED
        self.summary.closed += is_closed and not was_closed
        self.summary.reopened += was_closed and not is_closed
        self.summary.changed += is_closed == was_closed

    def _adds_nothing(self, place: Service, entry: Entry, name: str) -> bool:
        """A register that says nothing of a thing does not take away what another register, or a closure, put there."""
        silent = _value(entry, name) in NOTHING
        stays_closed = place.standing == entry.standing == Standing.CLOSED
        return silent and (name in ENRICHED or (name == "closed_on" and stays_closed))

    def _enrich(self, place: Service, entry: Entry) -> None:
        kept = self.by_hand.get(place.pk, set())
        gained = [name for name in ENRICHED if name not in kept and getattr(place, name) in NOTHING and _value(entry, name) not in NOTHING]
        for name in gained:
            setattr(place, name, _value(entry, name))
        if gained:
            self.touched[place.pk] = place
            self.summary.changed += 1
        else:
            self.summary.unchanged += 1

    def _move(self, place: Service, owner: Service) -> None:
        above = len(place.ancestors) - 1
        for each in self.by_id.values():
            if place.pk in each.ancestors:
                each.ancestors = [*owner.ancestors, *each.ancestors[above:]]
                self.touched[each.pk] = each
        place.parent = owner
        self.moved.append(place.pk)

    def _follow_renamed_owners(self) -> None:
        """What belongs to a renamed place is found by its new name too, and so is what took over from it."""
        if renamed := self._known_anew():
            new = {place.pk for place in self.new}
            for place in self.by_id.values():
                if place.pk not in new and not renamed.isdisjoint(place.ancestors):
                    self.touched[place.pk] = place

    def _known_anew(self) -> set[int]:
        """Which places have another name, or took over from one that has."""
        renamed = {name.service_id for name in self.former}
        return renamed | {pk for each in renamed if (pk := self.by_id[each].successor_id) is not None}

    def _slug(self, entry: Entry) -> str:
        base = slugify(entry.name)[:80] or entry.level
        wanted = f"{base}-{entry.code.lower()}" if entry.code else base
        slug, number = wanted, 2
        while slug in self.slugs:
            slug, number = f"{wanted}-{number}", number + 1
        self.slugs.add(slug)
        return slug

    def _next_id(self) -> int:
        if not self.ids:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval(pg_get_serial_sequence('directory_service', 'id')) FROM generate_series(1, %s)", [BATCH])
                self.ids = [row[0] for row in cursor.fetchall()][::-1]
        return self.ids.pop()


def _value(entry: Entry, name: str) -> object:
    value = getattr(entry, name)
    return list(value) if isinstance(value, tuple) else value
