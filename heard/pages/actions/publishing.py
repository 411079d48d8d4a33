"""What is public of what Heard says about itself: publishing, scheduling, retiring, and drawing anew what names something that changed."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from heard.accounts.policies import may_edit
from heard.accounts.queries import editors
from heard.core import clock, languages, mail, moves
from heard.core.actors import Actor, SystemActor
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.core.events import announce
from heard.core.texts.saying import listed
from heard.pages.events import TextPublished, TextRetired
from heard.pages.lifecycle import TEXT, TextMoves
from heard.pages.models import Page, State, Text, Version
from heard.pages.policies import needs_another
from heard.pages.queries import due, is_of_the_house, known, problems_above, texts_linking_to
from heard.pages.rules import house
from heard.pages.rules.markdown import Drawing, Known, Problem, draw, names_in_line
from heard.pages.rules.reviewing import months_later

CLOCK = SystemActor("pages")


class NotReady(NotAcceptable):
    """A version has something in it that can't be published; all of it is in `problems`."""

    def __init__(self, problems: Collection[Problem]) -> None:
        first = min(problems, key=lambda each: each.line)
        super().__init__(first.words, field="source" if first.line else "title")
        self.problems = sorted(problems, key=lambda each: each.line)


def one_at_a_time() -> None:
    """Until this transaction ends, nobody else changes what is public: what a text names can't go while the text is published. Asked for
    before any row is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('what pages say'))")


def locked_with_page(text_id: int) -> Text:
    """A text, locked, and its page before it: whoever saves a version locks them in this order."""
    Page.objects.select_for_update(no_key=True, of=("self",)).get(texts=text_id)
    return moves.locked(Text.objects).select_related("page").get(pk=text_id)


@transaction.atomic
def publish_text(*, text_id: int, number: int, by: Actor, found: Known | None = None) -> Text:
    """Show this version of a text from now on. Someone has then read the page: its next review is due `review_months` later.

    `found` is what it can name, where that is at hand.

    Raises:
        NotAllowed: `by` is no editor, or wrote a policy that someone else has to publish.
        NotReady: it names something that isn't there; all of it is said.
    """
    _check(by)
    one_at_a_time()
    text, version = _locked(text_id, number)
    _check_another(version, by)
    drawing = _drawn(version, found)
    columns = {"published_version": version, "html": drawing.html, "names": _names(version, drawing), "due_at": None, "due_version": None}
    moves.make(text, TEXT, TextMoves.PUBLISH, by=by, columns=columns, version=version)
    page = text.page
    Page.objects.filter(pk=page.pk).update(review_by=months_later(clock.today(), page.review_months), review_asked_on=None)
    if by != house.BY:  # where that is loaded all is drawn anew, and nobody else has to know
        announce(TextPublished(text_id=text.pk, number=version.number), by=by)
    return text


@transaction.atomic
def schedule_text(*, text_id: int, number: int, due_at: datetime, by: Actor) -> Text:
    """Have this version published at a moment to come. Another one that waited is put aside.

    Raises:
        NotAllowed: `by` is no editor, or wrote a policy that someone else has to publish.
        NotReady: it names something that isn't there.
        NotAcceptable: the moment is past.
    """
    _check(by)
    text, version = _locked(text_id, number)
    _check_another(version, by)
    if due_at <= clock.now():
        raise NotAcceptable(_("Choose a day and a time to come"), field="at")
    _drawn(version)
    Text.objects.filter(pk=text.pk).update(due_at=due_at, due_version=version)
    text.due_at, text.due_version = due_at, version
    moves.note(text, TextMoves.SCHEDULE, by=by, version=version)
    return text


@transaction.atomic
def unschedule_text(*, text_id: int, by: Actor, reason: str = "") -> Text:
    """Have nothing published by itself.

    Raises:
        NotAllowed: `by` is no editor.
        WrongState: nothing was waiting.
    """
    _check(by)
    text = moves.locked(Text.objects).get(pk=text_id)
    if text.due_at is None:
        raise WrongState(_("Nothing is waiting to be published here any more."))
    _put_aside(text, TextMoves.UNSCHEDULE, by=by, reason=reason)
    return text


def publish_what_is_due() -> int:
    """Publish every version whose time has come. One that can't be published any more is put aside: its text says why, and editors are
    emailed, as whoever scheduled it was told that nothing more was needed.

    Returns how many were published.
    """
    done = 0
    for text_id in due(clock.now()):
        with transaction.atomic():
            one_at_a_time()
            text = locked_with_page(text_id)
            if text.due_at is None or text.due_at > clock.now() or text.due_version is None:  # someone decided otherwise meanwhile
                continue
            try:
                publish_text(text_id=text.pk, number=text.due_version.number, by=CLOCK)
                done += 1
            except NotReady as wrong:
                key = f"page-not-published:{text.pk}:{text.due_version.number}:{text.due_at:%Y-%m-%d-%H-%M}"
                for person in editors():
                    mail.post(kind="page-not-published", to=person.actor_ref, key=f"{key}:{person.pk}", text_id=text.pk)
                _put_aside(text, TextMoves.NOT_PUBLISHED, by=CLOCK, reason=str(wrong))
    return done


@transaction.atomic
def retire_text(*, text_id: int, reason: str, by: Actor) -> Text:
    """Take a text off its page. Where there is another one for the same readers, they get that; else the page is gone.

    The last text of a page that others link to is not retired, and nor is that of one that comes with Heard: its own pages lead there.
    Nobody could say what their readers should find instead, and no page may lead nowhere.

    Raises:
        NotAllowed: `by` is no editor.
        WrongState: it isn't published.
        NotAcceptable: no reason is given, or something leads to the page that has no other text.
    """
    _check(by)
    if not reason.strip():
        raise NotAcceptable(_("Say why you’re taking it down"), field="reason")
    one_at_a_time()
    text = moves.locked(Text.objects).select_related("page").get(pk=text_id)
    if not _is_there_without(text):
        if is_of_the_house(text.page):
            raise NotAcceptable(
                _("Other pages of Heard lead here, so it can’t be taken down. Change what it says instead."), field="reason"
            )
        if linking := {each.page.path for each in texts_linking_to(text.page)}:
            paths = listed([f"/{path}/" for path in sorted(linking)])
            raise NotAcceptable(_("These pages link to it: %(paths)s. Change them first.") % {"paths": paths}, field="reason")
    nothing_due = {"due_at": None, "due_version": None}
    moves.make(text, TEXT, TextMoves.RETIRE, by=by, columns=nothing_due, version=text.published_version, reason=reason.strip())
    announce(TextRetired(text_id=text.pk), by=by)
    return text


@transaction.atomic
def draw_anew(*, naming: Collection[str] = ()) -> int:
    """Draw published texts anew: those that name any of these, or all. What they name may be somewhere else now, or look different.

    Returns how many look different.
    """
    one_at_a_time()
    rows = moves.locked(Text.objects).filter(state=State.PUBLISHED).select_related("published_version").order_by("pk")
    found: dict[tuple[int | None, str], Known] = {}
    different = 0
    for text in rows.filter(names__overlap=list(naming)) if naming else rows:
        version = text.published_version
        if version is None:
            continue
        place = text.region_id, text.language
        found[place] = found.get(place) or known(text)
        with translation.override(text.language):
            drawing = draw(version.source, found[place])
        names = _names(version, drawing)
        if (drawing.html, names) != (text.html, text.names):
            Text.objects.filter(pk=text.pk).update(html=drawing.html, names=names)
            different += 1
    return different


def _check(by: Actor) -> None:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can change what Heard says about itself."))


def _check_another(version: Version, by: Actor) -> None:
    if needs_another(version, by=by):
        raise NotAllowed(_("You wrote this version of a policy, so another editor has to publish it."))


def _locked(text_id: int, number: int) -> tuple[Text, Version]:
    text = locked_with_page(text_id)
    return text, Version.objects.get(text=text, number=number)


def _drawn(version: Version, found: Known | None = None) -> Drawing:
    """In the language of the text: a few of our words may stand in it.

    Raises:
        NotReady: something is wrong with it.
    """
    found = found or known(version.text)
    with translation.override(version.text.language):
        drawing = draw(version.source, found)
    if drawing.problems or problems_above(version):
        raise NotReady([*problems_above(version), *draw(version.source, found).problems])  # in the language of whoever publishes
    return drawing


def _names(version: Version, drawing: Drawing) -> list[str]:
    above = set().union(*(names_in_line(each) for each in (version.title, version.lead, version.summary)))
    return sorted({*drawing.names, *above})


def _put_aside(text: Text, move: TextMoves, *, by: Actor, reason: str) -> None:
    version, text.due_at, text.due_version = text.due_version, None, None
    Text.objects.filter(pk=text.pk).update(due_at=None, due_version=None)
    moves.note(text, move, by=by, version=version, reason=reason)


def _is_there_without(text: Text) -> bool:
    """Whether everyone who reads this text finds another one on its page: there is one in the language that everyone is shown at last."""
    there = Text.objects.filter(page=text.page, language=languages.SOURCE, state=State.PUBLISHED).exclude(pk=text.pk)
    return there.filter(Q(region=None) | Q(region_id=text.region_id)).exists()
