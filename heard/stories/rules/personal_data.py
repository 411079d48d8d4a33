"""Things in a text that might say who somebody is. Offline, each hit explained; nothing is hidden or changed by itself.

The check would rather point at ten harmless words than miss one name: a person looks at every hit. Used beside a story on the
moderator's desk, for chosen names, and by the rule that lets an answer go straight to publication. Everything is searched in a reading of
the text (`core.texts.reading`): another spelling, another alphabet or an unseen sign hides nothing.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from heard.core.texts.letters import CAPITAL, IN_WORDS, WITHOUT_CASE
from heard.core.texts.patterns import compiled
from heard.core.texts.reading import Plain, Reading, is_latin, plainly, read
from heard.core.texts.saying import capital
from heard.core.texts.spoken import Spoken
from heard.stories.rules.first_names import ALSO_WORDS, SURE, words_of


class HitKind(StrEnum):
    NAME = "name"
    FIRST_NAME = "first-name"
    STAFF_NAME = "staff-name"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    NHS_NUMBER = "nhs-number"
    NUMBER = "number"
    DATE = "date"
    LINK = "link"
    HANDLE = "handle"


LABELS = Spoken(
    {
        HitKind.NAME: gettext_lazy("possible name"),
        HitKind.FIRST_NAME: gettext_lazy("possible first name"),
        HitKind.STAFF_NAME: gettext_lazy("possible staff name"),
        HitKind.PHONE: gettext_lazy("phone number"),
        HitKind.EMAIL: gettext_lazy("email address"),
        HitKind.POSTCODE: gettext_lazy("postcode"),
        HitKind.ADDRESS: gettext_lazy("address"),
        HitKind.NHS_NUMBER: gettext_lazy("NHS number"),
        HitKind.NUMBER: gettext_lazy("personal or case number"),
        HitKind.DATE: gettext_lazy("exact date"),
        HitKind.LINK: gettext_lazy("link"),
        HitKind.HANDLE: gettext_lazy("social media name"),
    }
)
"""As they are called in the middle of a sentence."""


@dataclass(frozen=True, order=True)
class Hit:
    """`text[start:end]` is `excerpt`; `kind` is a `HitKind`."""

    start: int
    end: int
    kind: str
    excerpt: str
    reason: str | Promise

    @property
    def label(self) -> str:
        return capital(LABELS[self.kind])

    @property
    def why(self) -> str:
        """A sentence for the person who looks at it."""
        return str(self.reason)


def find_personal_data(text: str, *, known: Iterable[str] = ()) -> list[Hit]:
    """Every place in `text` that might tell who somebody is, in order and without overlaps.

    `known` holds names that are no secret here (services, towns, the author's chosen name, the responder's own name): they are
    not pointed at as possible names of persons. Everything else is found regardless.
    """
    reading = read(text)
    allowed = _Known(reading, known)
    hits: list[Hit] = []
    for search in _SEARCHES:
        for hit in search(reading.plain, allowed):
            # In order and without overlaps, so only the two neighbours matter: a text of nothing but addresses stays cheap.
            at = bisect(hits, hit.start, key=lambda each: each.start)
            if (at == 0 or hits[at - 1].end <= hit.start) and (at == len(hits) or hit.end <= hits[at].start):
                hits.insert(at, hit)
    return _as_written(hits, reading)


def _as_written(hits: list[Hit], reading: Reading) -> list[Hit]:
    """The hits where they stand in the text itself. Two in one sign of it (½ is read as 1/2) are one."""
    found: list[Hit] = []
    for hit in hits:
        start, end = reading.span(hit.start, hit.end)
        if not found or found[-1].end <= start:
            found.append(replace(hit, start=start, end=end, excerpt=reading.text[start:end]))
    return found


_IN_CHOSEN_NAMES = (
    (r"(?<!\d)(?:19[2-9]\d|20[0-2]\d)(?!\d)", HitKind.DATE, gettext_lazy("This could be a year of birth.")),
    (
        r"(?i)\b(?:trust|hospital|nhs|ward|surgery|council|care home|school)\b",
        HitKind.NAME,
        gettext_lazy("This could be where the author works."),
    ),
)


def find_in_chosen_name(name: str) -> list[Hit]:
    """Why a name that an author chose might give the author away: a full name, a year of birth, an address, a place of work."""
    hits = find_personal_data(f"by {name}")
    shifted = [
        Hit(max(hit.start - 3, 0), hit.end - 3, hit.kind, name[max(hit.start - 3, 0) : hit.end - 3], hit.reason)
        for hit in hits
        if hit.end > 3
    ]
    reading = read(name)
    more = [
        _hit(match.start(), match.end(), kind, reading.plain, why)
        for pattern, kind, why in _IN_CHOSEN_NAMES
        for match in re.finditer(pattern, reading.plain)
    ]
    if "@" in reading.plain and not any(hit.kind in {HitKind.EMAIL, HitKind.HANDLE} for hit in shifted):
        at = reading.plain.index("@")
        more.append(_hit(at, at + 1, HitKind.EMAIL, reading.plain, gettext_lazy("This looks like part of an email address.")))
    return sorted(shifted + [each for hit in more for each in _as_written([hit], reading)])


# ---------------------------------------------------------------- what is said openly here


class _Known:
    """Where in a text names stand that are no secret, and which single words they are made of. It knows the disguised words as well."""

    def __init__(self, reading: Reading, names: Iterable[str]) -> None:
        self.disguised = reading.disguised
        self.words: set[str] = set()
        self.spans: list[tuple[int, int]] = []
        self.whole: list[tuple[int, int]] = []
        """Those of names of several words."""
        for spelt in dict.fromkeys(each for name in names for each in _spellings(name)):
            words = re.findall(r"\w[\w'-]*", spelt)
            if words:
                self.words |= {_plain(word) for word in words}
                joined = r"[\s,]+".join(re.escape(word) for word in words)
                spans = [match.span() for match in re.finditer(rf"(?i)(?<!\w){joined}(?!\w)", reading.plain)]
                self.spans += spans
                self.whole += spans if len(words) > 1 else []

    def covers(self, start: int, end: int, *, after_title: bool = False) -> bool:
        """`after_title`: after a word such as “Doctor”. There one word alone is no known name: an author who chose to be called Okafor, or
        happens to be, does not make Doctor Okafor somebody who may be named.
        """
        return any(first <= start and end <= last for first, last in (self.whole if after_title else self.spans))


@lru_cache(maxsize=2_000)
def _spellings(name: str) -> tuple[Plain, Plain]:
    """How a name is read by itself, and how among English words: a Cyrillic one may be spelt in letters that look like Latin ones."""
    return plainly(name), Plain(plainly(f"{'a' * len(name)} {name}").partition(" ")[2])


def _plain(word: str) -> str:
    """A word that was read, without possessive and case: Siobhan's → siobhan."""
    return re.sub(r"'s?$", "", word).casefold()


