"""`manage.py sample_pdf`: the PDF of the demo's first case study, for docs/samples. Always the same bytes, and no database."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from heard.core.languages import SOURCE
from heard.demo.actions.showing import given, interview_of
from heard.demo.rules import content
from heard.showcase.models import CaseStudy, CaseStudyVersion
from heard.showcase.presenters.paper import document_of
from heard.showcase.rules.interviews import Speaker
from heard.ui.pdf import make_pdf

SAMPLE = Path(__file__).resolve().parents[4] / "docs" / "samples" / "case-study.pdf"


def sample() -> bytes:
    row = content.showcase()["case_study"][0]
    people = tuple(Speaker(place, each.name, each.short, each.role) for place, each in enumerate(given(row)))
    study = CaseStudy(slug=row["slug"], language=SOURCE)
    version = CaseStudyVersion(body=replace(interview_of(row), people=people).body, made_at=datetime(2026, 11, 29, 12, tzinfo=UTC))
    return make_pdf(replace(document_of(study, version), address=f"https://heard.example/case-studies/{row['slug']}/"))


class Command(BaseCommand):
    help = "Writes docs/samples/case-study.pdf anew."

    def handle(self, **options: Any) -> None:
        SAMPLE.parent.mkdir(exist_ok=True)
        SAMPLE.write_bytes(sample())
