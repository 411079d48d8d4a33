"""What happens to authors: their keys, their PIN, the ways to reach them, the links they are mailed.

An author is whoever holds the story key. Nothing here knows a story.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError, connection, transaction
from django.middleware.csrf import CSRF_SESSION_KEY
from django.utils.translation import gettext as _

from heard.accounts.actions.sealed import seal_address, seal_anew
from heard.accounts.gateways import key_folder
from heard.accounts.models import Author, ContactDetail, KeyToShow, NoticesSpan, SignInLink
from heard.accounts.policies import AUTHOR, STAMP, author_of, note_proved, stamp_of
from heard.accounts.queries import author_of_key, contact_context, key_shown_for, lookup_of, token_of, words_to_show
from heard.accounts.rules import contacts, sealing, story_keys
from heard.accounts.rules.contacts import AUTHOR_ACCOUNT
from heard.core import clock, jobs, languages, limits, mail
from heard.core.actors import Actor, ActorRef
from heard.core.errors import NotAcceptable, NotAllowed, TooMany
from heard.core.sessions import kept_as
from heard.core.texts.addresses import forms_of
from heard.core.tokens import digest_of
from heard.regions.queries import setting
from heard.regions.rules import SettingKey

LINK_LASTS = timedelta(hours=1)
LINKS_AN_HOUR = 3
"""Emails that one address gets in an hour, however often they are asked for."""
MOST_AUTHORS = 5
"""Stories of one address that are linked to in answer to one request."""
PIN_ATTEMPTS_AN_HOUR = 5
SESSION_LASTS = 4 * 60 * 60
"""Seconds. An author may be at a shared computer."""
NOTICES_REMEMBERED = jobs.OWED_FOR + timedelta(days=1)
"""So long after a fact its consequences are still tried for, and reckoned: until then it must be known who wanted to hear of it."""
_PIN = re.compile(r"\d{4,8}\Z", re.ASCII)


@transaction.atomic
def make_author() -> Author:
    """Somebody begins to tell. There is no key yet: see `give_key`."""
    return Author.objects.create()


@transaction.atomic
def author_for(session: SessionBase) -> Author:
    """The author of this session, made when it has none. Two clicks at once make one author."""
    if session.session_key is None:
        session.create()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [kept_as(str(session.session_key))])
    known = author_of(session) or author_of(type(session)(session.session_key))
    author = known or make_author()
    session[AUTHOR], session[STAMP] = author.pk, stamp_of(author)
    stay(session)
    session.save()
    return author


@transaction.atomic
def give_key(author: Author) -> str:
    """Give the author a story key, if there is none yet, and return its four words.

    They can be shown again (`queries.key_to_show`) until they were typed, the author says that they are safe, or days have gone by.

    Raises:
        NotAllowed: the key was given before, and nobody can show it any more.
    """
    locked = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    if locked.key_digest is not None:
        words = words_to_show(locked)
        if words is None:
            raise NotAllowed(_("You already have your story key. We no longer have a copy."))
        return words
    return _set_new_key(locked, author)


@transaction.atomic
def replace_key(author: Author, *, session: SessionBase | None = None) -> str:
    """Give the author a new key; the old one and every open session of this author end at once. Returns the new words.

    `session` is the one in which that was asked: it goes on being the author's, under its own cookie and in this very transaction. An
    answer that is lost on the way, or a second click, must not leave the author outside without having seen the new words.
    """
    locked = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    locked.key_replaced_at = clock.now()
    locked.save(update_fields=["key_replaced_at"])
    author.key_replaced_at = locked.key_replaced_at
    words = _set_new_key(locked, author)
    if session is not None:
        session[STAMP] = stamp_of(locked)
        session.save()
    mail.post(
        kind="author-key-replaced", to=ActorRef.of(AUTHOR_ACCOUNT, author.pk), key=f"author-key-replaced:{author.pk}:{stamp_of(locked)}"
    )
    return words


@transaction.atomic
def key_is_safe(author: Author) -> None:
    """The author has the key: forget the words. From now on nobody but the author knows them."""
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    KeyToShow.objects.filter(author_id=author.pk).delete()


@transaction.atomic
def forget_keys_shown(*, by: Actor) -> int:
    """Forget the words of every key that was to be shown for long enough; returns how many. Twice changes nothing."""
    gone: int = KeyToShow.objects.filter(until__lte=clock.now()).delete()[0]
    # A process of the release before may have written here while this one was started.
    Author.objects.exclude(key_to_show=None).update(key_to_show=None)
    return gone


def enter_key(*, words: str, place: str, region_id: int) -> Author:
    """Find the author whose key this is. `place` is where it is tried from (see `heard.core.access.place_of`); it is not kept.

    Attempts that find nothing are counted, and refused beyond the region's number, before anything is hashed. What can be nobody's key (a
    word that is not in the list, three words) is a slip and no guess: it is named, and not counted.

    Raises:
        TooMany: too many wrong keys from this place in the last hour.
        NotAcceptable: no story has this key.
    """
    hour = timedelta(hours=1)
    meant = story_keys.normalise(words)
    if meant is None:
        raise NotAcceptable(story_keys.what_is_wrong(words), field="words")
    limits.attempt("story-key", place, at_most=setting(region_id, SettingKey.KEY_ATTEMPTS), per=hour)
    author = author_of_key(meant)
    if author is None:
        raise NotAcceptable(_("We can’t find a story with this key. Check each word and the order."), field="words")
    limits.take_back("story-key", place, per=hour)
    _forget_words_of(author)
    return author


def come_in(session: SessionBase, author: Author) -> None:
    """Let this session be the author's, under a new session key. Forms that were drawn for another author's story, in another window, are
    refused from now on: their words would go into this story, or this one would be taken back instead.
    """
    session.cycle_key()
    if session.get(AUTHOR, author.pk) != author.pk:
        session.pop(CSRF_SESSION_KEY, None)
    session[AUTHOR] = author.pk
    session[STAMP] = stamp_of(author)
    stay(session)


def stay(session: SessionBase) -> None:
    """The author is here: the session lasts for a while from now."""
    session.set_expiry(SESSION_LASTS)


def go_out(session: SessionBase) -> None:
    """End everything this session is."""
    session.flush()


@transaction.atomic
def set_pin(author: Author, pin: str, *, session: SessionBase | None = None) -> None:
    """Ask for this PIN before anything that could hurt in the wrong hands; "" means not to ask for one.

    `session` is the one in which it was chosen: it has shown the PIN by that.

    Raises:
        NotAcceptable: it is not 4 to 8 digits.
    """
    if pin and not _PIN.match(pin):
        raise NotAcceptable(_("Enter a PIN of 4 to 8 digits"), field="pin")
    author.pin_hash = make_password(pin) if pin else ""
    Author.objects.filter(pk=author.pk).update(pin_hash=author.pin_hash)
    if session is not None:
        note_proved(session, author)


def check_pin(author: Author, pin: str) -> bool:
    """Whether this is the author's PIN; always True when the author chose none.

    Raises:
        TooMany: too many wrong ones in the last hour.
    """
    if not author.pin_hash:
        return True
    hour = timedelta(hours=1)
    limits.attempt("author-pin", author.actor_ref, at_most=PIN_ATTEMPTS_AN_HOUR, per=hour)
    if not check_password(pin, author.pin_hash):
        return False
    limits.take_back("author-pin", author.actor_ref, per=hour)
    return True


@transaction.atomic
def give_contact(author: Author, *, kind: str, value: str, wants_notices: bool = True) -> None:
    """Keep a way to reach the author, sealed: this process can never read it again. It replaces an earlier one of the same kind. What is
    sent there is in the language of the page on which it was given.

    Raises:
        NotAcceptable: it is not an email address.
        ValueError: it is of a kind that is not kept.
    """
    if kind not in ContactDetail.Kind.values:
        raise ValueError(kind)
    clean = contacts.clean_email(value)
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    sealed = seal_address(clean, context=contact_context(author.pk, kind))
    ContactDetail.objects.update_or_create(
        author_id=author.pk,
        kind=kind,
        defaults={
            "sealed": sealed,
            "lookup": lookup_of(kind, clean),
            "language": languages.active(),
            "wants_notices": wants_notices,
            "given_at": clock.now(),
            "confirmed_at": None,
        },
    )
    _keep_notices(author.pk)


@transaction.atomic
def choose_language(author: Author, language: str) -> None:
    """Have what is sent to the author be in this language.

    Raises:
        NotAcceptable: this site does not speak it.
    """
    if language not in languages.spoken():
        raise NotAcceptable(_("Choose a language from the list"), field="language")
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    ContactDetail.objects.filter(author_id=author.pk).update(language=language)


@transaction.atomic
def forget_unasked_contacts(*, by: Actor) -> int:
    """Forget ways to reach authors of kinds that nobody is asked for any more; returns how many. Telephone numbers were. A process of the
    release before may have left one since the upgrade, and so may a backup that was restored.
    """
    gone: int = ContactDetail.objects.exclude(kind__in=ContactDetail.Kind.values).delete()[0]
    return gone


@transaction.atomic
def stop_notices(author: Author) -> None:
    """The author wants no more notices; links to sign in still come when asked for."""
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    ContactDetail.objects.filter(author_id=author.pk).update(wants_notices=False)
    _keep_notices(author.pk)


@transaction.atomic
def keep_notices(*, author_id: int, by: Actor) -> None:
    """Begin or end the span of an author whose way to be reached was written around the actions here. Since when, nobody can say."""
    Author.objects.select_for_update(no_key=True).get(pk=author_id)
    _keep_notices(author_id, since_known=False)


@transaction.atomic
def forget_old_notices(*, by: Actor) -> int:
    """Forget until when authors wanted notices, once nothing can be owed by it any more; returns how many spans. Twice changes nothing."""
    gone: int = NoticesSpan.objects.filter(until__lt=clock.now() - NOTICES_REMEMBERED).delete()[0]
    return gone


def _keep_notices(author_id: int, *, since_known: bool = True) -> None:
    """Let the span say what the row says now. An address that replaces another one changes nothing about what is wanted."""
    running = NoticesSpan.objects.filter(author_id=author_id, until=None)
    wants = ContactDetail.objects.filter(author_id=author_id, kind=ContactDetail.Kind.EMAIL, wants_notices=True).exists()
    if not wants:
        running.end()
    elif not running.exists():
        NoticesSpan.begin(author_id=author_id, since_known=since_known)


@transaction.atomic
def forget_contact(author: Author, kind: str | None = None) -> None:
    """Forget how to reach the author: one kind, or all of them. Links already mailed stop working."""
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    known = ContactDetail.objects.filter(author_id=author.pk)
    known = known if kind is None else known.filter(kind=kind)
    known.delete()
    _keep_notices(author.pk)
    SignInLink.objects.filter(author_id=author.pk).delete()
    if kind is None:
        author.forgotten_at = clock.now()
        Author.objects.filter(pk=author.pk).update(forgotten_at=author.forgotten_at)


def request_sign_in_link(*, email: str, place: str) -> None:
    """Mail sign-in links to the newest `MOST_AUTHORS` who left this address. Says nothing, and takes as long, when nobody did.

    Only ids are enqueued; of an address that nobody left nothing is written down at all.

    Raises:
        NotAcceptable: it is not an email address.
        TooMany: too many requests from this place in the last hour.
    """
    clean = contacts.clean_email(email)
    limits.attempt("sign-in-link", place, at_most=10, per=timedelta(hours=1))
    with limits.same_answer_time():
        _mail_links([lookup_of(ContactDetail.Kind.EMAIL, form) for form in forms_of(clean)])


@transaction.atomic
def use_sign_in_link(*, token: str) -> Author:
    """Use a mailed link, once. Called when its button is pressed, never by opening it.

    Raises:
        NotAcceptable: it was used, it is too old, or there never was such a link.
    """
    digest = digest_of(token)
    link = SignInLink.objects.select_for_update(no_key=True, of=("self",)).select_related("author").filter(digest=digest).first()
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise NotAcceptable(_("This link has been used, or it’s more than an hour old. You can ask for a new one."))
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    # A link that was mailed before this address was given says nothing about it.
    mailed = ContactDetail.objects.filter(
        author_id=link.author_id, kind=ContactDetail.Kind.EMAIL, given_at__lte=link.expires_at - LINK_LASTS
    )
    mailed.update(confirmed_at=link.used_at)
    return link.author


@transaction.atomic
def delete_authors(ids: Iterable[int], *, by: Actor) -> int:
    """Delete authors who never sent anything, with every detail they left; returns how many. One who has a story is refused."""
    gone = Author.objects.filter(pk__in=list(ids))
    count = gone.count()
    gone.delete()
    return count


@transaction.atomic
def forget_old_links(*, by: Actor) -> int:
    """Delete links that can no longer be used; returns how many."""
    gone: int = SignInLink.objects.filter(expires_at__lt=clock.now() - LINK_LASTS).delete()[0]
    return gone


def reseal_contacts(*, by: Actor, at_once: int = 500) -> int:
    """Seal every contact detail to the worker's newest key; returns how many were moved. Needs the private keys. May be run again."""
    moved, last = 0, 0
    while True:
        with transaction.atomic():
            rows = list(ContactDetail.objects.select_for_update(no_key=True).filter(pk__gt=last).order_by("pk")[:at_once])
            for row in rows:
                anew = seal_anew(bytes(row.sealed), context=contact_context(row.author_id, row.kind))
                if anew is not None:
                    row.sealed = anew
                    row.save(update_fields=["sealed"])
                    moved += 1
        if not rows:
            return moved
        last = rows[-1].pk


