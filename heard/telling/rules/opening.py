"""What a site needs before anybody may tell a story there: else it would promise what nobody keeps."""

from enum import StrEnum


class Needed(StrEnum):
    """In the order in which an operator sees to them."""

    REGION = "region"
    CRISIS_LINES = "crisis-lines"
    SERVICES = "services"
    MAIL = "mail"
    MODERATORS = "moderators"


WORDS: dict[Needed, str] = {
    Needed.REGION: "This site has not been set up for any part of the country yet.",
    Needed.CRISIS_LINES: "It has no crisis lines yet for people in danger.",
    Needed.SERVICES: "It has no list of services yet, so we don’t know who to tell.",
    Needed.MAIL: "It can’t send email yet, so no one would hear about your story.",
    Needed.MODERATORS: "There is no moderator yet to read your story.",
}
"""Each, as whoever wants to tell a story reads it."""
