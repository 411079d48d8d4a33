"""What opens and closes cases. Each may run twice."""

from heard.accounts.events import PersonDeactivated
from heard.core.actors import SystemActor
from heard.core.events import on
from heard.enquiries.events import EnquiryAnswered, EnquiryClosed, EnquirySent
from heard.moderation.actions import calls, cases
from heard.moderation.events import CallBegan
from heard.moderation.models import Call, Subject
from heard.responses.events import AnswerReferred, AuthorTreatedDifferently, ChangeSent, ReplySent, ReplyWithdrawn
from heard.stories.events import AuthorAppealed, AuthorReplied, StoryCorrected, StoryErased, StorySent, StoryWithdrawn

DESK = SystemActor("desk")


@on(CallBegan)
def tell_the_first(fact: CallBegan) -> None:
    calls.tell_next(call_id=fact.call_id, by=DESK)


@on(EnquirySent)
def call_to_message(fact: EnquirySent) -> None:
    calls.begin_message_call(enquiry_id=fact.enquiry_id, why=Call.Why.OPENED, by=DESK)


@on(EnquiryAnswered)
def end_call_to_answered(fact: EnquiryAnswered) -> None:
    calls.end_message_call(enquiry_id=fact.enquiry_id, by=DESK)


@on(EnquiryClosed)
def end_call_to_closed(fact: EnquiryClosed) -> None:
    calls.end_message_call(enquiry_id=fact.enquiry_id, by=DESK)


@on(PersonDeactivated)
def release_what_they_read(fact: PersonDeactivated) -> None:
    cases.release_all_of(person_id=fact.person_id, by=DESK)


@on(StorySent)
def open_for_story(fact: StorySent) -> None:
    cases.open_case(subject=Subject.STORY, story_id=fact.story_id, by=DESK)


@on(AuthorAppealed)
def open_for_appeal(fact: AuthorAppealed) -> None:
    cases.open_case(subject=Subject.STORY, story_id=fact.story_id, by=DESK)


@on(AuthorReplied)
def resume_after_reply(fact: AuthorReplied) -> None:
    cases.author_replied(story_id=fact.story_id, by=DESK)


@on(StoryCorrected)
def look_through_anew(fact: StoryCorrected) -> None:
    cases.author_corrected(story_id=fact.story_id, by=DESK)


@on(StoryWithdrawn)
def close_what_is_withdrawn(fact: StoryWithdrawn) -> None:
    cases.close_cases(story_id=fact.story_id, by=DESK)


@on(StoryErased)
def forget_what_was_noted(fact: StoryErased) -> None:
    cases.erase_notes(story_id=fact.story_id, by=DESK)


@on(AnswerReferred)
def open_for_answer(fact: AnswerReferred) -> None:
    cases.open_case(subject=Subject.ANSWER, story_id=fact.story_id, thing_id=fact.answer_id, by=DESK)


@on(ReplySent)
def open_for_reply(fact: ReplySent) -> None:
    cases.open_case(subject=Subject.REPLY, story_id=fact.story_id, thing_id=fact.reply_id, by=DESK)


@on(ReplyWithdrawn)
def close_for_reply(fact: ReplyWithdrawn) -> None:
    cases.close_cases(story_id=fact.story_id, reply_id=fact.reply_id, by=DESK)


@on(ChangeSent)
def open_for_change(fact: ChangeSent) -> None:
    cases.open_case(subject=Subject.CHANGE, story_id=fact.story_id, thing_id=fact.change_id, by=DESK)


@on(AuthorTreatedDifferently)
def open_for_report(fact: AuthorTreatedDifferently) -> None:
    cases.open_case(subject=Subject.TREATED_DIFFERENTLY, story_id=fact.story_id, thing_id=fact.report_id, by=DESK)
