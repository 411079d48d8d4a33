"""Not finding is failing: a handler that is told of something that is not there may not end well, or what it owes is never missed."""

from dataclasses import fields

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from heard.core import events

LOOKS_FOR_NOTHING = {
    "heard.moderation.handlers.release_what_they_read": "puts back what somebody was reading, which may be nothing",
    "heard.moderation.handlers.close_what_is_withdrawn": "closes what is open, which may be nothing",
    "heard.moderation.handlers.close_for_reply": "closes what is open, which may be nothing",
    "heard.moderation.handlers.resume_after_reply": "resumes the case that waits for the author, where one does",
    "heard.responses.handlers.nothing_more_is_said": "ends what is on its way, which may be nothing",
    "heard.stories.handlers.follow_the_service": "moves the stories about a service, which may be none",
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
                events._handlers[fact][handler](nothing)


def test_every_handler_of_nothing_is_one():
    assert LOOKS_FOR_NOTHING.keys() <= {name for handlers in events._handlers.values() for name in handlers}
