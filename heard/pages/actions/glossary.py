"""The words of the glossary. What is saved is public at once, and what it meant before is kept."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from heard.accounts.policies import may_edit
from heard.core import languages
from heard.core.actors import Actor
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.events import announce
from heard.core.texts.cleaning import clean, clean_line
from heard.core.texts.saying import number as number_words
from heard.pages.events import TermChanged
from heard.pages.models import Term, TermVersion
from heard.pages.queries import in_region, slug_of, words_of_terms
from heard.pages.rules import house
from heard.pages.rules.lengths import MEANING, WORD
from heard.pages.rules.markdown import without_marks
from heard.regions.queries import region_by_id


@transaction.atomic
def write_term(
    *,
    word: str,
    meaning: str,
    also: Sequence[str] = (),
    term_id: int | None = None,
    region_id: int | None = None,
    language: str = "",
    seen: int | None = None,
    by: Actor,
) -> TermVersion:
    """Say what a word means, in one region or in all; without `term_id` it is a new one. `seen` is the number of the version that the
    editor began from (0: there was none). The same meaning sent twice by the same editor, because a button was pressed twice, is one.

    Raises:
        NotAllowed: `by` is no editor.
        NotAcceptable: the word is there already, or something is missing or too long.
        ChangedSince: someone else changed it meanwhile.
    """
    _check(by)
    language = language or languages.SOURCE
    if language not in languages.spoken():
        raise NotAcceptable(_("Choose a language from the list"), field="language")
    if region_id is not None and region_by_id(region_id) is None:
        raise NotAcceptable(_("Choose a region from the list"), field="region")
    word, meaning, others = _said(word, meaning, also)
    term = Term.objects.select_for_update(no_key=True).get(pk=_term_at(word) if term_id is None else term_id)
    latest = TermVersion.objects.filter(in_region(region_id), term=term, language=language).order_by("-number").first()
    said = (word, others, meaning)
    is_same = latest is not None and (latest.word, list(latest.also), latest.meaning) == said and not term.is_removed
    if latest is not None and is_same and latest.made_by == by.actor_ref and (latest.number - 1 == seen or term_id is None):
        return latest
    if term_id is None and not term.is_removed and term.versions.exists():
        raise NotAcceptable(_("“%(word)s” is in the glossary already") % {"word": word}, field="word")
    _only_here(term, word, others)
    if seen is not None and seen != (latest.number if latest else 0):
        raise ChangedSince(_("Someone else changed this word while you were writing."))
    if latest is not None and is_same:
        return latest
    if term.is_removed:
        Term.objects.filter(pk=term.pk).update(is_removed=False)
    version = TermVersion.objects.create(
        term=term,
        region_id=region_id,
        language=language,
        number=latest.number + 1 if latest else 1,
        word=word,
        also=others,
        meaning=meaning,
        made_by=by.actor_ref,
    )
    if by != house.BY:  # where that is loaded all is drawn anew
        announce(TermChanged(term_id=term.pk), by=by)
    return version


@transaction.atomic
def remove_term(*, term_id: int, by: Actor) -> None:
    """Take a word out of the glossary, in every region and language. Texts that name it say it without a link.

    Raises:
        NotAllowed: `by` is no editor.
    """
    _check(by)
    if Term.objects.filter(pk=term_id, is_removed=False).update(is_removed=True):
        announce(TermChanged(term_id=term_id), by=by)


def _check(by: Actor) -> None:
    if not may_edit(by):
        raise NotAllowed(_("Only editors can change what Heard says about itself."))


def _said(word: str, meaning: str, also: Sequence[str]) -> tuple[str, str, list[str]]:
    word, meaning = without_marks(clean_line(word)), without_marks(clean(meaning))
    others = list(dict.fromkeys(each for one in also if (each := without_marks(clean_line(one))) and each != word))
    if not word or not slug_of(word):
        raise NotAcceptable(_("Enter the word"), field="word")
    if not meaning:
        raise NotAcceptable(_("Say what it means"), field="meaning")
    for field, words, most in (("word", [word], WORD), ("also", others, WORD), ("meaning", [meaning], MEANING)):
        if any(len(each) > most for each in words):
            raise NotAcceptable(_("Use at most %(limit)s characters") % {"limit": number_words(most)}, field=field)
    return word, meaning, others


def _only_here(term: Term, word: str, others: Sequence[str]) -> None:
    there = words_of_terms()
    for field, each in (("word", word), *(("also", other) for other in others)):
        if there.get(each.casefold(), term.slug) != term.slug:
            raise NotAcceptable(_("“%(word)s” is in the glossary already") % {"word": each}, field=field)


def _term_at(word: str) -> int:
    """The term that stands where this word does, made now if there is none."""
    return Term.objects.get_or_create(slug=slug_of(word))[0].pk
