"""How the words that people type are judged: `words/everyday.csv` says what is right, written before the table of everyday names.

Registers hold no specialities, so a place's name has to say them. What a name may say is written here from the titles of the treatment
functions, and not taken from the table that is judged.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from heard.directory.models import Service
from heard.directory.queries import FoundService, find_services, search_text_of
from tests import factories

FILE = Path(__file__).with_name("words") / "everyday.csv"
GENERAL = {"ward", "hospital", "clinic", "prescriber", "community-service", "community-trust", "acute-trust", "private", "charity", "other"}
"""Kinds that say where a place stands in a register, and not what it does."""
SAID = {
    "100": r"surg|theatre|operat",
    "101": r"urolog|continence|bladder|prostat",
    "103": r"breast|mammo",
    "104": r"bowel|colo|stoma",
    "110": r"orthop|fracture|trauma|ortho\b|\bhip|knee|bone",
    "120": r"\bent\b|ear,? nose",
    "130": r"eye|ophthal|opthal",
    "141": r"dental|dent",
    "143": r"orthodont|dental",
    "171": r"child|paed",
    "180": r"emergency (department|dept|room|unit|centre)|accident|\ba ?(&|and) ?e\b|casualty",
    "191": r"\bpain",
    "192": r"intensive|critical care|\bitu\b|\bicu\b",
    "242": r"paed.*(intensive|critical)|picu",
    "290": r"child|paed|autis",
    "301": r"endosc|gastro|bowel|stomach",
    "303": r"haemat",
    "307": r"diabet",
    "310": r"audiol|hearing",
    "314": r"rehab",
    "315": r"palliative|hospice|macmillan|end of life",
    "319": r"respite",
    "320": r"cardi|heart|coronary",
    "328": r"stroke",
    "330": r"dermat|skin",
    "340": r"respir|chest|lung",
    "344": r"rehab",
    "345": r"rehab",
    "346": r"rehab",
    "350": r"hiv|infectious|sexual",
    "360": r"sexual|\bgum\b|genito|contracep|family planning",
    "361": r"renal|kidney|dialysis|nephro",
    "370": r"cancer|oncol|chemo",
    "420": r"child|paed",
    "422": r"neonat|baby|nicu|scbu|newborn",
    "430": r"elderly|older|geriat|frail",
    "450": r"dental",
    "460": r"eye|ophthal|opthal",
    "501": r"matern|obstet|antenatal|labour|delivery|birth|pregnan",
    "502": r"gynae|women|fertil|reproduct|contracep|pregnan|abortion|colposc",
    "560": r"midwi|matern|birth|labour|delivery|antenatal",
    "650": r"physio",
    "651": r"occupational therap",
    "652": r"speech",
    "653": r"podiat|chirop|foot",
    "656": r"psychol|counsel|talking|therap",
    "662": r"optic|optom|eye",
    "663": r"podiat|foot",
    "700": r"learning|autis",
    "710": r"mental|psychiat",
    "711": r"camhs|child.*mental|adolesc",
    "713": r"psychother|counsel|talking",
    "715": r"dement|memory|older",
    "720": r"eating",
    "721": r"drug|alcohol|addict|substance|recovery",
    "722": r"liaison|crisis",
    "727": r"memory|dement",
    "800": r"cancer|oncol|radiother",
    "812": r"x.?ray|radiol|imaging|\bmri\b|\bct\b|ultrasound|scan",
    "840": r"audiol|hearing",
    "920": r"diabet",
}
NAMES = (
    (r"walk|minor|urgent|\bmiu\b|\butc\b", r"walk|minor|urgent|\b(miu|utc|wic|ucc)\b"),
    (r"\b111\b|nhs 24|one one one", r"111|nhs 24|out of hours|\booh\b"),
    (r"out of hours", r"out of hours|\booh\b"),
    (r"blood", r"phleb|blood"),
    (r"phleb", r"phleb|blood"),
    (r"transport", r"transport|ambulance"),
    (r"day surgery", r"day (surgery|case)|daycase"),
    (r"theatre", r"theatre|surgery"),
    (r"outpatients", r"out-? ?patient|\bopd\b"),
    (r"wheelchair", r"wheelchair"),
    (r"incontinence", r"continence"),
    (r"prison", r"hmp|prison|yoi"),
    (r"optician|eye test", r"optic|optom|eye"),
    (
        r"school nurse|health visitor|midwi|howdie",
        r"school nurs|health visit|midwi|community health|community services|community nhs|child",
    ),
    (r"nurse|nurses", r"nurs|community health|community services|community nhs"),
    (r"stoma", r"stoma"),
    (r"family planning|pill", r"sexual|contracep|family planning"),
    (r"fertility", r"fertil|reproduct"),
    (r"abortion", r"abortion|pregnancy advisory|bpas|termination"),
    (r"home treatment|crisis|cmht", r"crisis|home treatment|mental"),
    (r"complaints", r"."),  # whoever runs hospitals has to take them
    (r"food|meals|samaritans|drink|drug|detox", r"food|meals|samaritan|drug|alcohol|recovery|addict"),
    (r"private", r"."),
)
"""Of words for which there is no kind and no speciality: what has to be in the name of a place of a general kind."""
PLACES = (
    ("site", "hospital", "Northmoor General Hospital"), ("service", "ward", "Emergency Department"),
    ("service", "ward", "Children’s Emergency Department"), ("service", "ward", "Children’s Ward"),
    ("service", "ward", "Neonatal Unit"), ("service", "ward", "Maternity Ward"), ("service", "ward", "Labour Ward"),
    ("service", "ward", "Day Surgery Unit"), ("service", "ward", "Main Theatres"), ("service", "ward", "Stroke Unit"),
    ("service", "ward", "Intensive Care Unit"), ("service", "ward", "Ward 7 Elderly Care"), ("service", "ward", "Rehabilitation Ward"),
    ("service", "ward", "Ward 9 Orthopaedics"), ("service", "clinic", "Fracture Clinic"), ("service", "clinic", "Eye Clinic"),
    ("service", "clinic", "ENT Outpatients"), ("service", "clinic", "Audiology"), ("service", "clinic", "Cardiology"),
    ("service", "clinic", "Respiratory Clinic"), ("service", "clinic", "Dermatology"), ("service", "clinic", "Diabetes Centre"),
    ("service", "clinic", "Podiatry"), ("service", "clinic", "Physiotherapy"), ("service", "clinic", "Occupational Therapy"),
    ("service", "clinic", "Speech and Language Therapy"), ("service", "clinic", "Pain Clinic"), ("service", "clinic", "Renal Unit"),
    ("service", "clinic", "Chemotherapy Day Unit"), ("service", "clinic", "Radiotherapy"), ("service", "clinic", "Breast Clinic"),
    ("service", "clinic", "Gynaecology Outpatients"), ("service", "clinic", "X-ray Department"), ("service", "clinic", "Phlebotomy"),
    ("service", "clinic", "Endoscopy Unit"), ("service", "clinic", "Orthodontics"), ("service", "clinic", "Stoma Care"),
    ("service", "clinic", "Fertility Clinic"), ("service", "clinic", "Orthoptics"),
    ("service", "community-service", "Wheelchair Service"), ("service", "community-service", "Continence Service"),
    ("service", "community-service", "Learning Disability Team"), ("service", "community-service", "Eating Disorders Service"),
    ("service", "community-service", "Memory Clinic"), ("service", "community-service", "CAMHS"),
    ("service", "community-service", "Drug and Alcohol Service"), ("service", "community-service", "District Nursing"),
    ("service", "community-service", "School Nursing"), ("service", "community-service", "Talking Therapies"),
    ("service", "clinic", "Sexual Health Clinic"), ("site", "hospital", "Seaby Cottage Hospital"),
    ("provider", "prescriber", "Moorport Urgent Treatment Centre"), ("provider", "prescriber", "Northmoor Out of Hours"),
    ("provider", "prescriber", "NHS 111 Northmoor"), ("provider", "prescriber", "HMP Moorport"),
    ("provider", "ambulance", "Northmoor Ambulance Service NHS Trust"), ("provider", "community-trust", "Northmoor Community Health Trust"),
    ("provider", "mental-health-trust", "Northmoor Mental Health Trust"), ("provider", "private", "The Quay Hospital"),
)  # fmt: skip
IN_NO_REGISTER = (
    ("provider", "general-practice", "Harbour Street Surgery"), ("provider", "dental-practice", "Smile on the Quay"),
    ("provider", "pharmacy", "Moorport Healthline"), ("provider", "care-home", "Larch House"), ("provider", "hospice", "St Brannock’s"),
    ("provider", "home-care", "Helping Hands Moorport"), ("provider", "social-care", "Northmoor Council Adults’ Team"),
    ("provider", "other", "Moorport Opticians"), ("provider", "other", "Northmoor Blood Donor Centre"),
    ("provider", "charity", "Moorport Samaritans"), ("provider", "charity", "Seaby Food Bank"),
    ("provider", "charity", "Northmoor Pregnancy Advisory Service"),
)  # fmt: skip
"""Of the kinds that none of the registers at hand has."""


@dataclass(frozen=True)
class Row:
    words: str
    kinds: frozenset[str]


def rows() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return [Row(row["words"], frozenset(row["kinds"].split("|"))) for row in csv.DictReader(lines)]


def make(places: tuple[tuple[str, str, str], ...]) -> None:
    """These places: services stand in the hospital, sites under a trust."""
    trust = _made("provider", "acute-trust", "Northmoor NHS Trust", None)
    above = {"provider": None, "site": trust, "service": None}
    for level, kind, name in places:
        made = _made(level, kind, name, above[level] or trust if level != "provider" else None)
        above["service"] = above["service"] or (made if level == "site" else None)


def _made(level: str, kind: str, name: str, parent: Service | None) -> Service:
    made = factories.service(name=name, level=level, kind=kind, parent=parent, town="Moorport")
    names = [each.name for each in (parent.parent, parent) if each] if parent else []
    Service.objects.filter(pk=made.pk).update(search_text=search_text_of(made, names))
    return made


def is_right(found: FoundService, row: Row) -> bool:
    """Whether this is a place that somebody who typed that may mean."""
    if found.kind in row.kinds - GENERAL or row.kinds == {"hospital"} == {found.kind}:
        return True
    codes = [code for code in row.kinds if code.isdigit()]
    if any(re.search(SAID[code], found.name, re.IGNORECASE) for code in codes):
        return True
    typed = row.words.lower()
    named = [says for words, says in NAMES if re.search(words, typed)]
    return found.kind in row.kinds and any(re.search(says, found.name, re.IGNORECASE) for says in named)


def missed() -> list[tuple[str, list[str]]]:
    """The words for which none of the first three places is right, with what was found instead."""
    wrong = []
    for row in rows():
        found = find_services(row.words, limit=3)
        if not any(is_right(each, row) for each in found):
            wrong.append((row.words, [f"{each.name} ({each.kind})" for each in found]))
    return wrong
