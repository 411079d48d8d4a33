"""What opens and closes cases. Each may run twice."""

from collections.abc import Callable
from typing import Any

from heard.accounts.events import PersonDeactivated, RegionsOfModeratorSet
from heard.core.actors import SystemActor
from heard.core.events import Fact, on
from heard.core.reviewing import Reviewable, kinds
from heard.enquiries.events import EnquiryAnswered, EnquiryClosed, EnquirySent
from heard.moderation.actions import calls, cases, rota
from heard.moderation.events import CallBegan
from heard.moderation.models import STORY, Call
from heard.stories.events import AuthorAppealed, AuthorReplied, StoryCorrected, StoryErased, StoryWithdrawn

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


@on(RegionsOfModeratorSet)
def leave_other_regions(fact: RegionsOfModeratorSet) -> None:
    cases.release_of_other_regions(person_id=fact.person_id, by=DESK)
    rota.forget_who_left(by=DESK)


@on(AuthorAppealed)
def open_for_appeal(fact: AuthorAppealed) -> None:
    cases.open_case(subject=STORY, thing_id=fact.story_id, by=DESK)


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


def _open_for(kind: Reviewable[Any], field: str) -> Callable[[Fact], None]:
    def open_case(fact: Fact) -> None:
        cases.open_case(subject=kind.subject, thing_id=getattr(fact, field), by=DESK)

    return open_case


def _close_for(kind: Reviewable[Any], field: str) -> Callable[[Fact], None]:
    def close_case(fact: Fact) -> None:
        cases.close_case_of(subject=kind.subject, thing_id=getattr(fact, field), by=DESK)

    return close_case


for kind in kinds():
    for facts, prefix, do in ((kind.opened_by, "open_for", _open_for), (kind.closed_by, "close_for", _close_for)):
        for fact, field in facts.items():
            handler = do(kind, field)
            handler.__name__ = handler.__qualname__ = f"{prefix}_{field.removesuffix('_id')}"  # also in jobs that wait
            on(fact)(handler)
