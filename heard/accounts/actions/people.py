"""People who work here: made, named, given work for Heard itself, and closed. Memberships are `organisations`' business."""

from collections.abc import Collection

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.accounts import emails
from heard.accounts.events import (
    PersonChanged,
    PersonDeactivated,
    PersonInvited,
    PersonMade,
    PersonReactivated,
    PhotoChanged,
    PlatformRolesSet,
    RegionsOfModeratorSet,
    SessionsEnded,
)
from heard.accounts.models import ClosedSpan, Person, PlatformRole
from heard.accounts.policies import is_moderator, may_change_person, may_run_heard
from heard.core import clock, languages
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.events import announce
from heard.core.texts.addresses import NotAnAddress, email_address
from heard.media.actions.pictures import keep_photo, let_go
from heard.media.models import Picture
from heard.media.rules.pictures import Copies, Held
from heard.regions.models import Region

NOT_YOURS = gettext_lazy("Only people who run Heard can do this.")


@transaction.atomic
def make_person(
    *, email: str, name: str, password: str | None = None, job_title: str = "", platform_roles: Collection[str] = (), by: Actor
) -> Person:
    """Make an account. Without `password` nobody can sign in with one until it is chosen by a mailed link.

    Raises:
        NotAcceptable: the address is none or belongs to somebody, the name is empty, the password is too easy, a role is unknown.
        NotAllowed: roles for Heard itself are given by operators.
    """
    if platform_roles and not may_run_heard(by):
        raise NotAllowed(str(NOT_YOURS))
    person = Person(
        email=_address(email),
        name=_name(name),
        job_title=" ".join(job_title.split())[:120],
        platform_roles=_roles(platform_roles),
    )
    person.password = make_password(None) if password is None else _hashed(password, person)
    _save_unique(person)
    announce(PersonMade(person_id=person.pk), by=by)
    return person


@transaction.atomic
def make_operator(*, email: str, name: str, password: str, by: Actor) -> Person:
    """Make somebody who runs Heard. The first one is made by `manage.py create_operator`."""
    return make_person(email=email, name=name, password=password, platform_roles=[PlatformRole.OPERATOR], by=by)


@transaction.atomic
def invite_colleague(
    *, email: str, name: str, platform_roles: Collection[str], moderates_in: Collection[int] = (), job_title: str = "", by: Actor
) -> Person:
    """Make an account for a moderator or operator and mail a link to choose a password. Somebody who is known already is given the
    roles on top of those they have, and no mail; a moderator of some regions gets these regions too, and one of all keeps all.

    Raises:
        NotAcceptable, NotAllowed: as in `make_person`.
    """
    if not may_run_heard(by):
        raise NotAllowed(str(NOT_YOURS))
    if not platform_roles:
        raise NotAcceptable(_("Choose at least one role"), field="platform_roles")
    known = Person.objects.filter(email__iexact=email.strip()).first()
    if known is not None:
        person = set_platform_roles(person_id=known.pk, roles={*known.platform_roles, *platform_roles}, by=by)
        if not is_moderator(known):
            return set_regions_of_moderator(person_id=known.pk, regions=moderates_in, by=by)
        if known.moderates_in:
            return set_regions_of_moderator(person_id=known.pk, regions={*known.moderates_in, *moderates_in}, by=by)
        return person
    person = make_person(email=email, name=name, job_title=job_title, platform_roles=platform_roles, by=by)
    person = set_regions_of_moderator(person_id=person.pk, regions=moderates_in, by=by)
    emails.welcome(person, again=0)
    announce(PersonInvited(person_id=person.pk), by=by)
    return person


@transaction.atomic
def invite_again(*, person_id: int, by: Actor) -> Person:
    """Mail a new link to somebody who never chose a password.

    Raises:
        WrongState: a password was chosen already, or the account is closed.
    """
    person = _locked(person_id)
    if not may_run_heard(by):
        raise NotAllowed(str(NOT_YOURS))
    if person.has_usable_password() or not person.is_active:
        raise WrongState(_("%(name)s has already chosen a password, or the account is closed.") % {"name": person.name})
    emails.welcome(person, again=int(clock.now().timestamp()))
    announce(PersonInvited(person_id=person.pk), by=by)
    return person