# ---------------------------------------------------------------- numbers, addresses, dates

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LINK = re.compile(
    r"(?i)(?<![\w@.])(?:https?://[^\s<>\"]{1,500}|www\.[^\s<>\"]{1,500}"
    r"|[a-z0-9-]{2,63}(?:\.[a-z0-9-]{1,63}){0,3}\.(?:com|org|net|info|ie|uk|eu|example)(?![\w-])(?:/[^\s<>\"]{0,300})?)"
)
_HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z_]\w{1,30}")
_POSTCODE = re.compile(r"(?i)(?<![\w-])(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}|GIR ?0AA)(?![\w-])")
_EIRCODE = re.compile(r"(?<![\w-])[AC-FHKNPRTV-Y]\d[\dW]\s?(?=[A-Z]{0,3}\d)[0-9AC-FHKNPRTV-Y]{4}(?![\w-])")
_TEN_DIGITS = re.compile(r"(?<![\d+])\d(?:[\s.-]{0,3}\d){9}(?!\d)")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_GAP = r"(?: ?\n ?| )"
"""A blank, or the end of a line in the middle of what belongs together."""
_IN_ORDER = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    r"|twentieth|thirtieth|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_DATES = (
    re.compile(rf"(?i)(?<![\w/.]){_DAY}\s?(?:st|nd|rd|th)?{_GAP}(?:of{_GAP})?{_MONTH}\b\.?(?:,?{_GAP}(?:19|20)\d\d(?!\d))?"),
    re.compile(rf"(?i)(?<!\w){_MONTH}\.?{_GAP}(?:the{_GAP})?{_DAY}(?:st|nd|rd|th)?(?![\d:]|\.\d)(?:,?{_GAP}(?:19|20)\d\d(?!\d))?(?!\w)"),
    re.compile(rf"(?<![\d/.-]){_DAY}(?P<by>[/.-])(?:0?[1-9]|1[0-2])(?P=by)(?:(?:19|20)\d\d|\d\d)(?![\d/-])"),
    re.compile(rf"(?<![\d/-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-{_DAY}(?![\d/-])"),
    re.compile(
        rf"(?i)(?<!\w)(?:on|since|until|till|from){_GAP}the{_GAP}(?P<day>(?:[12]?(?:1st|2nd|3rd|[4-9]th)|1[0-3]th|[23]0th))"
        rf"(?!\w)(?!{_GAP}(?:floor|day|ward|week))"
    ),
    re.compile(rf"(?i)(?<!\w){_IN_ORDER}{_GAP}of{_GAP}{_MONTH}(?!\w)"),
    re.compile(rf"(?i)(?<!\w){_MONTH}{_GAP}the{_GAP}{_IN_ORDER}(?!\w)"),
    re.compile(
        r"(?i)(?<!\w)(?:dob|d\.o\.b\.?|date of birth|born(?: on)?)(?:\sis|\swas)?[\s:.,]{1,3}"
        r"\d{2}[ ./-]?\d{2}[ ./-]?(?:\d{2}){1,2}(?!\d)"
    ),
)  # fmt: skip


