"""What an author does before anybody has read the story: begin, save, send; and, at any time, withdraw."""

from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db import transaction

from heard.accounts.models import Author
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable
from heard.core.events import announce
from heard.regions.queries import number
from heard.stories.actions.moving import move_story
from heard.stories.events import StorySent, StoryWithdrawn
from heard.stories.lifecycle import STORY
from heard.stories.models import Consent, Draft, Original, State, Story, StoryBranch, StoryMove, StoryService, StoryTag
from heard.tags.actions import tags_named
from heard.tags.models import Kind


@dataclass(frozen=True)
class Changes:
    """What one page of telling changes; None leaves a thing as it is. `services` are ids, `consents` maps use to wording version."""

    title: str | None = None
    words: str | None = None
    hope: str | None = None
    services: list[int] | None = None
    unknown_service: str | None = None
    good: list[str] | None = None
    better: list[str] | None = None
    feelings: list[str] | None = None
    role: str | None = None
    chosen_name: str | None = None
    happened_month: date | None = None
    postcode: str | None = None
    is_question: bool | None = None
    consents: dict[str, str] | None = None
    furthest: str | None = None


@transaction.atomic
def begin_draft(*, region_id: int, author: Author) -> Draft:
    """Begin a draft for `author`, or give back the one there is: an author tells one story."""
    expires = clock.now() + timedelta(days=number(region_id, "draft_kept"))
    draft, _ = Draft.objects.get_or_create(author=author, defaults={"region_id": region_id, "expires_at": expires})
    return draft


@transaction.atomic
def save_draft(*, draft_id: int, changes: Changes, seen_version: int | None = None, by: Actor) -> Draft:
    """Save what one page of telling changed, and keep the draft for another while.

    Raises:
        Draft.DoesNotExist: it was sent or deleted meanwhile.
        ChangedSince: `seen_version` is given and older than what is stored (the story is open in two windows).
    """
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    if seen_version is not None and draft.version != seen_version:
        raise ChangedSince("Your story was changed in another window. Here is what we have.")
    for each in fields(changes):
        value = getattr(changes, each.name)
        if value is not None and each.name != "services":
            setattr(draft, each.name, value)
    if changes.services is not None:
        draft.services.set(changes.services)
    draft.version += 1
    draft.saved_at = clock.now()
    draft.expires_at = clock.now() + timedelta(days=number(draft.region_id, "draft_kept"))
    draft.save()
    return draft


@transaction.atomic
def send_story(*, draft_id: int, by: Author) -> Story:
    """Turn the draft into a story that a moderator will read. Sending again gives back the same story.

    Raises:
        NotAcceptable: there are no words, no role or no consent to publish.
    """
    Author.objects.select_for_update(no_key=True).get(pk=by.pk)
    sent = Story.objects.filter(author=by).first()
    if sent is not None:
        return sent
    draft = Draft.objects.select_for_update().get(pk=draft_id, author=by)
    _check_complete(draft)
    services = list(draft.services.all())
    story = Story.objects.create(
        region_id=draft.region_id,
        author=by,
        state=STORY.after("", "send"),
        role=draft.role,
        chosen_name=draft.chosen_name,
        happened_month=draft.happened_month,
        postcode=draft.postcode,
        is_question=draft.is_question,
        unknown_service=draft.unknown_service,
        sent_at=clock.now(),
        changed_at=clock.now(),
        service_ids=[service.pk for service in services],
        ancestors=sorted({above for service in services for above in service.ancestors}),
    )
    Original.objects.create(story=story, title=draft.title, words=draft.words, hope=draft.hope, chosen_name=draft.chosen_name)
    StoryService.objects.bulk_create(StoryService(story=story, service=each, position=n) for n, each in enumerate(services))
    _tag(story, draft, by)
    Consent.objects.bulk_create(Consent(story=story, use=use, wording=wording) for use, wording in draft.consents.items())
    StoryMove.objects.create(story=story, name="send", to_state=story.state, by=by.actor_ref)
    draft.delete()
    announce(StorySent(story_id=story.pk), by=by)
    return story


@transaction.atomic
def withdraw_story(*, story_id: int, by: Author) -> Story:
    """The author takes the story back: it leaves every public page at once, in whatever state it was."""
    story = Story.objects.select_for_update(no_key=True).get(pk=story_id, author=by)
    was_public = story.state == State.PUBLISHED
    move_story(story, "withdraw", by=by)
    StoryBranch.objects.filter(story=story).delete()
    announce(StoryWithdrawn(story_id=story.pk, was_public=was_public), by=by)
    return story


@transaction.atomic
def purge_drafts(*, by: Actor) -> int:
    """Delete drafts that were never sent and whose time is over; returns how many. The author row goes by `accounts`' own sweep."""
    gone, _ = Draft.objects.filter(expires_at__lt=clock.now()).delete()
    return gone


def _check_complete(draft: Draft) -> None:
    if not draft.words.strip():
        raise NotAcceptable("Tell us what happened.", field="words")
    if not draft.role:
        raise NotAcceptable("Say who you are in this story.", field="role")
    if not draft.chosen_name.strip():
        raise NotAcceptable("Choose a name to tell it under.", field="chosen_name")
    if Consent.Use.PUBLISH not in draft.consents:
        raise NotAcceptable("Say that we may publish your story.", field="publish")


def _tag(story: Story, draft: Draft, by: Actor) -> None:
    tags = [
        tag
        for kind, names in ((Kind.GOOD, draft.good), (Kind.BETTER, draft.better), (Kind.FEELING, draft.feelings))
        for tag in tags_named(kind=kind, names=names, by=by)
    ]
    StoryTag.objects.bulk_create(StoryTag(story=story, tag=tag, position=n) for n, tag in enumerate(tags))
    story.tag_slugs = [f"{tag.kind}:{tag.slug}" for tag in tags]
    story.save(update_fields=["tag_slugs"])
