"""Every number of a region that an operator can set (⚙ in the product's description), with its default, unit and bounds; and which texts
a region can have in words of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.core.countries import of_time_zone


class SettingKey(StrEnum):
    """What each number is called. `NUMBERS` says what it means."""

    DRAFT_KEPT = "draft_kept"
    UNSENT_KEPT = "unsent_kept"
    STORY_WORDS = "story_words"
    ANSWER_WORDS = "answer_words"
    REPLY_WORDS = "reply_words"
    CARE_WITHIN = "care_within"
    ANSWER_WINDOW = "answer_window"
    FAST_TRACK_ANSWERS = "fast_track_answers"
    FAST_TRACK_SCORE = "fast_track_score"
    FAST_TRACK_STEP = "fast_track_step"
    SMALL_SERVICE = "small_service"
    NUDGE_AFTER = "nudge_after"
    ESCALATE_AFTER = "escalate_after"
    MODERATED_WITHIN = "moderated_within"
    PUBLISH_IN_HOURS = "publish_in_hours"
    PRAISE_ANY_TIME = "praise_any_time"
    CALL_NEXT_AFTER = "call_next_after"
    CLAIM_KEPT = "claim_kept"
    ASK_AUTHOR_FOR = "ask_author_for"
    HOLD_AT_MOST = "hold_at_most"
    APPEALS = "appeals"
    TAKEN_BACK_KEPT = "taken_back_kept"
    HELP_SHOWN_FOR = "help_shown_for"
    KEY_ATTEMPTS = "key_attempts"
    STORIES_AN_HOUR = "stories_an_hour"
    LETTERS_AN_HOUR = "letters_an_hour"
    ALARM_STORIES = "alarm_stories"
    ALARM_LETTERS = "alarm_letters"
    MOST_LETTERS_AN_HOUR = "most_letters_an_hour"
    READ_LAST_FOR = "read_last_for"
    MESSAGES_AN_HOUR = "messages_an_hour"
    AUTHOR_MAIL_FROM = "author_mail_from"
    AUTHOR_MAIL_TO = "author_mail_to"
    KEY_SHOWN = "key_shown"
    ENQUIRY_WITHIN = "enquiry_within"
    ENQUIRIES_AN_HOUR = "enquiries_an_hour"
    ENQUIRY_KEPT = "enquiry_kept"
    JOIN_UNDONE_WITHIN = "join_undone_within"
    NEW_DATES = "new_dates"
    NEW_DATE_WITHIN = "new_date_within"
    NEW_DATE_EVERY = "new_date_every"
    DISTANCES_IN_MILES = "distances_in_miles"
    ROLE_SHOWN_FROM = "role_shown_from"
    POLICIES_BY_TWO = "policies_by_two"


EMERGENCY_NUMBER = r"^[0-9]{3,4}$"
"""What an emergency number looks like: 999, 112, 911. A longer one would be taken for a number for texts."""


UK = "GB"


def country_of(*, calendar: str, time_zone: str) -> str:
    """The country of a region (ISO 3166): the one whose holidays it keeps, or while it keeps none the one that has its clocks. Nothing
    where neither is a country's.
    """
    return calendar.partition("-")[0] or of_time_zone(time_zone)


COMPLAINING = "complaining"
OF_LEVELS = tuple(f"level-{level}{part}" for level in range(6) for part in ("", "-examples"))
OWN_WORDS = frozenset(
    {
        COMPLAINING,
        "decline-not-an-experience",
        "decline-too-long-ago",
        "decline-commercial",
        "decline-obscene",
        "decline-duplicate",
        "decline-staff-about-colleagues",
        "decline-legal-process",
        "decline-not-genuine",
        "ask-service",
        "ask-recognised",
        "ask-shorten",
        "ask-safe",
        "ask-care-now",
        *OF_LEVELS,
    }
)
"""The texts that a region can have in words of its own: what to say about complaining, what moderators begin from when they write to an
author (`moderation.rules.messages`), and what each level of criticality means, with examples (`stories.rules.levels`).
"""
MOST_OWN_WORDS = 4000
"""So many characters can one of them have."""
MOST_OF_A_LEVEL = 300
"""So many if it is about a level: someone reads all six of them before they choose."""


@dataclass(frozen=True)
class Number:
    """`words` finish the sentence “This is …”. Values are whole numbers of `unit` between `low` and `high`."""

    name: SettingKey
    default: int
    unit: str | Promise
    low: int
    high: int
    words: str | Promise
    not_below: str = ""
    """Another number in the same unit, which this one may equal and not be less than."""
    short: str | Promise = ""
    """What this one is called in a sentence about another: “The shortest wait is 5 minutes”."""

    @property
    def is_switch(self) -> bool:
        """Whether it only says yes (1) or no (0)."""
        return (self.low, self.high) == (0, 1)


NUMBERS: dict[str, Number] = {
    number.name: number
    for number in (
        Number(
            SettingKey.DRAFT_KEPT,
            30,
            gettext_lazy("days"),
            1,
            365,
            gettext_lazy("how long we keep a draft that was never sent before we delete it"),
        ),
        Number(
            SettingKey.UNSENT_KEPT,
            30,
            gettext_lazy("days"),
            1,
            365,
            gettext_lazy("how long we keep what staff typed and didn’t send, after they last worked on it"),
        ),
        Number(
            SettingKey.STORY_WORDS,
            1000,
            gettext_lazy("words"),
            100,
            5000,
            gettext_lazy("how long a story should be; we shorten longer ones with the author"),
        ),
        Number(
            SettingKey.ANSWER_WORDS,
            500,
            gettext_lazy("words"),
            100,
            3000,
            gettext_lazy("how long an organisation’s answer should be; its writer can choose to send up to twice as much, but no more"),
        ),
        Number(
            SettingKey.REPLY_WORDS,
            500,
            gettext_lazy("words"),
            100,
            3000,
            gettext_lazy("how long an author’s reply or update should be; they can choose to send up to twice as much, but no more"),
        ),
        Number(SettingKey.CARE_WITHIN, 3, gettext_lazy("years"), 1, 20, gettext_lazy("how long ago the care can have ended")),
        Number(
            SettingKey.ANSWER_WINDOW,
            30,
            gettext_lazy("minutes"),
            0,
            1440,
            gettext_lazy("how long an answer can be edited or taken back before a moderator reads it or it’s published"),
        ),
        Number(
            SettingKey.FAST_TRACK_ANSWERS,
            10,
            gettext_lazy("answers"),
            0,
            100,
            gettext_lazy("how many published answers a responder needs for fast-track"),
        ),
        Number(
            SettingKey.FAST_TRACK_SCORE,
            70,
            gettext_lazy("points out of 100"),
            0,
            100,
            gettext_lazy("the recent-experience score needed for a story that isn’t critical"),
        ),
        Number(
            SettingKey.FAST_TRACK_STEP,
            6,
            gettext_lazy("points"),
            0,
            20,
            gettext_lazy("what each level of criticality adds to the score needed"),
        ),
        Number(
            SettingKey.SMALL_SERVICE,
            5,
            gettext_lazy("stories"),
            0,
            50,
            gettext_lazy("how many stories a service needs so that no one in them stands out"),
        ),
        Number(
            SettingKey.NUDGE_AFTER,
            2,
            gettext_lazy("days"),
            1,
            60,
            gettext_lazy("when we nudge people about an unread or unanswered story"),
            short=gettext_lazy("The time until a nudge"),
        ),
        Number(
            SettingKey.ESCALATE_AFTER,
            7,
            gettext_lazy("days"),
            1,
            90,
            gettext_lazy("when we escalate an unread or unanswered story"),
            not_below=SettingKey.NUDGE_AFTER,
        ),
        Number(
            SettingKey.MODERATED_WITHIN,
            4,
            gettext_lazy("working hours"),
            1,
            80,
            gettext_lazy("the time within which half of all stories are moderated"),
        ),
        Number(
            SettingKey.PUBLISH_IN_HOURS,
            1,
            gettext_lazy("yes or no"),
            0,
            1,
            gettext_lazy("whether a story approved at night, at a weekend or on a holiday waits for the next working morning"),
        ),
        Number(
            SettingKey.PRAISE_ANY_TIME,
            1,
            gettext_lazy("yes or no"),
            0,
            1,
            gettext_lazy("whether a story that only praises is public at once, at any time"),
        ),
        Number(
            SettingKey.CALL_NEXT_AFTER,
            15,
            gettext_lazy("minutes"),
            1,
            120,
            gettext_lazy("how long someone on the rota has to take a story with signs of danger before we tell the next person"),
        ),
        Number(
            SettingKey.CLAIM_KEPT,
            60,
            gettext_lazy("minutes"),
            5,
            480,
            gettext_lazy("how long a story that one moderator claimed is kept from the others"),
        ),
        Number(
            SettingKey.ASK_AUTHOR_FOR,
            14,
            gettext_lazy("days"),
            1,
            90,
            gettext_lazy("how long an author has to answer a moderator’s question"),
        ),
        Number(
            SettingKey.HOLD_AT_MOST,
            28,
            gettext_lazy("days"),
            1,
            180,
            gettext_lazy("how long a story can be held for advice before a moderator looks at it again"),
        ),
        Number(
            SettingKey.APPEALS,
            1,
            gettext_lazy("times"),
            1,
            5,
            gettext_lazy("how many times an author can ask us to look again at a story we declined"),
        ),
        Number(
            SettingKey.TAKEN_BACK_KEPT,
            365,
            gettext_lazy("days"),
            1,
            2555,
            gettext_lazy("how long we keep the words of a story, closed to the public, after its author takes it back"),
        ),
        Number(
            SettingKey.HELP_SHOWN_FOR,
            30,
            gettext_lazy("days"),
            1,
            365,
            gettext_lazy("how long help stays at the top of an author’s page after they write words that may mean danger"),
        ),
        Number(
            SettingKey.KEY_ATTEMPTS,
            10,
            gettext_lazy("attempts an hour"),
            1,
            100,
            gettext_lazy("how many times story keys can be tried from one place"),
        ),
        Number(
            SettingKey.STORIES_AN_HOUR,
            60,
            gettext_lazy("stories"),
            1,
            10_000,
            gettext_lazy(
                "how many stories can be started from one place (a home, or a whole hospital behind one address) in an hour before we ask"
                " browsers for a short calculation"
            ),
            short=gettext_lazy("The limit for the calculation"),
        ),
        Number(
            SettingKey.LETTERS_AN_HOUR,
            500,
            gettext_lazy("thousand characters"),
            10,
            100_000,
            gettext_lazy("how much can be written from one place in an hour before we ask browsers for a short calculation"),
            short=gettext_lazy("The limit for the calculation"),
        ),
        Number(
            SettingKey.ALARM_STORIES,
            200,
            gettext_lazy("stories"),
            2,
            50_000,
            gettext_lazy("how many stories started from one place in an hour before operators are told"),
            not_below=SettingKey.STORIES_AN_HOUR,
        ),
        Number(
            SettingKey.ALARM_LETTERS,
            5_000,
            gettext_lazy("thousand characters"),
            20,
            500_000,
            gettext_lazy("how much can be written from one place in an hour before operators are told"),
            not_below=SettingKey.LETTERS_AN_HOUR,
            short=gettext_lazy("The limit for the alarm"),
        ),
        Number(
            SettingKey.MOST_LETTERS_AN_HOUR,
            50_000,
            gettext_lazy("thousand characters"),
            100,
            2_000_000,
            gettext_lazy(
                "how much we keep from one place in an hour before a new story needs the calculation and has to be of ordinary length"
            ),
            not_below=SettingKey.ALARM_LETTERS,
        ),
        Number(
            SettingKey.READ_LAST_FOR,
            3,
            gettext_lazy("days"),
            1,
            30,
            gettext_lazy("how long a story sent without the calculation waits behind the others before it takes its usual turn"),
        ),
        Number(
            SettingKey.MESSAGES_AN_HOUR,
            20,
            gettext_lazy("messages"),
            1,
            500,
            gettext_lazy(
                "how many replies, updates and reports an author can send about their story in an hour, and how often they can correct it"
            ),
        ),
        Number(
            SettingKey.AUTHOR_MAIL_FROM,
            5,
            gettext_lazy("minutes"),
            0,
            1440,
            gettext_lazy("the shortest time an email to an author waits, so that no one can tell from it when a story became public"),
            short=gettext_lazy("The shortest wait"),
        ),
        Number(
            SettingKey.AUTHOR_MAIL_TO,
            60,
            gettext_lazy("minutes"),
            0,
            1440,
            gettext_lazy("the longest time an email to an author waits"),
            not_below=SettingKey.AUTHOR_MAIL_FROM,
        ),
        Number(
            SettingKey.KEY_SHOWN,
            7,
            gettext_lazy("days"),
            1,
            30,
            gettext_lazy("how long we can show a new story key again, if its author hasn’t typed it or said they’ve saved it"),
        ),
        Number(
            SettingKey.ENQUIRY_WITHIN,
            5,
            gettext_lazy("working days"),
            1,
            60,
            gettext_lazy("how soon we promise to answer people who write to Heard"),
        ),
        Number(
            SettingKey.ENQUIRIES_AN_HOUR,
            10,
            gettext_lazy("messages"),
            1,
            1000,
            gettext_lazy("how many messages to Heard we take from one place in an hour"),
        ),
        Number(
            SettingKey.ENQUIRY_KEPT,
            365,
            gettext_lazy("days"),
            30,
            3650,
            gettext_lazy("how long we keep a message to Heard after we answered it"),
        ),
        Number(
            SettingKey.JOIN_UNDONE_WITHIN,
            30,
            gettext_lazy("days"),
            1,
            365,
            gettext_lazy("how long an operator can undo joining two entries in the directory"),
        ),
        Number(
            SettingKey.NEW_DATES,
            3,
            gettext_lazy("new dates"),
            0,
            12,
            gettext_lazy("how many times an organisation can give a new date for a change it promised"),
        ),
        Number(SettingKey.NEW_DATE_WITHIN, 12, gettext_lazy("months"), 1, 60, gettext_lazy("how far ahead a new date for a change can be")),
        Number(
            SettingKey.NEW_DATE_EVERY,
            7,
            gettext_lazy("days"),
            0,
            365,
            gettext_lazy("how long after one new date an organisation can give the next"),
        ),
        Number(
            SettingKey.DISTANCES_IN_MILES,
            1,
            gettext_lazy("yes or no"),
            0,
            1,
            gettext_lazy("whether distances are in miles; if not, they’re in kilometres"),
        ),
        Number(
            SettingKey.ROLE_SHOWN_FROM,
            5,
            gettext_lazy("people"),
            2,
            50,
            gettext_lazy("how many people must have a role before we show that someone with that role read a story"),
        ),
        Number(
            SettingKey.POLICIES_BY_TWO,
            0,
            gettext_lazy("yes or no"),
            0,
            1,
            gettext_lazy("whether a policy page can only be published by a second editor, who didn’t write it"),
        ),
    )
}


def contradictions(values: Mapping[str, int]) -> dict[str, str]:
    """What cannot hold together among all the numbers of a region: by the number to mend, in words to stand beside it."""
    found: dict[str, str] = {}
    for number in NUMBERS.values():
        if number.not_below and values[number.name] < (least := values[number.not_below]):
            other = NUMBERS[number.not_below]
            found[number.name] = _("Enter %(least)s or more. %(other)s is %(least)s %(unit)s") % {
                "least": f"{least:,}",
                "other": other.short,
                "unit": other.unit,
            }
    return found
