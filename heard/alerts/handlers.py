from datetime import datetime

from heard.alerts import actions
from heard.core.actors import SystemActor
from heard.core.events import on
from heard.core.mail import MessageDelivered
from heard.core.models import Delivery
from heard.reach.events import OrganisationsTold
from heard.responses.events import (
    AnswerPublished,
    AnswerRated,
    AnswerReturned,
    ChangeDateMoved,
    ChangePublished,
    ChangeRated,
    ChangeReturned,
    PromiseNotKept,
    ReplyDeclined,
    ReplyPublished,
)
from heard.stories.events import AuthorAsked, StoryDeclined, StoryEdited, StoryPublished, StorySent
from heard.telling.events import RushNoticed

ALERTS = SystemActor("alerts")


@on(OrganisationsTold)
def alert_the_members(fact: OrganisationsTold) -> None:
    actions.alert_members(story_id=fact.story_id, about="story", by=ALERTS)


@on(AnswerPublished)
def alert_of_an_answer(fact: AnswerPublished) -> None:
    actions.alert_members(story_id=fact.story_id, about=f"answer:{fact.answer_id}", by=ALERTS)


@on(ChangePublished)
def alert_of_a_change(fact: ChangePublished) -> None:
    actions.alert_members(story_id=fact.story_id, about=f"change:{fact.change_id}:{fact.step}", by=ALERTS)


@on(AnswerReturned)
def tell_of_a_returned_answer(fact: AnswerReturned) -> None:
    actions.tell_of_return(what="answer", thing_id=fact.answer_id)


@on(ChangeReturned)
def tell_of_a_returned_change(fact: ChangeReturned) -> None:
    actions.tell_of_return(what="change", thing_id=fact.change_id)


@on(AnswerPublished)
def tell_of_ones_own_answer(fact: AnswerPublished) -> None:
    actions.tell_of_work(story_id=fact.story_id, about=f"answer:{fact.answer_id}:public", by=ALERTS)


@on(ChangePublished)
def tell_of_ones_own_change(fact: ChangePublished) -> None:
    actions.tell_of_work(story_id=fact.story_id, about=f"change:{fact.change_id}:{fact.step}", by=ALERTS)


@on(ReplyPublished)
def tell_of_a_reply(fact: ReplyPublished) -> None:
    actions.tell_of_work(story_id=fact.story_id, about=f"reply:{fact.reply_id}", by=ALERTS)


@on(AnswerRated)
def tell_whether_the_answer_helped(fact: AnswerRated) -> None:
    actions.tell_of_work(story_id=fact.story_id, about=f"answer:{fact.answer_id}:helpful:{fact.helpful}{_nth(fact)}", by=ALERTS)


@on(ChangeRated)
def tell_whether_the_change_helped(fact: ChangeRated) -> None:
    actions.tell_of_work(story_id=fact.story_id, about=f"change:{fact.change_id}:helped:{fact.helped}{_nth(fact)}", by=ALERTS)


def _nth(fact: AnswerRated | ChangeRated) -> str:
    return f":{fact.nth}" if fact.nth else ""


@on(PromiseNotKept)
def tell_of_a_promise_not_kept(fact: PromiseNotKept) -> None:
    actions.tell_of_work(story_id=fact.story_id, about=f"reply:{fact.reply_id}", by=ALERTS)


@on(MessageDelivered, when=lambda fact: fact.kind == "alert")
def note_delivered(fact: MessageDelivered) -> None:
    delivery = Delivery.objects.get(pk=fact.delivery_id)
    if delivery.finished_at:
        params = delivery.params
        actions.note_delivered(
            story_id=params["story_id"], about=params["about"], person_id=params["person_id"], at=delivery.finished_at, by=ALERTS
        )


@on(MessageDelivered, when=lambda fact: fact.kind == "alert-summary")
def note_summary_delivered(fact: MessageDelivered) -> None:
    delivery = Delivery.objects.get(pk=fact.delivery_id)
    if delivery.finished_at:
        actions.note_summary_delivered(summary_id=delivery.params["summary_id"], at=delivery.finished_at, by=ALERTS)


@on(StorySent)
def greet_author(fact: StorySent, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-sent", key=f"author-sent:{fact.story_id}", at=at)


@on(StoryPublished)
def notify_author_of_publication(fact: StoryPublished, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-published", key=f"author-published:{fact.story_id}", at=at)


@on(StoryEdited)
def notify_author_of_edit(fact: StoryEdited, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-edited", key=f"author-edited:{fact.story_id}:{fact.version}", at=at)


@on(AuthorAsked)
def notify_author_of_question(fact: AuthorAsked, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-asked", key=f"author-asked:{fact.move_id}", at=at)


@on(StoryDeclined)
def notify_author_of_decline(fact: StoryDeclined, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-declined", key=f"author-declined:{fact.story_id}:{fact.move_id}", at=at)


@on(AnswerPublished)
def notify_author_of_answer(fact: AnswerPublished, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-answered", key=f"author-answered:{fact.answer_id}", at=at)


@on(ReplyPublished)
def notify_author_of_reply(fact: ReplyPublished, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-reply-published", key=f"author-reply-published:{fact.reply_id}", at=at)


@on(ReplyDeclined)
def notify_author_of_declined_reply(fact: ReplyDeclined, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-reply-declined", key=f"author-reply-declined:{fact.reply_id}", at=at)


@on(ChangePublished)
def notify_author_of_change(fact: ChangePublished, at: datetime) -> None:
    actions.notify_author(
        story_id=fact.story_id, kind=f"author-change-{fact.step}", key=f"author-change:{fact.change_id}:{fact.step}", at=at
    )


@on(ChangeDateMoved)
def notify_author_of_a_new_date(fact: ChangeDateMoved, at: datetime) -> None:
    actions.notify_author(story_id=fact.story_id, kind="author-change-moved", key=f"author-change-moved:{fact.move_id}", at=at)


@on(RushNoticed)
def tell_operators_of_a_rush(fact: RushNoticed) -> None:
    actions.tell_operators_of_rush(rush_id=fact.rush_id)
