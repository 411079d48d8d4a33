"""Whom a story concerns, who was told, who heard, who read. The only place that writes these."""

from datetime import datetime

from django.db import transaction

from heard.core import clock, mail
from heard.core.actors import Actor
from heard.core.errors import NotAllowed
from heard.core.events import announce
from heard.organisations.models import Membership
from heard.organisations.policies import Permission, grants
from heard.organisations.queries import is_in_remit, organisations_hearing
from heard.reach.events import OrganisationsTold, StoryHeard, StoryRead
from heard.reach.models import Asking, RoleReading, Telling
from heard.reach.queries import providers_without_a_listener
from heard.stories.actions.progress import note_step
from heard.stories.models import State, Step, Story


@transaction.atomic
def tell_organisations(*, story_id: int, by: Actor) -> None:
    """Tell every organisation whose remit holds one of the story's services, and ask providers that do not listen.

    Repeatable: a second run adds only organisations that are new. A story that is no longer public is not told.
    """
    story = Story.objects.select_for_update(no_key=True).filter(pk=story_id, state=State.PUBLISHED).first()
    if story is None:
        return
    now = clock.now()
    Telling.objects.bulk_create(
        (Telling(story=story, organisation=each, told_at=now) for each in organisations_hearing(story.ancestors)), ignore_conflicts=True
    )
    for provider in providers_without_a_listener(story):
        asking, new = Asking.objects.get_or_create(story=story, provider=provider, defaults={"asked_at": now})
        if new and provider.registered_contact:
            mail.post(kind="asked-provider", to=f"contact:{provider.pk}", key=f"asked:{asking.pk}", asking_id=asking.pk)
    announce(OrganisationsTold(story_id=story.pk), by=by)


@transaction.atomic
def note_heard(*, story_id: int, organisation_id: int, at: datetime, by: Actor) -> None:
    """A message about the story was delivered to a listening member of the organisation at `at`; only the first counts."""
    fresh = Telling.objects.filter(story_id=story_id, organisation_id=organisation_id, heard_at=None).update(heard_at=at)
    if fresh:
        note_step(story_id=story_id, step=Step.HEARD, at=at, by=by)
        announce(StoryHeard(story_id=story_id, organisation_id=organisation_id), by=by)


@transaction.atomic
def note_asked(*, asking_id: int, at: datetime) -> None:
    """The message to a provider's registered contact was delivered. That is being asked, not being heard."""
    Asking.objects.filter(pk=asking_id, delivered_at=None).update(delivered_at=at)


@transaction.atomic
def story_opened(*, story_id: int, membership: Membership, by: Actor) -> None:
    """A signed-in member opened the story: its organisation has read it. Kept by organisation and role, never by person.

    Raises:
        NotAllowed: the story is not in the organisation's remit, or the member is frozen.
    """
    story = Story.objects.published().get(pk=story_id)
    if Permission.READ not in grants(membership) or not is_in_remit(membership.organisation_id, story.ancestors):
        raise NotAllowed("This story does not concern your organisation.")
    now = clock.now()
    telling, _ = Telling.objects.get_or_create(story=story, organisation_id=membership.organisation_id, defaults={"told_at": now})
    RoleReading.objects.bulk_create(
        (RoleReading(telling=telling, role=role, first_at=now) for role in membership.roles), ignore_conflicts=True
    )
    if Telling.objects.filter(pk=telling.pk, read_at=None).update(read_at=now):
        note_step(story_id=story.pk, step=Step.READ, at=now, by=by)
        announce(StoryRead(story_id=story.pk, organisation_id=membership.organisation_id), by=by)
