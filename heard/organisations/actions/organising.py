"""Organisations themselves: made, named, given a remit and terms of subscription. The work of Heard's operators."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from heard.accounts.policies import may_run_heard
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.events import announce
from heard.directory.models import PROPOSED, Service
from heard.directory.queries import joined_as, joins_of, placing_by_id
from heard.organisations.events import OrganisationMade, OrganisationRenamed, RemitSet, SubscriptionEnded, SubscriptionGiven
from heard.organisations.models import JoinedRemit, Organisation, RemitBranch, RemitSpan, Subscription, TermSpan
from heard.regions.models import Region


@transaction.atomic
def make_organisation(*, region_id: int, kind: str, name: str, slug: str = "", form_key: UUID | None = None, by: Actor) -> Organisation:
    """Make a listening organisation, without remit, subscription or members yet. The same form sent again (`form_key`) makes no second one.

    Raises:
        NotAllowed: the actor is no operator.
        NotAcceptable: no name, an unknown kind, or a slug that is taken.
    """
    _operators_only(by)
    if kind not in Organisation.Kind.values:
        raise NotAcceptable(_("Choose what kind of organisation it is"), field="kind")
    tidy = _name(name)
    # Two that press at once wait here for one another: the second one finds what the first one made.
    Region.objects.select_for_update(no_key=True).get(pk=region_id)
    made = Organisation.objects.filter(form_key=form_key).first() if form_key else None
    if made is not None:
        return made
    organisation = Organisation(region_id=region_id, kind=kind, name=tidy, slug=slug or _free_slug(tidy), form_key=form_key)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        raise NotAcceptable(_("There’s already an organisation with this address"), field="slug") from None
    announce(OrganisationMade(organisation_id=organisation.pk), by=by)
    return organisation


@transaction.atomic
def rename(*, organisation_id: int, name: str, by: Actor) -> Organisation:
    """Change the name. The address (slug) stays, so that links go on working."""
    _operators_only(by)
    organisation = _locked(organisation_id)
    organisation.name = _name(name)
    organisation.save(update_fields=["name"])
    announce(OrganisationRenamed(organisation_id=organisation.pk), by=by)
    return organisation


@transaction.atomic
def set_remit(*, organisation_id: int, service_ids: Collection[int], by: Actor) -> Organisation:
    """Say which branches of the directory concern the organisation: each with everything beneath it. Replaces what was said before.

    Raises:
        NotAcceptable: a branch that the directory of the organisation's region does not have.
    """
    _operators_only(by)
    return _hear(_locked(organisation_id), set(service_ids), by=by)


@transaction.atomic
def change_remit(*, organisation_id: int, add: Collection[int] = (), remove: Collection[int] = (), by: Actor) -> Organisation:
    """Add branches to what concerns the organisation, and take some off. What others added meanwhile stays.

    Raises:
        NotAcceptable: as in `set_remit`.
    """
    _operators_only(by)
    organisation = _locked(organisation_id)
    before = set(RemitBranch.objects.filter(organisation=organisation).values_list("service_id", flat=True))
    return _hear(organisation, (before | set(add)) - set(remove), by=by)


@transaction.atomic
def follow_joined_place(*, service_id: int, by: Actor) -> int:
    """A place was joined with another one: whom its stories concerned, those of the other one concern from now on. Returns how many
    organisations followed. Repeatable: a second run finds none.
    """
    place = Service.objects.get(pk=service_id)
    join = next(iter(joins_of([place.pk])), None)
    if join is None:
        return 0  # it was undone before this ran
    concerned = RemitBranch.objects.filter(service=place).values_list("organisation_id", flat=True)
    organisations = [_locked(each) for each in sorted(concerned)]
    for organisation in organisations:
        _hear(organisation, _remit(organisation), at=join.at, by=by)
    return len(organisations)


@transaction.atomic
def follow_parted_place(*, placing_id: int, by: Actor) -> int:
    """A join was undone (`placing_id`): whom the place concerned before, it concerns again, and the other one no more, unless an operator
    has set that since. Returns how many organisations it is news to. Repeatable: a second run finds none.
    """
    parted = placing_by_id(placing_id)
    waiting = list(JoinedRemit.objects.filter(placing=parted.undoes, back_at=None).order_by("organisation_id"))
    (there,) = joined_as([parted.other_id or 0])
    for went in waiting:
        organisation = _locked(went.organisation_id)
        remit = _remit(organisation)
        if there in remit and parted.service.register != PROPOSED:
            _hear(organisation, (remit if went.both else remit - {there}) | {parted.service_id}, at=parted.at, by=by)
        went.back_at = clock.now()
        went.save(update_fields=["back_at"])
    return len(waiting)


def _remit(organisation: Organisation) -> set[int]:
    return set(RemitBranch.objects.filter(organisation=organisation).values_list("service_id", flat=True))


def _hear(organisation: Organisation, wanted: set[int], *, at: datetime | None = None, by: Actor) -> Organisation:
    """Make these branches the remit of a locked organisation, from now on or from `at`; one that was joined with another place is that
    place, and which it was is kept.
    """
    for join in joins_of(wanted):
        both = bool(set(joined_as([join.service_id])) & wanted)
        JoinedRemit.objects.get_or_create(placing=join, organisation=organisation, defaults={"both": both})
    wanted = set(joined_as(wanted))
    known = Service.objects.filter(pk__in=wanted, region_id=organisation.region_id).exclude(register=PROPOSED)
    if known.count() != len(wanted):
        raise NotAcceptable(_("Choose services from this region’s directory"), field="services")
    before = set(RemitBranch.objects.filter(organisation=organisation).values_list("service_id", flat=True))
    if wanted == before:
        return organisation
    RemitBranch.objects.filter(organisation=organisation, service_id__in=before - wanted).delete()
    RemitSpan.objects.filter(organisation=organisation, service_id__in=before - wanted).end()
    RemitBranch.objects.bulk_create(RemitBranch(organisation=organisation, service_id=pk) for pk in sorted(wanted - before))
    for pk in sorted(wanted - before):
        RemitSpan.begin_at(at or clock.now(), organisation_id=organisation.pk, service_id=pk)
    announce(RemitSet(organisation_id=organisation.pk), by=by)
    return organisation


@transaction.atomic
def give_subscription(*, organisation_id: int, level: str, starts_on: date, ends_on: date, by: Actor) -> Subscription:
    """Give a level for a term, its last day included. The term may be over, running or yet to come; terms never overlap.

    Raises:
        NotAcceptable: an unknown level, an end before the beginning, or days that another term has already.
    """
    _operators_only(by)
    if level not in Subscription.Level.values:
        raise NotAcceptable(_("Choose a level"), field="level")
    if ends_on < starts_on:
        raise NotAcceptable(_("The last day can’t be before the first"), field="ends_on")
    subscription = Subscription(organisation=_locked(organisation_id), level=level, starts_on=starts_on, ends_on=ends_on)
    try:
        with transaction.atomic():
            subscription.save()
    except IntegrityError:
        raise NotAcceptable(_("These dates overlap another term for this organisation. End that one first."), field="starts_on") from None
    _say(subscription)
    announce(SubscriptionGiven(organisation_id=organisation_id, subscription_id=subscription.pk, level=level), by=by)
    return subscription


@transaction.atomic
def end_subscription(*, subscription_id: int, on: date, by: Actor) -> None:
    """Let a term end early, with `on` as its last day; a term that would end before it began is called off.

    Raises:
        WrongState: it has ended already.
        NotAcceptable: `on` is in the past, or later than the term ends anyway.
    """
    _operators_only(by)
    subscription = Subscription.objects.select_for_update().get(pk=subscription_id)
    today = clock.today()
    if subscription.ends_on < today:
        raise WrongState(_("This term has already ended."))
    if on < today - timedelta(days=1) or on > subscription.ends_on:
        raise NotAcceptable(_("The last day can be yesterday, or any day up to when the term ends now"), field="on")
    organisation_id = subscription.organisation_id
    if on < subscription.starts_on:
        TermSpan.objects.filter(subscription_number=subscription_id).end()
        subscription.delete()
    else:
        subscription.ends_on = on
        subscription.save(update_fields=["ends_on"])
        _say(subscription)
    announce(SubscriptionEnded(organisation_id=organisation_id, subscription_id=subscription_id), by=by)


def _say(term: Subscription) -> None:
    """Keep that from now on these are the days of the term."""
    TermSpan.change(organisation_id=term.organisation_id, subscription_number=term.pk, starts_on=term.starts_on, ends_on=term.ends_on)


def _operators_only(by: Actor) -> None:
    if not may_run_heard(by):
        raise NotAllowed(_("Only people who run Heard can do this."))


def _locked(organisation_id: int) -> Organisation:
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)


def _name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 160:
        raise NotAcceptable(_("Enter a name of 160 characters or fewer"), field="name")
    return tidy


def _free_slug(name: str) -> str:
    base = slugify(name)[:70] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
