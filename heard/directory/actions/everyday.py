"""The words that people use for kinds of places. Who may set them is asked above: `operating` lets operators in."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from heard.core import languages
from heard.core.actors import Actor
from heard.core.errors import NotAcceptable
from heard.core.events import announce
from heard.directory.events import EverydayNameSet
from heard.directory.models import EverydayName, EverydayStep, Kind
from heard.directory.rules import everyday
from heard.directory.rules.names import folded

MOST = 60
"""How many words, and how many names of places, one everyday name may have: each search looks for all of them."""
MOST_SAME = 12
"""How many words of stories may mean the same: a search looks for each."""
LONGEST_NOTE = 300
SAID = ("region_id", "title", "words", "kinds", "specialities", "called", "note", "note_language", "same")


@transaction.atomic
def add_everyday_name(
    *,
    region_id: int | None,
    title: str,
    words: Iterable[str],
    kinds: Iterable[str],
    called: Iterable[str],
    specialities: Iterable[str] = (),
    note: str = "",
    note_language: str = "",
    same: Iterable[str] = (),
    by: Actor,
) -> EverydayName:
    """Say what people type for a kind of place, and which places that finds. It holds from the next search on. Said twice, it is one.

    Raises:
        NotAcceptable: no title or one that is taken, no word, nothing that it finds, or something that is too long or unknown; names the
            field.
    """
    clean = _clean(
        region_id=region_id,
        title=title,
        words=words,
        kinds=kinds,
        called=called,
        specialities=specialities,
        note=note,
        note_language=_spoken(note_language, otherwise=languages.active()),
        same=same,
    )
    if known := EverydayName.objects.filter(**clean).first():
        return known
    made = EverydayName(**clean)
    _save(made)
    _note(made, EverydayStep.Step.ADDED, by=by)
    return made


@transaction.atomic
def change_everyday_name(
    *,
    name_id: int,
    region_id: int | None,
    title: str,
    words: Iterable[str],
    kinds: Iterable[str],
    called: Iterable[str],
    specialities: Iterable[str] = (),
    note: str = "",
    note_language: str = "",
    same: Iterable[str] = (),
    by: Actor,
) -> EverydayName:
    """Set all of it anew; what stood there is kept. The same again changes nothing.

    Raises:
        NotAcceptable: as in `add_everyday_name`.
    """
    name = EverydayName.objects.select_for_update(of=("self",)).get(pk=name_id)
    clean = _clean(
        region_id=region_id,
        title=title,
        words=words,
        kinds=kinds,
        called=called,
        specialities=specialities,
        note=note,
        note_language=_spoken(note_language, otherwise=name.note_language),
        same=same,
    )
    was = {field: getattr(name, field) for field in SAID}
    if clean != was:
        for field, value in clean.items():
            setattr(name, field, value)
        _save(name)
        _note(name, EverydayStep.Step.CHANGED, was=was, by=by)
    return name


@transaction.atomic
def hide_everyday_name(*, name_id: int, by: Actor) -> EverydayName:
    """Let nothing be found by it until it is shown again. Twice is once."""
    return _show(name_id, hidden=True, by=by)


@transaction.atomic
def show_everyday_name(*, name_id: int, by: Actor) -> EverydayName:
    """Let places be found by it again. Twice is once."""
    return _show(name_id, hidden=False, by=by)


@transaction.atomic
def plant_everyday_names(*, by: Actor) -> int:
    """Write the table that a site begins with, where there is none; returns how many were written."""
    if EverydayName.objects.exists():
        return 0
    given = everyday.first_names()
    for each in given:
        add_everyday_name(
            region_id=None,
            title=each.title,
            words=each.words,
            kinds=each.kinds,
            called=each.called,
            specialities=each.specialities,
            note=each.note,
            note_language=languages.SOURCE,
            same=each.same,
            by=by,
        )
    return len(given)


def _show(name_id: int, *, hidden: bool, by: Actor) -> EverydayName:
    name = EverydayName.objects.select_for_update(of=("self",)).get(pk=name_id)
    if name.hidden != hidden:
        name.hidden = hidden
        name.save(update_fields=["hidden"])
        _note(name, EverydayStep.Step.HIDDEN if hidden else EverydayStep.Step.SHOWN, by=by)
    return name


def _save(name: EverydayName) -> None:
    try:
        with transaction.atomic():
            name.save()
    except IntegrityError:
        raise NotAcceptable(_("There are already everyday words with this title. Change those instead."), field="title") from None


def _note(name: EverydayName, step: EverydayStep.Step, *, was: dict[str, Any] | None = None, by: Actor) -> None:
    EverydayStep.objects.create(name=name, step=step, was=was, by=by.actor_ref)
    announce(EverydayNameSet(everyday_name_id=name.pk, step=step), by=by)


def _clean(
    *,
    region_id: int | None,
    title: str,
    words: Iterable[str],
    kinds: Iterable[str],
    called: Iterable[str],
    specialities: Iterable[str],
    note: str,
    note_language: str,
    same: Iterable[str],
) -> dict[str, Any]:
    tidy = " ".join(title.split())
    if not tidy or len(tidy) > 80:
        raise NotAcceptable(_("The title must be between 1 and 80 characters"), field="title")
    typed, names = _phrases(words, "words", everyday.key), _phrases(called, "called", folded)
    if any(len(folded(each).split()) > everyday.LONGEST for each in typed):
        raise NotAcceptable(_("Enter %(most)s words or fewer on each line") % {"most": everyday.LONGEST}, field="words")
    if not typed:
        raise NotAcceptable(_("Enter at least one word that people use"), field="words")
    if unknown := set(kinds) - set(Kind.values):
        raise NotAcceptable(_("“%(kind)s” isn’t a kind of place") % {"kind": min(unknown)}, field="kinds")
    if not set(kinds) and not names:
        raise NotAcceptable(_("Choose a kind of place, or enter what these places are called"), field="called")
    codes = list(dict.fromkeys(each.strip() for each in specialities if each.strip()))
    if any(not (code.isascii() and code.isdigit() and len(code) == 3) for code in codes):
        raise NotAcceptable(_("Enter treatment function codes of 3 digits, like 180"), field="specialities")
    said = " ".join(note.split())
    if len(said) > LONGEST_NOTE:
        raise NotAcceptable(_("The note must be %(most)s characters or fewer") % {"most": LONGEST_NOTE}, field="note")
    alike = _phrases(same, "same", _as_written)
    if len(alike) > MOST_SAME or any(len(folded(each).split()) > everyday.LONGEST for each in alike):
        raise NotAcceptable(
            _("Enter %(lines)s lines or fewer, each of up to %(words)s words") % {"lines": MOST_SAME, "words": everyday.LONGEST},
            field="same",
        )
    if len(alike) == 1:
        raise NotAcceptable(_("Enter at least 2 words that mean the same, each on its own line"), field="same")
    return {
        "region_id": region_id,
        "title": tidy,
        "words": typed,
        "kinds": list(dict.fromkeys(kinds)),
        "specialities": codes,
        "called": names,
        "note": said,
        "note_language": note_language,
        "same": alike,
    }


def _spoken(language: str, *, otherwise: str) -> str:
    if language and language not in languages.spoken():
        raise NotAcceptable(_("Choose a language from the list"), field="note_language")
    return language or otherwise


def _as_written(line: str) -> str:
    """A word of stories as it is compared here: whatever its script."""
    return " ".join(line.casefold().split()) if any(sign.isalnum() for sign in line) else ""


def _phrases(lines: Iterable[str], field: str, same: Callable[[str], str]) -> list[str]:
    """Each once, however it is written; without what holds no letter or figure."""
    found: dict[str, str] = {}
    for line in lines:
        if same(line):
            found.setdefault(same(line), " ".join(line.split()))
    if len(found) > MOST or any(len(each) > 60 for each in found.values()):
        raise NotAcceptable(_("Enter %(lines)s lines or fewer, each of up to 60 characters") % {"lines": MOST}, field=field)
    return list(found.values())
