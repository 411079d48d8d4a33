"""What moderation does with a story. Who may decide is `moderation`'s policy; what a decision means is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from heard.accounts.models import Author
from heard.core import clock, moves
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.directory.models import JOINED, Placing, Service
from heard.directory.queries import joined_as, lines_of, placing_by_id
from heard.stories.actions.finding import index_story
from heard.stories.actions.joining import note_joins
from heard.stories.events import (
    AuthorAppealed,
    AuthorAsked,
    AuthorReplied,
    ServicesCorrected,
    StoryDeclined,
    StoryEdited,
    StoryHeld,
    StoryPublished,
)
from heard.stories.lifecycle import STORY, StoryMoves
from heard.stories.models import (
    DeclineReason,
    Edit,
    EditReason,
    HoldReason,
    JoinedStory,
    State,
    Step,
    Story,
    StoryBranch,
    StoryMove,
    StoryService,
    StoryTag,
    Version,
)
from heard.stories.queries import appeals_left, public_text
from heard.stories.rules.edits import Names, kinds_of
from heard.stories.rules.publishing import PublicStory, StoryWords, is_changed, what_is_wrong
from heard.tags.actions import forget_tags, tags_named
from heard.tags.models import Kind


@dataclass(frozen=True)
class MadeEdit:
    """One change to the author's words: a reason from the fixed list, and a note that the author will read."""

    reason: str
    note: str = ""


@dataclass(frozen=True)
class Tags:
    """Names of a story's tags, by kind, in their order."""

    good: Sequence[str] = ()
    better: Sequence[str] = ()
    feelings: Sequence[str] = ()


@transaction.atomic
def publish_story(
    *,
    story_id: int,
    seen_version: int,
    title: str,
    text: str,
    hope: str = "",
    chosen_name: str | None = None,
    criticality: int | None = None,
    about_child: bool | None = None,
    service_ids: Sequence[int] | None = None,
    tags: Tags | None = None,
    edits: Sequence[MadeEdit] = (),
    by: Actor,
) -> Story:
    """Publish the moderated text, with all that is put right on the story; None leaves what stands there. The author's own words are kept,
    unchanged, beside it (`Original`).

    Raises:
        ChangedSince: somebody moved or changed the story since version `seen_version` was opened.
        WrongState: it cannot be published from where it is.
        NotAcceptable: it cannot be public like this (`rules.publishing`), or a service is not in the directory.
    """
    story = _locked(story_id, seen_version)
    STORY.after(story.state, StoryMoves.PUBLISH)
    story.criticality = story.criticality if criticality is None else criticality
    story.about_child = story.about_child if about_child is None else about_child
    if service_ids and list(service_ids) != story.service_ids:
        _now_about(story, service_ids, by=by)
    if tags is not None and _names_of(story) != _named(tags):
        _now_tagged(story, tags, by=by)
    own = StoryWords(story.own.title, story.own.words, story.own.hope, story.own.chosen_name)
    new = _to_publish(story, title=title, text=text, hope=hope, chosen_name=chosen_name, edits=edits)
    _check(what_is_wrong(new, own, service_names=_names_of_places(story)))
    _write_words(story, new, by=by)
    now = clock.now()
    story.told_at = story.told_at or now
    story.published_on = story.published_on or clock.day_of(story.told_at)
    story.progress = max(story.progress, Step.TOLD)
    moves.make(story, STORY, StoryMoves.PUBLISH, at=now, by=by)
    _rebuild_branches(story, news_at=now)
    index_story(story=story, by=by)
    announce(StoryPublished(story_id=story.pk), by=by)
    return story


