"""What a site needs before anybody may tell a story there: else it would promise what nobody keeps."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Needed(StrEnum):
    """In the order in which an operator sees to them."""

    REGION = "region"
    OPEN = "open"
    CRISIS_LINES = "crisis-lines"
    SERVICES = "services"
    MAIL = "mail"
    MODERATORS = "moderators"


WORDS: dict[Needed, str | Promise] = {
    Needed.REGION: gettext_lazy("This site hasn’t been set up for any part of the country yet."),
    Needed.OPEN: gettext_lazy("It isn’t open."),
    Needed.CRISIS_LINES: gettext_lazy("It doesn’t have any crisis lines yet for people in danger."),
    Needed.SERVICES: gettext_lazy("It doesn’t have a list of services yet, so we don’t know who to tell."),
    Needed.MAIL: gettext_lazy("It can’t send email yet, so no one would hear about your story."),
    Needed.MODERATORS: gettext_lazy("We don’t have a moderator yet, so no one could read your story."),
}
"""Each, as whoever wants to tell a story reads it."""
