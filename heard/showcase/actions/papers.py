"""PDFs of case studies: kept once they are made, gone when the case study is."""

import re
from typing import Final

from django.db import transaction

from heard.core.actors import Actor
from heard.showcase import gateways
from heard.showcase.models import CaseStudy, CaseStudyVersion, State
from heard.showcase.queries.studies import with_paper

PAGES: Final = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


def keep_paper(*, version_id: int, content: bytes, by: Actor) -> None:
    """Keep the PDF of a version that is public; of any other, nothing is kept. Twice changes nothing."""
    with transaction.atomic():
        study = CaseStudy.objects.select_for_update(no_key=True).filter(published_id=version_id, state=State.PUBLISHED).first()
        if study is None:
            return
        version = CaseStudyVersion.objects.get(pk=version_id)
        gateways.put(version.digest, content)
        version.pdf_pages, version.pdf_size = len(PAGES.findall(content)), len(content)
        version.save(update_fields=["pdf_pages", "pdf_size"])
        _remove(study, but=version.digest)


@transaction.atomic
def remove_papers(*, case_study_id: int, by: Actor) -> None:
    """A case study isn't public any more, so neither is its PDF. Twice changes nothing; one that was published again keeps it."""
    study = CaseStudy.objects.select_for_update(no_key=True).get(pk=case_study_id)
    if study.state != State.PUBLISHED:
        _remove(study)


def forget_lost_papers() -> int:
    """Note of PDFs that have lost their file that they aren't made: the sweep makes them anew, just the same. Returns how many.

    Raises:
        OSError: the place where they lie can't be asked.
    """
    lost = [each for each in with_paper() if not gateways.has(each)]
    return CaseStudyVersion.objects.filter(digest__in=lost).update(pdf_pages=None, pdf_size=None)


def _remove(study: CaseStudy, *, but: str = "") -> None:
    """Also of versions that say they have none: whoever made it may have been killed before that was written down."""
    others = CaseStudyVersion.objects.filter(case_study=study).exclude(digest=but)
    for digest in set(others.values_list("digest", flat=True)):
        gateways.remove(digest)
    others.exclude(pdf_pages=None).update(pdf_pages=None, pdf_size=None)
