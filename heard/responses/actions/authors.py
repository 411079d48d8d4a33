"""What an author says about answers and changes: whether they helped, and whether telling the story did harm."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.models import Author
from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.events import announce
from heard.responses.actions.moving import (
    already_sent,
    check_not_too_many,
    checked_words,
    key_of_words,
    locked_answer,
    locked_change,
    locked_public_story,
    locked_story,
    story_of_answer,
    story_of_change,
)
from heard.responses.events import AnswerRated, AuthorTreatedDifferently, ChangeRated
from heard.responses.models import Answer, AnswerState, Change, TreatedDifferently
from heard.responses.rules import limits
from heard.stories.actions.progress import forget_helped, note_change_around, note_helped
from heard.stories.models import Story


@transaction.atomic
def rate_answer(*, answer_id: int, author: Author, helpful: str) -> Answer:
    """The author says whether an answer helped (`Answer.Helpful`), and may say otherwise later. “Yes” makes the story one that helped.

    Raises:
        NotAllowed: it is somebody else's story.
        WrongState: the answer, or its story, is not public.
        NotAcceptable: `helpful` is none of yes, partly, no.
    """
    if helpful not in Answer.Helpful.values:
        raise NotAcceptable(_("Choose yes, partly or no"), field="helpful")
    story = _own_story(story_of_answer(answer_id), author)
    answer = locked_answer(answer_id)
    if answer.state != AnswerState.PUBLISHED:
        raise WrongState(_("This answer isn’t public."))
    if answer.helpful == helpful:
        return answer
    answer.helpful, answer.helpful_at, answer.times_rated = helpful, clock.now(), answer.times_rated + 1
    answer.save(update_fields=["helpful", "helpful_at", "times_rated"])
    _keep_story_true(story, author)
    announce(AnswerRated(answer_id=answer.pk, story_id=story.pk, helpful=helpful, nth=answer.times_rated), by=author)
    return answer


@transaction.atomic
def rate_change(*, change_id: int, author: Author, helped: str) -> Change:
    """The author says whether a change that was made made a difference (`Change.Helped`).

    Raises:
        NotAllowed: it is somebody else's story.
        WrongState: the change was not made, or is not public.
        NotAcceptable: `helped` is neither yes nor no.
    """
    if helped not in Change.Helped.values:
        raise NotAcceptable(_("Choose yes or no"), field="helped")
    story = _own_story(story_of_change(change_id), author)
    change = locked_change(change_id)
    if change.made_at is None:
        raise WrongState(_("This change hasn’t been made yet."))
    if change.helped == helped:
        return change
    change.helped, change.helped_at, change.times_rated = helped, clock.now(), change.times_rated + 1
    change.save(update_fields=["helped", "helped_at", "times_rated"])
    _keep_story_true(story, author)
    announce(ChangeRated(change_id=change.pk, story_id=story.pk, helped=helped, nth=change.times_rated), by=author)
    return change


@transaction.atomic
def report_treated_differently(*, story_id: int, author: Author, text: str, form_key: UUID | None = None) -> TreatedDifferently:
    """The author was treated differently, or somebody asked who they are. Goes to a senior moderator; never public.

    Possible in whatever state the story is. The same words sent again with the same form are the same report.

    Raises:
        NotAllowed: it is somebody else's story.
        NotAcceptable: there are no words, or too many.
        TooMany: ⚙ `messages_an_hour` came from this author already.
    """
    story = locked_story(story_id)
    if story.author_id != author.pk:
        raise NotAllowed(_("Only the author of a story can report this."))
    text = checked_words(text, field="text", missing=_("Tell us what happened"), at_most=limits.REPORT)
    form_key = key_of_words(form_key, text)
    sent = already_sent(TreatedDifferently, form_key, story_id=story.pk)
    if sent is None and form_key is not None:
        sent = _said_just_now(story, text)
    if sent is not None:
        return sent
    check_not_too_many(story)
    report = TreatedDifferently.objects.create(story=story, text=text, form_key=form_key, told_at=clock.now())
    announce(AuthorTreatedDifferently(report_id=report.pk, story_id=story.pk), by=author)
    return report


@transaction.atomic
def erase_report(*, report_id: int, by: Actor) -> None:
    """Delete the words of a report about a story that was taken back and erased. `moderation` asks for it once nobody works on the report
    any more. Twice changes nothing.

    Raises:
        WrongState: the words of the story are still there.
    """
    report = TreatedDifferently.objects.select_related("story").get(pk=report_id)
    if report.story.erased_at is None:
        raise WrongState(_("We only delete a report once its story has been deleted."))
    TreatedDifferently.objects.filter(pk=report_id).update(text="")


def _said_just_now(story: Story, text: str) -> TreatedDifferently | None:
    """The same words from the same page, loaded anew: some browsers do that when somebody goes back."""
    return TreatedDifferently.objects.filter(story=story, text=text, told_at__gt=clock.now() - timedelta(hours=1)).first()


def _own_story(story_id: int, author: Author) -> Story:
    story = locked_public_story(story_id)
    if story.author_id != author.pk:
        raise NotAllowed(_("Only the author of a story can say if it helped."))
    return story


def _keep_story_true(story: Story, author: Author) -> None:
    """A story helped while its author says so of at least one answer or change. Its page shows what was said of each."""
    note_change_around(story_id=story.pk, by=author)
    helped = (
        Answer.objects.filter(story=story, helpful=Answer.Helpful.YES).exists()
        or Change.objects.filter(story=story, helped=Change.Helped.YES).exists()
    )
    if helped:
        note_helped(story_id=story.pk, by=author)
    else:
        forget_helped(story_id=story.pk, by=author)
