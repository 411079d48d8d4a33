"""Atom 1.0: the stories of a search, and the conversation of one story. Title and beginning, never a whole story: what its author
takes back must not live on in other people's readers.

Times are the beginning of their day, which is never still to come: the second at which a story changed would tell when somebody of a ward
read it, or its author was online.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from heard.core import languages
from heard.core.links import absolute
from heard.core.texts import beginning
from heard.published.queries.lists import Listed
from heard.ui import wording
from heard.ui.presenters import page_elsewhere
from heard.website.presenters.addresses import story_path
from heard.website.presenters.stories import StoryView, about_in_a_line

ATOM = "http://www.w3.org/2005/Atom"
NEVER = date(1970, 1, 1)
"""When a feed without entries changed last, if nothing says otherwise."""
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# What XML 1.0 cannot hold, even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", ATOM)


@dataclass(frozen=True)
class Entry:
    """One entry; `identity` stays the same for ever, `address` is where it can be read, `site` names where that is, if not here."""

    identity: str
    address: str
    title: str
    author: str
    summary: str
    published: date
    updated: date
    site: str = ""


def identity_of(what: str) -> str:
    """A tag URI (RFC 4151): it does not change when addresses do."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname or 'localhost'},2026:{what}"


def story_entry(story: Listed) -> Entry:
    """A story in a feed."""
    path = story_path(story.number)
    elsewhere = page_elsewhere(story.region_id, path)
    return Entry(
        identity=identity_of(f"story:{story.number}"),
        address=elsewhere.path if elsewhere else absolute(path),
        title=story.title,
        author=story.chosen_name,
        summary=about_in_a_line(story.role, wording.listed([each.label for each in story.services]), beginning(story.beginning, 280)),
        published=story.told_on,
        updated=story.changed_on,
        site=str(elsewhere.label) if elsewhere else "",
    )


def conversation_entries(story: StoryView, *, page: str) -> list[Entry]:
    """What was said about one story, newest first. `page` is the address of the story's own page."""
    entries = [
        Entry(
            identity=identity_of(f"story:{story.number}:{turn.id}"),
            address=f"{page}#{turn.id}",
            title=_("%(who)s: %(title)s") % {"who": turn.who, "title": story.title},
            author=turn.who if turn.kind != "change" else turn.role,
            summary=beginning(turn.text, 280),
            published=turn.on,
            updated=turn.on,
        )
        for turn in story.turns
    ]
    return entries[::-1]


def atom(
    *, identity: str, title: str, page: str, own_path: str, entries: Iterable[Entry], updated: date | None = None, older: str = ""
) -> bytes:
    """The feed as XML. `page` is the address of its page, `own_path` its own path, `older` that of the next older page (RFC 5005)."""
    entries = list(entries)
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": languages.tag()})
    _child(feed, "id", identity)
    _child(feed, "title", title)
    _child(feed, "updated", _stamp(max([entry.updated for entry in entries], default=updated or NEVER)))
    _link(feed, "self", absolute(own_path), kind="application/atom+xml")
    _link(feed, "alternate", page, kind="text/html")
    if older:
        _link(feed, "next", absolute(older), kind="application/atom+xml")
    _child(feed, "icon", absolute(f"{settings.STATIC_URL}ui/icon.svg"))
    for entry in entries:
        _entry(feed, entry)
    body: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return body


def _entry(feed: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _child(element, "id", entry.identity)
    _child(element, "title", entry.title)
    _link(element, "alternate", entry.address, kind="text/html")
    if entry.site:
        ET.SubElement(element, f"{{{ATOM}}}category", {"term": entry.site})
    _child(element, "published", _stamp(entry.published))
    _child(element, "updated", _stamp(entry.updated))
    _child(ET.SubElement(element, f"{{{ATOM}}}author"), "name", entry.author or "Heard")
    _child(element, "summary", entry.summary)


def _child(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = _NOT_XML.sub("", text)


def _link(parent: ET.Element, relation: str, address: str, *, kind: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address, "type": kind})


def _stamp(day: date) -> str:
    return make_aware(datetime.combine(day, time.min)).isoformat()
