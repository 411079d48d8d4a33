"""What an author does before anybody has read the story: begin, save, send; and, at any time, withdraw."""

import secrets
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import Enum

from django.db import transaction

from heard.accounts.actions.authors import delete_authors
from heard.accounts.models import Author
from heard.core import clock, limits
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.directory.models import JOINED
from heard.directory.queries import joined_as, lines_of, services_by_id
from heard.regions.queries import number
from heard.stories.actions.joining import note_joins
from heard.stories.actions.moving import move_story
from heard.stories.actions.rush import Came, PlaceIsFull, notice_rush_from, weigh
from heard.stories.events import StoryCorrected, StorySent, StoryWithdrawn
from heard.stories.lifecycle import STORY
from heard.stories.models import (
    AboutAuthor,
    AboutFields,
    Consent,
    CorrectedWords,
    Draft,
    Original,
    State,
    Story,
    StoryBranch,
    StoryMove,
    StoryService,
    StoryTag,
)
from heard.stories.queries import authors_without_anything, own_words, services_of, why_not_about, words_number
from heard.stories.rules.journey import further
from heard.stories.rules.own_words import OwnWords
from heard.stories.rules.places import NOT_ON_THE_LIST
from heard.stories.rules.signs import calls_for_help
from heard.tags.actions import tags_named
from heard.tags.models import Kind

FIRST_NUMBER = 10_000_000
"""Stories have numbers of eight digits."""
MOST_SERVICES = 12
"""Services that one story can be about."""


class Keep(Enum):
    """Says “leave it as it is” where None means that there is none."""

    KEEP = "keep"


@dataclass(frozen=True)
class Changes:
    """What one page of telling changes; None leaves a thing as it is. `consents` maps use to wording version. `services` are ids that we
    know ourselves: what somebody chose on a page goes through `add_service`, which asks whether a story may be told about it.

    `happened_month` None means that the author does not say when.
    """

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
    happened_month: date | Keep | None = Keep.KEEP
    postcode: str | None = None
    age_group: str | None = None
    gender: str | None = None
    ethnic_group: str | None = None
    condition: str | None = None
    is_question: bool | None = None
    consents: dict[str, str] | None = None
    furthest: str | None = None


@transaction.atomic
def begin_draft(*, region_id: int, author: Author) -> Draft:
    """Begin a draft for `author`, or give back the one there is: an author tells one story.

    Raises:
        Draft.DoesNotExist: that story was sent already.
    """
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    if Story.objects.filter(author=author).exists():
        raise Draft.DoesNotExist
    expires = clock.now() + timedelta(days=number(region_id, "draft_kept"))
    draft, _ = Draft.objects.get_or_create(author=author, defaults={"region_id": region_id, "expires_at": expires})
    return draft


@dataclass(frozen=True)
class OpenPage:
    """What a page knew when it was shown: which one it is (`window`), and the mark of what it held (`Draft.mark`)."""

    window: str
    seen: str


def save_draft(*, draft_id: int, changes: Changes, page: OpenPage | None = None, came: Came | None = None, by: Actor) -> Draft:
    """Save what one page of telling changed, and keep the draft for another while. What `came` from a stranger's place is counted there.

    Raises:
        Draft.DoesNotExist: it was sent or deleted meanwhile.
        ChangedSince: another window saved something else in the same place after `page` was shown.
        PlaceIsFull: too much came from that place in this hour to keep this as well. Operators hear of it all the same.
    """
    try:
        return _save_draft(draft_id=draft_id, changes=changes, page=page, came=came, by=by)
    except PlaceIsFull as full:
        if full.alarms and came is not None:
            region_id = Draft.objects.values_list("region_id", flat=True).get(pk=draft_id)
            notice_rush_from(came.place, region_id=region_id, by=by)
        raise


@transaction.atomic
def _save_draft(*, draft_id: int, changes: Changes, page: OpenPage | None, came: Came | None, by: Actor) -> Draft:
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    wanted = {each.name: getattr(changes, each.name) for each in fields(changes)}
    wanted = {name: value for name, value in wanted.items() if (value is not Keep.KEEP if name == "happened_month" else value is not None)}
    services, furthest = wanted.pop("services", None), wanted.pop("furthest", None)
    if page is not None:
        same = all(getattr(draft, name) == value for name, value in wanted.items())
        begun = draft.version > 0
        if begun and not same and draft.window != page.window and draft.mark(wanted) != page.seen:
            raise ChangedSince("You changed this in another window, after you opened this page.")
        draft.window = page.window
    before = draft.size()
    for name, value in wanted.items():
        setattr(draft, name, value)
    if services is not None:
        draft.services.set(services)
    if furthest is not None:
        draft.furthest = further(draft.furthest, furthest)
    if came is not None:
        weigh(draft, before=before, came=came, by=by)
    draft.version += 1
    draft.saved_at = clock.now()
    draft.expires_at = clock.now() + timedelta(days=number(draft.region_id, "draft_kept"))
    draft.save()
    return draft


