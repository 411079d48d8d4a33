"""What an author does with a story: send it, correct it, say what may be done with it, and at any time take it back."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.models import Author
from heard.core import clock, limits, moves
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.directory.queries import joined_as, lines_of
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.actions.joining import note_joins
from heard.stories.events import StoryCorrected, StorySent, StoryWithdrawn
from heard.stories.lifecycle import STORY, StoryMoves
from heard.stories.models import (
    AboutAuthor,
    AboutFields,
    Consent,
    CorrectedWords,
    Original,
    State,
    Story,
    StoryBranch,
    StoryService,
    StoryTag,
)
from heard.stories.queries import own_words, words_number
from heard.stories.rules.own_words import OwnWords
from heard.tags.actions import tags_named
from heard.tags.models import Kind

FIRST_NUMBER = 10_000_000
"""Stories have numbers of eight digits."""


@dataclass(frozen=True)
class NewStory:
    """All that an author hands in. `particulars` and `about` are what they say of the story and of themselves (`ParticularFields`,
    `AboutFields`); `services` are those they named, in their order; `consents` map use to wording version; `read_last`: in a rush, without
    the proof of work that was asked for.
    """

    region_id: int
    words: str
    particulars: Mapping[str, Any]
    consents: Mapping[str, str]
    title: str = ""
    hope: str = ""
    services: Sequence[int] = ()
    unknown_service: str = ""
    good: Sequence[str] = ()
    better: Sequence[str] = ()
    feelings: Sequence[str] = ()
    postcode: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    read_last: bool = False


@transaction.atomic
def send_story(new: NewStory, *, by: Author) -> Story:
    """Make a story that a moderator will read. Sending again gives back the same story: an author tells one.

    Raises:
        NotAcceptable: there are no words, no role, no name or no consent to publish.
    """
    Author.objects.select_for_update(no_key=True).get(pk=by.pk)
    sent = Story.objects.filter(author=by).first()
    if sent is not None:
        return sent
    _check_complete(new)
    services = joined_as(new.services)
    tags = tags_named(names={Kind.GOOD: new.good, Kind.BETTER: new.better, Kind.FEELING: new.feelings}, by=by)
    story = Story(
        pk=_free_number(),
        region_id=new.region_id,
        author=by,
        postcode=new.postcode,
        unknown_service=new.unknown_service,
        read_last=new.read_last,
        sent_at=clock.now(),
        service_ids=services,
        ancestors=lines_of(services),
        tag_slugs=[f"{tag.kind}:{tag.slug}" for tag in tags],
        **new.particulars,
    )
    moves.make(story, STORY, StoryMoves.SEND, by=by)
    Original.objects.create(story=story, title=new.title, words=new.words, hope=new.hope, chosen_name=story.chosen_name)
    StoryService.objects.bulk_create(StoryService(story=story, service_id=each, position=n) for n, each in enumerate(services))
    note_joins(story=story, named=new.services)
    StoryTag.objects.bulk_create(StoryTag(story=story, tag=tag, position=n) for n, tag in enumerate(tags))
    if any(new.about.values()):
        AboutAuthor.objects.create(story=story, **new.about)
    Consent.objects.bulk_create(Consent(story=story, use=use, wording=wording) for use, wording in new.consents.items())
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
    story = moves.locked(Story.objects).get(pk=story_id, author=by)
    move = StoryMoves.CORRECT_HELD if story.state == State.HELD else StoryMoves.CORRECT
    STORY.after(story.state, move)
    stood = own_words(story)
    number_now = words_number(story.pk)
    if now == stood and seen_words == number_now - 1:
        return story
    if seen_words != number_now:
        raise ChangedSince(_("You changed your words in another window after you opened this page."))
    if not now.words.strip():
        raise NotAcceptable(_("Tell us what happened"), field="words")
    if not now.chosen_name.strip():
        raise NotAcceptable(_("Choose a name to show with your story"), field="chosen_name")
    if now == stood:
        raise NotAcceptable(_("You haven’t changed anything yet"), field="words")
    at_most = setting(story.region_id, SettingKey.MESSAGES_AN_HOUR)
    limits.attempt("author's corrections", by.actor_ref, at_most=at_most, per=timedelta(hours=1))
    CorrectedWords.objects.create(story=story, number=number_now + 1, **asdict(now), sent_at=clock.now())
    story.chosen_name = now.chosen_name
    corrected = moves.make(story, STORY, move, by=by, message=note.strip())
    announce(StoryCorrected(story_id=story.pk, move_id=corrected.pk), by=by)
    return story


@transaction.atomic
def withdraw_story(*, story_id: int, by: Author) -> Story:
    """The author takes the story back: it leaves every public page at once, in whatever state it was. Once more changes nothing."""
    story = moves.locked(Story.objects).get(pk=story_id, author=by)
    if story.state == State.WITHDRAWN:
        return story
    was_public = story.state == State.PUBLISHED
    moves.make(story, STORY, StoryMoves.WITHDRAW, by=by)
    AboutAuthor.objects.filter(story=story).delete()
    StoryBranch.objects.filter(story=story).delete()
    announce(StoryWithdrawn(story_id=story.pk, was_public=was_public), by=by)
    return story


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
        raise NotAllowed(_("You took this story back, so we won’t keep anything more about you."))
    _keep_about(story, {name: said.get(name, "") for name in AboutFields.ABOUT})


def _keep_about(story: Story, said: Mapping[str, str]) -> None:
    if any(said.values()):
        AboutAuthor.objects.update_or_create(story=story, defaults=dict(said))
    else:
        AboutAuthor.objects.filter(story=story).delete()


def _check_complete(new: NewStory) -> None:
    if not new.words.strip():
        raise NotAcceptable(_("Tell us what happened"), field="words")
    if not new.particulars["role"]:
        raise NotAcceptable(_("Say who you are in this story"), field="role")
    if not new.particulars["chosen_name"].strip():
        raise NotAcceptable(_("Choose a name to show with your story"), field="chosen_name")
    if Consent.Use.PUBLISH not in new.consents:
        raise NotAcceptable(_("Say that we can publish your story"), field="publish")
