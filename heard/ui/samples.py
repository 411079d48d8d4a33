"""Made-up words for the gallery: every component in every state, the long, the empty and the foreign included."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import QueryDict

from heard.core import sites
from heard.ui.forms import DayField, EmailAddressField, Form, KeyWidget, MonthYearField, PinField, TagsField, TextField, WordsField
from heard.ui.presenters import CrisisLine, Figure, Link, Row, Step, StoryCard, Tab, ToldEntry, line_of_steps

SHEETS: dict[str, str] = {
    "pieces": "Pieces",
    "story": "A story",
    "forms": "Forms",
    "mistakes": "Forms with mistakes",
    "telling": "Telling",
    "rtl": "Right to left",
}


def _at(day: int, month: int = 9, hour: int = 9, minute: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


QUAYSIDE = Link("Quayside Recovery Service", "/gallery/")
LARKFIELD = Link("Larkfield Ward, Northmoor General", "/gallery/")

STEPS = line_of_steps(
    {"Told": _at(14), "Heard": _at(14), "Read": _at(15), "Answered": _at(16), "Change planned": _at(21)},
    {"Change made": "due 1 December 2026"},
)
JUST_TOLD = line_of_steps({"Told": _at(14)}, {"Heard": "nobody listens here yet; the practice manager was asked to"})
ALL_DONE = line_of_steps(dict(zip([step.name for step in STEPS], (_at(day) for day in (1, 1, 2, 3, 8, 20)), strict=True)))
HELPED = (*ALL_DONE, Step("It helped", done=True, at=_at(28), note="says Gull"))

CARDS = [
    StoryCard(
        path="/gallery/story/",
        title="The new receptionist remembered my name",
        role="A patient",
        services=(Link("Harbour Street Surgery", "/gallery/"),),
        excerpt="A small thing, but I have been coming for eleven years and today somebody looked up.",
        steps=ALL_DONE[:4] + STEPS[5:6] + STEPS[5:6],
        progress="Answered the same day",
    ),
    StoryCard(
        path="/gallery/story/",
        title="Fourteen months, and then a letter",
        role="A parent",
        services=(Link("Brackenfield CAMHS", "/gallery/"), Link("Northmoor General", "/gallery/")),
        excerpt="We were told we were next. Then a letter came to say the clinic had closed its list…",
        steps=JUST_TOLD,
        progress="Told 14 September 2026. Nobody listens here yet.",
    ),
    StoryCard(
        path="/gallery/story/",
        title="If I step out for a smoke, do I lose my place?",
        role="A service user",
        services=(QUAYSIDE,),
        when="September 2026",
        excerpt="Nobody says how long it is. People go in before you and you don't know why, so you start to think things.",
        steps=STEPS,
        progress="Change planned, due 1 December 2026",
    ),
    StoryCard(
        path="/gallery/story/",
        title=(
            "Everything that happened between the first telephone call in January and the third cancelled appointment, "
            "which nobody had told Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch about"
        ),
        role="A volunteer or advocate",
        services=(Link("The Royal United Northmoor and Brackenfield Community Hospitals Audiology Outreach Service"),),
        excerpt="",
        steps=ALL_DONE,
        progress="Change made: letters now say who to ring",
    ),
]

STORY = {
    "words": (
        "I come every Tuesday. You get your ticket and you sit. Nobody says how long it is. Sometimes it is ten minutes and "
        "sometimes it is two hours, and people who came after you go in before you and you don't know why, so you start to "
        "think things.\n\nLast week I went outside for five minutes and I was sure they'd called me. I nearly didn't go back "
        "in. The nurse when I saw her was lovely, she always is. I just want to know how long, and why."
    ),
    "answer": (
        "Dear Gull, thank you for telling us, and for coming back in that day. I am sorry. You are right: we never say how "
        "long, and we never say that some people are called first because they see a different nurse. That must look like "
        "favouritism from the chairs.\n\nI talked about your story with the reception team this morning. If you would like "
        "to tell me more, I am in on Tuesdays, or write to me here."
    ),
    "change": (
        "A screen in the waiting room will show who is being seen by which nurse, by ticket number, and how long it is "
        "likely to be. Until then reception will say it aloud every half hour."
    ),
}
TOLD = [
    ToldEntry("Quayside Recovery Service", read=True, words="told 14 September, read 15 September", path="/gallery/"),
    ToldEntry("Northmoor Integrated Care Board", read=True, words="told 14 September, read 20 September"),
    ToldEntry("Healthwatch Northmoor", read=False, words="told 14 September, not read yet"),
]
LINES = [
    CrisisLine("999", "999", "At any hour, every day", "You or someone else is in danger now."),
    CrisisLine("Samaritans", "116 123", "At any hour, every day", "You want someone to talk to, about anything."),
    CrisisLine("NHS 111, then option 2", "111", "At any hour, every day", "You need help with your mental health today."),
]


def _lines() -> list[CrisisLine]:
    """Lines of help that someone can call where the page stands: whoever looks at samples may need one."""
    here = sites.here()
    if here.emergency.in_uk:
        return LINES
    first, more, _ = LINES
    known = [(here.emergency.number, here.emergency.number, first), *((each.name, each.contact, more) for each in here.help)]
    return [CrisisLine(name, contact, like.when, like.who_for) for name, contact, like in known]


_RTL = (
    "آتي إلى هنا كل يوم ثلاثاء. تأخذ رقمك وتجلس، ولا أحد يقول كم من الوقت ستنتظر.",
    "الممرضة لطيفة دائماً. أريد فقط أن أعرف كم سأنتظر ولماذا.",
)
RTL_WORDS = "\n\n".join(_RTL)


class SampleForm(Form):
    """One of each."""

    title = TextField(label="What would you call it?", help_text="A few words, as you would say it to a friend.")
    words = WordsField(label="What happened?", usual=(50, 300), rows=5, help_text="Please leave out names.")
    short = WordsField(label="What did you hope for?", limit=20, rows=3, required=False)
    role = forms.ChoiceField(
        label="Who are you in this story?",
        widget=forms.RadioSelect,
        choices=[("patient", "I am the patient or service user"), ("parent", "I am a parent or guardian"), ("other", "Somebody else")],
    )
    uses = forms.MultipleChoiceField(
        label="May we pass it on?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("nhs", "To the NHS website"), ("research", "To people who study care, without your e-mail address")],
    )
    good = TagsField(
        label="What was good?",
        required=False,
        choices=["the nurse", "not judged", "being listened to", "clean", "kindness", "it was quick"],
    )
    month = MonthYearField(label="When did it happen?", help_text="Roughly is fine.")
    day = DayField(label="By when will it be done?", help_text="For example 27 3 2027", required=False)
    service = forms.ChoiceField(
        label="Which ward?", choices=[("", "Choose one"), ("l", "Larkfield Ward"), ("b", "Brackenfield Ward")], required=False
    )
    email = EmailAddressField(
        label="Your e-mail address",
        required=False,
        own=True,
        help_text="Only to tell you what happens. Nobody at the hospital sees it.",
    )
    key = forms.CharField(label="Your story key", widget=KeyWidget, required=False, help_text="Four words, like “maple river seven lamp”")
    pin = PinField(label="Your PIN", required=False)
    paper = forms.FileField(label="A file with the wards", required=False)
    sure = forms.BooleanField(label="I have read what will be public, and it may be published")
    off = forms.CharField(label="Something that cannot be changed", required=False, disabled=True, initial="Northmoor General")


FILLED: dict[str, Any] = {
    "words": STORY["words"],
    "good": ["the nurse", "the plant on the desk"],
    "role": "patient",
    "month": date(2026, 9, 1),
    "day": date(2026, 12, 1),
    "service": "l",
}
MISTAKEN = (
    "title=&words=Fine&short=one+two+three+four+five+six+seven+eight+nine+ten+eleven+twelve+thirteen+fourteen+fifteen+sixteen"
    "+seventeen+eighteen+nineteen+twenty+twentyone+twentytwo&month_month=3&month_year=&day_day=31&day_month=feb&day_year=2027"
    "&email=gull%40&pin=12&good=clean&good_own=a+very+long+thing+that+is+much+longer+than+any+tag+ought+ever+to+be%2C+really"
)


def context(sheet: str) -> dict[str, Any]:
    """What the page of this sheet needs."""
    everything: dict[str, Any] = {
        "cards": CARDS,
        "story": STORY,
        "steps": STEPS,
        "just_told": JUST_TOLD,
        "all_done": ALL_DONE,
        "helped": HELPED,
        "told": TOLD,
        "lines": _lines(),
        "services": [QUAYSIDE],
        "two_services": [QUAYSIDE, LARKFIELD],
        "rtl_words": RTL_WORDS,
        "moment": _at(16, hour=14, minute=0),
        "figures": [
            Figure("1,284", "stories told this month", "published between 1 and 30 September 2026"),
            Figure("86%", "answered, half of them within 3 days", "of stories published in the last 12 months"),
            Figure("147", "changes planned, 61 made"),
            Figure("4,310", "staff listening, in 212 organisations"),
        ],
        "tabs": [
            Tab("New", "/gallery/", current=True, count=12),
            Tab("Waiting", "/gallery/", count=3),
            Tab("Answered", "/gallery/", count=1284),
            Tab("Change promised", "/gallery/", count=0),
        ],
        "rows": [
            Row("Chosen name", "Gull", "/gallery/"),
            Row("When", "September 2026", "/gallery/"),
            Row("Where", "Quayside Recovery Service, Harbour Street", "/gallery/", "Choose another"),
            Row("Email", "Not given", ""),
        ],
        "table": {
            "head": ["Service", "Stories", "Answered", "Median days to answer"],
            "rows": [
                ["Quayside Recovery Service", "61", "58", "2"],
                ["Larkfield Ward, Northmoor General", "1,204", "1,100", "11"],
                ["Harbour Street Surgery", "5", "0", "–"],
            ],
        },
    }
    match sheet:
        case "forms" | "rtl":
            return everything | {"form": SampleForm(initial=FILLED), "small_form": SampleForm(prefix="small")}
        case "mistakes":
            return everything | {"form": SampleForm(QueryDict(MISTAKEN))}
        case "telling":
            words = SampleForm(initial={"words": STORY["words"][:83]})
            return everything | {"form": words, "telling": True, "crisis_lines": _lines()[:2]}
        case _:
            return everything
