"""How authors, their details, and people who work here are found."""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Exists, OuterRef, Q, QuerySet

from heard.accounts.events import PersonChanged, PersonInvited, PlatformRolesSet
from heard.accounts.gateways import key_folder
from heard.accounts.models import Author, ContactDetail, KeyToShow, NoticesSpan, Person
from heard.accounts.policies import MODERATORS, REAL_FACTORS, has_proved, is_editor, is_operator
from heard.accounts.rules import sealing, story_keys
from heard.accounts.rules.contacts import AUTHOR_ACCOUNT
from heard.core import clock, languages, mail
from heard.core.actors import AUTHOR, PERSON, ActorRef
from heard.core.keyset import Page, read_page
from heard.core.models import Event
from heard.core.prepared import fetch
from heard.core.reckoning import Missing, Window
from heard.core.spans import held
from heard.core.tokens import made_token
from heard.regions.queries import all_regions, setting
from heard.regions.rules import NUMBERS, SettingKey

WHO_MAY_SIGN_IN = "SELECT id FROM accounts_person WHERE is_active"
"""SQL: the people whose account is open (ADR 42)."""


def author_of_key(words: str) -> Author | None:
    """The author whose story key is `words` (normalised). Slow on purpose: count attempts before calling it."""
    folder = key_folder()
    digest = story_keys.digest(words, site_salt=folder.site_salt(), pepper=folder.pepper(), cost=settings.STORY_KEY_COST)
    return Author.objects.filter(key_digest=digest).first()


def key_to_show(author: Author, session: SessionBase) -> str | None:
    """The words of the author's key, for this session to show again; None when nobody can show them any more, there is no key, or the
    author has a PIN that the session has not shown: whoever saw the cookie must not come by the key.
    """
    return words_to_show(author) if has_proved(session, author) else None


def words_to_show(author: Author) -> str | None:
    """The words, whoever asks. Pages ask `key_to_show`."""
    kept = KeyToShow.objects.filter(author_id=author.pk, until__gt=clock.now()).first()
    return sealing.unlock(bytes(kept.locked), key=key_folder().show_key(), context=author.actor_ref) if kept else None


def key_shown_until(author: Author) -> datetime | None:
    """Until when the words of the author's key are kept, if they are neither typed nor said to be safe first; None when they are not."""
    return KeyToShow.objects.filter(author_id=author.pk, until__gt=clock.now()).values_list("until", flat=True).first()


def key_shown_for() -> timedelta:
    """How long a new key can be shown again. Authors belong to no region: where regions differ, the shortest time counts for all."""
    days = [setting(region.pk, SettingKey.KEY_SHOWN) for region in all_regions()]
    return timedelta(days=min(days, default=NUMBERS["key_shown"].default))


def authors_have_keys() -> bool:
    """Whether any author holds a story key, and so needs the site's keys to stay what they are."""
    return Author.objects.exclude(key_digest=None).exists()


def ways_to_reach(author_id: int) -> set[str]:
    """Which kinds of contact the author left. What they are cannot be read here."""
    known = ContactDetail.objects.filter(author_id=author_id, kind__in=ContactDetail.Kind.values)
    return set(known.values_list("kind", flat=True))


def wants_notices(author_id: int) -> bool:
    """Whether the author left a way to be reached and wants to be told what happens."""
    return notices_contact(author_id) is not None


def wanted_notices(author_id: int, at: datetime) -> bool:
    """Whether the author could be reached and wanted to be told, in that moment."""
    return NoticesSpan.objects.filter(author_id=author_id).standing(at).exists()


def wanted_notices_then(author_id: str, at: str) -> str:
    """SQL: `wanted_notices`."""
    then = held("accounts_noticesspan", at)
    return f"EXISTS (SELECT FROM accounts_noticesspan WHERE accounts_noticesspan.author_id = {author_id} AND {then})"


def unkept_notices(window: Window) -> list[Missing]:
    """Authors whose span does not say whether they want notices: rows that no action of ours wrote. `of` is the author."""
    wanting = ContactDetail.objects.filter(kind=ContactDetail.Kind.EMAIL, wants_notices=True).values("author_id")
    running = Author.objects.filter(notices_spans__isnull=False, notices_spans__until=None)
    wrong = Author.objects.filter(pk__in=wanting).exclude(pk__in=running.values("pk")) | running.exclude(pk__in=wanting)
    return [Missing(window.before, None, pk) for pk in wrong.order_by("pk").values_list("pk", flat=True).distinct()]


