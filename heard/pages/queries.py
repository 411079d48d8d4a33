"""What Heard says about itself: pages, their texts and versions, and the glossary."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from heard.core import clock, keyset, languages, links, sites
from heard.core.prepared import fetch_named
from heard.core.rows import row
from heard.pages.models import Kind, OldPath, Page, PagePicture, State, Term, TermVersion, Text, TextMove, Version
from heard.pages.rules import house
from heard.pages.rules.figures import figure
from heard.pages.rules.live import Facts, Line, Way
from heard.pages.rules.markdown import Known, Problem, draw, problems_of_line
from heard.regions.models import Region
from heard.regions.queries import DEFAULT_REGION, FACTS
from heard.regions.rules import NUMBERS

# ---------------------------------------------------------------- what is served


OF_A_REGION = ("contact_email", "spoken", "numbers", "lines", "ways", "own_words")
"""Columns of `regions.queries.FACTS`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is shown in one region and language: its text, and what is known of the region. One statement reads it."""

    page_id: int
    path: str
    kind: str
    text_id: int
    region_id: int | None
    """Whose own text it is; None: that of all."""
    language: str
    version_id: int
    number: int
    title: str
    lead: str
    summary: str
    html: str
    published_on: date
    contact_email: str | None
    spoken: list[str] | None
    numbers: dict[str, int] | None
    lines: list[dict[str, str]] | None
    ways: list[dict[str, str]] | None
    own_words: list[dict[str, str]] | None

    @property
    def facts(self) -> Facts:
        """What its live names say."""
        return _facts({name: getattr(self, name) for name in OF_A_REGION})


_SHOWN = f"""
SELECT page.id AS page_id, page.path, page.kind, text.id AS text_id, text.region_id, text.language, version.id AS version_id,
       version.number, version.title, version.lead, version.summary, text.html,
       (SELECT {clock.day_sql("max(move.at)")} FROM pages_textmove move
         WHERE move.text_id = text.id AND move.name = 'publish') AS published_on,
       facts.contact_email, facts.spoken, facts.numbers,
       CASE WHEN text.names && '{{live:crisis_lines}}' THEN facts.lines END AS lines,
       CASE WHEN text.names && '{{live:complaint_ways}}' THEN facts.ways END AS ways,
       CASE WHEN text.names && '{{live:complaint_ways,live:criteria}}' THEN facts.own_words END AS own_words
  FROM pages_page page
  JOIN pages_text text ON text.page_id = page.id AND text.state = 'published'
       AND (text.region_id IS NULL OR text.region_id = coalesce(%s::bigint, ({DEFAULT_REGION}))) AND text.language = ANY(%s::text[])
  JOIN pages_version version ON version.id = text.published_version_id
  LEFT JOIN ({FACTS}) facts ON facts.region_id = coalesce(%s::bigint, ({DEFAULT_REGION}))
 WHERE page.path = %s::text
 ORDER BY array_position(%s::text[], text.language::text), text.region_id NULLS LAST
 LIMIT 1
"""  # noqa: S608 - a piece of SQL of ours


def languages_looked_for(language: str) -> list[str]:
    """In which languages a page is looked for, by someone who reads in this one: then in the first of the site, then in that of all we
    write.
    """
    return list(dict.fromkeys([language, sites.here().languages[0], languages.SOURCE]))


def region_here() -> int | None:
    """The region whose site this is; None while there is none. No statement."""
    here = sites.here().region_id
    return next((pk for pk, site in sites.sites().of_regions.items() if site.region_id == here), None)


def shown(path: str, *, region_id: int | None, language: str) -> Shown | None:
    """What is shown at this path in a region (None: the default one): its own text in this language, else that of all, else the same in
    the languages after it.
    """
    looked_for = languages_looked_for(language)
    found = fetch_named(_SHOWN, [region_id, looked_for, region_id, path, looked_for])
    return row(Shown, found[0]) if found else None


def facts_of(region_id: int | None) -> Facts:
    """The same of a region, for a page that isn't served: everything that live names may ask for."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({FACTS}) facts WHERE facts.region_id = %s", [region_id])  # noqa: S608 - ours
        columns = [each.name for each in cursor.description]
        found = cursor.fetchone()
    return _facts(dict(zip(columns, found, strict=True)) if found else {})


