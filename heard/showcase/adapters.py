"""How the PDF of a case study is made, and what `manage.py doctor` asks of those that were."""

import logging
from collections.abc import Iterator

from heard.core.actors import SystemActor
from heard.core.health import Finding, looked_at
from heard.core.reckoning import Missing, Window
from heard.showcase import gateways
from heard.showcase.actions.papers import keep_paper
from heard.showcase.presenters.paper import paper_of, why_no_paper
from heard.showcase.queries.studies import version_by_id, with_paper, without_paper

logger = logging.getLogger(__name__)

WORKER = SystemActor("showcase")


def make_paper(*, version_id: int) -> None:
    """Make the PDF of a version from what it says, and keep it. Twice changes nothing. Of one in letters that our fonts don't have there is
    none: trying again doesn't help, and its editors are told.
    """
    version = version_by_id(version_id)
    if why := why_no_paper(version.case_study, version):
        logger.warning("No PDF can be made of case study %s: %s", version.case_study_id, why)
        return
    keep_paper(version_id=version.pk, content=paper_of(version.case_study, version), by=WORKER)


def still_to_make(window: Window) -> list[Missing]:
    """The PDFs that are missing and can be made."""
    found = [(each, version_by_id(each.of)) for each in without_paper(window)]
    return [each for each, version in found if not why_no_paper(version.case_study, version)]


@looked_at
def papers() -> Iterator[Finding]:
    """Whether each PDF that is public has its file: it lies beside the database. One that was never made is counted with what is owed."""
    made = with_paper()
    try:
        lacking = [each for each in made if not gateways.has(each)]
    except OSError as error:
        yield Finding("PDFs of case studies", f"can’t be looked at. {error}", well=False)
        return
    if lacking:
        words = f"{len(lacking)} of {len(made)} have no file: `manage.py migrate`, or starting Heard again, has them made anew"
        yield Finding("PDFs of case studies", words, well=False)
    elif made:
        yield Finding("PDFs of case studies", f"{len(made)}, each with its file")
