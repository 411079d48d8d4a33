"""Keeping what staff type, until it is sent. Nothing here sends anything, and nothing is ever overwritten by something older."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from heard.core import clock
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed, WrongState
from heard.core.texts.cleaning import clean, clean_line
from heard.core.texts.saying import number
from heard.enquiries.models import Enquiry
from heard.enquiries.models import State as EnquiryState
from heard.regions.queries import all_regions, setting
from heard.regions.rules import SettingKey
from heard.stories.models import State, Story
from heard.writing.models import Sheet, Text
from heard.writing.policies import Writer, may_write, writer_of
from heard.writing.rules import MOST_FIELDS, MOST_LETTERS, MOST_TEXTS, About, OpenPage, Words, Written, size_of

LATE_SAVES = timedelta(days=1)
"""How long it is remembered that a window sent its text."""


class SentAlready(WrongState):
    """What this window wrote was sent; what it saves now came late."""


@transaction.atomic
def keep_text(*, about: About, words: Mapping[str, Sequence[str]], page: OpenPage, by: Writer) -> Text:
    """Keep what somebody typed last. It takes the place of their own earlier text only if `page` showed that text, or wrote it itself;
    otherwise both stay. What is there already is not written again.

    Raises:
        NotAllowed: they may not write here.
        WrongState: the author has taken the story back.
        SentAlready: this window's text was sent.
        NotAcceptable: there is too much of it.
    """
    given: Words = {clean_line(name): [clean(value) for value in values] for name, values in words.items()}
    _check(about, given, by)
    sheet = _locked(about)
    mine = list(sheet.texts.filter(writer_id=writer_of(by)).order_by("-version"))
    unsent = [each for each in mine if each.sent_at is None]
    text = next((each for each in mine if page.window and each.window == page.window), None)
    if text is not None:
        if text.sent_at is not None:
            raise SentAlready(_("This has been sent. Anything you write now is new."))
        if page.turn <= text.turn:
            return text
    else:
        same = [each for each in unsent if each.version == page.seen] or [each for each in unsent if each.words == given]
        text = same[0] if same else None
    if text is None:
        if len(unsent) >= MOST_TEXTS:
            raise NotAcceptable(_("You already have too many unsent texts here. Continue with one of them, or delete some."))
        text = Text(sheet=sheet, writer_id=writer_of(by), version=0)
    took = sorted({*text.took, *page.took})
    if text.version == 0 or text.words != given or text.took != took:
        text.words, text.took, text.version, text.written_at = given, took, _next(sheet), clock.now()
    if page.window:
        text.window, text.turn = page.window, page.turn
    text.save()
    return text


@transaction.atomic
def throw_away(*, about: About, version: int, by: Writer) -> None:
    """Somebody does not want their own text any more.

    Raises:
        NotAllowed: they may not write here.
        ChangedSince: it was written on in another window.
    """
    if not may_write(by, about):
        raise NotAllowed(_("You don’t have permission to write this."))
    sheet = _of(about)
    if sheet is None:
        return
    mine = sheet.texts.filter(writer_id=writer_of(by), sent_at=None)
    text = mine.filter(version=version).first()
    if text is None and mine.exists():
        raise ChangedSince(_("You changed this in another window, so it wasn’t deleted."))
    if text is not None:
        text.delete()


@transaction.atomic
def note_sent(*, written: Written | None, by: Actor) -> None:
    """What was `written` is sent: it is cleared away, with the colleagues' texts that were taken into it and not written on since.

    Everything else that anybody typed on the sheet stays. Called within the action that sends.
    """
    sheet = _of(written.about) if written else None
    if sheet is None or written is None:
        return
    text = sheet.texts.filter(version=written.version, sent_at=None).first()
    if text is None:
        return
    _clear(sheet, text)


@transaction.atomic
def note_all_sent(*, organisation_id: int | None, kind: str, thing: int, by: Writer) -> None:
    """What this person wrote on the sheet is sent, or has come to nothing with what was sent: all of it is cleared away. Called within the
    action that sends, where one person writes at a time and nobody sends twice.
    """
    sheet = Sheet.objects.select_for_update(no_key=True).filter(_of_organisation(organisation_id), kind=kind, thing=thing).first()
    if sheet is None:
        return
    for text in sheet.texts.filter(writer_id=writer_of(by), sent_at=None):
        _clear(sheet, text)


@transaction.atomic
def close_sheets(*, organisation_id: int | None, thing: int, kinds: Sequence[str], by: Actor) -> None:
    """The thing is decided: nobody can send any of this any more, so all of it goes."""
    Sheet.objects.filter(_of_organisation(organisation_id), thing=thing, kind__in=kinds).delete()


@transaction.atomic
def forget_of_story(*, story_id: int, by: Actor) -> None:
    """The author took the story back: what was being written about it goes too. Twice changes nothing."""
    Sheet.objects.filter(story_id=story_id, outlives_story=False).delete()


@transaction.atomic
def clear_of_done_enquiry(*, enquiry_id: int, by: Actor) -> None:
    """A message to Heard was answered or closed: what whoever did that had written about it was sent, or has come to nothing. What
    colleagues wrote stays: nobody's words are gone because somebody was quicker. Twice changes nothing.
    """
    enquiry = Enquiry.objects.get(pk=enquiry_id)
    if enquiry.state == EnquiryState.WAITING:
        return
    for sheet in Sheet.objects.select_for_update(no_key=True, of=("self",)).filter(enquiry_id=enquiry_id).order_by("pk"):
        for text in sheet.texts.filter(writer_id=enquiry.done_by_id, sent_at=None):
            _clear(sheet, text)


@transaction.atomic
def forget_old_texts(*, by: Actor) -> None:
    """What nobody has written on for ⚙ `unsent_kept` days is not kept, nor are empty sheets."""
    now = clock.now()
    for region in all_regions():
        before = now - timedelta(days=setting(region.pk, SettingKey.UNSENT_KEPT))
        of_region = Q(sheet__story__region_id=region.pk) | Q(sheet__enquiry__region_id=region.pk)
        Text.objects.filter(of_region, written_at__lt=before).delete()
    Text.objects.filter(sent_at__lt=now - LATE_SAVES).delete()
    some = Text.objects.filter(sheet=OuterRef("pk"))
    empty = Sheet.objects.select_for_update(skip_locked=True, of=("self",)).filter(~Exists(some)).values_list("pk", flat=True)
    # Looked at once more under its lock: a text may have come between.
    Sheet.objects.filter(~Exists(some), pk__in=list(empty)).delete()


def _check(about: About, words: Words, by: Writer) -> None:
    if not may_write(by, about):
        raise NotAllowed(_("You can no longer write this, so it wasn’t saved."))
    if len(words) > MOST_FIELDS or size_of(words) > MOST_LETTERS:
        raise NotAcceptable(_("This is too long to save. It must be %(limit)s characters or fewer.") % {"limit": number(MOST_LETTERS)})
    if about.story_id is None:
        if about.enquiry_id is not None and Enquiry.objects.filter(pk=about.enquiry_id, done_by_id=writer_of(by)).exists():
            raise SentAlready(_("You’ve answered or closed this message, so we can’t save anything more about it."))
        return
    state = Story.objects.values_list("state", flat=True).get(pk=about.story_id)
    if state == State.WITHDRAWN and not about.outlives_story:
        raise WrongState(_("The author has taken this story back, so we can’t save anything about it."))


def _of_organisation(organisation_id: int | None) -> Q:
    return Q(organisation__isnull=True) if organisation_id is None else Q(organisation_id=organisation_id)


def _rows(about: About) -> dict[str, Any]:
    return {"organisation_id": about.organisation_id, "kind": about.kind, "thing": about.thing}


def _of(about: About) -> Sheet | None:
    return Sheet.objects.select_for_update(no_key=True, of=("self",)).filter(**_rows(about)).first()


def _locked(about: About) -> Sheet:
    """The sheet, locked; made if there is none. One that is cleared away between the two is made again."""
    while True:
        sheet = _of(about)
        if sheet is not None:
            return sheet
        # Versions begin anywhere, so that a page which knew an earlier sheet in this place knows no version of this one.
        first = secrets.randbelow(900_000_000)
        defaults = {
            "story_id": about.story_id,
            "enquiry_id": about.enquiry_id,
            "outlives_story": about.outlives_story,
            "version": first,
        }
        Sheet.objects.get_or_create(**_rows(about), defaults=defaults)


def _clear(sheet: Sheet, text: Text) -> None:
    """The text was sent, and with it the colleagues' texts that were taken into it and not written on since."""
    sheet.texts.filter(version__in=text.took, sent_at=None).exclude(pk=text.pk).delete()
    text.words, text.took, text.sent_at, text.version = {}, [], clock.now(), _next(sheet)
    text.save(update_fields=["words", "took", "sent_at", "version"])


def _next(sheet: Sheet) -> int:
    sheet.version += 1
    sheet.save(update_fields=["version"])
    return sheet.version