def _facts(found: Mapping[str, Any]) -> Facts:
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for each in found.get("own_words") or ():
        words[each["name"]][each["language"]] = each["words"]
    defaults = {name: each.default for name, each in NUMBERS.items()}
    return Facts(
        numbers=defaults | (found.get("numbers") or {}),
        contact_email=found.get("contact_email") or "",
        languages=found.get("spoken") or (),
        emergency=sites.here().emergency,
        crisis_lines=[Line(**each) for each in found.get("lines") or ()],
        complaint_ways=[Way(**each) for each in found.get("ways") or ()],
        own_words=words,
    )


def moved_to(path: str) -> str | None:
    """Where the page is now that was at this path before."""
    return OldPath.objects.filter(path=path).values_list("page__path", flat=True).first()


def _shown_somewhere(*, region_id: int | None) -> QuerySet[Text]:
    looked_for = languages_looked_for(languages.active())
    there = Text.objects.filter(state=State.PUBLISHED, language__in=looked_for)
    return there.filter(Q(region=None) | Q(region_id=region_id))


def paths_shown(*, region_id: int | None) -> list[str]:
    """The path of every page that can be read in a region and the language of this page."""
    found = Page.objects.filter(Exists(_shown_somewhere(region_id=region_id).filter(page=OuterRef("pk"))))
    return list(found.order_by("kind", "position", "path").values_list("path", flat=True))


@dataclass(frozen=True)
class Entry:
    """A page in a list of pages."""

    path: str
    kind: str
    title: str
    summary: str
    language: str


def entries(*, region_id: int | None, kinds: Iterable[str] = Kind.values, below: str = "") -> list[Entry]:
    """The pages that can be read in a region and the language of this page, in their order, each by the text that is shown. One
    statement.
    """
    looked_for = languages_looked_for(languages.active())
    rows = _shown_somewhere(region_id=region_id).filter(page__kind__in=list(kinds), page__path__startswith=below)
    chosen: dict[str, tuple[tuple[int, bool], Entry]] = {}
    for text in rows.select_related("page", "published_version").order_by("page__kind", "page__position", "page__path").defer("html"):
        page, version = text.page, text.published_version
        if version is None:
            continue
        rank = looked_for.index(text.language), text.region_id is None
        found = Entry(page.path, page.kind, version.title, version.summary or version.lead, text.language)
        if page.path not in chosen or rank < chosen[page.path][0]:
            chosen[page.path] = rank, found
    return [entry for _rank, entry in chosen.values()]


# ---------------------------------------------------------------- earlier versions


@dataclass(frozen=True)
class Edition:
    """A version that was public, and since which day."""

    version: Version
    day: date


def editions(text_id: int) -> list[Edition]:
    """Every version of a text that was ever public, the newest first. One that was published twice counts from the first day."""
    moves = TextMove.objects.filter(text_id=text_id, name="publish", version__isnull=False).select_related("version").order_by("at", "pk")
    found: dict[int, Edition] = {}
    for move in moves:
        if move.version is not None and move.version_id not in found:
            found[move.version.pk] = Edition(move.version, clock.day_of(move.at))
    return list(reversed(found.values()))


# ---------------------------------------------------------------- what a text can name


def known(text: Text | None = None, *, also: Iterable[str] = ()) -> Known:
    """What a text can name now; without one, what is for all can. A page is there if everyone who reads the text finds it: on each of its
    sites, in its language or in that of all we write. `also` are pages that are being published with it. Three statements, whatever it is.
    """
    region_id, language = (text.region_id, text.language) if text else (None, languages.SOURCE)
    found = Q(region=None) | Q(region_id=region_id), Q(language__in=[language, languages.SOURCE])
    public = Text.objects.filter(*found, page=OuterRef("pk"), state=State.PUBLISHED)
    paths = set(Page.objects.filter(Exists(public)).values_list("path", flat=True))
    there = dict(OldPath.objects.filter(page__path__in=paths).values_list("path", "page__path")) | {path: path for path in paths}
    there |= {path: path for path in also if path not in there}
    words = words_of_terms()
    return Known(
        page=lambda path: there.get(path, GLOSSARY if path == GLOSSARY else None),
        view=links.is_view,
        term=lambda word: words.get(word.casefold()),
        figure=figure,
    )