@transaction.atomic
def edit_story(
    *,
    story_id: int,
    seen_text: int,
    title: str,
    text: str,
    hope: str = "",
    chosen_name: str | None = None,
    service_ids: Sequence[int] | None = None,
    tags: Tags | None = None,
    edits: Sequence[MadeEdit],
    by: Actor,
) -> Story:
    """Change the public text of a published story, its tags (None leaves them), and which services it is about (`service_ids`, in order;
    None leaves them), with at least one reason: for the services just `EditReason.SERVICE`, for words and tags any other. Every text that
    was public is kept, and in the move which services and which tags stood there before. The story is in the lists of its new services at
    once; a tag that was taken out leads to it no more, and is gone where no other story has it.

    `seen_text` is the number of the public text that was open (`queries.public_text`): that somebody read the story meanwhile, or answered
    it, is no reason to refuse.

    Raises:
        ChangedSince: somebody else edited it since.
        WrongState: it is not public (any more).
        NotAcceptable: it cannot be public like this (`rules.publishing`), nothing is changed, or a service is not in the directory.

    Announces:
        StoryEdited: always.
        ServicesCorrected: when the places that it is about are others now.
    """
    story = moves.locked(Story.objects).get(pk=story_id)
    STORY.after(story.state, StoryMoves.EDIT)
    if public_text(story.pk) != seen_text:
        raise ChangedSince(_("Someone edited this since you opened it."))
    stood = StoryWords(story.title, story.text, story.hope, story.chosen_name)
    moved = service_ids is not None and list(dict.fromkeys(service_ids)) != story.service_ids
    retagged = tags is not None and _names_of(story) != _named(tags)
    new = _to_publish(story, title=title, text=text, hope=hope, chosen_name=chosen_name, edits=edits)
    changed = {}
    if moved and service_ids is not None:
        changed["about"] = _now_about(story, service_ids, by=by)
    _check(what_is_wrong(new, stood, service_names=_names_of_places(story), moved=moved, retagged=retagged))
    if not (moved or retagged or is_changed(new, stood)):
        raise NotAcceptable(_("You haven’t changed anything"), field="text")
    if retagged and tags is not None:
        changed["tags"] = _now_tagged(story, tags, by=by)
    _write_words(story, new, by=by)
    story.edited_on = clock.today()
    moves.make(story, STORY, StoryMoves.EDIT, by=by, changed=changed)
    index_story(story=story, by=by)
    announce(StoryEdited(story_id=story.pk, version=story.version), by=by)
    return story


@transaction.atomic
def ask_author(*, story_id: int, seen_version: int, question: str, by: Actor) -> Story:
    """Ask the author something; the story waits for the answer. The question is shown on the author's pages, never mailed.

    Raises:
        ChangedSince, WrongState: as in `publish_story`.
        NotAcceptable: there is no question.
    """
    if not question.strip():
        raise NotAcceptable(_("Write what you want to ask the author"), field="question")
    story = _locked(story_id, seen_version)
    asked = moves.make(story, STORY, StoryMoves.ASK, by=by, message=question)
    announce(AuthorAsked(story_id=story.pk, move_id=asked.pk), by=by)
    return story


@transaction.atomic
def answer_moderator(*, story_id: int, answer: str, by: Actor) -> Story:
    """The author answers a moderator's question; the story is back in the queue. The same answer sent twice is one answer.

    Raises:
        WrongState: nobody asked anything, or another answer was given meanwhile.
    """
    story = moves.locked(Story.objects).get(pk=story_id)
    last = story.moves.last()
    if last is not None and last.name == StoryMoves.REPLY and last.message == answer and last.by == by.actor_ref:
        return story
    replied = moves.make(story, STORY, StoryMoves.REPLY, by=by, message=answer)
    announce(AuthorReplied(story_id=story.pk, move_id=replied.pk), by=by)
    return story


@transaction.atomic
def hold_story(*, story_id: int, seen_version: int, reason: str, by: Actor) -> Story:
    """Hold for advice; `reason` is one of `HoldReason`."""
    if reason not in HoldReason.values:
        raise NotAcceptable(_("Choose what it’s waiting for: safeguarding or legal advice"), field="reason")
    story = _locked(story_id, seen_version)
    moves.make(story, STORY, StoryMoves.HOLD, by=by, reason=reason)
    announce(StoryHeld(story_id=story.pk), by=by)
    return story


