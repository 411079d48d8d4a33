from heard.core.events import on
from heard.showcase.actions import papers
from heard.showcase.adapters import WORKER, make_paper
from heard.showcase.events import CaseStudyPublished, CaseStudyWithdrawn


@on(CaseStudyPublished)
def make_its_paper(fact: CaseStudyPublished) -> None:
    make_paper(version_id=fact.version_id)


@on(CaseStudyWithdrawn)
def remove_its_papers(fact: CaseStudyWithdrawn) -> None:
    papers.remove_papers(case_study_id=fact.case_study_id, by=WORKER)