GLOSSARY = "glossary"


def problems_of(version: Version) -> list[Problem]:
    """What has to be mended before a version can be published, in the order of its lines; line 0: its title, lead or summary."""
    found = draw(version.source, known(version.text)).problems
    return [*problems_above(version), *found]


def problems_above(version: Version) -> list[Problem]:
    return [Problem(0, words) for said in (version.title, version.lead, version.summary) for words in problems_of_line(said)]


def texts_naming(*names: str) -> QuerySet[Text]:
    """The published texts that name one of these: `page:help/telling`, `film:KEY`, `picture:KEY`, `term:told`."""
    return Text.objects.filter(state=State.PUBLISHED, names__overlap=names).select_related("page")


def texts_linking_to(page: Page) -> QuerySet[Text]:
    """The published texts of other pages that lead to this one, by its path or one of before."""
    return texts_naming(*(f"page:{path}" for path in (page.path, *old_paths(page.pk)))).exclude(page=page)


# ---------------------------------------------------------------- for editors


def page_by_id(page_id: int) -> Page | None:
    return Page.objects.filter(pk=page_id).first()


def page_at(path: str) -> Page | None:
    """The page at this path, or that was there before."""
    return Page.objects.filter(Q(path=path) | Q(old_paths__path=path)).first()


def in_region(region_id: int | None) -> Q:
    """What is of this region; None: of all."""
    return Q(region=None) if region_id is None else Q(region_id=region_id)


def text_of(page_id: int, *, region_id: int | None, language: str) -> Text | None:
    return Text.objects.filter(in_region(region_id), page_id=page_id, language=language).first()


def latest_version(text: Text) -> Version | None:
    return text.versions.order_by("-number").first()


def latest_of_paths() -> dict[str, Version]:
    """The latest version of what each page says to all regions in the language that everything is written in, by every path that the page
    has or had.
    """
    rows = Version.objects.filter(text__region=None, text__language=languages.SOURCE).select_related("text__page").order_by("number")
    latest = {each.text.page_id: each for each in rows}
    paths = [*OldPath.objects.values_list("path", "page"), *Page.objects.values_list("path", "pk")]
    return {path: latest[page_id] for path, page_id in paths if page_id in latest}


def is_of_the_house(page: Page) -> bool:
    """Whether the page comes with Heard: its own pages lead there."""
    here = {page.path, *page.old_paths.values_list("path", flat=True)}
    return bool(here & house.paths())


def house_changed() -> list[Any]:
    """The texts that an editor wrote since Heard brought its own, and for which this Heard brings another: someone should compare them."""
    rows = texts_in_lists().filter(region=None, language=languages.SOURCE, page__path__in=house.paths())
    rows = rows.exclude(newest_by=house.BY.actor_ref)  # of the others nobody has to read every version there ever was
    return [text for text in rows.prefetch_related("versions", "moves") if house_text_beside(text) is not None]


def house_text_beside(text: Text) -> house.HouseText | None:
    """What Heard brings for a text now, if an editor has written it since and has not seen this."""
    brought = house.texts().get(text.page.path)
    if brought is None or text.region_id is not None or text.language != languages.SOURCE:
        return None
    versions = list(text.versions.all())
    ours = [each for each in versions if each.made_by == house.BY.actor_ref]
    own_since = bool(ours) and versions[-1].made_by != house.BY.actor_ref
    if not own_since or any(house.same(each, brought) for each in versions):
        return None
    seen = {each.reason for each in text.moves.all() if each.name == "keep-own"}
    return None if house.digest(brought) in seen else brought


def to_review(today: date | None = None) -> QuerySet[Page]:
    """The pages that someone should read again by now, the most urgent first."""
    return Page.objects.filter(review_by__lte=today or clock.today()).order_by("review_by", "path")


def moves_of(text: Text) -> list[TextMove]:
    """What was done with a text, the newest first."""
    return list(text.moves.select_related("version").order_by("-pk"))


def due(now: datetime) -> list[int]:
    """The texts whose version is to be published by now."""
    return list(Text.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True))


# ---------------------------------------------------------------- lists of editors

