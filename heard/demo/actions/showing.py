"""Case studies, exemplars and who Heard is, as they came about in the demo. The worker makes the PDFs once the site is up."""

from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from heard.core import clock
from heard.core.languages import SOURCE
from heard.demo.actions.county import DEMO, County
from heard.demo.rules import content
from heard.demo.rules.content import Row
from heard.published.queries.listening import organisations_named
from heard.showcase.actions import case_studies, exemplars, team
from heard.showcase.actions.case_studies import Given
from heard.showcase.models import HowAgreed
from heard.showcase.rules.interviews import Answer, Interview, Turn
from heard.stories.queries import published_stories

WHERE = "Consents, folder 1"


def show(county: County) -> None:
    """Write and publish all of it, each on its day."""
    written = content.showcase()
    ids = organisations_named([row["organisation"] for row in written["exemplar"]])
    studies = {row["slug"]: _publish(county, row) for row in written["case_study"]}
    for row in written["exemplar"]:
        _choose(county, row, ids[row["organisation"]], studies)
    for position, row in enumerate(written["team"]):
        person = content.people()[row["person"]]
        card = team.NewCard(
            name=person["name"],
            role=row["role"],
            words=row["words"],
            position=position,
            language=SOURCE,
            agreed_on=clock.today() - timedelta(days=90),
            agreed_how=HowAgreed.FORM,
            agreed_where=WHERE,
        )
        team.write_card(member_id=None, card=card, by=DEMO)


def _publish(county: County, row: Row) -> int:
    people = given(row)
    titles = [content.stories()[key]["title"] for key in row["stories"]]
    interview = replace(
        interview_of(row),
        service=county.services[row["service"]].code,
        organisation=row["organisation"],
        stories=tuple(published_stories().filter(title__in=titles).values_list("pk", flat=True)),
    )
    with clock.at(county.calendar.back(row["published_days_ago"])):
        study = case_studies.begin_case_study(
            form_key=uuid5(NAMESPACE_URL, row["slug"]),
            slug=row["slug"],
            region_id=None,
            language=SOURCE,
            interview=interview,
            people=people,
            by=DEMO,
        )
        for who in study.interviewees.all():
            case_studies.record_consent(interviewee_id=who.pk, agreed_on=clock.today(), how=HowAgreed.EMAIL, where=WHERE, by=DEMO)
        case_studies.publish_case_study(case_study_id=study.pk, seen=1, by=DEMO)
    return study.pk


def given(row: Row) -> list[Given]:
    """The people of a case study as it is written down."""
    return [Given(each["name"], each["short"], each["role"]) for each in row["people"]]


def interview_of(row: Row) -> Interview:
    """What is asked and answered in it; answers name people by their places."""
    said_by = {each.short: place for place, each in enumerate(given(row))}
    turns = tuple(Turn(turn["question"], tuple(_answer(each, said_by) for each in turn["answers"])) for turn in row["turns"])
    return Interview(title=row["title"], lead=row["lead"], people=(), turns=turns)


def _answer(said: str, said_by: dict[str, int]) -> Answer:
    who, _, words = said.partition(": ")
    return Answer(said_by[who], "\n\n".join(Answer(0, words).paragraphs))


def _choose(county: County, row: Row, organisation_id: int, studies: dict[str, int]) -> None:
    with clock.at(county.calendar.back(row["checked_days_ago"])):
        exemplar = exemplars.choose_exemplar(
            organisation_id=organisation_id,
            why=row["why"].strip(),
            since=clock.today() - timedelta(days=row["since_days_ago"] - row["checked_days_ago"]),
            language=SOURCE,
            case_study_id=studies.get(row.get("case_study", "")),
            by=DEMO,
        )
    if "ended_days_ago" in row:
        with clock.at(county.calendar.back(row["ended_days_ago"])):
            exemplars.end_exemplar(exemplar_id=exemplar.pk, reason=row["why_former"], by=DEMO)
