"""What Heard says itself, against hello: a page of help, a policy, and a case study of ten questions and twenty answers."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

FORM = UUID("0b4f4a00-0000-4000-8000-000000000001")
"""Of the form with which the case study was sent: it is made once."""


def ways(get: Callable[[str], Callable[[], bytes]]) -> dict[str, Callable[[], bytes]]:
    """Each page, and how it's fetched."""
    from heard.pages.actions.house import load_house_texts

    load_house_texts()
    return {
        "help": get("/help/how-heard-works/"),
        "policy, the longest": get("/privacy/"),
        "case study": get(f"/case-studies/{_case_study()}/"),
    }


def _case_study() -> str:
    """The last part of the address of one that is public, with everyone's consent."""
    import random

    from bench.world import BENCH, some_words
    from heard.showcase.actions import case_studies
    from heard.showcase.actions.case_studies import Given
    from heard.showcase.models import State
    from heard.showcase.rules.interviews import Answer, Interview, Turn

    dice = random.Random(4)  # noqa: S311
    turns = tuple(
        Turn(f"{some_words(dice, 8).split('.')[0]}?", (Answer(0, some_words(dice, 60)), Answer(1, some_words(dice, 60)))) for _ in range(10)
    )
    study = case_studies.begin_case_study(
        form_key=FORM,
        slug="bench",
        region_id=None,
        language="en-gb",
        interview=Interview("What the bench says", some_words(dice, 20), (), turns),
        people=[Given("Rosa Whitby", "R", "Expert by experience"), Given("Jonah Ekwueme", "J", "Ward manager")],
        by=BENCH,
    )
    if study.state != State.PUBLISHED:
        for who in study.interviewees.all():
            case_studies.record_consent(interviewee_id=who.pk, agreed_on=date(2026, 3, 4), how="email", where="Bench", by=BENCH)
        case_studies.publish_case_study(case_study_id=study.pk, seen=1, by=BENCH)
    return study.slug
