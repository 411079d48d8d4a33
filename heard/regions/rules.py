"""Every number of a region that an operator can set (⚙ in the product's description), with its default, unit and bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True)
class Number:
    """`words` finish the sentence “This is …”. Values are whole numbers of `unit` between `low` and `high`."""

    name: SettingKey
    default: int
    unit: str
    low: int
    high: int
    words: str
    not_below: str = ""
    """Another number in the same unit, which this one may equal and not be less than."""
    short: str = ""
    """What this one is called in a sentence about another: “The shortest wait is 5 minutes”."""

    @property
    def is_switch(self) -> bool:
        """Whether it only says yes (1) or no (0)."""
        return (self.low, self.high) == (0, 1)


NUMBERS: dict[str, Number] = {
    number.name: number
    for number in (
        Number(SettingKey.DRAFT_KEPT, 30, "days", 1, 365, "how long a draft that was never sent is kept before it is deleted"),
        Number(
            SettingKey.UNSENT_KEPT, 30, "days", 1, 365, "how long what staff typed and did not send is kept after they last wrote on it"
        ),
        Number(
            SettingKey.STORY_WORDS,
            1000,
            "words",
            100,
            5000,
            "how long a story should be; longer ones are shortened with the author",
        ),
        Number(
            SettingKey.ANSWER_WORDS,
            500,
            "words",
            100,
            3000,
            "how long an organisation's answer should be; up to twice as much is sent when its writer says so, more is not",
        ),
        Number(
            SettingKey.REPLY_WORDS,
            500,
            "words",
            100,
            3000,
            "how long an author's reply or update should be; up to twice as much is sent when they say so, more is not",
        ),
        Number(SettingKey.CARE_WITHIN, 3, "years", 1, 20, "how long ago the care may have ended"),
        Number(SettingKey.ANSWER_WINDOW, 30, "minutes", 0, 1440, "how long an answer can be edited or taken back before it goes on"),
        Number(SettingKey.FAST_TRACK_ANSWERS, 10, "answers", 0, 100, "how many published answers a responder needs for fast-track"),
        Number(
            SettingKey.FAST_TRACK_SCORE,
            70,
            "points of 100",
            0,
            100,
            "the recent-experience score asked for a story that is not critical",
        ),
        Number(SettingKey.FAST_TRACK_STEP, 6, "points", 0, 20, "what each level of criticality adds to the score asked"),
        Number(SettingKey.SMALL_SERVICE, 5, "stories", 0, 50, "the number of stories below which a service is too small to hide in"),
        Number(SettingKey.NUDGE_AFTER, 2, "days", 1, 60, "when an unread or unanswered story is nudged", short="the time until a nudge"),
        Number(
            SettingKey.ESCALATE_AFTER, 7, "days", 1, 90, "when an unread or unanswered story is escalated", not_below=SettingKey.NUDGE_AFTER
        ),
        Number(SettingKey.MODERATED_WITHIN, 4, "working hours", 1, 80, "the time within which half of all stories are moderated"),
        Number(
            SettingKey.PUBLISH_IN_HOURS,
            1,
            "yes or no",
            0,
            1,
            "whether a story that is approved at night, at a weekend or on a holiday waits for the next working morning",
        ),
        Number(SettingKey.PRAISE_ANY_TIME, 1, "yes or no", 0, 1, "whether a story that only praises is public at once at any time"),
        Number(
            SettingKey.CALL_NEXT_AFTER,
            15,
            "minutes",
            1,
            120,
            "how long someone on the rota has to take a story with signs of danger before the next person is told",
        ),
        Number(SettingKey.CLAIM_KEPT, 60, "minutes", 5, 480, "how long a story claimed by one moderator is kept from the others"),
        Number(SettingKey.ASK_AUTHOR_FOR, 14, "days", 1, 90, "how long an author has to answer a moderator's question"),
        Number(SettingKey.HOLD_AT_MOST, 28, "days", 1, 180, "how long a story may be held for advice before a moderator looks at it again"),
        Number(SettingKey.APPEALS, 1, "times", 1, 5, "how often an author may ask us to look again at a story that was declined"),
        Number(
            SettingKey.TAKEN_BACK_KEPT,
            365,
            "days",
            1,
            2555,
            "how long the words of a story that its author took back are kept, closed, before they are deleted",
        ),
        Number(
            SettingKey.HELP_SHOWN_FOR,
            30,
            "days",
            1,
            365,
            "how long an author's own page begins with help after they wrote words that may speak of danger",
        ),
        Number(SettingKey.KEY_ATTEMPTS, 10, "attempts an hour", 1, 100, "how often story keys may be tried from one place"),
        Number(
            SettingKey.STORIES_AN_HOUR,
            60,
            "stories",
            1,
            10_000,
            "how many stories can be begun from one place (a home, or a whole hospital behind one address) in an hour before browsers"
            " there are asked for a short calculation",
            short="the limit for the calculation",
        ),
        Number(
            SettingKey.LETTERS_AN_HOUR,
            500,
            "thousand letters",
            10,
            100_000,
            "how much can be written from one place in an hour before browsers there are asked for a short calculation",
            short="the limit for the calculation",
        ),
        Number(
            SettingKey.ALARM_STORIES,
            200,
            "stories",
            2,
            50_000,
            "how many stories begun from one place in an hour make operators hear of it",
            not_below=SettingKey.STORIES_AN_HOUR,
        ),
        Number(
            SettingKey.ALARM_LETTERS,
            5_000,
            "thousand letters",
            20,
            500_000,
            "how much written from one place in an hour makes operators hear of it",
            not_below=SettingKey.LETTERS_AN_HOUR,
            short="the limit for the alarm",
        ),
        Number(
            SettingKey.MOST_LETTERS_AN_HOUR,
            50_000,
            "thousand letters",
            100,
            2_000_000,
            "how much is kept from one place in an hour before a new story needs the calculation, and has to be of ordinary length",
            not_below=SettingKey.ALARM_LETTERS,
        ),
        Number(
            SettingKey.READ_LAST_FOR,
            3,
            "days",
            1,
            30,
            "how long a story sent without the calculation it was asked for stands behind the others; then it takes its usual turn",
        ),
        Number(
            SettingKey.MESSAGES_AN_HOUR,
            20,
            "messages",
            1,
            500,
            "how many replies, updates and reports an author can send about their story in an hour, and how often they can correct it",
        ),
        Number(
            SettingKey.AUTHOR_MAIL_FROM,
            5,
            "minutes",
            0,
            1440,
            "how long an email to an author waits at least, so that its arrival does not tell when a story became public",
            short="the shortest wait",
        ),
        Number(
            SettingKey.AUTHOR_MAIL_TO, 60, "minutes", 0, 1440, "how long such an email waits at most", not_below=SettingKey.AUTHOR_MAIL_FROM
        ),
        Number(
            SettingKey.KEY_SHOWN,
            7,
            "days",
            1,
            30,
            "how long a new story key can be shown again, if it was not typed and its author did not say that it is safe",
        ),
        Number(
            SettingKey.ENQUIRY_WITHIN,
            5,
            "working days",
            1,
            60,
            "within how many working days whoever writes to Heard itself is promised an answer",
        ),
        Number(
            SettingKey.ENQUIRIES_AN_HOUR, 10, "messages", 1, 1000, "how many messages to Heard itself are taken from one place in an hour"
        ),
        Number(SettingKey.ENQUIRY_KEPT, 365, "days", 30, 3650, "how long a message to Heard itself is kept after it was answered"),
        Number(
            SettingKey.JOIN_UNDONE_WITHIN,
            30,
            "days",
            1,
            365,
            "how long an operator can undo that two entries of the directory were joined into one",
        ),
        Number(SettingKey.NEW_DATES, 3, "new dates", 0, 12, "how often an organisation can give a new date for a change it promised"),
        Number(SettingKey.NEW_DATE_WITHIN, 12, "months", 1, 60, "how far ahead such a new date can be"),
        Number(SettingKey.NEW_DATE_EVERY, 7, "days", 0, 365, "how long after one new date an organisation can give the next"),
        Number(SettingKey.DISTANCES_IN_MILES, 1, "yes or no", 0, 1, "whether distances are shown in miles; if not, in kilometres"),
        Number(SettingKey.ROLE_SHOWN_FROM, 5, "people", 2, 50, "how many people must hold a role before reading is shown by role"),
    )
}


def contradictions(values: Mapping[str, int]) -> dict[str, str]:
    """What cannot hold together among all the numbers of a region: by the number to mend, in words to stand beside it."""
    found: dict[str, str] = {}
    for number in NUMBERS.values():
        if number.not_below and values[number.name] < (least := values[number.not_below]):
            other = NUMBERS[number.not_below]
            found[number.name] = f"Enter {least:,} or more. {other.short[0].upper()}{other.short[1:]} is {least:,} {other.unit}"
    return found
