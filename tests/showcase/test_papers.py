"""What versions of case studies hold, and their PDFs."""

from dataclasses import replace

import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction

from heard.showcase.actions import case_studies
from heard.showcase.forms.sheets import Sheet, TurnSent
from heard.showcase.queries.studies import newest_version
from heard.showcase.rules import interviews
from tests.factories import TESTS
from tests.showcase.interviews import JONAH, ROSA, interview, published

pytestmark = pytest.mark.django_db


def test_the_database_refuses_to_change_what_a_version_says(run_jobs):
    study = published()
    run_jobs()
    assert newest_version(study.pk).pdf_pages == 1, "that its PDF is made is no word of it"
    for change in ("body = '{}'", "number = 7", "digest = 'x'", "made_by = 'person:1'", "made_at = now() - interval '1 day'"):
        with pytest.raises(DatabaseError, match="make another version"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE showcase_casestudyversion SET {change}")  # noqa: S608 - words of this test


def test_a_case_study_that_moved_has_a_pdf_that_says_where_it_is(client, run_jobs):
    study = published()
    run_jobs()
    before = client.get("/case-studies/the-board.pdf")
    who = list(study.interviewees.order_by("pk").values_list("pk", flat=True))
    people = [replace(each, number=number) for each, number in zip((ROSA, JONAH), who, strict=True)]
    said = {"region_id": None, "language": "en-gb", "interview": interview(), "people": people, "by": TESTS}
    case_studies.save_version(case_study_id=study.pk, seen=1, slug="a-board", **said)
    case_studies.publish_case_study(case_study_id=study.pk, seen=2, by=TESTS)
    run_jobs()
    after = client.get("/case-studies/a-board.pdf")
    assert after["ETag"] != before["ETag"]
    assert "/case-studies/a-board/" in "".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(after.content))


def test_the_longest_interview_is_sent_in_one_form(settings):
    turns = [TurnSent("?", [{"who": "0", "words": "."}] * interviews.MOST_ANSWERS) for _ in range(interviews.MOST_TURNS)]
    people = [dict.fromkeys(("number", "name", "short", "role"), "")] * interviews.MOST_PEOPLE
    around = 20  # the title and its like, the button, and what proves where the form is from
    assert len(Sheet(people, turns).flat()) + around <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
