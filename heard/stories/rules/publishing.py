"""What can be published: the one rule, which the pages of the desk and the action behind them ask, and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from heard.core.texts.saying import number

MOST_TITLE, MOST_NAME, MOST_NOTE = 140, 60, 300
"""Letters of a title, of a chosen name, and of why something was edited."""
LEVELS = range(6)
"""Of criticality (`rules.levels`)."""
CRITICAL = 3
"""From this criticality on a title names no service."""
SERVICE, OTHER = "service", "other"
"""The reason (`EditReason`) for another service, where every other one is for the words; and the one that has to be explained."""


class Words(Protocol):
    """What a story says, as somebody would publish it or as it stands."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def hope(self) -> str: ...
    @property
    def chosen_name(self) -> str: ...


class ToPublish(Words, Protocol):
    """A story as somebody would publish it: `edits` are (reason, note), `services` ids."""

    @property
    def edits(self) -> Sequence[tuple[str, str]]: ...
    @property
    def criticality(self) -> int | None: ...
    @property
    def services(self) -> Sequence[int]: ...


@dataclass(frozen=True)
class StoryWords:
    """`Words`, on their own."""

    title: str
    text: str
    hope: str
    chosen_name: str


@dataclass(frozen=True)
class PublicStory(StoryWords):
    """`ToPublish`, on its own."""

    edits: Sequence[tuple[str, str]]
    criticality: int | None
    services: Sequence[int]


def is_changed(new: Words, stood: Words) -> bool:
    """Whether any words would be other ones. A title where there was none is no change."""
    retitled = bool(stood.title.strip()) and _line(new.title) != _line(stood.title)
    renamed = _line(new.chosen_name) != _line(stood.chosen_name)
    return retitled or renamed or (new.text.strip(), new.hope.strip()) != (stood.text.strip(), stood.hope.strip())


def what_is_wrong(
    new: ToPublish, stood: Words, *, service_names: Sequence[str], moved: bool = False, retagged: bool = False
) -> list[tuple[str, str]]:
    """Why `new` cannot be public in the place of the words that `stood` there, the author's own to begin with: (field, sentence), in the
    order of the page. Empty when it can. `service_names` are those of its services, and of what they belong to.

    `moved` says that a public story would be about other services, `retagged` that it would have other tags.
    """
    wrong = []
    if not new.text.strip():
        wrong.append(("text", _("Enter the words of the story")))
    if sentence := _wrong_title(new, service_names):
        wrong.append(("title", sentence))
    if not new.chosen_name.strip():
        wrong.append(("chosen_name", _("Enter a name to show with the story")))
    elif len(new.chosen_name.strip()) > MOST_NAME:
        wrong.append(("chosen_name", _("The name must be %(limit)s characters or fewer") % {"limit": number(MOST_NAME)}))
    wrong += [("edits", sentence) for sentence in _wrong_edits(new.edits, changed=retagged or is_changed(new, stood), moved=moved)]
    if new.criticality not in LEVELS:
        wrong.append(("criticality", _("Say how critical the story is")))
    if not new.services:
        wrong.append(("services", _("Add at least one service")))
    return wrong


def _line(words: str) -> str:
    return " ".join(words.split())


def _wrong_title(new: ToPublish, service_names: Sequence[str]) -> str:
    letters = len(new.title.strip())
    if not letters:
        return _("Enter a title")
    if letters > MOST_TITLE:
        return _("The title must be %(limit)s characters or fewer. It has %(count)s.") % {
            "limit": number(MOST_TITLE),
            "count": number(letters),
        }
    if (new.criticality or 0) >= CRITICAL and any(name and name.casefold() in new.title.casefold() for name in service_names):
        return _("The title of a critical story must not name a service")
    return ""


def _wrong_edits(edits: Sequence[tuple[str, str]], *, changed: bool, moved: bool) -> list[str]:
    wrong = []
    given = {reason for reason, _ in edits}
    if changed and not given - {SERVICE}:
        wrong.append(_("Say why you changed the author’s words"))
    if given - {SERVICE, ""} and not changed:
        same = _("You gave a reason for an edit, but the words are the same")
        wrong.append(same if moved else _("You gave a reason for an edit, but nothing has changed"))
    if moved and SERVICE not in given:
        wrong.append(_("Say why you changed the services: choose “It named the wrong service”"))
    if SERVICE in given and not moved:
        wrong.append(_("You chose “It named the wrong service”, but the services are the same"))
    if any(reason == OTHER and not note.strip() for reason, note in edits):
        wrong.append(_("Explain the edit with the reason “Other”"))
    if any(not reason for reason, _ in edits):
        wrong.append(_("Choose a reason for each edit you explained"))
    if any(len(note) > MOST_NOTE for _, note in edits):
        wrong.append(_("Each explanation must be %(limit)s characters or fewer") % {"limit": number(MOST_NOTE)})
    return wrong
