from heard.core.actors import SystemActor
from heard.core.events import on
from heard.enquiries.events import EnquiryAnswered, EnquiryClosed
from heard.stories.events import StoryWithdrawn
from heard.writing import actions


@on(StoryWithdrawn)
def nothing_is_written_any_more(fact: StoryWithdrawn) -> None:
    """What staff were writing about a story may hold its words."""
    actions.forget_of_story(story_id=fact.story_id, by=SystemActor("writing"))


@on(EnquiryAnswered)
def what_was_written_for_an_answer_is_sent(fact: EnquiryAnswered) -> None:
    """`enquiries` is below this slice and cannot clear it away itself, as the other actions that send do."""
    actions.clear_of_done_enquiry(enquiry_id=fact.enquiry_id, by=SystemActor("writing"))


@on(EnquiryClosed)
def what_was_written_has_come_to_nothing(fact: EnquiryClosed) -> None:
    actions.clear_of_done_enquiry(enquiry_id=fact.enquiry_id, by=SystemActor("writing"))