@transaction.atomic
def release_story(*, story_id: int, seen_version: int, by: Actor) -> Story:
    """The reason for holding is gone: back to the queue."""
    story = _locked(story_id, seen_version)
    moves.make(story, STORY, StoryMoves.RELEASE, by=by)
    return story


@transaction.atomic
def decline_story(*, story_id: int, seen_version: int, reason: str, message: str, by: Actor) -> Story:
    """Do not publish, with a reason from `DeclineReason` and a kind message to the author.

    Raises:
        NotAcceptable: the reason is not on the list, or there is no message.
    """
    if reason not in DeclineReason.values:
        raise NotAcceptable(_("Choose a reason from the list"), field="reason")
    if not message.strip():
        raise NotAcceptable(_("Write the author a kind message"), field="message")
    story = _locked(story_id, seen_version)
    declined = moves.make(story, STORY, StoryMoves.DECLINE, by=by, reason=reason, message=message)
    announce(StoryDeclined(story_id=story.pk, reason=reason, move_id=declined.pk), by=by)
    return story


@transaction.atomic
def ask_to_look_again(*, story_id: int, words: str, by: Author) -> Story:
    """The author appeals against a decline; `words`, which may be empty, are for the moderator who looks again. Asking
    twice is asking once.

    Raises:
        WrongState: the story is not declined.
        NotAllowed: it was looked at again as often as ⚙ `appeals` says.
    """
    story = moves.locked(Story.objects).get(pk=story_id, author=by)
    last = StoryMove.objects.filter(story=story).order_by("-pk").first()
    if last is not None and (last.name, last.message) == (StoryMoves.RECONSIDER, words):
        return story
    STORY.after(story.state, StoryMoves.RECONSIDER)
    if not appeals_left(story):
        raise NotAllowed(_("We’ve already looked at it again. That decision is final."))
    appealed = moves.make(story, STORY, StoryMoves.RECONSIDER, by=by, message=words)
    announce(AuthorAppealed(story_id=story.pk, move_id=appealed.pk), by=by)
    return story


def _now_about(story: Story, service_ids: Sequence[int], *, news_at: datetime | None = None, by: Actor) -> Names:
    """Put the services of a locked story right; whoever calls saves the story. Returns their names, of now and then. To those who listen
    where it was not before it is news of `news_at`, else of now.
    """
    note_joins(story=story, named=service_ids)
    service_ids = joined_as(service_ids)
    there = Service.objects.filter(Q(region_id=story.region_id) | Q(pk__in=story.service_ids), pk__in=service_ids)
    if there.count() != len(set(service_ids)) or not service_ids:
        raise NotAcceptable(_("Choose at least one place, and only places in this region’s directory"), field="services")
    names = dict(Service.objects.filter(pk__in=[*service_ids, *story.service_ids]).values_list("pk", "name"))
    stood = story.service_ids
    StoryService.objects.filter(story=story).delete()
    StoryService.objects.bulk_create(
        StoryService(story=story, service_id=pk, position=n) for n, pk in enumerate(dict.fromkeys(service_ids))
    )
    story.service_ids = list(dict.fromkeys(service_ids))
    before, story.ancestors = story.ancestors, lines_of(service_ids)
    if story.state == State.PUBLISHED:
        _rebuild_branches(story, news_at=news_at or clock.now())
        if story.ancestors != before:
            announce(ServicesCorrected(story_id=story.pk), by=by)
    return {when: [names[pk] for pk in ids if pk in names] for when, ids in (("now", story.service_ids), ("then", stood))}


