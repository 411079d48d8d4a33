"""Words that moderators can begin from: kind, true in any country, and said by a person. They are changed before they are sent.

A region can have words of its own instead (`regions.models.OwnWords`), with the numbers to call there and who helps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from heard.core.languages import SOURCE

LANGUAGE = SOURCE
"""What the words here are in: they are a moderator's to begin from, so no catalogue turns them into the language of the desk."""
DECLINE_MESSAGES: dict[str, str] = {
    "not-an-experience": (
        "Thank you for writing to us. Heard is for stories about one person’s own care, or the care of someone close to "
        "them. What you wrote is about something wider, so we can’t publish it here.\n\n"
        "If something happened to you, or to someone you care for, please tell us about that. We’d like to hear it."
    ),
    "too-long-ago": (
        "Thank you for telling us this. We can see that it still matters to you. We publish stories about care that ended "
        "in the last few years, because the people who gave it need to be able to answer and to change things. This "
        "happened longer ago than that, so we can’t publish it.\n\n"
        "If it still affects you now, you can tell us about that, or ask the service to talk with you."
    ),
    "commercial": (
        "Thank you for writing to us. What you wrote reads like an advert. Heard is only for people’s own experience of "
        "care, so we can’t publish it."
    ),
    "obscene": (
        "Thank you for telling us this. Some of the words would hurt the people they’re about. We couldn’t take them out "
        "without losing what you want to say, so we can’t publish it as it is.\n\n"
        "We’d like to hear what happened and how it felt, in words that we can publish. You can tell it again at any time."
    ),
    "duplicate": (
        "Thank you for telling us this. We already have this story from you, so we won’t publish it a second time. "
        "Nothing you wrote is lost. If something new has happened, you can add an update to your first story."
    ),
    "staff-about-colleagues": (
        "Thank you for writing to us. It takes courage to speak up about the place where you work. Heard is for people’s "
        "own care, and what you wrote is about colleagues, so we can’t publish it here.\n\n"
        "You can speak in confidence to your union, or to the person at your work who hears concerns like yours."
    ),
    "legal-process": (
        "Thank you for telling us this. We’re sorry that you’re going through it. A court case, an inquest or a claim is "
        "under way. Publishing your story now could harm that process, and perhaps you. So we can’t publish it now.\n\n"
        "When it’s over you can tell us again, and we’ll read it."
    ),
    "not-genuine": (
        "Thank you for writing to us. Two of us have read this carefully. We have reasons to think that it doesn’t "
        "describe care that someone received, so we won’t publish it.\n\n"
        "If we’re wrong, please tell us, and we’ll look again."
    ),
}


@dataclass(frozen=True)
class Beginning:
    """Words that a question to the author can begin from: `key` stands in the address, `label` says what they are for. `needs_help`: they
    are for someone who may need help now, so where to find it stands under them.
    """

    key: str
    label: Promise
    words: str
    needs_help: bool = False


ASK_BEGINNINGS = (
    Beginning(
        "service",
        gettext_lazy("Which service?"),
        "Thank you for your story. We couldn’t find out which service it’s about, and we’d like the right people to read "
        "it. Could you tell us its name, or the town it’s in?",
    ),
    Beginning(
        "recognised",
        gettext_lazy("Could be recognised"),
        "Thank you for your story. Some of the details could let the people who cared for you guess who you are. We can "
        "leave them out. Would that be all right, or would you rather keep them?",
    ),
    Beginning(
        "shorten",
        gettext_lazy("Shorten it together"),
        "Thank you for your story. It’s longer than most people will read. May we shorten it together? Below is what we "
        "would keep. Please tell us what must not be lost.",
    ),
    Beginning(
        "safe",
        gettext_lazy("Are you safe?"),
        "Thank you for telling us this. We are worried about you. We cannot reach you in an emergency. If you are in "
        "danger, call your emergency number now. Is there someone with you?",
        needs_help=True,
    ),
    Beginning(
        "care-now",
        gettext_lazy("Care needed now?"),
        "Thank you for telling us this. We are not a health service: we cannot ring you, and we cannot pass your words "
        "on to the people who treat you. Please ring them now, or anyone else who can treat you today. If it is bad, or "
        "gets worse, call your emergency number. Once you have help, may we publish your story?",
        needs_help=True,
    ),
)

BUILT_IN: dict[str, str] = {
    **{f"decline-{reason}": words for reason, words in DECLINE_MESSAGES.items()},
    **{f"ask-{each.key}": each.words for each in ASK_BEGINNINGS},
}
"""All of them, by the names under which a region can have words of its own (`regions.rules.OWN_WORDS`)."""


@dataclass(frozen=True)
class Start:
    """Words to begin from, and the language they are in. `own`: the region's, not ours."""

    words: str
    language: str
    own: bool = False


def to_begin_from(name: str, own: Mapping[str, str], wanted: Iterable[str]) -> Start:
    """The text of this name, in the first language of those wanted that it is there in: what the region says (`own`, by language), or ours,
    which stand for what it doesn't say.
    """
    ours = Start(BUILT_IN[name], LANGUAGE)
    for language in wanted:
        if language in own:
            return Start(own[language], language, own=True)
        if language == LANGUAGE:
            return ours
    return ours


HELP_BEFORE = gettext_lazy("If you are in danger, or thinking of ending your life, you can get help now, day or night:")


@dataclass(frozen=True)
class Help:
    """Where to find help: `lines`, and the language they are in. What stands before them is in `reader`, that of whoever reads it."""

    lines: tuple[str, ...]
    language: str
    reader: str


def with_help(words: str, found: Help | None) -> str:
    """What a moderator writes to an author, with where to find help under it; where none is found as it is."""
    if found is None:
        return words
    with translation.override(found.reader):
        return "\n\n".join((words.strip(), str(HELP_BEFORE), "\n".join(found.lines)))
