"""Which texts of a story become public, as the gate takes them (`stories.rules.going_out`)."""

from collections.abc import Iterable

from django.utils.translation import pgettext

from heard.stories.rules.going_out import As, GoesOut


def texts_of_story(*, title: str, text: str, hope: str, chosen_name: str) -> list[GoesOut]:
    return [
        GoesOut("title", pgettext("where in a story", "the title"), title),
        GoesOut("text", pgettext("where in a story", "the words"), text),
        GoesOut("hope", pgettext("where in a story", "what they’d like to happen"), hope),
        GoesOut("chosen_name", pgettext("where in a story", "the chosen name"), chosen_name, As.CHOSEN_NAME),
    ]


def texts_of_slugs(slugs: Iterable[str]) -> list[GoesOut]:
    """Tags as a story's row has them (`better:dr-okafor`): enough to say whether they may name somebody, without reading the tags."""
    parts = (each.partition(":") for each in slugs)
    return [GoesOut(kind, pgettext("where in a story", "the tags"), slug.replace("-", " "), As.TAG) for kind, _, slug in parts]
