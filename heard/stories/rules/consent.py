"""What authors are asked to agree to, word for word. A wording that was once shown is never changed: a new one gets a new number."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

CURRENT = "2"
OUTSIDE_ENGLAND = "3"
"""What is asked where no page of NHS.UK and no inspector of England could have the story."""


def version_here(*, in_england: bool) -> str:
    """The wording that is shown today, where the story is told."""
    return CURRENT if in_england else OUTSIDE_ENGLAND


@dataclass(frozen=True)
class Wording:
    """`label` is what is ticked, `more` stands below it."""

    label: str | Promise
    more: str | Promise


WORDINGS: dict[str, dict[str, Wording]] = {
    "1": {
        "publish": Wording(
            "Publish my story on Heard.",
            "A person at Heard reads it first, and may change it to protect you and others. You will see each change. Then anybody can "
            "read it, quote it and pass it on. You can take it back at any time; we cannot take back what others copied before.",
        ),
        "pass-on-nhs": Wording(
            "Pass my story on to NHS.UK.",
            "So that it is also shown on the page of the service there. They get what is public on Heard and nothing else.",
        ),
        "pass-on-regulators": Wording(
            "Pass my story on to those who check services.",
            "For example the Care Quality Commission. They get what is public on Heard and nothing else.",
        ),
        "research": Wording(
            "Let researchers use my story.",
            "Only what is public on Heard, and only to find out how care can be made better.",
        ),
    },
    "2": {
        "publish": Wording(
            gettext_lazy("Publish my story on Heard."),
            gettext_lazy(
                "A person at Heard reads it first, and may change it to protect you and others. You’ll see each change. Then anyone can "
                "read it, quote it and pass it on. You can take it back at any time, but we can’t take back what others have copied."
            ),
        ),
        "pass-on-nhs": Wording(
            gettext_lazy("Pass my story on to NHS.UK."),
            gettext_lazy("So that it’s also shown on the service’s page there. They get what is public on Heard and nothing else."),
        ),
        "pass-on-regulators": Wording(
            gettext_lazy("Pass my story on to organisations that inspect care."),
            gettext_lazy("For example, the Care Quality Commission. They get what is public on Heard and nothing else."),
        ),
        "research": Wording(
            gettext_lazy("Let researchers use my story."),
            gettext_lazy("Only what is public on Heard, and only to find out how care can be improved."),
        ),
    },
}
WORDINGS[OUTSIDE_ENGLAND] = {
    "publish": WORDINGS["2"]["publish"],
    "pass-on-regulators": Wording(
        gettext_lazy("Pass my story on to organisations that inspect care."),
        gettext_lazy("They get what is public on Heard and nothing else."),
    ),
    "research": WORDINGS["2"]["research"],
}