@transaction.atomic
def look_for_danger(*, draft_id: int, by: Actor) -> bool:
    """Whether the page of help comes before the next page: somebody may be in danger by what was typed. See `note_help_shown`.

    What is saved while somebody types is not looked at; it comes again with the button.

    Raises:
        Draft.DoesNotExist: it was sent or deleted meanwhile.
    """
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    if draft.help == Draft.Help.NONE and calls_for_help(draft.typed()):
        draft.help = Draft.Help.DUE
        draft.save(update_fields=["help"])
    return draft.help == Draft.Help.DUE


@transaction.atomic
def note_help_shown(*, draft_id: int, by: Actor) -> None:
    """The author went on from the page of help: it does not come again. A click that never arrived leaves it due."""
    Draft.objects.filter(pk=draft_id, help=Draft.Help.DUE).update(help=Draft.Help.SHOWN)


@transaction.atomic
def add_service(*, draft_id: int, service_id: int, by: Actor) -> None:
    """The story is about this service, too; one that is there already stays where it is.

    Raises:
        NotAcceptable: there are as many as one story can carry, or no story is taken about it here (`why_not_told_of_here`).
    """
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    (service_id,) = joined_as([service_id])
    if draft.services.filter(pk=service_id).exists():
        return
    place = services_by_id([service_id]).get(service_id)
    if place is None:
        raise NotAcceptable(NOT_ON_THE_LIST)
    if wrong := why_not_about(place, region_id=draft.region_id):
        raise NotAcceptable(wrong)
    if draft.services.count() >= MOST_SERVICES:
        raise NotAcceptable(f"A story can be about {MOST_SERVICES} services at most. Take one off first.")
    draft.services.add(service_id)


@transaction.atomic
def remove_service(*, draft_id: int, service_id: int, by: Actor) -> None:
    """The story is not about this service after all."""
    draft = Draft.objects.select_for_update(no_key=True).get(pk=draft_id)
    draft.services.remove(service_id, *draft.services.filter(successor_id=service_id, register=JOINED).values_list("pk", flat=True))


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
    services = services_of(draft)
    story = Story.objects.create(
        pk=_free_number(),
        region_id=draft.region_id,
        author=by,
        state=STORY.after("", "send"),
        role=draft.role,
        chosen_name=draft.chosen_name,
        happened_month=draft.happened_month,
        postcode=draft.postcode,
        is_question=draft.is_question,
        unknown_service=draft.unknown_service,
        read_last=draft.proof == Draft.Proof.ASKED,
        sent_at=clock.now(),
        changed_at=clock.now(),
        service_ids=[service.pk for service in services],
        ancestors=lines_of(service.pk for service in services),
    )
    Original.objects.create(story=story, title=draft.title, words=draft.words, hope=draft.hope, chosen_name=draft.chosen_name)
    StoryService.objects.bulk_create(StoryService(story=story, service=each, position=n) for n, each in enumerate(services))
    note_joins(story=story, named=list(draft.services.values_list("pk", flat=True)))
    _tag(story, draft, by)
    _keep_about(story, {name: getattr(draft, name) for name in AboutFields.ABOUT})
    Consent.objects.bulk_create(Consent(story=story, use=use, wording=wording) for use, wording in draft.consents.items())
    StoryMove.objects.create(story=story, name="send", to_state=story.state, by=by.actor_ref)
    draft.delete()
    announce(StorySent(story_id=story.pk), by=by)
    return story