def _set_new_key(locked: Author, shown: Author) -> str:
    """Draw words that nobody has, keep their digest and, locked and for a while, the words. `shown` is the caller's copy of the row."""
    folder, until = key_folder(), clock.now() + key_shown_for()
    while True:
        words = story_keys.new_words()
        locked.key_digest = story_keys.digest(words, site_salt=folder.site_salt(), pepper=folder.pepper(), cost=settings.STORY_KEY_COST)
        try:
            with transaction.atomic():
                locked.save(update_fields=["key_digest"])
        except IntegrityError:  # somebody has these very words: draw again
            continue
        sealed = sealing.lock(words, key=folder.show_key(), context=locked.actor_ref)
        KeyToShow.objects.update_or_create(author=locked, defaults={"locked": sealed, "until": until})
        shown.key_digest = locked.key_digest
        return words


@transaction.atomic
def _forget_words_of(author: Author) -> None:
    """The author has just typed this key: nobody need show it again. A key that replaced it meanwhile is left alone."""
    if Author.objects.select_for_update(no_key=True).filter(pk=author.pk, key_digest=author.key_digest).exists():
        KeyToShow.objects.filter(author_id=author.pk).delete()


@transaction.atomic
def _mail_links(lookups: list[bytes]) -> None:
    """`lookups` are those of one address in each form in which it may have been left."""
    known = ContactDetail.objects.filter(kind=ContactDetail.Kind.EMAIL, lookup__in=lookups)
    authors = list(known.order_by("-pk").values_list("author_id", flat=True)[:MOST_AUTHORS])
    if not authors:
        return
    try:
        limits.attempt("sign-in-link-to", lookups[0].hex(), at_most=LINKS_AN_HOUR, per=timedelta(hours=1))
    except TooMany:
        return  # the answer is the same: whoever asks must not learn anything, and whoever is mailed must not be flooded
    for author_id in authors:
        expires = clock.now() + LINK_LASTS
        token = token_of(author_id, expires)
        link = SignInLink.objects.create(author_id=author_id, digest=digest_of(token), expires_at=expires)
        mail.post(
            kind="author-sign-in",
            to=ActorRef.of(AUTHOR_ACCOUNT, author_id),
            key=f"author-sign-in:{link.pk}",
            urgency=mail.WAITED_FOR,
            link_id=link.pk,
        )
