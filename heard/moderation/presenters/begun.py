"""What moderators began on a page of a case, and did not send."""

from collections.abc import Iterable
from urllib.parse import urlencode

from heard.core import links
from heard.moderation.rules import sheets
from heard.writing.models import Text
from heard.writing.presenters import Begun, main_words

PAGES = {
    sheets.ASK: "ask",
    sheets.HOLD: "hold",
    sheets.PASS_UP: "pass_up",
    sheets.GIVE_BACK: "give_back",
    sheets.NOTE: "note",
    sheets.PLACE: "propose_place",
    **dict.fromkeys(sheets.DECLINES, "decline"),
}
"""Where what was begun about a case is gone on with. What stands on the page of the case itself is not listed there."""


def begun(texts: Iterable[Text]) -> list[Begun]:
    """What moderators began about a case on other pages than its own, and did not send."""
    found = []
    for text in texts:
        kind, words = text.sheet.kind, main_words(text, sheets.MAIN.get(text.sheet.kind, ()))
        if kind in PAGES and words:
            reason = {"reason": sheets.DECLINES[kind]} if kind in sheets.DECLINES else {}
            page = links.path_of_view(f"moderation:{PAGES[kind]}", case_id=text.sheet.thing)
            path = f"{page}?{urlencode({**reason, 'use': text.version})}"
            found.append(Begun(sheets.label_of(kind), text.writer.name, text.written_at, words, path))
    return found
