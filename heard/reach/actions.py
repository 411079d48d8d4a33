"""Whom a story concerns, who was told, who heard, who read. The only place that writes these.

The story is locked before anything about it is written, so that telling, hearing and reading never wait for each other in a circle.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from heard.core import clock, mail
from heard.core.actors import Actor, ActorRef
from heard.core.errors import NotAllowed
from heard.core.events import announce
from heard.core.models import Delivery
from heard.directory.models import Service
from heard.directory.queries import confirmed_contacts
from heard.directory.rules.contacts import TO_CONTACT
from heard.organisations.models import Membership
from heard.organisations.policies import Permission, grants
from heard.organisations.queries import is_in_remit
from heard.reach.events import OrganisationsTold, StoryHeard, StoryRead
from heard.reach.models import Asking, RoleReading, Telling
from heard.reach.queries import (
    asked_before_joining,
    key_of_told_before,
    news_to,
    not_reached,
    providers_to_ask,
    roles_shown,
    told_before,
    unread_roles,
)
from heard.stories.actions.progress import note_change_around, note_step
from heard.stories.models import Step
from heard.stories.queries import published_stories, story_if_public


@transaction.atomic
def tell_organisations(*, story_id: int, announced: bool = True, by: Actor) -> None:
    """Tell every organisation that the story is news to, and ask providers that do not listen: as things stood when it became news, also
    when this runs late. Repeatable: a second run adds only organisations that are new. A story that is no longer public is not told.

    Not `announced`, their members are alerted by the reckoning, which says in one message what many were owed: see `alerts`.
    """
    story = story_if_public(story_id, locked=True)
    if story is None:
        return
    providers = providers_to_ask(story)
    confirmed = confirmed_contacts(each.pk for each in providers)
    now = clock.now()  # after what was confirmed by then, and before what is confirmed later: confirming waits until this is written
    news = news_to(story)
    known = {each.organisation_id: each for each in Telling.objects.filter(story=story, organisation_id__in=news)}
    tellings = Telling.objects.bulk_create(
        Telling(story=story, organisation_id=pk, told_at=now, news_at=at) for pk, at in sorted(news.items()) if pk not in known
    )
    for opened in known.values():
        if opened.news_at is None and opened.told_at >= news[opened.organisation_id]:  # one of theirs opened it before this ran
            Telling.objects.filter(pk=opened.pk).update(news_at=news[opened.organisation_id])
    before = asked_before_joining(story, providers)
    askings = [
        Asking(story=story, provider=each, asked_at=before.get(each.pk, now), delivered_at=before.get(each.pk)) for each in providers
    ]
    mail.post_all(
        [
            mail.Owed(
                kind="asked-provider",
                to=ActorRef.of(TO_CONTACT, asking.provider_id),
                key=f"asked:{asking.pk}",
                params={"asking_id": asking.pk},
                urgency=story.criticality or 0,
            )
            for asking in Asking.objects.bulk_create(askings)
            if asking.provider_id in confirmed and asking.delivered_at is None
        ]
    )
    if tellings or askings:
        note_change_around(story_id=story.pk, by=by)
    if announced:
        announce(OrganisationsTold(story_id=story.pk), by=by)


@transaction.atomic
def note_heard(*, story_id: int, organisation_id: int, at: datetime, by: Actor) -> None:
    """A message about the story was delivered to a listening member of the organisation at `at`; only the first counts."""
    unheard = Telling.objects.filter(story_id=story_id, organisation_id=organisation_id, heard_at=None)
    if not unheard.exists() or story_if_public(story_id, locked=True) is None:
        return
    if unheard.update(heard_at=at):
        note_step(story_id=story_id, step=Step.HEARD, at=at, by=by)
        announce(StoryHeard(story_id=story_id, organisation_id=organisation_id), by=by)


@transaction.atomic
def note_asked(*, asking_id: int, at: datetime, by: Actor) -> None:
    """The message to a provider's registered contact was delivered. That is being asked, not being heard."""
    asking = Asking.objects.get(pk=asking_id)
    if asking.delivered_at or story_if_public(asking.story_id, locked=True) is None:
        return
    if Asking.objects.filter(pk=asking_id, delivered_at=None).update(delivered_at=at):
        note_change_around(story_id=asking.story_id, by=by)


@transaction.atomic
def tell_confirmed_contact(*, provider_id: int) -> None:
    """Owe the contact that was confirmed one letter about all that was told before. Repeatable: once for each confirming.

    What is told in the very moment of confirming is told either here or by a letter of its own: see `confirmed_contacts`.
    """
    provider = Service.objects.get(pk=provider_id)
    if provider.contact_confirmed_at is None or not not_reached(provider_id, before=provider.contact_confirmed_at):
        return
    mail.post(
        kind="asked-provider-before", to=ActorRef.of(TO_CONTACT, provider_id), key=key_of_told_before(provider), provider_id=provider_id
    )


def note_asked_before(*, letter: Delivery, at: datetime, by: Actor) -> None:
    """The letter about all that was told before was delivered. Each story in a transaction of its own: nobody waits for all of them."""
    for asking in told_before(letter):
        note_asked(asking_id=asking.pk, at=at, by=by)


@transaction.atomic
def note_followed(*, story_id: int, membership: Membership, until: datetime, by: Actor) -> None:
    """Somebody who may answer has the conversation before them, as it was at `until`: what the author said before that is no news to the
    organisation any more. Kept by organisation, never by person.

    Raises:
        NotAllowed: the member may not answer. Whoever only reads must not make a reply look dealt with.
    """
    if Permission.ANSWER not in grants(membership):
        raise NotAllowed(_("Only responders can follow what an author says to them."))
    telling = Telling.objects.filter(story_id=story_id, organisation_id=membership.organisation_id)
    telling.filter(Q(followed_at=None) | Q(followed_at__lt=until)).update(followed_at=until)


@transaction.atomic
def story_opened(*, story_id: int, membership: Membership, by: Actor) -> None:
    """A signed-in member opened the story: its organisation has read it. Kept by organisation and role, never by person.

    Raises:
        NotAllowed: the story is not public, not in the organisation's remit, or the member is frozen.
    """
    story = published_stories().filter(pk=story_id).first()
    if story is None or Permission.READ not in grants(membership) or not is_in_remit(membership.organisation_id, story.ancestors):
        raise NotAllowed(_("This story doesn’t concern your organisation."))
    if not unread_roles(story.pk, membership) or story_if_public(story_id, locked=True) is None:
        return
    now = clock.now()
    telling, is_new = Telling.objects.get_or_create(story=story, organisation_id=membership.organisation_id, defaults={"told_at": now})
    unread = unread_roles(story.pk, membership)
    RoleReading.objects.bulk_create(RoleReading(telling=telling, role=role, first_at=now) for role in unread)
    if is_new or roles_shown(telling.pk, unread, region_id=story.region_id):
        # Only then does the page say something new. Its ETag must not tell that somebody read whose role is too small to be shown.
        note_change_around(story_id=story.pk, by=by)
    if Telling.objects.filter(pk=telling.pk, read_at=None).update(read_at=now):
        note_step(story_id=story.pk, step=Step.READ, at=now, by=by)
        announce(StoryRead(story_id=story.pk, organisation_id=membership.organisation_id), by=by)