_SPELT_EMAIL = re.compile(
    r"(?i)(?<![\w.+-])(?!(?:look|looks|looked|point|pointed|the|me|it|him|her|us|them|stare|stared)\b)[\w.+-]{2,64}"
    r"(?:\s?[\[(]\s?at\s?[\])]\s?|\sat\s)[\w-]{2,63}(?:(?:\s?[\[(]\s?dot\s?[\])]\s?|\sdot\s|\.)(?!on\b|in\b|of\b)[\w-]{2,63}){1,4}"
)
"""“jane at example dot com”. A plain “at” before a plain full stop is any sentence's: one of the two has to be spelt."""
_NUMBERS_OF_ONE = (
    re.compile(r"(?i)(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:\s?\d\d){3}\s?[A-D](?!\w)|(?<!\w)QQ(?:\s?\d\d){3}\s?[A-D](?!\w)"),
    re.compile(r"(?<!\w)[A-Z]{2}\d\d\s?[A-Z]{3}(?!\w)"),
    re.compile(
        r"(?i)(?<!\w)(?:(?:hospital|patient|unit|case|record|complaint|reference|claim)\s(?:number|no\.?|ref\.?)|mrn|chi|reference|ref\.?)"
        r"(?:\s(?:is|was)|\s?:)?\s?[A-Z]{0,3}\d[\d/-]{3,15}(?!\w)"
    ),
)
"""National Insurance, the plates of a car, and the number under which a person or a case is kept."""
_HOUSE = r"(?<![\w.,:/£€$-])\d{1,4}[a-z]?,?[ \t]"
_STREET = r"(?:road|rd|street|avenue|ave|lane|crescent|terrace|gardens|grove|close|drive|court|mews|walk|square|way|hill|row|place|rise)"
_ADDRESSES = (
    re.compile(r"(?i)(?<!\w)(?:flat|apartment|apt\.?)[ \t](?:no\.?[ \t])?\d{1,4}[a-z]?(?!\w)(?![ \t](?:times|tyres?|days?|weeks?))"),
    re.compile(rf"{_HOUSE}(?:[A-Z][\w'.-]*[ \t]){{1,3}}(?i:{_STREET})(?!\w)"),
    re.compile(
        rf"(?i:{_HOUSE})(?!(?:hours?|minutes?|mins?|miles?|way|more|people|times|days?|weeks?|lane|other|busy|main|different)\b)"
        r"[a-z'-]{3,20}[ \t](?:road|street|avenue|crescent|terrace|gardens|grove)(?!\w)"
    ),
)
_FIGURE = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|\d)"
_NUMBER_IN_WORDS = re.compile(rf"(?i)(?<!\w){_FIGURE}(?:[ ,-]{{1,2}}(?:(?:double|treble|triple)[ ])?{_FIGURE}){{5,14}}(?!\w)")
_LOCAL_NUMBER = re.compile(
    r"(?i)(?<!\w)(?:rings?|rang|calls?|called|phoned?|tel(?:ephone)?\.?|text(?:ed)?|dial(?:led)?|number is|number was)"
    r"(?:[ \t](?:on|me|us|him|her|them|at|number))?[ \t:]{1,3}(?P<number>\d{3}[ \t]?\d{3})(?![\d.,]?\d)"
)