WAITING = 50
"""So many lines has each list of what waits for editors."""
UNPUBLISHED = Q(newest_number__gt=Coalesce(F("published_version__number"), 0))
"""There is a version newer than what is public."""
BEHIND = Q(original_is_at__gt=F("made_from"))
"""The text that it was made from says something else now."""


def texts_in_lists() -> QuerySet[Any]:
    """Texts with what a list says of them: their newest version, and how far the text has come that this one was made from."""
    newest = Version.objects.filter(text=OuterRef("pk")).order_by("-number")
    return Text.objects.select_related("page", "published_version", "due_version").annotate(
        newest_number=Coalesce(Subquery(newest.values("number")[:1]), 0),
        newest_title=Subquery(newest.values("title")[:1]),
        newest_by=Subquery(newest.values("made_by")[:1]),
        newest_at=Subquery(newest.values("made_at")[:1]),
        made_from=Subquery(newest.values("from_version__number")[:1]),
        original_is_at=Subquery(newest.values("from_version__text__published_version__number")[:1]),
        original_language=Subquery(newest.values("from_version__text__language")[:1]),
    )


def drafts() -> list[Any]:
    """What was written and isn't public, the last one first."""
    return list(texts_in_lists().filter(UNPUBLISHED, due_at=None).defer("html").order_by("-newest_at", "-pk")[:WAITING])


def scheduled() -> list[Any]:
    """What will be published by itself, the next one first."""
    return list(texts_in_lists().filter(due_at__isnull=False).defer("html").order_by("due_at", "pk")[:WAITING])


def behind() -> list[Any]:
    """What is public and was made from a text that says something else now."""
    found = texts_in_lists().filter(BEHIND, state=State.PUBLISHED).defer("html")
    return list(found.order_by("page__path", "language", "pk")[:WAITING])


def all_pages(*, kind: str = "") -> list[Page]:
    """Every page, or those of a kind, by their addresses."""
    found = Page.objects.filter(kind=kind) if kind else Page.objects.all()
    return list(found.order_by("path"))


def old_paths(page_id: int) -> list[str]:
    """Where the page was before; each leads on to where it is."""
    return list(OldPath.objects.filter(page=page_id).order_by("path").values_list("path", flat=True))


def texts_of(page_ids: Iterable[int]) -> list[Any]:
    """What these pages say: for all sites first, then for each."""
    found = texts_in_lists().filter(page__in=list(page_ids)).defer("html")
    return list(found.order_by("page", F("region").asc(nulls_first=True), "language"))


def listed_text(text_id: int) -> Any:
    return texts_in_lists().filter(pk=text_id).first()


def versions_of(text_id: int) -> list[Version]:
    """Without what they say."""
    return list(Version.objects.filter(text=text_id).defer("source", "lead").order_by("-number"))


def version_by_id(version_id: int) -> Version | None:
    return Version.objects.filter(pk=version_id).first()


def version_of(text_id: int, number: int) -> Version | None:
    found = Version.objects.filter(text=text_id, number=number)
    return found.select_related("text__page", "text__published_version", "from_version__text").first()


def original_of(page_id: int, region_id: int | None, language: str, *, first: str) -> Version | None:
    """What a text for this region and in this language is made from: what is public in the same language for all sites, where it is for one
    of them; else what is public in the `first` language.
    """
    asked: list[tuple[int | None, str]] = [(None, language)] if region_id is not None else []
    if language != first:
        asked += [(region_id, first), (None, first)]
    public = Version.objects.filter(pk__in=Text.objects.filter(page=page_id, state=State.PUBLISHED).values("published_version"))
    there = {(each.text.region_id, each.text.language): each for each in public.select_related("text")}
    return next((there[place] for place in asked if place in there), None)


def meanings() -> list[TermVersion]:
    """The newest meaning of each word of the glossary, in each region and language that has one."""
    newest = TermVersion.objects.order_by("term_id", "region_id", "language", "-number").distinct("term_id", "region_id", "language")
    found = TermVersion.objects.filter(pk__in=newest.values("pk")).select_related("term")
    return list(found.order_by("term__is_removed", "term__slug", F("region").asc(nulls_first=True), "language"))


def page_pictures(*, page: str = "") -> keyset.Page[PagePicture]:
    """The pictures that editors sent for pages, the newest first, a page at a time."""
    return keyset.read_page(PagePicture.objects.select_related("picture"), by={"-pk": int}, page=page, size=30)