def _now_tagged(story: Story, tags: Tags, *, by: Actor) -> Names:
    """Put the tags of a locked story right; whoever calls saves the story. Returns their names, of now and then."""
    stood = _names_of(story)
    before = set(StoryTag.objects.filter(story=story).values_list("tag_id", flat=True))
    found = tags_named(names={Kind.GOOD: tags.good, Kind.BETTER: tags.better, Kind.FEELING: tags.feelings}, by=by)
    StoryTag.objects.filter(story=story).delete()
    StoryTag.objects.bulk_create(StoryTag(story=story, tag=tag, position=n) for n, tag in enumerate(found))
    story.tag_slugs = [f"{tag.kind}:{tag.slug}" for tag in found]
    forget_tags(tag_ids=before - {tag.pk for tag in found}, is_used=_is_used, by=by)
    return {when: list(dict.fromkeys(name for _kind, name in names)) for when, names in (("now", _names_of(story)), ("then", stood))}


def _names_of(story: Story) -> list[tuple[str, str]]:
    """Kind and name of each tag of a story, in their order."""
    return list(StoryTag.objects.filter(story=story).order_by("position").values_list("tag__kind", "tag__name"))


def _is_used(tag_id: int) -> bool:
    return StoryTag.objects.filter(tag_id=tag_id).exists()


def _named(tags: Tags) -> list[tuple[str, str]]:
    """The same of tags as somebody typed them."""
    by_kind = ((Kind.GOOD, tags.good), (Kind.BETTER, tags.better), (Kind.FEELING, tags.feelings))
    return [(str(kind), name) for kind, names in by_kind for name in names]


@transaction.atomic
def follow_service(*, service_id: int, by: Actor) -> int:
    """A service belongs to another provider now: the stories about it and about what is below it follow. Returns how many."""
    stories = list(Story.objects.select_for_update(no_key=True).filter(ancestors__contains=[service_id]).order_by("pk"))
    for story in stories:
        story.ancestors = lines_of(story.service_ids)
        _touched(story, "ancestors")
        if story.state == State.PUBLISHED:
            _rebuild_branches(story, news_at=None)
    return len(stories)


@transaction.atomic
def follow_placing(*, placing_id: int, by: Actor) -> int:
    """A place that no register holds was put into the directory, or joined with another one: the stories about it follow, and to whoever is
    concerned now they are news of that moment. Where a join was undone, the stories that went along come back. Returns how many followed.
    Repeatable: a second run finds them there.

    Announces:
        ServicesCorrected: of every published story that followed.
    """
    placing = placing_by_id(placing_id)
    if placing.step == Placing.Step.PARTED:
        return _bring_back(placing, by=by)
    if placing.step not in (Placing.Step.ACCEPTED, Placing.Step.JOINED):
        return 0
    if placing.step == Placing.Step.JOINED and placing.service.register != JOINED:
        return 0  # it was undone before this ran
    stories = Story.objects.select_for_update(no_key=True).filter(ancestors__contains=[placing.service_id]).order_by("pk")
    return sum(_follows(story, placing, by=by) for story in stories)


def _follows(story: Story, placing: Placing, *, by: Actor) -> bool:
    news_at = max(placing.at, story.told_at or placing.at)
    if placing.step == Placing.Step.JOINED:
        if placing.service_id not in story.service_ids:
            return False
        _now_about(story, story.service_ids, news_at=news_at, by=by)
        _touched(story, "service_ids", "ancestors")
        return True
    ancestors = lines_of(story.service_ids)
    # Nobody could listen to it before, or be asked: it is news as of now where it stood already, too.
    fresh = StoryBranch.objects.filter(story=story, service_id=placing.service_id, news_at__lt=placing.at).update(news_at=news_at)
    if ancestors == story.ancestors and not fresh:
        return False
    story.ancestors = ancestors
    _touched(story, "ancestors")
    if story.state == State.PUBLISHED:
        _rebuild_branches(story, news_at=news_at)
        announce(ServicesCorrected(story_id=story.pk), by=by)
    return True


def _bring_back(parted: Placing, *, by: Actor) -> int:
    """The stories that went along with a join that is undone are about their own place again, unless a moderator has said since that they
    are about neither. Where they had been news before, they are none again; what came meanwhile is news of the undoing.
    """
    waiting = list(JoinedStory.objects.filter(placing=parted.undoes, back_at=None).order_by("story_id"))
    stories = Story.objects.select_for_update(no_key=True).filter(pk__in=[each.story_id for each in waiting]).order_by("pk").in_bulk()
    return sum(_comes_back(stories[each.story_id], each, parted, by=by) for each in waiting)