def _emails(text: Plain, _: _Known) -> Iterator[Hit]:
    for pattern in (_EMAIL, _SPELT_EMAIL):
        for match in pattern.finditer(text):
            if pattern is _SPELT_EMAIL and not _is_spelt(Plain(match.group())):
                continue
            yield _hit(
                match.start(),
                match.end(),
                HitKind.EMAIL,
                text,
                gettext_lazy("Anyone could write to this address, and it often contains a name."),
            )


def _is_spelt(written: Plain) -> bool:
    """Whether “at” stands in brackets or “dot” is a word: “jane at home.Then” is neither."""
    return re.search(r"(?i)[\[(]\s?at\s?[\])]|[\s\])]dot[\s\[(]|[\[(]\s?dot", written) is not None


def _addresses(text: Plain, known: _Known) -> Iterator[Hit]:
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            if not known.covers(*match.span()):
                yield _hit(
                    match.start(),
                    match.end(),
                    HitKind.ADDRESS,
                    text,
                    gettext_lazy("A house or flat number with its street may show where someone lives."),
                )


def _numbers_of_one(text: Plain, _: _Known) -> Iterator[Hit]:
    for pattern in _NUMBERS_OF_ONE:
        for match in pattern.finditer(text):
            yield _hit(
                match.start(), match.end(), HitKind.NUMBER, text, gettext_lazy("Someone with the records could find the person from this.")
            )


def _spelt_phones(text: Plain, _: _Known) -> Iterator[Hit]:
    for match in _NUMBER_IN_WORDS.finditer(text):
        if re.search(r"[A-Za-z]", match.group()):
            yield _hit(match.start(), match.end(), HitKind.PHONE, text, gettext_lazy("Someone could be called on this number."))
    for match in _LOCAL_NUMBER.finditer(text):
        yield _hit(*match.span("number"), HitKind.PHONE, text, gettext_lazy("Someone could be called on this number."))


def _links(text: Plain, _: _Known) -> Iterator[Hit]:
    for match in _LINK.finditer(text):
        end = match.end() - (len(match.group()) - len(match.group().rstrip(".,;:!?)’'")))
        yield _hit(match.start(), end, HitKind.LINK, text, gettext_lazy("The page behind a link can change, and may name people."))


def _handles(text: Plain, _: _Known) -> Iterator[Hit]:
    for match in _HANDLE.finditer(text):
        yield _hit(match.start(), match.end(), HitKind.HANDLE, text, gettext_lazy("This leads to a person on social media."))


def _postcodes(text: Plain, _: _Known) -> Iterator[Hit]:
    for pattern in (_POSTCODE, _EIRCODE):
        for match in pattern.finditer(text):
            yield _hit(
                match.start(), match.end(), HitKind.POSTCODE, text, gettext_lazy("A full postcode often covers only about 15 homes.")
            )


def _nhs_numbers(text: Plain, _: _Known) -> Iterator[Hit]:
    for match in _TEN_DIGITS.finditer(text):
        if is_nhs_number(match.group()):
            yield _hit(
                match.start(), match.end(), HitKind.NHS_NUMBER, text, gettext_lazy("Ten digits that fit the pattern of an NHS number.")
            )