@transaction.atomic
def set_platform_roles(*, person_id: int, roles: Collection[str], by: Actor) -> Person:
    """Give and take work for Heard itself; roles are read at every request, so this works at once.

    Raises:
        NotAllowed: the actor is no operator.
        NotAcceptable: an unknown role, or nobody would be left to run Heard.
    """
    person = _locked_with_operators(person_id, by)
    wanted = _roles(roles)
    if person.platform_roles == wanted:
        return person
    if PlatformRole.OPERATOR in person.platform_roles and PlatformRole.OPERATOR not in wanted:
        _somebody_else_runs_heard(person)
    person.platform_roles = wanted
    person.save(update_fields=["platform_roles"])
    announce(PlatformRolesSet(person_id=person.pk), by=by)
    return person


@transaction.atomic
def set_regions_of_moderator(*, person_id: int, regions: Collection[int], by: Actor) -> Person:
    """Say for which regions somebody reads stories, if they moderate; none: for all of them, those too that are made later. It is read at
    every request, so this works at once.

    Raises:
        NotAllowed: the actor is no operator.
        NotAcceptable: there is no such region.
    """
    if not may_run_heard(by):
        raise NotAllowed(str(NOT_YOURS))
    person, wanted = _locked(person_id), sorted(set(regions))
    if person.moderates_in == wanted:
        return person
    if Region.objects.filter(pk__in=wanted).count() < len(wanted):
        raise NotAcceptable(_("Choose regions from the list"), field="moderates_in")
    person.moderates_in = wanted
    person.save(update_fields=["moderates_in"])
    announce(RegionsOfModeratorSet(person_id=person.pk), by=by)
    return person


@transaction.atomic
def change_name(*, person_id: int, name: str, job_title: str | None = None, by: Actor) -> Person:
    """Change how somebody is called here. What was published under the old name keeps it."""
    person = _locked(person_id)
    _may_change(by, person)
    person.name = _name(name)
    if job_title is not None:
        person.job_title = " ".join(job_title.split())[:120]
    person.save(update_fields=["name", "job_title"])
    announce(PersonChanged(person_id=person.pk, what="name"), by=by)
    return person


@transaction.atomic
def set_photo(*, person_id: int, copies: Copies | Held, by: Actor) -> Person:
    """Show this photo beside a person's answers, including those already published."""
    person = _locked(person_id)
    _may_change(by, person)
    _show(person, keep_photo(copies=copies, by=by), by=by)
    return person


@transaction.atomic
def remove_photo(*, person_id: int, by: Actor) -> Person:
    """Delete a person's photo, and show their initials instead. If they have none, nothing changes."""
    person = _locked(person_id)
    _may_change(by, person)
    if person.photo_id is not None:
        _show(person, None, by=by)
    return person


@transaction.atomic
def choose_language(*, person_id: int, language: str, by: Actor) -> Person:
    """Have emails to somebody be in this language, those too that wait to be sent.

    Raises:
        NotAcceptable: this site does not speak it.
    """
    person = _locked(person_id)
    _may_change(by, person)
    if language not in languages.spoken():
        raise NotAcceptable(_("Choose a language from the list"), field="language")
    person.language = language
    person.save(update_fields=["language"])
    announce(PersonChanged(person_id=person.pk, what="language"), by=by)
    return person


@transaction.atomic
def change_email(*, person_id: int, email: str, by: Actor) -> Person:
    """Change the address that somebody signs in with and is mailed at.

    Raises:
        NotAcceptable: no address, or somebody else's.
    """
    person = _locked(person_id)
    _may_change(by, person)
    address = _address(email)
    if address == person.email:
        return person
    person.email = address
    _save_unique(person)
    announce(PersonChanged(person_id=person.pk, what="email"), by=by)
    return person


@transaction.atomic
def set_password(*, person_id: int, password: str, by: Actor) -> Person:
    """Set a new password; every session of the person ends.

    Raises:
        NotAcceptable: it is too easy to guess.
    """
    person = _locked(person_id)
    _may_change(by, person)
    person.password = _hashed(password, person)
    person.save(update_fields=["password"])
    announce(PersonChanged(person_id=person.pk, what="password"), by=by)
    return person


