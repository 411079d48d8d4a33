"""How the PDF of a case study is made, and what `manage.py doctor` asks of those that were."""

from collections.abc import Iterator

from heard.core.actors import SystemActor
from heard.core.health import Finding, looked_at
from heard.showcase import gateways
from heard.showcase.actions.papers import keep_paper
from heard.showcase.presenters.paper import paper_of
from heard.showcase.queries.studies import version_by_id, with_paper

WORKER = SystemActor("showcase")


def make_paper(*, version_id: int) -> None:
    """Make the PDF of a version from what it says, and keep it. Twice changes nothing."""
    version = version_by_id(version_id)
    keep_paper(version_id=version.pk, content=paper_of(version.case_study, version), by=WORKER)


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