def notices_contact(author_id: int) -> ContactDetail | None:
    """Where the author wants to be told what happens; None when nowhere."""
    return ContactDetail.objects.filter(author_id=author_id, kind=ContactDetail.Kind.EMAIL, wants_notices=True).first()


def language_of_author(author_id: int, *, otherwise: str = "") -> str:
    """The language we write to the author in; while there is no address that one, or else the page's."""
    kept = ContactDetail.objects.filter(author_id=author_id, kind=ContactDetail.Kind.EMAIL).values_list("language", flat=True).first()
    return kept or otherwise or languages.active()


def mark_of_contact(contact: ContactDetail) -> str:
    """Tells one address from another that takes its place in the same row."""
    return bytes(contact.lookup).hex()[:16]


def author_of_contact(contact_id: int, mark: str) -> Author | None:
    """Whose way to be reached this is, while it is the one that is marked so; None once it was forgotten or replaced."""
    contact = ContactDetail.objects.select_related("author").filter(pk=contact_id).first()
    return contact.author if contact is not None and hmac.compare_digest(mark_of_contact(contact), mark) else None


def author_refused_since(author_id: int) -> datetime | None:
    """When the mail server of the address that the author gave refused our email for good; None while it never did."""
    contact = ContactDetail.objects.filter(author_id=author_id, kind=ContactDetail.Kind.EMAIL).first()
    if contact is None:
        return None
    found = mail.refused_since([ActorRef.of(AUTHOR, author_id), ActorRef.of(AUTHOR_ACCOUNT, author_id)]).values()
    return max((at for at in found if at > contact.given_at), default=None)


def people_refused_since(person_ids: Iterable[int]) -> dict[int, datetime]:
    """By person, when the mail server of their address refused our email for good; without those whose address was changed after."""
    found = {ref.number: at for ref, at in mail.refused_since(ActorRef.of(PERSON, pk) for pk in person_ids).items()}
    changed = Event.objects.filter(name=PersonChanged.name, payload__person_id__in=list(found), payload__what="email")
    later = {payload["person_id"] for payload, at in changed.values_list("payload", "at") if at > found[payload["person_id"]]}
    return {pk: at for pk, at in found.items() if pk not in later}


def contact_context(author_id: int, kind: str) -> str:
    """What a sealed detail is bound to: whose it is and of which kind."""
    return f"{kind} of author:{author_id}"


def lookup_of(kind: str, clean: str) -> bytes:
    """The keyed hash by which a contact detail is found again by somebody who types it."""
    return hmac.digest(key_folder().pepper(), f"{kind}\n{clean.casefold()}".encode(), hashlib.sha256)


def token_of(author_id: int, expires_at: datetime) -> str:
    """The secret of a sign-in link. It is made from the pepper and stands nowhere: the worker makes it again when it writes the letter."""
    return made_token(f"sign-in link\n{author_id}\n{expires_at.isoformat()}", key=key_folder().pepper())


def mailbox_of(author_id: int, *, only_if_wanted: bool) -> mail.Mailbox | None:
    """Where an author is written to, opened with the worker's private key: only ever called by the worker, at the moment of sending.

    None when the author left none, or, with `only_if_wanted`, wants no notices.
    """
    detail = ContactDetail.objects.filter(author_id=author_id, kind=ContactDetail.Kind.EMAIL).first()
    if detail is None or (only_if_wanted and not detail.wants_notices):
        return None
    context = contact_context(author_id, detail.kind)
    address = sealing.open_sealed(bytes(detail.sealed), private_key=key_folder().worker_private, context=context)
    return mail.Mailbox(address, detail.language)


def person_by_email(email: str) -> Person | None:
    """Whoever signs in with this address."""
    return Person.objects.filter(email__iexact=email).first() if email else None


def person_by_id(person_id: int) -> Person | None:
    return Person.objects.filter(pk=person_id).first()


def hold_people(ids: Collection[int]) -> None:
    """Hold these people until the transaction ends: anyone who wants one alone (`FOR UPDATE`) waits until then; others may hold them."""
    fetch("SELECT id FROM accounts_person WHERE id = ANY(%s) ORDER BY id FOR SHARE", [list(ids)], prepare=False)


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Names by person."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def people_of_heard() -> list[Person]:
    """Everybody who works for Heard itself, by name; closed accounts last. They are few."""
    return list(Person.objects.select_related("photo").exclude(platform_roles=[]).order_by("-is_active", "name", "pk")[:500])