@transaction.atomic
def deactivate(*, person_id: int, by: Actor) -> Person:
    """Close an account: its sessions end at once, nobody can sign in with it, no mail is sent to it. Nothing it did is lost.

    Raises:
        NotAllowed: the actor is no operator, or would close the own account.
        NotAcceptable: nobody would be left to run Heard.
    """
    person = _locked_with_operators(person_id, by)
    if not person.is_active:
        return person
    if by.actor_ref == person.actor_ref:
        raise NotAllowed(_("You can’t close your own account. Ask another operator."))
    if PlatformRole.OPERATOR in person.platform_roles:
        _somebody_else_runs_heard(person)
    person.is_active = False
    person.sessions_ended_at = clock.now()
    person.save(update_fields=["is_active", "sessions_ended_at"])
    ClosedSpan.begin(person_id=person.pk)
    announce(PersonDeactivated(person_id=person.pk), by=by)
    return person


@transaction.atomic
def reactivate(*, person_id: int, by: Actor) -> Person:
    """Open a closed account again, as it was."""
    if not may_run_heard(by):
        raise NotAllowed(str(NOT_YOURS))
    person = _locked(person_id)
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    ClosedSpan.objects.filter(person=person).end()
    announce(PersonReactivated(person_id=person.pk), by=by)
    return person


@transaction.atomic
def end_sessions(*, person_id: int, by: Actor) -> Person:
    """Sign the person out everywhere. Who may decide that is the caller's policy: an organisation that freezes a member does."""
    person = _locked(person_id)
    person.sessions_ended_at = clock.now()
    person.save(update_fields=["sessions_ended_at"])
    announce(SessionsEnded(person_id=person.pk), by=by)
    return person


def _locked(person_id: int) -> Person:
    return Person.objects.select_for_update(no_key=True).get(pk=person_id)


def _locked_with_operators(person_id: int, by: Actor) -> Person:
    """The person, locked together with everybody who runs Heard, always in one order. Two operators who take each other's role at the
    same moment so wait for one another, and the second is asked anew whether it still may.
    """
    rows = Person.objects.select_for_update(no_key=True).filter(Q(pk=person_id) | Q(platform_roles__contains=[PlatformRole.OPERATOR]))
    locked = {each.pk: each for each in rows.order_by("pk")}
    asking = locked.get(by.pk) if isinstance(by, Person) else by
    if asking is None or not may_run_heard(asking):
        raise NotAllowed(str(NOT_YOURS))
    return locked.get(person_id) or Person.objects.get(pk=person_id)


def _show(person: Person, photo: Picture | None, *, by: Actor) -> None:
    before, person.photo = person.photo_id, photo
    person.save(update_fields=["photo"])
    if before is not None:
        let_go(picture_id=before, by=by)
    announce(PhotoChanged(person_id=person.pk), by=by)


def _may_change(by: Actor, person: Person) -> None:
    if not may_change_person(by, person):
        raise NotAllowed(_("You can only change your own details."))


def _somebody_else_runs_heard(person: Person) -> None:
    others = Person.objects.filter(platform_roles__contains=[PlatformRole.OPERATOR], is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise NotAcceptable(_("Someone has to run Heard. Make someone else an operator first."), field="platform_roles")


def _save_unique(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise NotAcceptable(_("Another account already uses this email address"), field="email") from None


def _address(email: str) -> str:
    try:
        return email_address(email).lower()
    except NotAnAddress as wrong:
        raise NotAcceptable(str(wrong), field="email") from wrong


def _name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 100:
        raise NotAcceptable(_("Enter a name of up to 100 characters"), field="name")
    return tidy


def _roles(roles: Collection[str]) -> list[str]:
    if unknown := set(roles) - set(PlatformRole.values):
        raise NotAcceptable(_("There’s no role called %(names)s") % {"names": ", ".join(sorted(unknown))}, field="platform_roles")
    return [role for role in PlatformRole.values if role in roles]


def _hashed(password: str, person: Person) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise NotAcceptable(" ".join(error.messages), field="password") from None
    return make_password(password)


@transaction.atomic
def keep_whether_closed(*, person_id: int, by: Actor) -> None:
    """Begin or end the span of an account that was closed or opened around these actions. Since when, nobody can say."""
    person = _locked(person_id)
    running = ClosedSpan.objects.filter(person=person, until=None)
    if person.is_active:
        running.end()
    elif not running.exists():
        ClosedSpan.begin(person_id=person.pk, since_known=False)
