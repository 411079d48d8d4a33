"""What waits for a moderator, and how urgent it is."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from heard.moderation.models import Case, Subject, Turn
from heard.moderation.queries.looks import noticed_in_change, noticed_in_reply, said_now
from heard.moderation.queries.signs import beside_the_words, in_order, kinds_in, openly_known, own_words
from heard.moderation.rules.criticality import suggest_criticality
from heard.moderation.rules.looking import texts_of_slugs, texts_of_work
from heard.moderation.rules.risk import may_wait, queue_risk
from heard.moderation.rules.work import StoryWork
from heard.responses.models import Answer, AnswerState, Change, ChangeState, Reply, ReplyState, TreatedDifferently
from heard.responses.queries import noticed_in as noticed_in_answer
from heard.stories.lifecycle import UNDECIDED
from heard.stories.models import State, Story
from heard.stories.rules.going_out import GoesOut, Noticed, hits_of, look_through
from heard.stories.rules.signs import Sign, find_signs, kinds_of

FIELDS: dict[str, str] = {Subject.ANSWER: "answer", Subject.REPLY: "reply", Subject.CHANGE: "change", Subject.TREATED_DIFFERENTLY: "report"}


@dataclass(frozen=True)
class WaitingThing:
    """Something that a moderator has to decide, with what its words suggest about its place in the queue."""

    row: Any
    region_id: int
    risk: int
    signs: list[str]
    word_count: int
    turn: int = Turn.USUAL
    found: list[str] = field(default_factory=list)
    """Kinds of what the gate found in its texts (`Case.found`)."""


def waiting_thing(*, subject: str, story_id: int, thing_id: int) -> WaitingThing | None:
    """The thing, if it still waits for a moderator.

    Raises:
        ObjectDoesNotExist: the story or the thing is not there: that is no decision about it.
    """
    return _WAITING[subject](Story.objects.select_related("original").get(pk=story_id), thing_id)


def _waiting_story(story: Story, _: int) -> WaitingThing | None:
    if story.state not in UNDECIDED:
        return None
    text = own_words(story.own)
    signs, beside = find_signs(text), kinds_in(beside_the_words(story))
    hits = [hit.kind for hit in hits_of(look_through(texts_sent(story), known=openly_known(story)))]
    better = any(slug.startswith("better:") for slug in story.tag_slugs)
    risk = queue_risk(
        signs=(kinds := in_order([*kinds_of(signs), *beside])),
        criticality=suggest_criticality(text, signs=signs, has_better_tags=better, elsewhere=beside).level,
        hits=hits,
        role=story.role,
        is_question=story.is_question,
        has_better_tags=better,
    )
    last = story.read_last and may_wait(risk=risk, signs=kinds)
    return WaitingThing(
        story, story.region_id, risk, kinds, len(text.split()), Turn.LAST if last else Turn.USUAL, list(dict.fromkeys(hits))
    )


def texts_sent(story: Story) -> list[GoesOut]:
    """The texts of a story as its author sent it last, as the gate takes them."""
    own = story.own
    said = StoryWork(title=own.title, text=own.words, hope=own.hope, chosen_name=own.chosen_name)
    return [*texts_of_work(said), *texts_of_slugs(story.tag_slugs)]


def _waiting_answer(story: Story, thing_id: int) -> WaitingThing | None:
    answer = Answer.objects.select_related("story").get(pk=thing_id)
    if answer.state != AnswerState.WAITING:
        return None
    return _said(answer, story, answer.text, noticed_in_answer(answer, answer.text))


def _waiting_reply(story: Story, thing_id: int) -> WaitingThing | None:
    reply = Reply.objects.get(pk=thing_id)
    if reply.state != ReplyState.WAITING:
        return None
    noticed = [replace(each, signs=()) for each in noticed_in_reply(story, reply.original)]
    return _said(reply, story, reply.original, noticed, signs=kinds_of(find_signs(reply.original)))


def _waiting_change(story: Story, thing_id: int) -> WaitingThing | None:
    change = Change.objects.select_related("organisation").get(pk=thing_id)
    if change.state not in CHANGE_WAITS:
        return None
    return _said(change, story, f"{change.what} {change.made_what}", noticed_in_change(story, change, said_now(change)))


def _waiting_report(story: Story, thing_id: int) -> WaitingThing | None:
    report = TreatedDifferently.objects.get(pk=thing_id)
    signs = kinds_of(find_signs(report.text))
    risk = max(queue_risk(signs=signs, criticality=5), queue_risk(signs=["legal"], criticality=5))
    return WaitingThing(report, story.region_id, risk, signs, len(report.text.split()))


def _said(row: Any, story: Story, text: str, noticed: Iterable[Noticed], *, signs: Iterable[str] = ()) -> WaitingThing:
    """What is said about a critical story stands where critical stories stand; what the gate finds something in, with what is sensitive.

    `signs` are the author's. What staff write has signs too (they name a helpline, or somebody who died), which want a look and are
    nobody's danger: they warn nobody, and call nobody.
    """
    signs, noticed = list(signs), list(noticed)
    found = [*(hit.kind for hit in hits_of(noticed)), *(str(sign.sign) for each in noticed for sign in each.signs)]
    critical = story.criticality or 0
    risk = queue_risk(signs=[*signs, *([Sign.LEGAL] if any(noticed) else [])], criticality=critical, is_question=True)
    return WaitingThing(row, story.region_id, risk, signs, len(text.split()), found=list(dict.fromkeys(found)))


CHANGE_WAITS = (ChangeState.PLAN_WAITING, ChangeState.MADE_WAITING)
_WAITING: dict[str, Callable[[Story, int], WaitingThing | None]] = {
    Subject.STORY: _waiting_story,
    Subject.ANSWER: _waiting_answer,
    Subject.REPLY: _waiting_reply,
    Subject.CHANGE: _waiting_change,
    Subject.TREATED_DIFFERENTLY: _waiting_report,
}
_MODELS: dict[str, Any] = {
    Subject.STORY: Story,
    Subject.ANSWER: Answer,
    Subject.REPLY: Reply,
    Subject.CHANGE: Change,
    Subject.TREATED_DIFFERENTLY: TreatedDifferently,
}
_UNDECIDED_STATES: dict[str, Collection[str]] = {
    Subject.STORY: UNDECIDED,
    Subject.ANSWER: (AnswerState.WAITING,),
    Subject.REPLY: (ReplyState.WAITING,),
    Subject.CHANGE: CHANGE_WAITS,
}
"""In which states a thing waits for a moderator; a report of unfair treatment has none, and waits as long as its case is open."""


def still_waits(case: Case) -> bool:
    """Whether there is still something to decide about what the case is about, as of this moment.

    Raises:
        ObjectDoesNotExist: the thing is not there: that is no decision about it.
    """
    states = _UNDECIDED_STATES.get(case.subject)
    # What was said about a story goes with it: when that is taken back, a moment before the case is closed.
    of_story = "state" if case.subject == Subject.STORY else "story__state"
    asked = ("pk", "pk") if states is None else ("state", of_story)
    state, story = _MODELS[case.subject].objects.values_list(*asked).get(pk=case.thing_id)
    return states is None or (state in states and story != State.WITHDRAWN)


def waited_as_read(case: Case) -> bool:
    """The same as of when the case was read with what it is about (`case_shown`): asks nothing."""
    states = _UNDECIDED_STATES.get(case.subject)
    thing = getattr(case, FIELDS.get(case.subject, "story"))
    return states is None or (thing.state in states and case.story.state != State.WITHDRAWN)
