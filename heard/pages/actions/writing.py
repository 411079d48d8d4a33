"""Writing pages: their versions, where they are, when someone should read them again. Versions stay as they were written."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from heard.accounts.policies import may_edit
from heard.core import languages, moves
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.core.texts.cleaning import clean, clean_line
from heard.core.texts.saying import number as number_words
from heard.pages.events import PageMoved
from heard.pages.lifecycle import TEXT, TextMoves
from heard.pages.models import Kind, OldPath, Page, Text, Version
from heard.pages.queries import in_region, is_free_for_a_page, latest_version
from heard.pages.rules.lengths import CHANGE, LEAD, SUMMARY, TITLE
from heard.pages.rules.markdown import MOST_LETTERS, without_marks
from heard.pages.rules.paths import MOST_LETTERS as MOST_LETTERS_OF_A_PATH
from heard.pages.rules.paths import VERSIONS, is_path
from heard.regions.queries import region_by_id

MOST_MONTHS = 60


@transaction.atomic
def write_page(
    *,
    kind: str,
    path: str,
    title: str,
    source: str,
    lead: str = "",
    summary: str = "",
    region_id: int | None = None,
    language: str = "",
    position: int = 0,
    review_months: int = 12,
    by: Actor,
) -> Version:
    """Make a page, with the first version of its first text: that of all regions, or of one. It isn't public yet. The same page sent
    twice, because a button was pressed twice, is one page.

    Raises:
        NotAllowed: `by` is no editor.
        NotAcceptable: the path is taken or none, or the words are too long or missing; `field` says which.
    """
    _check(by)
    if kind not in Kind.values:
        raise NotAcceptable(_("Choose a kind of page from the list"), field="kind")
    said = _said(title=title, source=source, lead=lead, summary=summary, summary_of_change="")
    page = Page(kind=kind, path=_free(path), position=position, review_months=_months(review_months))
    try:
        _save(page)
    except NotAcceptable:
        if sent_before := _only_version(page.path, kind, said, by):
            return sent_before
        raise
    return save_version(
        page_id=page.pk, region_id=region_id, language=language, title=title, source=source, lead=lead, summary=summary, by=by
    )


@transaction.atomic
def save_version(
    *,
    page_id: int,
    region_id: int | None = None,
    language: str = "",
    title: str,
    source: str,
    lead: str = "",
    summary: str = "",
    summary_of_change: str = "",
    from_version_id: int | None = None,
    seen: int | None = None,
    by: Actor,
) -> Version:
    """Keep another version of what a page says in this language, in one region or in all. It isn't public yet. If nothing is different
    from the latest version, that one is returned: also if it is by the same editor and came after `seen`, as when a button is pressed
    twice.

    `seen` is the number of the version that the editor began from (0: there was none), and `from_version_id` the version of another text
    that this one was translated from.

    Raises:
        NotAllowed: `by` is no editor.
        NotAcceptable: the words are too long or missing, or there is no such region or language.
        ChangedSince: someone else saved a version meanwhile.
    """
    _check(by)
    language = _language(language)
    if region_id is not None and region_by_id(region_id) is None:
        raise NotAcceptable(_("Choose a region from the list"), field="region")
    said = _said(title=title, source=source, lead=lead, summary=summary, summary_of_change=summary_of_change)
    page = Page.objects.select_for_update(no_key=True).get(pk=page_id)
    text = moves.locked(Text.objects).filter(in_region(region_id), page=page, language=language).first()
    latest = latest_version(text) if text else None
    made_from = from_version_id if from_version_id is not None else latest.from_version_id if latest else None
    is_same = latest is not None and _is_same(latest, said) and made_from == latest.from_version_id
    if latest is not None and is_same and latest.number - 1 == seen and latest.made_by == by.actor_ref:
        return latest
    if seen is not None and seen != (latest.number if latest else 0):
        raise ChangedSince(_("Someone else saved another version while you were writing."))
    if text is None:
        text = Text(page=page, region_id=region_id, language=language)
        moves.make(text, TEXT, TextMoves.BEGIN, by=by)
    if latest is not None and is_same:
        return latest
    count = latest.number + 1 if latest else 1
    return Version.objects.create(text=text, number=count, from_version_id=made_from, made_by=by.actor_ref, **said)


@transaction.atomic
def move_page(*, page_id: int, path: str, by: Actor) -> Page:
    """Give a page another address. The one of before leads on to it; texts that link to it are drawn anew.

    Raises:
        NotAllowed: `by` is no editor.
        NotAcceptable: the path is taken, or none.
    """
    _check(by)
    page = Page.objects.select_for_update(no_key=True).get(pk=page_id)
    path = _as_kept(path)
    if path == page.path:
        return page
    before, page.path = page.path, _free(path)
    OldPath.objects.filter(path=page.path).delete()
    _save(page)
    OldPath.objects.update_or_create(path=before, defaults={"page": page})
    announce(PageMoved(page_id=page.pk), by=by)
    return page


@transaction.atomic
def set_review(*, page_id: int, review_by: date | None = None, review_months: int | None = None, by: Actor) -> Page:
    """Say by when someone should read a page again, or how long after each publication. They are emailed on that day, once.

    Raises:
        NotAllowed: `by` is no editor.
        NotAcceptable: the number of months is out of range.
    """
    _check(by)
    page = Page.objects.select_for_update(no_key=True).get(pk=page_id)
    if review_months is not None:
        page.review_months = _months(review_months)
    if review_by is not None:
        page.review_by, page.review_asked_on = review_by, None
    page.save(update_fields=["review_months", "review_by", "review_asked_on"])
    return page


def _check(by: Actor) -> None:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can change what Heard says about itself."))


def _as_kept(path: str) -> str:
    return path.strip().strip("/").lower()


def _free(path: str) -> str:
    path = _as_kept(path)
    if not is_path(path) or VERSIONS in path.split("/"):
        raise NotAcceptable(_("Use lower case letters, numbers, hyphens and slashes, like help/telling"), field="path")
    if len(path) > MOST_LETTERS_OF_A_PATH:
        raise NotAcceptable(_("Use at most %(limit)s characters") % {"limit": number_words(MOST_LETTERS_OF_A_PATH)}, field="path")
    if not is_free_for_a_page(path):
        raise NotAcceptable(_("Heard uses /%(path)s/ for something else. Choose another address.") % {"path": path}, field="path")
    return path


def _save(page: Page) -> None:
    try:
        with transaction.atomic():
            page.save()
    except IntegrityError:
        raise NotAcceptable(_("Another page already has this address"), field="path") from None


def _months(count: int) -> int:
    if not 1 <= count <= MOST_MONTHS:
        raise NotAcceptable(_("Enter a number of months from 1 to %(most)s") % {"most": MOST_MONTHS}, field="review_months")
    return count


def _language(language: str) -> str:
    spoken = languages.spoken()
    if language and language not in spoken:
        raise NotAcceptable(_("Choose a language from the list"), field="language")
    return language or languages.SOURCE


def _said(*, title: str, source: str, lead: str, summary: str, summary_of_change: str) -> dict[str, str]:
    said = {
        "title": clean_line(title),
        "lead": clean(lead),
        "summary": clean_line(summary),
        "source": clean(source),
        "summary_of_change": clean_line(summary_of_change),
    }
    said = {name: without_marks(words) for name, words in said.items()}
    if not said["title"]:
        raise NotAcceptable(_("Enter a title"), field="title")
    if not said["source"]:
        raise NotAcceptable(_("Enter what the page says"), field="source")
    most = {"title": TITLE, "lead": LEAD, "summary": SUMMARY, "source": MOST_LETTERS, "summary_of_change": CHANGE}
    for name, limit in most.items():
        if len(said[name]) > limit:
            raise NotAcceptable(_("Use at most %(limit)s characters") % {"limit": number_words(limit)}, field=name)
    return said


def _only_version(path: str, kind: str, said: dict[str, str], by: Actor) -> Version | None:
    """What this page says, if it is this, by this editor, and nothing was written since."""
    found = list(Version.objects.filter(text__page__path=path, text__page__kind=kind).select_related("text")[:2])
    if len(found) == 1 and found[0].made_by == by.actor_ref and _is_same(found[0], said):
        return found[0]
    return None


def _is_same(latest: Version, said: dict[str, str]) -> bool:
    return all(getattr(latest, name) == words for name, words in said.items() if name != "summary_of_change")
