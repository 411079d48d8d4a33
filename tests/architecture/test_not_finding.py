"""Not finding is failing: a handler that is told of something that is not there may not end well, or what it owes is never missed."""

from dataclasses import fields

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from heard.core import clock, events, mail
from heard.core.models import Delivery

LOOKS_FOR_NOTHING = {
    "heard.moderation.handlers.release_what_they_read": "puts back what somebody was reading, which may be nothing",
    "heard.moderation.handlers.close_what_is_withdrawn": "closes what is open, which may be nothing",
    "heard.moderation.handlers.close_for_reply": "closes what is open, which may be nothing",
    "heard.moderation.handlers.resume_after_reply": "resumes the case that waits for the author, where one does",
    "heard.responses.handlers.nothing_more_is_said": "ends what is on its way, which may be nothing",
    "heard.responses.handlers.show_the_photo_they_have_now": "counts what a person answered as changed, which may be nothing",
    "heard.stories.handlers.follow_the_service": "moves the stories about a service, which may be none",
    "heard.writing.handlers.nothing_is_written_any_more": "deletes what was being written, which may be nothing",
    "heard.website.handlers.count_without_it": "counts everything again",
}
HANDLERS = [
    (fact, name)
    for fact, handlers in sorted(events._handlers.items())
    for name in sorted(handlers)
    if name.startswith("heard.") and name not in LOOKS_FOR_NOTHING
]


def of_nothing(fact):
    """A fact about things that do not exist; a kind is one that its handlers look for."""
    kinds = {"core.message_delivered": ["alert", "alert-summary", "asked-provider", "asked-provider-before"]}.get(fact.name, ["planned"])
    for kind in kinds:
        yield fact(**{field.name: 0 if "int" in str(field.type) else True if "bool" in str(field.type) else kind for field in fields(fact)})


@pytest.mark.django_db
@pytest.mark.parametrize(("fact", "handler"), HANDLERS)
def test_a_handler_that_does_not_find_what_happened_fails(fact, handler):
    for nothing in of_nothing(events._facts[fact]):
        if events._concerns_it(handler, nothing):
            with pytest.raises((ObjectDoesNotExist, LookupError)), transaction.atomic():
                events._run(handler, nothing, at=clock.now())


MAY_BE_GONE = {
    "alert-summary": "the alerts go with the membership of somebody who left",
    "author-sign-in": "links that are over are deleted",
    "author-key-replaced": "looks for nothing",
    "invitation": "has no address any more when it was accepted or cancelled",
    "account-notice": "looks for nothing",
    "rush": "old ones are deleted, and operators who are none any more are not written to",
}


class OfNothing(dict):
    """Params of a message about things that do not exist."""

    def __missing__(self, name):
        return 0


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(kind for kind in mail._letters if "test" not in kind and kind not in MAY_BE_GONE))
def test_a_letter_about_what_is_not_there_is_not_dropped_in_silence(kind):
    delivery = Delivery(kind=kind, recipient="person:0", params=OfNothing(about="story", what="answer"))
    with pytest.raises((ObjectDoesNotExist, LookupError)), transaction.atomic():
        mail._letters[kind](delivery)


def test_every_handler_of_nothing_is_one():
    assert LOOKS_FOR_NOTHING.keys() <= {name for handlers in events._handlers.values() for name in handlers}
    assert MAY_BE_GONE.keys() <= mail._letters.keys()
