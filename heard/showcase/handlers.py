import logging

from heard.core.events import on
from heard.core.migrating import once_migrated
from heard.showcase.actions import papers
from heard.showcase.adapters import WORKER, make_paper
from heard.showcase.events import CaseStudyPublished, CaseStudyWithdrawn

logger = logging.getLogger(__name__)


@on(CaseStudyPublished)
def make_its_paper(fact: CaseStudyPublished) -> None:
    make_paper(version_id=fact.version_id)


@on(CaseStudyWithdrawn)
def remove_its_papers(fact: CaseStudyWithdrawn) -> None:
    papers.remove_papers(case_study_id=fact.case_study_id, by=WORKER)


@once_migrated
def make_lost_papers_anew() -> None:
    """A site that was restored may lack them: its backup was made while they were, or they were to be in an object store."""
    try:
        papers.forget_lost_papers()
    except OSError as error:
        logger.warning("PDFs of case studies can't be looked at: %s", error)