def page_picture(picture_id: int) -> PagePicture | None:
    return PagePicture.objects.filter(pk=picture_id).select_related("picture").first()


def texts_with_picture(key: str) -> list[Any]:
    """The texts that show a picture, or would with their newest version, or with the one that is scheduled."""
    named = (
        Q(names__contains=[f"picture:{key}"], state=State.PUBLISHED) | Q(newest_source__contains=key) | Q(due_version__source__contains=key)
    )
    newest = Version.objects.filter(text=OuterRef("pk")).order_by("-number")
    found = texts_in_lists().annotate(newest_source=Subquery(newest.values("source")[:1])).filter(named)
    return list(found.defer("html").order_by("page__path", "language", "pk"))


def term_by_id(term_id: int) -> Term | None:
    return Term.objects.filter(pk=term_id).first()


def meaning_of(term_id: int, *, region_id: int | None, language: str) -> TermVersion | None:
    """What a word means in one region, or in all that have no meaning of their own, in one language."""
    found = TermVersion.objects.filter(in_region(region_id), term=term_id, language=language)
    return found.order_by("-number").first()


# ---------------------------------------------------------------- addresses


def is_free_for_a_page(path: str) -> bool:
    """Whether a page can have this path: no view of ours is there, no region, no language, and none of them begins so."""
    first = path.partition("/")[0]
    codes = dict(settings.LANGUAGES) | dict(settings.PSEUDO_LANGUAGES)
    if first in {each.lower() for each in codes} or Region.objects.filter(Q(path=first) | Q(former_paths__contains=[first])).exists():
        return False
    if path in house.paths():
        return True
    found = links.view_at(f"/{path}/")
    roots = {each.partition("/")[0] for each in house.paths()}
    return found is not None and found.kwargs.get("path") == path and (first in roots or first not in links.first_parts())


def paths_published() -> set[str]:
    """Every path, of now and of before, that leads to a page with a published text."""
    there = Page.objects.filter(Exists(Text.objects.filter(page=OuterRef("pk"), state=State.PUBLISHED)))
    return {*there.values_list("path", flat=True), *OldPath.objects.filter(page__in=there).values_list("path", flat=True)}


def first_parts() -> set[str]:
    """The first part of the path of every page, of now and of before: a region can't have it as its own."""
    found = [*Page.objects.values_list("path", flat=True), *OldPath.objects.values_list("path", flat=True)]
    return {each.partition("/")[0] for each in found}


# ---------------------------------------------------------------- the glossary


@dataclass(frozen=True)
class Meaning:
    """A word of the glossary as it is shown."""

    slug: str
    word: str
    also: tuple[str, ...]
    meaning: str
    language: str


def glossary(*, region_id: int | None, language: str) -> list[Meaning]:
    """Every word, by the alphabet, with what it means in this region and language. One statement."""
    looked_for = languages_looked_for(language)
    rows = TermVersion.objects.filter(Q(region=None) | Q(region_id=region_id), language__in=looked_for, term__is_removed=False).order_by(
        "number"
    )
    chosen: dict[str, tuple[tuple[int, bool], TermVersion]] = {}
    for each in rows.select_related("term"):
        rank = looked_for.index(each.language), each.region_id is None
        slug = each.term.slug
        if slug not in chosen or rank <= chosen[slug][0]:  # of the same region and language, the newer one
            chosen[slug] = rank, each
    found = [Meaning(slug, each.word, tuple(each.also), each.meaning, each.language) for slug, (_rank, each) in chosen.items()]
    return sorted(found, key=lambda each: (each.word.casefold(), each.slug))


def words_of_terms() -> dict[str, str]:
    """Every word that a text can name, and others for it, in small letters: where it stands on the page of the glossary."""
    found: dict[str, str] = {}
    for slug, word, also in TermVersion.objects.filter(term__is_removed=False).values_list("term__slug", "word", "also").order_by("number"):
        for each in (*also, word):
            found.setdefault(each.casefold(), slug)
        found.setdefault(slug, slug)
    return found


def slug_of(word: str) -> str:
    return (slugify(word) or slugify(word, allow_unicode=True))[:60]
