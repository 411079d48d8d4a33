"""One gate for what goes out: whatever somebody typed that becomes public is looked through here, each text by what it is.

A room says which texts a thing has (`texts_of_…`), as data, and asks `look_through`; the desk, every preview and the actions that publish
show and weigh the same answer. A public field that no gate reads fails `tests/architecture/test_gate.py` (ADR 33).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from heard.stories.rules.personal_data import Hit, HitKind, find_in_chosen_name, find_personal_data
from heard.stories.rules.signs import ASKED_AGAIN, WEIGHED, Sign, SignFound, find_signs


class As(StrEnum):
    """What a text is, which says what in it is worth a look."""

    WORDS = "words"
    """Title, story, answer, plan: everything."""
    OF_STAFF = "of-staff"
    """What staff write (answer, plan): as words, but that somebody works there, or could need care now, is what they write about."""
    CHOSEN_NAME = "chosen-name"
    """Whatever gives an author away."""
    SIGNATURE = "signature"
    """The name of somebody of staff, who gives it of their own will: it is not pointed at, but whoever else is named with it is, and
    every number and address.
    """
    ROLE = "role"
    """What somebody of staff does: whatever of it names anybody, but no word of which roles are made."""
    TAG = "tag"
    """A word or two, without capitals: names are looked for however they are written."""


@dataclass(frozen=True)
class GoesOut:
    """One text of a thing that becomes public. `where` says to a person which, as the end of “In …”."""

    field: str
    where: str
    text: str
    kind: As = As.WORDS


@dataclass(frozen=True)
class Noticed:
    """What was found in one text that goes out; nothing in it where `hits` and `signs` are empty."""

    of: GoesOut
    hits: tuple[Hit, ...] = ()
    signs: tuple[SignFound, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.hits or self.signs)

    @property
    def things(self) -> list[Hit | SignFound]:
        """All of it, to be shown."""
        return [*self.hits, *self.signs]

    @property
    def key(self) -> str:
        """Stands for a look at just this: these words in this place, and what was found in them. Other words, or something else found in
        the same ones by a newer check, want another look.
        """
        found = sorted(
            [*(f"{hit.kind}: {hit.excerpt}" for hit in self.hits), *(f"sign {sign.sign}: {sign.excerpt}" for sign in self.signs)]
        )
        return f"{self.of.field}@{sha256(chr(0).join((self.of.text.strip(), *found)).encode()).hexdigest()[:16]}"


def look_through(texts: Iterable[GoesOut], *, known: Iterable[str] = ()) -> list[Noticed]:
    """What a person should look at in each of `texts`, in their order; those in which nothing was found are left out.

    `known` holds names that are no secret here, as for `find_personal_data`.
    """
    openly = tuple(known)
    return [noticed for each in texts if each.text.strip() and (noticed := _look(each, openly))]


def not_looked_at(noticed: Iterable[Noticed], looked_at: Iterable[str]) -> list[Noticed]:
    """Those that nobody has said can stay (`looked_at` holds keys). Nothing goes out while there is one. Of tags each has a look of its
    own, whatever was found (`moderation.rules.looking`).
    """
    seen = set(looked_at)
    return [each for each in noticed if each.of.kind != As.TAG and each.key not in seen]


def hits_of(noticed: Iterable[Noticed]) -> list[Hit]:
    """All of them, whichever text they stand in."""
    return [hit for each in noticed for hit in each.hits]


@lru_cache(maxsize=ASKED_AGAIN)
def _look(text: GoesOut, known: tuple[str, ...]) -> Noticed:
    skipped = _SKIPPED.get(text.kind)
    signs = [] if skipped is None else [each for each in find_signs(text.text) if each.sign not in skipped]
    return Noticed(text, tuple(_HITS[text.kind](text.text, known)), tuple(signs))


_WORRIES = WEIGHED | {Sign.WORRY}
_SKIPPED = {As.WORDS: _WORRIES, As.TAG: _WORRIES, As.OF_STAFF: _WORRIES | {Sign.CARE_NOW, Sign.YOUNG, Sign.WORKS_THERE}}
"""Signs that say nothing about a text of this kind: a mere worry is about the author, not about what is said. A name is too short for signs
to mean anything but a word.
"""


def _in_chosen_name(name: str, known: Sequence[str]) -> list[Hit]:
    """A chosen name as it was typed, and whether it names somebody of staff however it is written: “dr okafor”."""
    titled = [hit for hit in find_in_chosen_name(_as_a_name(name)) if hit.kind == HitKind.STAFF_NAME]
    return find_in_chosen_name(name) or [replace(hit, excerpt=name[hit.start : hit.end]) for hit in titled]


_NAMES = {HitKind.NAME, HitKind.FIRST_NAME, HitKind.STAFF_NAME}


_SOMEBODY_ELSE = re.compile(
    r"[,;:/&+()\[\]|–—\n]| - |(?<!\w)(?:and|for|of|from|with|by|to|about|pp|p\.p\.|c\.c\.|cc|obo)(?!\w)", re.IGNORECASE
)
MOST_WORDS = 4
"""Of which the name of one person is made, titles aside."""


def own_name(signed: str) -> str:
    """The part of how somebody signs that is their own name: of “Joy Adeyemi, for Tom Brown” the first. None where that is too long to be
    the name of one person, since whatever counts as one's own name may be named unread.
    """
    first = _SOMEBODY_ELSE.split(signed, maxsplit=1)[0].strip()
    return first if len(first.split()) <= MOST_WORDS else ""


def _in_signature(text: str, known: Sequence[str]) -> list[Hit]:
    own = own_name(text)
    until = text.index(own) + len(own) if own else 0
    return [hit for hit in find_personal_data(text) if hit.kind not in _NAMES or hit.start >= until]


_ROLE_WORDS = """accountant adviser advisor advocate allied analyst anaesthetist assistant assurance associate audiologist
cardiologist care carer chaplain charge chief children's clerk clinical clinician complaints consultant coordinator
co-ordinator counsellor dentist deputy dermatologist development dietitian director doctor emergency engagement
executive experience facilitator feedback geriatrician governance guardian gynaecologist haematologist head health
healthcare hygienist improvement intern lead leader liaison manager matron medical midwife navigator neurologist
nurse nursing obstetrician officer oncologist operations ophthalmologist optometrist owner paediatrician paramedic
partner partnership pathologist patient pharmacist phlebotomist physician physiotherapist podiatrist practitioner
principal psychiatrist psychologist quality radiographer radiologist receptionist registrar respiratory
rheumatologist safeguarding secretary service services sister specialist superintendent supervisor support surgeon
team technician theatre therapist trainee urologist ward"""
_ROLES = frozenset(_ROLE_WORDS.split())
"""Words of which roles are made: with a capital, as they are usually written, some look like a surname."""


def _in_role(role: str, known: Sequence[str]) -> list[Hit]:
    return [hit for hit in find_personal_data(role, known=known) if hit.kind not in _NAMES or not _is_role(hit)]


def _is_role(hit: Hit) -> bool:
    """“GP Partner”, “Patient Experience”; “Matron, Acute” since no surname follows a comma. Not “Dr Okafor”, nor “for Joy Smith”."""
    if hit.kind == HitKind.FIRST_NAME:
        return False
    words = hit.excerpt.casefold().replace("’", "'").split()
    return any(word.strip(",.") in _ROLES for word in words[1:]) or words[0].endswith(",")


_BEFORE = "about "
"""Before a tag, so that its first word is no beginning of a sentence, which everybody writes with a capital."""


def _in_tag(tag: str, known: Sequence[str]) -> list[Hit]:
    """A tag as it was typed, and as it would be written if it were a name: “sister joan”, “dr okafor”. Two words that are no first name
    are what most tags are, and no name for having two.
    """
    as_typed = find_personal_data(f"{_BEFORE}{tag}", known=known)
    as_name = [
        hit
        for hit in find_personal_data(f"{_BEFORE}{_as_a_name(tag)}", known=known)
        if hit.kind in {HitKind.FIRST_NAME, HitKind.STAFF_NAME} or (hit.kind == HitKind.NAME and _begins_as_a_name(hit.excerpt))
    ]
    found = as_typed or as_name
    moved = [replace(hit, start=hit.start - len(_BEFORE), end=hit.end - len(_BEFORE)) for hit in found]
    return [replace(hit, excerpt=tag[max(0, hit.start) : hit.end]) for hit in moved if hit.end > 0]


def _as_a_name(tag: str) -> str:
    """Every word with a capital, in as many letters as before."""
    return "".join(
        sign.upper() if (n == 0 or not tag[n - 1].isalnum()) and tag[n - 1 : n] not in {"’", "'"} and len(sign.upper()) == 1 else sign
        for n, sign in enumerate(tag)
    )


_TITLES = {"mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lady", "lord", "rev", "reverend"}


def _begins_as_a_name(words: str) -> bool:
    first = words.split(maxsplit=1)[0]
    return first.casefold().strip(".,") in _TITLES or any(hit.kind == HitKind.FIRST_NAME for hit in find_personal_data(f"{_BEFORE}{first}"))


_HITS = {
    As.WORDS: lambda text, known: find_personal_data(text, known=known),
    As.OF_STAFF: lambda text, known: find_personal_data(text, known=known),
    As.CHOSEN_NAME: _in_chosen_name,
    As.SIGNATURE: _in_signature,
    As.ROLE: _in_role,
    As.TAG: _in_tag,
}