def is_nhs_number(written: str) -> bool:
    """Whether the digits of `written` are ten with the check digit of an NHS, CHI or Health and Care number."""
    digits = [int(sign) for sign in written if sign.isdecimal()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return digits[9] == check % 11 and check != 10


def _dates(text: Plain, _: _Known) -> Iterator[Hit]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            start, end = match.span("day") if "day" in match.groupdict() else match.span()
            yield _hit(
                start,
                end - (text[end - 1] == "."),
                HitKind.DATE,
                text,
                gettext_lazy("Staff could look the person up from an exact date. The month is enough."),
            )


def _phones(text: Plain, _: _Known) -> Iterator[Hit]:
    # Nobody looks at the two hundredth number; a text of nothing but numbers must not keep the server busy.
    for match in islice(phonenumbers.PhoneNumberMatcher(text, "GB", phonenumbers.Leniency.POSSIBLE), 200):
        digits = re.sub(r"\D", "", match.raw_string)
        if len(digits) < 7 or _only_years(Plain(match.raw_string)):
            continue
        yield _hit(match.start, match.end, HitKind.PHONE, text, gettext_lazy("Someone could be called on this number."))


def _only_years(written: Plain) -> bool:
    return all(re.fullmatch(r"(?:19|20)\d\d", part) for part in re.findall(r"\d+", written))


# ---------------------------------------------------------------- names

_STAFF = (
    r"nurses?|sisters?|sr|matron|midwife|doctor|drs?|consultant|surgeon|registrar|professor|prof|therapist|receptionist|carer|paramedic"
    r"|health visitor|social worker|physio|physiotherapist|dentist|pharmacist|psychiatrist|psychologist|GP|HCA|manager"
)
_WORD = rf"[{CAPITAL}][{IN_WORDS}']*(?:-[{CAPITAL}][{IN_WORDS}']*)?"
_NAMED = rf"[{CAPITAL}{WITHOUT_CASE}][{IN_WORDS}']*(?:-[{CAPITAL}{WITHOUT_CASE}][{IN_WORDS}']*)?"
_NAME = rf"(?P<name>{_NAMED}(?: {_NAMED}){{0,2}})"
_INITIALS = r"(?:[A-Z](?:\.[ \t]?|[ \t])){0,3}"
_SMALL_WORDS = r"(?:(?:(?:de|da|dos|del|della|di|du|la|le|van|von|der|den|el|al|bin|ben|bint|ibn|ap|ab|mac|st)[ -])|d'){0,3}"
"""What surnames begin with in small letters: de Souza, van der Berg, el-Sayed."""
_TITLED = (
    rf"(?<!\w)(?P<title>(?i:mrs?|ms|miss|mx|messrs|sir|dame|lady|lord|rev(?:erend)?|father|{_STAFF}))(?P<stop>\.?)(?P<gap>,?[ \t]*)"
    rf"(?P<between>{_INITIALS}{_SMALL_WORDS}){_NAME}(?P<second>[ \t]+(?:and|&)[ \t]+{_NAMED})?"
)
_TITLED_SMALL = re.compile(r"(?<!\w)(?P<title>(?i:mrs?|mx|messrs|drs?|prof))\.?[ \t]+(?P<name>[a-z][a-z'-]+)")
"""“mr smith”, as it is typed on a telephone."""
_WITH_INITIALS = rf"(?<![\w.'@/-])(?:(?:[A-Z]\. ?){{1,3}}|(?:[B-HJ-Z] ){{1,2}})(?P<name>{_WORD})"
"""“J. Smith”, “M Okafor”. A and I without a stop are words."""
_SHOUTED = re.compile(r"(?<![\w@'-])[A-Z]{4,}(?![\w-])")
_SAID = rf"(?<!\w)(?i:named?|called|name is|name was|name's|signed|regards,?|love from)[ \t\n]+{_NAME}"
_ELSEWHERE = rf"(?<![\w'])(?:(?![A-Z]){_NAMED})(?: (?![A-Z]){_NAMED}){{0,3}}"
"""Words in letters of another script."""
_TWO_IN_ONE = re.compile(r"([A-Z][a-z]+)(?:[A-Z][a-z]+)+")
"""“JaneSmith”: what is left of two words with a blank between them that has no width."""
_SENTENCE_END = re.compile(r"(?:^|[.!?:…][\"’”')\]]*|\n|[-–—•*][ \t])[ \t\"‘“'(\[]*\Z")

_NO_NAMES = words_of(
    """
    a and any at but by for from he her here his how i if in is it its me my no not now of oh ok on or our she so that the their them then
    there they this to was we what when where who why with yes you your
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
    november december christmas easter eid diwali ramadan hanukkah mum mummy dad daddy mam gran grandma grandad granny nan nana nanny
    auntie aunt uncle god jesus allah lord
    nhs gp icu hdu mri ct ecg ent eeg crt cpn camhs pals cqc dwp pip uk usa england english scotland scottish wales welsh ireland irish
    britain british europe european london northern southern eastern western north south east west polish urdu punjabi arabic
    accident emergency outpatient outpatients inpatient covid parkinson parkinsons alzheimer alzheimers crohn crohns hodgkin raynaud
    asperger aspergers tourette tourettes down downs addison addisons bell bells macmillan marie curie samaritans healthwatch heard
    citizens advice universal credit personal independence payment attendance allowance ambulance
    internet google facebook whatsapp zoom teams youtube tesco asda boots lidl aldi sainsbury uber
    paracetamol ibuprofen codeine morphine oramorph methadone sertraline insulin zopiclone
    dear hello hi thanks thank sorry please best kind regards great very good well done
    practitioner manager specialist charge team assistant student associate line desk
    """
)
_PLACES = words_of(
    """
    hospital hospitals ward wards unit infirmary clinic clinics surgery centre center practice practices trust health healthcare care
    service services road street avenue lane close drive way park house home homes lodge court villa place square terrace crescent
    department suite room reception pharmacy dentist dental medical maternity recovery college school university church council board
    line bridge green hill field fields bay island station airport city town village county group foundation royal general community
    memorial cottage hall gate cross day week act line floor wing block building site entrance team company ltd limited plc
    """
)
_WRITTEN_SHORT = words_of("mr mrs ms miss mx messrs dr drs prof professor sir dame rev reverend sr")
"""Titles that are nothing else, so that a full stop after one ends no sentence."""
_SAID_TO = words_of("nurse nurses sister matron midwife doctor")
"""Words for staff that stand before a surname as a title does, but only with a capital."""
_ALSO_SURNAMES = words_of(
    """
    may day bell bells down downs green hill hills field fields bay hall gate cross bridge park lane street church close way house home
    lodge villa north south east west northern southern english scott london england scotland wales welsh ireland irish french polish
    british best great good parker islands island wing court addison bell curie marie hodgkin parkinson boots lord
    """
) - words_of("home house street")
"""Everyday words that are surnames, too: after a title they are nothing else."""
_NO_SURNAMES = words_of(
    """
    a about after again also an and any appointment appointments are as ask asked asks at because before but by called calls came can
    cannot come comes could did didn't do does done every explained explains for from gave gets give gives goes got had has hasn't have
    he her here him his how i if in is isn't it just knew know knows letter letters line listened listens looked looks may me might must
    my never no not notes now of off on or our out over phoned please prescribed rang referred referral refused rings said saw say says
    seen sees sent she should so spoke surgery surgeries that the their them then there these they thinks this those thought to today
    told tells tomorrow too took under up visit visits wanted wants was wasn't we went were what when where which while who whom whose
    why will with without would wouldn't yes yesterday you your
    """
)
_BEFORE_A_DR = words_of("a an any another each every her his locum my new no our same that the their this which your")
_BEFORE_A_LETTER = words_of(
    "bay block building car class factor floor group grade hepatitis level park plan point room strep theatre type unit vitamin ward"
    " wing zone"
)
_AFTER_A_LETTER = words_of("ray rays shirt shirts dimer diff difficile coli section sections scan scans wire")
_NO_INITIALS = words_of("am pm ps uk us eu nhs gp ae")
_SHOUTED_WORDS = words_of("amber daisy dean hazel heather jade pearl ruby")
_BY_FIRST_NAME = gettext_lazy("Name staff by first name only, and only in praise.")


def _titled(text: Plain, known: _Known) -> Iterator[Hit]:
    place = 0
    while match := compiled(_TITLED).search(text, place):
        # What is no name here may be the title of the next: “the manager, Mrs Hall”.
        place = match.end("title")
        title = Plain(match["title"])
        also = _surnames_after(title, match["stop"])
        if (match["between"] and not also) or (not match["gap"] and not _may_touch(title, match["stop"])):
            continue
        words = _leading_names(Plain(match["name"]), also)
        if not words:
            continue
        start, end = match.start("title"), match.start("name") + len(words)
        of_staff = _is_staff(title)
        lone_word = title.islower() and of_staff
        if known.covers(match.start("name"), end, after_title=of_staff) or (lone_word and _starts_elsewhere(words)):
            continue
        if "," in text[match.end("title") : match.start("name")] and all(_plain(word) in known.words for word in words.split()):
            continue  # “ward sister, Larkfield”: where somebody works, not what they are called
        if (
            match["second"]
            and end == match.end("name")
            and title.casefold().endswith("s")
            and title.casefold() not in {"mrs", "ms", "miss"}
        ):
            end = match.end("second")
        place = end
        if of_staff:
            yield _hit(start, end, HitKind.STAFF_NAME, text, _BY_FIRST_NAME)
        else:
            yield _hit(start, end, HitKind.NAME, text, gettext_lazy("A title and a name."))


def _is_staff(title: Plain) -> bool:
    return re.fullmatch(_STAFF, title, re.IGNORECASE) is not None


def _may_touch(title: Plain, stop: str) -> bool:
    """Whether a name may follow with no blank: “Dr.Okafor”, “NurseOkafor”; but not “the nurse.Then”, nor “MRCP”."""
    return title.casefold() in _WRITTEN_SHORT if stop else not title.isupper()


def _surnames_after(title: str, stop: str) -> frozenset[str]:
    """Everyday words that are a surname after this title: none where it may be a word itself, or end a sentence."""
    folded = title.casefold()
    if folded in _WRITTEN_SHORT:
        return _PLACES | _ALSO_SURNAMES
    return _ALSO_SURNAMES if folded in _SAID_TO and not stop and not title.islower() else frozenset()


def _titled_in_small_letters(text: Plain, known: _Known) -> Iterator[Hit]:
    for match in _TITLED_SMALL.finditer(text):
        staff = _is_staff(Plain(match["title"]))
        if match["name"] in _NO_SURNAMES or known.covers(*match.span("name"), after_title=staff):
            continue
        if staff and _word_before(text, match.start()) in _BEFORE_A_DR:
            continue
        kind, why = (HitKind.STAFF_NAME, _BY_FIRST_NAME) if staff else (HitKind.NAME, gettext_lazy("A title and a name."))
        yield _hit(match.start(), match.end(), kind, text, why)


def _with_initials(text: Plain, known: _Known) -> Iterator[Hit]:
    for match in compiled(_WITH_INITIALS).finditer(text):
        name, letters = match["name"], re.sub(r"[^A-Z]", "", text[match.start() : match.start("name")]).casefold()
        if len(name) < 3 or name.isupper() or _is_ordinary(name) or _is_staff(Plain(name)) or _plain(name) in _AFTER_A_LETTER | {"staff"}:
            continue
        if letters in _NO_INITIALS or _word_before(text, match.start()) in _BEFORE_A_LETTER or known.covers(*match.span()):
            continue
        if _plain(name) not in known.words:
            yield _hit(match.start(), match.end(), HitKind.NAME, text, gettext_lazy("Initials and a name."))


def _shouted(text: Plain, known: _Known) -> Iterator[Hit]:
    for match in _SHOUTED.finditer(text):
        name = match.group().casefold()
        if name in SURE and name not in _SHOUTED_WORDS and name not in known.words:
            yield _hit(match.start(), match.end(), HitKind.FIRST_NAME, text, gettext_lazy("A common first name. Chosen names are fine."))


def _word_before(text: Plain, place: int) -> str:
    found = re.search(r"(\w+)[ \t]+\Z", text[max(0, place - 20) : place])
    return found[1].casefold() if found else ""


def _starts_elsewhere(words: str) -> bool:
    """A small staff word before a capital is a name only when the word after is not an everyday or a place's one."""
    return all(_is_ordinary(word) for word in words.split())


def _said_names(text: Plain, known: _Known) -> Iterator[Hit]:
    for match in compiled(_SAID).finditer(text):
        words = _leading_names(Plain(match["name"]))
        if not words:
            continue
        start = match.start("name")
        if known.covers(start, start + len(words)) or _is_place(words.split()):
            continue
        yield _hit(start, start + len(words), HitKind.NAME, text, gettext_lazy("The words say that this is someone’s name."))


def _names(text: Plain, known: _Known) -> Iterator[Hit]:
    """Runs of capitalised words that are no place, no day, no month; and common first names."""
    for run in _runs(text):
        begins = _begins_sentence(text, run[0].start())
        words = [match.group() for match in run]
        if _is_place(words) or known.covers(run[0].start(), run[-1].end()):
            continue
        kept = [match for match in run if not _is_ordinary(match.group()) and _plain(match.group()) not in known.words]
        if not kept:
            continue
        before = run[run.index(kept[0]) - 1] if kept[0] is not run[0] else None
        if before is not None and len(kept) == 1 and any(part in SURE or part in ALSO_WORDS for part in _parts(before.group())):
            # “Joy Smith”, where Joy Adeyemi may be named: somebody else with the same first name.
            yield _hit(
                before.start(),
                kept[0].end(),
                HitKind.NAME,
                text,
                gettext_lazy("Two words with capital letters together, and not a place we know."),
            )
            continue
        at_beginning = begins and kept[0] is run[0]
        parts = _parts(kept[0].group())
        # The second half of “X-Ray” is a ray, and no Ray.
        is_first_name = any(part in SURE for part in parts) or (bool(parts) and parts[0] in ALSO_WORDS and not at_beginning)
        if len(kept) > 1 and (is_first_name or not at_beginning):
            yield _hit(
                kept[0].start(),
                kept[-1].end(),
                HitKind.NAME,
                text,
                gettext_lazy("Two words with capital letters together, and not a place we know."),
            )
        elif is_first_name:
            yield _hit(
                kept[0].start(), kept[0].end(), HitKind.FIRST_NAME, text, gettext_lazy("A common first name. Chosen names are fine.")
            )
        elif (two := _TWO_IN_ONE.fullmatch(kept[0].group())) and two[1].lower() in SURE:
            yield _hit(
                kept[0].start(),
                kept[0].end(),
                HitKind.NAME,
                text,
                gettext_lazy("Two words with capital letters together, and not a place we know."),
            )


def _from_elsewhere(text: Plain, known: _Known) -> Iterator[Hit]:
    """Among Latin words, words of another script; they are names more often than anything else. Also those that only look Latin."""
    line_ends, among_latin = 0, False
    for match in compiled(_ELSEWHERE).finditer(text):
        if match.end() > line_ends:  # once for each line: a long text in another script is one line of thousands of words
            line_ends = (text.find("\n", match.end()) + 1 or len(text) + 1) - 1
            among_latin = is_latin(text[text.rfind("\n", 0, match.start()) + 1 : line_ends])
        if len(match.group()) > 1 and among_latin and not known.covers(*match.span()):
            yield _hit(match.start(), match.end(), HitKind.NAME, text, gettext_lazy("Words in another script are often a name."))
    for start, end in known.disguised:
        if text[start].isupper() and not text[start:end].isupper() and not _is_ordinary(text[start:end]) and not known.covers(start, end):
            yield _hit(start, end, HitKind.NAME, text, gettext_lazy("A word with letters from another script that look like Latin ones."))


def _parts(word: str) -> list[Plain]:
    return [Plain(part) for part in _plain(word).split("-")]


def _runs(text: Plain) -> Iterator[list[re.Match[str]]]:
    """Capitalised words with nothing but one blank between them. Words all in capitals are abbreviations or shouting, not names."""
    run: list[re.Match[str]] = []
    for match in compiled(_WORD).finditer(text):
        if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "@_"):
            continue
        word = match.group()
        if len(word) > 1 and word.isupper():
            continue
        if run and not _belongs_to(run[-1].group(), text[run[-1].end() : match.start()], word):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _belongs_to(before: str, between: str, word: str) -> bool:
    """Whether a capitalised word goes on with the one before. At the end of a line, a first name may wait for its surname."""
    if between == "\n":
        return any(part in SURE for part in _parts(before)) and not _is_ordinary(word)
    return between == " "