def _comes_back(story: Story, went: JoinedStory, parted: Placing, *, by: Actor) -> bool:
    went.back_at = clock.now()
    went.save(update_fields=["back_at"])
    (there,) = joined_as([parted.other_id or 0])
    if there not in story.service_ids or parted.service_id in story.service_ids:
        return False
    own = [there, parted.service_id] if went.both else [parted.service_id]
    named = [pk for each in story.service_ids for pk in (own if each == there else [each])]
    _now_about(story, named, news_at=max(parted.at, story.told_at or parted.at), by=by)
    _touched(story, "service_ids", "ancestors")
    for service_id, news_at in went.branches.items():
        StoryBranch.objects.filter(story=story, service_id=int(service_id)).update(
            news_at=datetime.fromisoformat(news_at) if news_at else None
        )
    return True


@transaction.atomic
def check_seen(*, story_id: int, seen_version: int) -> None:
    """Refuse to go on when the story was moved or changed since `seen_version`, and keep it as it is until the transaction ends.

    Raises:
        ChangedSince: it was.
    """
    _locked(story_id, seen_version)


def _locked(story_id: int, seen_version: int) -> Story:
    story = moves.locked(Story.objects).select_related("original").get(pk=story_id)
    if story.version != seen_version:
        raise ChangedSince(_("Someone changed this since you opened it."))
    return story


def _touched(story: Story, *changed: str) -> None:
    story.version += 1
    story.changed_at = clock.now()
    story.save(update_fields=[*changed, "version", "changed_at"])


def _to_publish(story: Story, *, title: str, text: str, hope: str, chosen_name: str | None, edits: Sequence[MadeEdit]) -> PublicStory:
    return PublicStory(
        title=" ".join(title.split()),
        text=text,
        hope=hope,
        chosen_name=story.chosen_name if chosen_name is None else " ".join(chosen_name.split()),
        edits=[(edit.reason if edit.reason in EditReason.values else "", edit.note) for edit in edits],
        criticality=story.criticality,
        services=story.service_ids,
    )


def _names_of_places(story: Story) -> list[str]:
    """Of those that it is about, and of what they belong to."""
    return list(Service.objects.filter(pk__in=story.ancestors).values_list("name", flat=True))


def _check(wrong: Sequence[tuple[str, str]]) -> None:
    if wrong:
        field, sentence = wrong[0]
        raise NotAcceptable(sentence, field=field)


def _write_words(story: Story, new: PublicStory, *, by: Actor) -> None:
    """Put the public words on a locked story, and keep their version and why it differs from what stood before; whoever calls saves the
    story.
    """
    number = public_text(story.pk) + 1
    version = Version.objects.create(
        story=story, number=number, title=new.title, text=new.text, hope=new.hope, by=by.actor_ref, at=clock.now()
    )
    Edit.objects.bulk_create(Edit(version=version, reason=reason, note=note) for reason, note in new.edits)
    story.title, story.text, story.hope, story.chosen_name = new.title, new.text.strip(), new.hope.strip(), new.chosen_name
    made = kinds_of([reason for reason, _ in new.edits])
    story.protective_edits += made.protective
    story.civil_edits += made.civil
    story.clarity_edits += made.clarity


def _rebuild_branches(story: Story, *, news_at: datetime | None) -> None:
    """Put the story where its services are now. To those who listen where it was not before it is news of `news_at`."""
    StoryBranch.objects.filter(story=story).exclude(service_id__in=story.ancestors).delete()
    there = set(StoryBranch.objects.filter(story=story).values_list("service_id", flat=True))
    StoryBranch.objects.bulk_create(
        StoryBranch(story=story, service_id=service_id, told_at=story.told_at or clock.now(), news_at=news_at)
        for service_id in story.ancestors
        if service_id not in there
    )
