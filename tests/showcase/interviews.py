"""An interview to write, publish and take out."""

from uuid import uuid4

from heard.core import clock
from heard.showcase.actions import case_studies
from heard.showcase.actions.case_studies import Given
from heard.showcase.rules.interviews import Answer, Interview, Turn
from tests import factories

ROSA = Given("Rosa Whitby", "R", "Expert by experience")
JONAH = Given("Jonah Ekwueme", "J", "Ward manager")


def interview(**more):
    said = {
        "title": "The board that says how long",
        "lead": "Rosa waited, and said so. Jonah read it.",
        "people": (),
        "turns": (
            Turn("What was the waiting room like?", (Answer(0, "Nobody knew how long.\n\nThat was the worst of it."),)),
            Turn(
                "And what did you do?",
                (Answer(1, "We put up a board."), Answer(0, "It was there the next time I came."), Answer(1, "It takes a minute a day.")),
            ),
        ),
    }
    return Interview(**(said | more))


def agrees(who, **more):
    said = {"agreed_on": clock.today(), "how": "email", "where": "Mailbox of the editors"}
    return case_studies.record_consent(interviewee_id=who.pk, by=factories.TESTS, **(said | more))


def begun(*, slug="the-board", region=None, by=factories.TESTS, language="en-gb", form_key=None, without=(), **more):
    """A first version, with the consent of everyone but those `without`."""
    study = case_studies.begin_case_study(
        form_key=form_key or uuid4(),
        slug=slug,
        region_id=region.pk if region else None,
        language=language,
        interview=interview(**more),
        people=[ROSA, JONAH],
        by=by,
    )
    for who in study.interviewees.all():
        if who.name not in without:
            agrees(who)
    return study


def published(**more):
    study = begun(**more)
    return case_studies.publish_case_study(case_study_id=study.pk, seen=1, by=factories.TESTS)