@transaction.atomic
def correct_story(*, story_id: int, seen_words: int, now: OwnWords, note: str = "", by: Author) -> Story:
    """The author corrects or adds to what they sent, as long as no moderator has decided. What stood there is kept beside it. A decision on
    the words of before is refused from now on, because the story has moved. `note` is for the moderators. The same form sent twice is one
    correction.

    `seen_words` is the number of the words that stood on the page (`queries.words_number`).

    Raises:
        WrongState: a moderator has decided.
        ChangedSince: other words were sent from another window meanwhile.
        NotAcceptable: there are no words, no name, or nothing is changed.
        TooMany: ⚙ `messages_an_hour` corrections were sent in this hour.
    """
    story = Story.objects.select_for_update(no_key=True).get(pk=story_id, author=by)
    name = "correct-held" if story.state == State.HELD else "correct"
    STORY.after(story.state, name)
    stood = own_words(story)
    number_now = words_number(story.pk)
    if now == stood and seen_words == number_now - 1:
        return story
    if seen_words != number_now:
        raise ChangedSince("You changed your words in another window, after you opened this page.")
    if not now.words.strip():
        raise NotAcceptable("Tell us what happened.", field="words")
    if not now.chosen_name.strip():
        raise NotAcceptable("Choose a name to tell it under.", field="chosen_name")
    if now == stood:
        raise NotAcceptable("You haven’t changed anything yet.", field="words")
    at_most = number(story.region_id, "messages_an_hour")
    limits.attempt("author's corrections", by.actor_ref, at_most=at_most, per=timedelta(hours=1))
    CorrectedWords.objects.create(story=story, number=number_now + 1, **asdict(now), sent_at=clock.now())
    story.chosen_name = now.chosen_name
    story.save(update_fields=["chosen_name"])
    corrected = move_story(story, name, by=by, message=note.strip())
    announce(StoryCorrected(story_id=story.pk, move_id=corrected.pk), by=by)
    return story


@transaction.atomic
def withdraw_story(*, story_id: int, by: Author) -> Story:
    """The author takes the story back: it leaves every public page at once, in whatever state it was. Once more changes nothing."""
    story = Story.objects.select_for_update(no_key=True).get(pk=story_id, author=by)
    if story.state == State.WITHDRAWN:
        return story
    was_public = story.state == State.PUBLISHED
    move_story(story, "withdraw", by=by)
    AboutAuthor.objects.filter(story=story).delete()
    StoryBranch.objects.filter(story=story).delete()
    announce(StoryWithdrawn(story_id=story.pk, was_public=was_public), by=by)
    return story


@transaction.atomic
def purge_drafts(*, by: Actor) -> int:
    """Delete drafts that were never sent and whose time is over, with their authors and all that these left; returns how many drafts.

    Authors of the day before who hold neither draft nor story (somebody's connection broke at the first page) go too.
    """
    over = list(Draft.objects.select_for_update(no_key=True, skip_locked=True).filter(expires_at__lt=clock.now()))
    Draft.objects.filter(pk__in=[draft.pk for draft in over]).delete()
    left = authors_without_anything(before=clock.now() - timedelta(days=1), or_among=[draft.author_id for draft in over])
    delete_authors(left, by=by)
    return len(over)


def _free_number() -> int:
    """A story's number, drawn by chance: numbers are public, and counted up they would tell when each story was sent."""
    while True:
        number = FIRST_NUMBER + secrets.randbelow(9 * FIRST_NUMBER)
        if not Story.objects.filter(pk=number).exists():
            return number


@transaction.atomic
def change_consents(*, story_id: int, uses: set[str], wording: str, by: Author) -> None:
    """The author changes what else may be done with the story: `uses` are those agreed to now, in the wording of version `wording`.

    Publishing is not among them: that is taken back by withdrawing the story. What was agreed to and taken back stays on record.
    """
    story = Story.objects.select_for_update(no_key=True).get(pk=story_id, author=by)
    standing = Consent.objects.filter(story=story, taken_back_at=None).exclude(use=Consent.Use.PUBLISH)
    standing.exclude(use__in=uses).update(taken_back_at=clock.now())
    known = set(standing.values_list("use", flat=True))
    wanted = (uses & set(Consent.Use.values)) - known - {Consent.Use.PUBLISH}
    Consent.objects.bulk_create(Consent(story=story, use=use, wording=wording, given_at=clock.now()) for use in sorted(wanted))


@transaction.atomic
def say_about_author(*, story_id: int, said: dict[str, str], by: Author) -> None:
    """What the author says about themselves from now on (see `AboutFields`); saying nothing deletes what was said before.

    Raises:
        NotAllowed: the story was withdrawn: nothing more is kept about its author.
    """
    story = Story.objects.select_for_update(no_key=True).get(pk=story_id, author=by)
    if story.state == State.WITHDRAWN:
        raise NotAllowed("You took this story back. We keep nothing more about you.")
    _keep_about(story, {name: said.get(name, "") for name in AboutFields.ABOUT})


def _keep_about(story: Story, said: dict[str, str]) -> None:
    if any(said.values()):
        AboutAuthor.objects.update_or_create(story=story, defaults=said)
    else:
        AboutAuthor.objects.filter(story=story).delete()


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
