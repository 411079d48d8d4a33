"""Deciding a story. Each decision is one transaction: the case, the story and what is announced are true together."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.models import Person
from heard.accounts.policies import is_senior_moderator
from heard.core import clock, moves
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, DomainError, NotAcceptable, NotAllowed
from heard.core.texts.saying import date_words, number
from heard.moderation import policies
from heard.moderation.actions.calls import begin_call
from heard.moderation.actions.cases import (
    ColleagueWorksOnIt,
    close_case,
    locked_case,
    move_case,
    own_case,
    put_to_wait,
    sent_from,
)
from heard.moderation.lifecycle import CaseMoves, CaseNotes, CaseWhy
from heard.moderation.models import Call, Case, Outcome, WaitingFor
from heard.moderation.queries.appeals import needs_a_second
from heard.moderation.queries.cases import help_to_send, last_story_case, may_edit_published
from heard.moderation.queries.looks import new_tags_to_look_at, newly_noticed_in, noticed_in, tags_to_look_at
from heard.moderation.queries.publishing import length_of_work, line_wanted, line_wanted_to_edit, missing_in
from heard.moderation.queries.times import due_after, hold_ends, last_day_of_hold, publishes_at
from heard.moderation.queries.waits import answered_since_approved, approver_of
from heard.moderation.queries.work import public_story, work_on, work_on_public
from heard.moderation.rules import sheets
from heard.moderation.rules.looking import check_looked_at, not_looked_at
from heard.moderation.rules.messages import with_help
from heard.moderation.rules.publishing import word_count
from heard.moderation.rules.work import StoryWork
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.actions import publishing
from heard.stories.actions.publishing import MadeEdit, Tags
from heard.stories.models import DeclineReason, Story
from heard.stories.rules.length import Length
from heard.writing.actions import note_all_sent


@transaction.atomic
def publish(
    *,
    case_id: int,
    seen_story: int,
    work: StoryWork,
    seen_case: int | None = None,
    long_is_fine: bool = False,
    why_long: str = "",
    by: Person,
) -> Case:
    """Publish the story as `work` says: corrected services and tags, criticality, title and text, with the reasons of every edit.

    Outside working hours it may only be approved, and is public on the next working morning: `times.publishes_at`.
    More than ⚙ `story_words` are published when `long_is_fine` says that somebody thought of it; more than twice as many when a senior
    moderator says why (`why_long`), which is kept with the decision.

    Raises:
        ChangedSince: the story was moved or changed since version `seen_story` was opened, or something else was typed on another page
            since version `seen_case` of the case was previewed.
        NotAcceptable: something is missing (its `field` says what), words were changed without a reason, nobody looked at a tag that is
            new or may name somebody or at what was found in a text (`work.looked_at`), or it is long and nobody said so.
        BeingRead, WrongState, NotAllowed: the case is not this moderator's to decide, or such a story is not theirs to publish.
    """
    case = _story_case(case_id, by)
    if seen_case is not None and case.version != seen_case:
        raise ColleagueWorksOnIt(_("Someone has typed something else since you opened this page."))
    if case.story.version != seen_story:  # first: it matters more than what is missing; `publish_story` asks again, of the locked row
        raise ChangedSince(_("Someone has changed this since you opened it."))
    missing = missing_in(case.story, work)
    if missing:
        raise NotAcceptable(missing[0][1], field=missing[0][0])
    _check_may_publish(case.story, work, by)
    looks = _looks(case.story, work)
    kept = _check_length(case.story, work, long_is_fine=long_is_fine, why=why_long, by=by)
    now = clock.now()
    at = publishes_at(case.story, work, now)
    if at > now:
        return _approve(case, seen_story, work, at, **kept, looked_at=looks, by=by)
    return _publish(case, seen_story, work, CaseMoves.DECIDE, **kept, looked_at=looks, by=by)


def _looks(story: Story, work: StoryWork) -> tuple[str, ...]:
    """The looks that let `work` out, at tags and at texts, to be kept with the decision.

    Raises:
        NotAcceptable: nobody has looked at something that was found in a text.
    """
    looks = check_looked_at(noticed_in(story, work), work.looked_at)
    return (*(tag.key for tag in tags_to_look_at(story, work)), *looks)


def _check_may_publish(story: Story, work: StoryWork, by: Person) -> None:
    if not policies.may_publish(by, line_wanted(story, work), region_id=story.region_id):
        raise NotAllowed(_("A moderator with more experience must publish this. Escalate it."))


def _check_length(story: Story, work: StoryWork, *, long_is_fine: bool, why: str, by: Person) -> dict[str, str]:
    """What is kept with the decision about its length."""
    length = length_of_work(story, work)
    if length == Length.FINE:
        return {}
    words = word_count(work)
    if length == Length.LONG:
        if not long_is_fine:
            raise NotAcceptable(
                _("It has %(number)s words. Ask the author to shorten it, or confirm this length.") % {"number": number(words)},
                field="long_is_fine",
            )
        return {"why": f"{CaseWhy.LONG}:{words}"}
    if not is_senior_moderator(by):
        raise NotAllowed(
            _("It has %(number)s words. Ask the author to shorten it, or escalate it to a senior moderator.") % {"number": number(words)}
        )
    if not why.strip():
        raise NotAcceptable(_("It has %(number)s words. Say why it should be this long.") % {"number": number(words)}, field="why_long")
    return {"why": f"{CaseWhy.LONG}:{words}", "note": why}


def _approve(
    case: Case, seen_story: int, work: StoryWork, at: datetime, *, note: str = "", why: str = "", looked_at: Sequence[str], by: Person
) -> Case:
    publishing.check_seen(story_id=case.story_id, seen_version=seen_story)
    kept = {"work": work.as_json(), "looked_at": looked_at}
    return put_to_wait(case, WaitingFor.MORNING, until=at, note=note, by=by, move=CaseMoves.APPROVE, why=why, **kept)


@transaction.atomic
def publish_approved(*, case_id: int, by: Actor) -> Case | None:
    """The morning came: publish what was approved, in the name of who approved it. What cannot be published as it was approved, to which
    its author has said something since, or whose approver moderates no more, is back in the queue, with the reason. None when somebody
    took it back to the desk meanwhile.
    """
    case = locked_case(case_id)
    if case.closed_at or case.waiting_for != WaitingFor.MORNING or not case.waiting_until or case.waiting_until > clock.now():
        return None
    work = work_on(case)
    try:
        with transaction.atomic():
            if answered_since_approved(case):
                raise _Overtaken(CaseWhy.ANSWERED_SINCE)
            approver = approver_of(case)
            if approver is None or not policies.may_see(approver, case):
                raise _Overtaken(CaseWhy.APPROVER_LEFT)
            if missing := missing_in(case.story, work):  # an older Heard approved it, or a tag is offered no more
                raise NotAcceptable(missing[0][1], field=missing[0][0])
            _check_may_publish(case.story, work, approver)
            return _publish(case, case.story.version, work, CaseMoves.MORNING, looked_at=_looks(case.story, work), by=approver)
    except DomainError as error:
        case = locked_case(case_id)
        due = due_after(case.story.region_id, clock.now())
        why = error.why if isinstance(error, _Overtaken) else _not_ready(error)
        return _calling(move_case(case, CaseMoves.RESUME, why=why, by=by, waiting_for="", waiting_until=None, due_at=due), by=by)


def _not_ready(error: DomainError) -> str:
    """Why it could not be published, and what to look at: a field, or the line that may publish it."""
    of = "line" if isinstance(error, NotAllowed) else getattr(error, "field", None)
    return f"{CaseWhy.NOT_READY}:{of or ''}"


class _Overtaken(DomainError):
    """What was approved is not published: something happened since."""

    def __init__(self, why: CaseWhy) -> None:
        super().__init__(why)
        self.why = why


def _publish(
    case: Case, seen_story: int, work: StoryWork, move: CaseMoves, *, note: str = "", why: str = "", looked_at: Sequence[str], by: Actor
) -> Case:
    publishing.publish_story(
        story_id=case.story_id,
        seen_version=seen_story,
        title=work.title,
        text=work.text,
        hope=work.hope,
        chosen_name=work.chosen_name,
        criticality=work.criticality,
        about_child=work.about_child,
        service_ids=work.services,
        tags=Tags(work.good, work.better, work.feelings),
        edits=[MadeEdit(reason, note) for reason, note in work.edits],
        by=by,
    )
    outcome = Outcome.PUBLISHED_EDITED if work.edits else Outcome.PUBLISHED
    return close_case(case, move, outcome=outcome, note=note, why=why, looked_at=looked_at, by=by)


@transaction.atomic
def edit_published(*, story_id: int, seen_text: int, work: StoryWork, by: Person) -> None:
    """Change the words of a story that is public (title, text, hope, chosen name and tags of `work`) and, if `work` names any, the services
    it is about, with the reasons of every edit.

    Raises:
        NotAllowed: it was decided by a moderator with more experience.
        ChangedSince: somebody else edited it since the text with number `seen_text` was opened.
        NotAcceptable: something is missing (its `field` says what), nothing is changed, there is no reason, or nobody looked at something
            that was found in what the edit brings out, or at a tag that it does.
        WrongState: it is not public any more.
    """
    if not may_edit_published(by, story_id):
        raise NotAllowed(_("A moderator with more experience must edit this story."))
    public = public_story(story_id)
    looks = _check_edit(public, work, by) if public is not None else ()
    publishing.edit_story(
        story_id=story_id,
        seen_text=seen_text,
        title=work.title,
        text=work.text,
        hope=work.hope,
        chosen_name=work.chosen_name,
        service_ids=work.services or None,
        tags=Tags(work.good, work.better, work.feelings),
        edits=[MadeEdit(reason, note) for reason, note in work.edits],
        by=by,
    )
    case = last_story_case(story_id)
    if looks and case is not None:
        moves.note(case, CaseNotes.LOOK, looked_at=list(looks), by=by)
    note_all_sent(organisation_id=None, kind=sheets.EDIT, thing=story_id, by=by)


def _check_edit(public: Story, work: StoryWork, by: Person) -> tuple[str, ...]:
    """An edit brings in neither a name that its editor might not have published, nor many more words, nor anything that nobody looked at.
    Returns the looks that let it out.
    """
    if not policies.may_publish(by, line_wanted_to_edit(public, work), region_id=public.region_id):
        raise NotAllowed(
            _("This would name a member of staff in a critical story. Remove the name, or ask a moderator with more experience.")
        )
    longer = word_count(work) > word_count(work_on_public(public))
    if longer and length_of_work(public, work) != Length.FINE:
        raise NotAcceptable(
            _("That would make %(number)s words. An edit can’t make a long story longer.") % {"number": number(word_count(work))},
            field="text",
        )
    unseen = not_looked_at(tags := new_tags_to_look_at(public, work))
    if unseen:
        raise NotAcceptable(unseen[0][1], field=unseen[0][0])
    return (*(tag.key for tag in tags), *check_looked_at(newly_noticed_in(public, work), work.looked_at))


@transaction.atomic
def ask(*, case_id: int, seen_story: int, question: str, by: Person) -> Case:
    """Ask the author; the case waits for ⚙ `ask_author_for` days, out of the queue. Where the story has signs of crisis, the region's
    crisis lines stand under the question, wherever the author reads it.

    Raises:
        NotAcceptable: there is no question.
        ChangedSince, WrongState: as in `publish`.
    """
    case = _story_case(case_id, by)
    asked = with_help(question, help_to_send(case)) if question.strip() else question
    publishing.ask_author(story_id=case.story_id, seen_version=seen_story, question=asked, by=by)
    sent_from(case, sheets.ASK, by)
    until = clock.now() + timedelta(days=setting(case.story.region_id, SettingKey.ASK_AUTHOR_FOR))
    return put_to_wait(case, "author", until=until, note="", by=by)


@transaction.atomic
def hold(*, case_id: int, seen_story: int, reason: str, until: date, note: str, by: Person) -> Case:
    """Hold the story for safeguarding or legal advice, with a note on what is being waited for. On the morning of the day `until` it is in
    the queue again by itself.

    Raises:
        NotAcceptable: the reason is not one of the two, there is no note, or the day is past, today, or after ⚙ `hold_at_most` days.
        ChangedSince, WrongState: as in `publish`.
    """
    case = _story_case(case_id, by)
    if not note.strip():
        raise NotAcceptable(_("Say what you’re waiting for, and who from"), field="note")
    last = last_day_of_hold(case.story.region_id)
    if not clock.today() < until <= last:
        raise NotAcceptable(_("Choose a day from tomorrow to %(last)s") % {"last": date_words(last)}, field="until")
    sent_from(case, sheets.HOLD, by)
    publishing.hold_story(story_id=case.story_id, seen_version=seen_story, reason=reason, by=by)
    return put_to_wait(case, reason, until=hold_ends(case.story.region_id, until), note=note, by=by)


@transaction.atomic
def release_hold(*, case_id: int, seen_story: int, note: str = "", by: Person) -> Case:
    """The advice has come: back to the queue, for anybody who may decide it.

    Raises:
        ChangedSince, WrongState: as in `publish`.
    """
    case = locked_case(case_id)
    policies.check_may_decide(case, by)
    publishing.release_story(story_id=case.story_id, seen_version=seen_story, by=by)
    due = due_after(case.story.region_id, clock.now())
    if case.waiting_for:
        return _calling(move_case(case, CaseMoves.RESUME, note=note, by=by, waiting_for="", waiting_until=None, due_at=due), by=by)
    own_case(case_id, by)
    return _calling(move_case(case, CaseMoves.RELEASE, note=note, by=by, claimed_by=None, claimed_at=None, due_at=due), by=by)


@transaction.atomic
def decline(*, case_id: int, seen_story: int, reason: str, message: str, note: str = "", by: Person) -> Case:
    """Do not publish, with a kind message to the author. That a story is not genuine is decided by two: the first one proposes
    (the case goes back to the queue for somebody else), the second one agrees by declining it for the same reason. On appeal against
    just that, one who had no part in it decides. Where the story has signs of crisis, the region's crisis lines stand under the message.

    Raises:
        NotAcceptable: reason or message is missing; a question is declined for being one; there is no evidence in `note`.
        NotAllowed: the same moderator would be both of the two.
        ChangedSince, WrongState: as in `publish`.
    """
    case = _story_case(case_id, by)
    if reason == DeclineReason.NOT_AN_EXPERIENCE and case.story.is_question:
        raise NotAcceptable(_("We never decline a story for being a question. Choose another reason, or publish it."), field="reason")
    if needs_a_second(by, case, reason):
        return _propose_not_genuine(case, seen_story, message=message, note=note, by=by)
    said = with_help(message, help_to_send(case)) if message.strip() else message
    publishing.decline_story(story_id=case.story_id, seen_version=seen_story, reason=reason, message=said, by=by)
    return close_case(case, CaseMoves.DECIDE, outcome=Outcome.DECLINED, note=note, by=by)


def _propose_not_genuine(case: Case, seen_story: int, *, message: str, note: str, by: Person) -> Case:
    if case.proposed_by_id == by.pk:
        raise NotAllowed(_("You proposed declining this, so someone else must look at it too."))
    if not note.strip():
        raise NotAcceptable(_("Say what makes you think so. A second moderator will look at it."), field="note")
    if not message.strip():
        raise NotAcceptable(_("Write a message to the author"), field="message")
    publishing.check_seen(story_id=case.story_id, seen_version=seen_story)
    sent_from(case, sheets.decline(DeclineReason.NOT_GENUINE), by)
    proposed = move_case(case, CaseMoves.PROPOSE, note=note, message=message, by=by, proposed_by=by, claimed_by=None, claimed_at=None)
    return _calling(proposed, by=by)


def _calling(case: Case, *, by: Actor) -> Case:
    """The case is in the queue again: with signs of danger, somebody is told."""
    begin_call(case_id=case.pk, why=Call.Why.PUT_BACK, by=by)
    return case


def _story_case(case_id: int, by: Person) -> Case:
    case = own_case(case_id, by)
    if not case.is_story:
        raise NotAllowed(_("This case isn’t about a story."))
    return case
