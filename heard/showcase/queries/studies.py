"""Case studies: as everyone reads them, and as editors do."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from heard.core import sites
from heard.core.keyset import Page, page_of, read_cursor, read_page
from heard.core.prepared import fetch_named
from heard.core.reckoning import Missing, Window
from heard.core.rows import row
from heard.showcase.models import CaseStudy, CaseStudyMove, CaseStudyVersion, Interviewee, OldSlug, State
from heard.showcase.queries.places import of_site
from heard.showcase.rules.interviews import Interview

PAGE_SIZE = 20


class Photo(NamedTuple):
    number: int
    key: str


@dataclass(frozen=True, kw_only=True)
class PublicStudy:
    """A case study with everything its page says by itself."""

    slug: str
    region_id: int | None
    language: str
    published_on: date
    version_id: int
    digest: str
    pdf_pages: int | None
    pdf_size: int | None
    photos: tuple[Photo, ...]
    interview: Interview


class ListedStudy(NamedTuple):
    id: int
    slug: str
    region_id: int | None
    language: str
    published_on: date
    title: str
    lead: str
    version_id: int


STUDY = """
SELECT c.slug, c.region_id, c.language, c.published_on, c.version_id, c.digest, c.pdf_pages, c.pdf_size, c.photos, c.body AS interview
  FROM public_case_study c WHERE c.slug = %s::varchar AND """
PAPER = "SELECT c.digest FROM public_case_study c WHERE c.slug = %s::varchar AND c.pdf_pages IS NOT NULL AND "


def public_study(slug: str) -> PublicStudy | None:
    """The published case study at this address, in one statement."""
    return next((row(PublicStudy, found) for found in fetch_named(STUDY + of_site("c.region_id"), [slug])), None)


def paper_of(slug: str) -> str | None:
    """The digest of the PDF at this address, if it is public and made."""
    return next((str(found["digest"]) for found in fetch_named(PAPER + of_site("c.region_id"), [slug])), None)


def moved_to(slug: str) -> str | None:
    """The address now of a published case study that had this one."""
    old = OldSlug.objects.filter(slug=slug, case_study__state=State.PUBLISHED).exclude(case_study__region__in=sites.not_opened())
    return old.values_list("case_study__slug", flat=True).first()


def list_public(*, within: int | None = None, page: str = "", size: int = PAGE_SIZE) -> Page[ListedStudy]:
    """The newest days first.

    Raises:
        NotAcceptable: the cursor was not made by this list.
    """
    cursor = read_cursor(page, like=(date, int))
    back = cursor is not None and cursor.direction == "newer"
    place, params = "", list[Any]()
    if cursor is not None:
        place, params = f" AND (c.published_on, c.id) {'>' if back else '<'} (%s::date, %s::bigint)", list(cursor.key)
    way = "ASC" if back else "DESC"
    there = of_site("c.region_id", within)
    found = fetch_named(
        "SELECT c.id, c.slug, c.region_id, c.language, c.published_on, c.version_id, c.body ->> 'title' AS title, c.body ->> 'lead' AS lead"
        f" FROM public_case_study c WHERE {there}{place} ORDER BY c.published_on {way}, c.id {way} LIMIT {size + 1:d}",
        params,
    )
    rows = [row(ListedStudy, each) for each in found]
    return page_of(rows, size=size, cursor=cursor, key=lambda each: (each.published_on, each.id))


def slugs(*, within: int | None = None) -> list[tuple[str, date]]:
    """For the sitemap."""
    there = of_site("c.region_id", within)
    found = fetch_named(f"SELECT c.slug, c.published_on FROM public_case_study c WHERE {there} ORDER BY c.published_on, c.id")
    return [(each["slug"], each["published_on"]) for each in found]


# ---------------------------------------------------------------- for editors


def study_by_id(case_study_id: int) -> CaseStudy | None:
    return CaseStudy.objects.select_related("published", "region").filter(pk=case_study_id).first()


def newest_version(case_study_id: int) -> CaseStudyVersion:
    return CaseStudyVersion.objects.filter(case_study_id=case_study_id).order_by("-number")[0]


def version_of(case_study_id: int, number: int) -> CaseStudyVersion | None:
    return CaseStudyVersion.objects.filter(case_study_id=case_study_id, number=number).first()


def interviewees_of(case_study_id: int) -> dict[int, Interviewee]:
    return {each.pk: each for each in Interviewee.objects.select_related("photo").filter(case_study_id=case_study_id).order_by("pk")}


def last_move(case_study_id: int) -> CaseStudyMove | None:
    return CaseStudyMove.objects.filter(case_study_id=case_study_id).order_by("pk").last()


@dataclass(frozen=True)
class Written:
    """A case study in the editors' list, by what its newest version says."""

    study: CaseStudy
    title: str
    newest: int


def list_studies(*, page: str = "") -> Page[Written]:
    """All of them, the newest first: two statements a page."""
    found = read_page(CaseStudy.objects.select_related("region", "published"), by={"-pk": int}, page=page)
    newest = CaseStudyVersion.objects.filter(case_study__in=[each.pk for each in found.rows]).order_by("case_study", "-number")
    by_study = {each.case_study_id: each for each in newest.distinct("case_study")}
    return found.map(lambda each: Written(each, by_study[each.pk].body["title"], by_study[each.pk].number))


def published_studies() -> list[CaseStudy]:
    """For choosing one."""
    return list(CaseStudy.objects.filter(state=State.PUBLISHED).select_related("published").order_by("slug"))


def version_by_id(version_id: int) -> CaseStudyVersion:
    return CaseStudyVersion.objects.select_related("case_study").get(pk=version_id)


def without_paper(window: Window) -> list[Missing]:
    """Versions that are public and whose PDF hasn't been made, however long ago they were published."""
    public = CaseStudy.objects.filter(state=State.PUBLISHED).values("published")
    found = CaseStudyVersion.objects.filter(pdf_pages=None, pk__in=public, made_at__lt=window.before)
    return [Missing(at, None, of=pk) for pk, at in found.order_by("pk").values_list("pk", "made_at")]


def with_paper() -> list[str]:
    """The digests of the PDFs that are public."""
    public = CaseStudy.objects.filter(state=State.PUBLISHED).values("published")
    return list(CaseStudyVersion.objects.filter(pk__in=public).exclude(pdf_pages=None).values_list("digest", flat=True))
