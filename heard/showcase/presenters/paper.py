"""The PDF of a case study, from the version that its page is drawn from."""

from heard.core import links
from heard.core.clock import day_of
from heard.showcase.models import CaseStudy, CaseStudyVersion
from heard.showcase.rules.interviews import read
from heard.ui.pdf import Answer, Block, Heading, PdfDocument, Person, make_pdf, why_no_pdf


def paper_of(study: CaseStudy, version: CaseStudyVersion) -> bytes:
    return make_pdf(document_of(study, version))


def why_no_paper(study: CaseStudy, version: CaseStudyVersion) -> str:
    """Why no PDF can be made of this version; nothing: one can."""
    return why_no_pdf(document_of(study, version))


def document_of(study: CaseStudy, version: CaseStudyVersion) -> PdfDocument:
    """Title, lead, people, questions and answers, in the order of the page. Without photos: a file that someone saved can't be called
    back.
    """
    interview = read(version.body)
    blocks: list[Block] = [Person(each.name, each.role) for each in interview.people]
    for turn in interview.turns:
        blocks.append(Heading(turn.question))
        blocks += [Answer(each.paragraphs, interview.named(each.who).name) for each in turn.answers]
    return PdfDocument(
        title=interview.title,
        lead=interview.lead,
        language=study.language,
        day=day_of(version.made_at),
        address=links.in_region(links.path_of_view("showcase:case_study", slug=study.slug), study.region_id),
        blocks=blocks,
    )