def operators() -> list[Person]:
    """Everybody who runs Heard and can sign in."""
    return [person for person in people_of_heard() if is_operator(person)]


def editors() -> list[Person]:
    """Everyone who writes what Heard says about itself and can sign in."""
    return [person for person in people_of_heard() if is_editor(person)]


def operators_since() -> dict[int, datetime]:
    """Everybody who runs Heard and can sign in, by id, and since when at the latest: of what came before they are told nothing."""
    people = operators()
    since = {person.pk: person.joined_at for person in people}
    given = Event.objects.filter(name=PlatformRolesSet.name, payload__person_id__in=list(since))
    for payload, at in given.values_list("payload", "at"):
        since[payload["person_id"]] = max(since[payload["person_id"]], at)
    return since


def worked_for_heard(person: Person | AnonymousUser) -> bool:
    """Whether somebody's work for Heard itself was ever given or taken."""
    return isinstance(person, Person) and Event.objects.filter(name=PlatformRolesSet.name, payload__person_id=person.pk).exists()


class Reach(StrEnum):
    """Whether any message can reach an author, as far as we know. Never where."""

    NONE = "none"
    STOPPED = "stopped"
    REFUSED = "refused"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"


def reach_of(author_id: int) -> Reach:
    """Whether an email about the story can reach its author: one that was refused since the address was given speaks loudest."""
    contact = ContactDetail.objects.filter(author_id=author_id, kind=ContactDetail.Kind.EMAIL).first()
    if contact is None:
        return Reach.NONE
    if not contact.wants_notices:
        return Reach.STOPPED
    if author_refused_since(author_id):
        return Reach.REFUSED
    return Reach.CONFIRMED if contact.confirmed_at else Reach.UNCONFIRMED


def moderating_for(region_id: int | OuterRef) -> Q:
    """Of people, those whose work at the desk is for this region too: `policies.moderates` in SQL."""
    return Q(moderates_in=[]) | Q(moderates_in__contains=[region_id])


def who_can_moderate(*, region_id: int | None = None) -> QuerySet[Person]:
    """Moderators who can sign in to the desk, for that region where one is named: the account is open and has a second factor. In a demo
    one click counts as one.
    """
    able = Person.objects.filter(is_active=True, platform_roles__overlap=list(MODERATORS))
    if region_id is not None:
        able = able.filter(moderating_for(region_id))
    if settings.DEMO:
        return able
    return able.filter(Exists(Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=REAL_FACTORS)))


def invited_among(people: Iterable[Person]) -> set[int]:
    """Ids of those who were mailed a link to choose a password and have not chosen one yet."""
    waiting = [each.pk for each in people if each.is_active and not each.has_usable_password()]
    invited = Event.objects.filter(name=PersonInvited.name, payload__person_id__in=waiting)
    return set(invited.values_list("payload__person_id", flat=True))


def find_people(search: str, *, page: str = "") -> Page[Person]:
    """Everybody with an account whose name or address holds `search`, a page at a time. For operators alone."""
    rows = Person.objects.select_related("photo").filter(Q(name__icontains=search) | Q(email__icontains=search))
    return read_page(rows, by={"name": str, "pk": int}, page=page)


def was_closed(person_id: str, at: str, *, in_doubt: str = "") -> str:
    """SQL: whether someone's account was closed at that moment, going by the spans. With `in_doubt` (a condition): where it holds, whether
    the account may have been closed; elsewhere, whether it certainly was.
    """
    sure = f"(accounts_closedspan.since_known OR {in_doubt}) AND " if in_doubt else ""
    then = held("accounts_closedspan", at, in_doubt=in_doubt)
    return f"EXISTS (SELECT FROM accounts_closedspan WHERE accounts_closedspan.person_id = {person_id} AND {sure}{then})"


def unkept_closings(window: Window) -> list[Missing]:
    """Accounts whose span does not say whether they are closed: rows that no action of ours wrote. `of` is the person."""
    closed = Person.objects.filter(closed_spans__isnull=False, closed_spans__until=None).values("pk")
    wrong = Person.objects.filter(is_active=False).exclude(pk__in=closed) | Person.objects.filter(is_active=True, pk__in=closed)
    return [Missing(window.before, None, pk) for pk in wrong.order_by("pk").values_list("pk", flat=True)]