def _begins_sentence(text: Plain, start: int) -> bool:
    return _SENTENCE_END.search(text[max(0, start - 12) : start]) is not None


def _leading_names(words: Plain, also: frozenset[str] = frozenset()) -> str:
    """As many of the words as can belong to a name: “Patel The” → “Patel”. The first may be one of `also`."""
    kept = ""
    for match in compiled(_NAMED).finditer(words):
        plain = _plain(match.group())
        if plain in _WRITTEN_SHORT or (_is_ordinary(match.group()) and (kept or plain not in also)):
            break
        kept = words[: match.end()]
    return kept


_CONTRACTION = re.compile(r"(\w+)'(d|ll|ve|re|m|t)")
"""“The doctor I’d seen”: no name."""


def _is_ordinary(word: str) -> bool:
    """Whether it is no name; of several joined (“Monday–Friday”), each."""
    return all(_is_everyday(part) for part in _parts(word))


def _is_everyday(plain: Plain) -> bool:
    short = _CONTRACTION.fullmatch(plain)
    return plain in _NO_NAMES or plain in _PLACES or len(plain) < 2 or (short is not None and (short[1] in _NO_NAMES or short[2] == "t"))


def _is_place(words: list[str]) -> bool:
    return any(_plain(word) in _PLACES for word in words)


def _hit(start: int, end: int, kind: HitKind, text: Plain, why: str | Promise) -> Hit:
    return Hit(start, end, str(kind), text[start:end], why)


_SEARCHES: tuple[Callable[[Plain, _Known], Iterator[Hit]], ...] = (
    _emails, _links, _handles, _nhs_numbers, _numbers_of_one, _dates, _postcodes, _phones, _spelt_phones, _addresses,
    _titled, _titled_in_small_letters, _said_names, _names, _with_initials, _shouted, _from_elsewhere,
)  # fmt: skip
