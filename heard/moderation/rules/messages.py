"""Words that moderators can begin from: kind, true, and said by a person. They are changed before they are sent."""

from collections.abc import Sequence

DECLINE_MESSAGES: dict[str, str] = {
    "not-an-experience": (
        "Thank you for writing to us. Heard is for stories about one person's own care, or the care of somebody close to "
        "them. What you wrote is about a wider matter, so we cannot publish it here.\n\n"
        "If something happened to you, or to somebody you care for, please tell us about that. We would like to hear it."
    ),
    "too-long-ago": (
        "Thank you for telling us this. It clearly still matters to you. We publish stories about care that ended within "
        "the last few years, because the people who gave it need to be able to answer and to change things. This happened "
        "longer ago than that, so we cannot publish it.\n\n"
        "If it still affects you now, you can tell us about that, or ask the service to talk with you."
    ),
    "commercial": (
        "Thank you for writing to us. Your words read as if they were meant to sell or advertise something. Heard is only "
        "for people's own experience of care, so we cannot publish them."
    ),
    "obscene": (
        "Thank you for telling us this. Some of the words would hurt the people they are about, and we could not take "
        "them out without losing what you want to say. So we cannot publish it as it is.\n\n"
        "We would like to hear what happened, and how it felt, in words that can stand in public. You can tell it again "
        "at any time."
    ),
    "duplicate": (
        "Thank you for telling us this. We already have this story from you, so we are not publishing it a second time. "
        "Nothing you wrote is lost. If something new has happened, you can add an update to your first story."
    ),
    "staff-about-colleagues": (
        "Thank you for writing to us. It takes courage to speak about the place where you work. Heard is for people's own "
        "care, and what you wrote is about colleagues, so we cannot publish it here.\n\n"
        "You can speak in confidence to your Freedom to Speak Up Guardian, your union, or the charity Protect, who advise "
        "people who raise concerns at work."
    ),
    "legal-process": (
        "Thank you for telling us this. We are sorry that you are going through it. Because a court, an inquest or a "
        "claim is under way, publishing it now could do harm to that process, and perhaps to you. So we cannot publish it "
        "now.\n\n"
        "When it is over you can tell us again, and we will read it."
    ),
    "not-genuine": (
        "Thank you for writing to us. Two of us have read this carefully, and we have reasons to think that it does not "
        "describe care that somebody received. So we are not publishing it.\n\n"
        "If we are wrong, please tell us, and we will look again."
    ),
}

ASK_BEGINNINGS: tuple[tuple[str, str], ...] = (
    (
        "Which service?",
        (
            "Thank you for your story. We could not find out which service it is about, and we would like the right "
            "people to read it. Could you tell us its name, or the town it is in?"
        ),
    ),
    (
        "Could be recognised",
        (
            "Thank you for your story. Some of the details might let the people who cared for you guess who you are. We "
            "can leave them out: would that be all right, or would you rather keep them?"
        ),
    ),
    (
        "Shorten together",
        (
            "Thank you for your story. It is longer than most people will read. May we shorten it together? Below is what "
            "we would keep. Please say what must not be lost."
        ),
    ),
    (
        "Are you safe?",
        (
            "Thank you for telling us this. We are worried about you. We cannot reach you in an emergency. If you are in "
            "danger, call 999. You can talk to Samaritans at any hour on 116 123. Is there somebody with you?"
        ),
    ),
    (
        "Care needed now?",
        (
            "Thank you for telling us this. We are not a health service: we cannot ring you, and we cannot pass your words "
            "on to the people who treat you. Please ring them, or 111 at any hour. If it is bad, or gets worse, call 999. "
            "Once you have help, may we publish your story?"
        ),
    ),
)

HELP_BEFORE = "If you are in danger, or thinking of ending your life, you can get help now, day or night:"


def with_help(words: str, lines: Sequence[str]) -> str:
    """What a moderator writes to an author, with where to find help under it; without `lines` as it is."""
    return "\n\n".join((words.strip(), HELP_BEFORE, "\n".join(lines))) if lines else words
