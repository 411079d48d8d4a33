"""What a moderator has typed about a story so far: kept on the server, so that no page, reload or colleague loses it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class StoryWork:
    """`edits` are (reason, note) pairs, `services` ids in order. `criticality` and `about_child` are None until somebody decides.
    `of` is the number of the author's words that it was typed on; 0 stands for the first. `looked_at` are the tags (kind:slug) and the
    texts (`Noticed.key`) of which somebody said that they can stay.
    """

    title: str = ""
    text: str = ""
    hope: str = ""
    chosen_name: str = ""
    edits: tuple[tuple[str, str], ...] = ()
    criticality: int | None = None
    about_child: bool | None = None
    services: tuple[int, ...] = ()
    good: tuple[str, ...] = ()
    better: tuple[str, ...] = ()
    feelings: tuple[str, ...] = ()
    of: int = 0
    looked_at: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Lists for tuples: the same as what comes back from the database."""
        return {name: _lists(value) for name, value in asdict(self).items()}


MOST_TITLE, MOST_NAME, MOST_NOTE = 140, 60, 300
SERVICE = "service"
"""The reason (`EditReason.SERVICE`) for another service; every other one is for the words."""
CRITICAL = 3
"""From this criticality on a title names no service."""


@dataclass(frozen=True)
class Sent:
    """What the author sent, to compare the work with. `number` counts up when the author corrects it."""

    title: str
    text: str
    hope: str
    chosen_name: str
    number: int = 1


OWN = ("title", "text", "hope", "chosen_name")
"""What of a work was the author's own to begin with."""
CORRECTED = "The author changed their words after this was typed. Say which words to go on with."


def is_behind(work: StoryWork, sent: Sent) -> bool:
    """Whether the author has corrected what this was typed on."""
    return max(1, work.of) < sent.number


def carried_over(work: StoryWork, *, before: Sent, now: Sent) -> StoryWork:
    """`work`, typed on the words of `before`, on those of `now`: what nobody had touched follows the author. Where both changed the same
    part it stays behind (`is_behind`) until a person says which words to go on with.
    """
    if not is_behind(work, now):
        return work
    changed = {name for name in OWN if getattr(now, name) != getattr(before, name)}
    untouched = {name for name in changed if getattr(work, name).strip() == getattr(before, name).strip()}
    agree = {name for name in changed if getattr(work, name).strip() == getattr(now, name).strip()}
    follows = replace(work, **{name: getattr(now, name) for name in untouched})
    return replace(follows, of=now.number) if changed <= untouched | agree else follows


def is_changed(work: StoryWork, sent: Sent) -> bool:
    """Whether anything of the author's own words would be different in public. A title where the author gave none is no change."""
    retitled = bool(sent.title.strip()) and work.title.strip() != sent.title.strip()
    pairs = ((work.text, sent.text), (work.hope, sent.hope), (work.chosen_name, sent.chosen_name))
    return retitled or any(mine.strip() != theirs.strip() for mine, theirs in pairs)


def what_is_missing(
    work: StoryWork, sent: Sent, *, service_names: Sequence[str], moved: bool = False, retagged: bool = False
) -> list[tuple[str, str]]:
    """Why the work cannot be published as it is: (field, sentence), in the order of the page. Empty when it can.

    `moved` says that a public story would be about other services, `retagged` that it would have other tags.
    """
    missing = []
    if is_behind(work, sent):
        missing.append(("text", CORRECTED))
    if not work.text.strip():
        missing.append(("text", "A published story needs words."))
    if not work.title.strip():
        missing.append(("title", "Give the story a title."))
    elif len(work.title.strip()) > MOST_TITLE:
        missing.append(("title", f"The title has {len(work.title.strip())} letters. Shorten it to {MOST_TITLE}."))
    elif (work.criticality or 0) >= CRITICAL and any(name and name.casefold() in work.title.casefold() for name in service_names):
        missing.append(("title", "The title of a critical story names no service."))
    if not work.chosen_name.strip():
        missing.append(("chosen_name", "A published story needs a name to be told under."))
    elif len(work.chosen_name.strip()) > MOST_NAME:
        missing.append(("chosen_name", f"Shorten the name to {MOST_NAME} letters."))
    missing += [("edits", sentence) for sentence in _wrong_edits(work, changed=retagged or is_changed(work, sent), moved=moved)]
    if work.criticality is None:
        missing.append(("criticality", "Say how critical the story is."))
    if not work.services:
        missing.append(("services", "Name at least one service."))
    return missing


def _wrong_edits(work: StoryWork, *, changed: bool, moved: bool) -> list[str]:
    wrong = []
    given = {reason for reason, _ in work.edits}
    if changed and not given - {SERVICE}:
        wrong.append("Say why you changed the author’s words.")
    if given - {SERVICE, ""} and not changed:
        wrong.append(f"You gave a reason for an edit, but {'the words are the same' if moved else 'nothing is changed'}.")
    if moved and SERVICE not in given:
        wrong.append("Say why you changed the services: choose “It named the wrong service”.")
    if SERVICE in given and not moved:
        wrong.append("You chose “It named the wrong service”, but the services are the same.")
    if any(reason == "other" and not note.strip() for reason, note in work.edits):
        wrong.append("Explain the edit whose reason is “Other”.")
    if any(not reason for reason, _ in work.edits):
        wrong.append("Choose a reason for each edit you explained.")
    if any(len(note) > MOST_NOTE for _, note in work.edits):
        wrong.append(f"Keep each explanation to {MOST_NOTE} letters.")
    return wrong


def _lists(value: Any) -> Any:
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value


def story_work(stored: Mapping[str, Any]) -> StoryWork:
    """Read back what `as_json` gave; what an older page did not know yet has its default."""
    known = {each.name for each in fields(StoryWork)}
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items() if name in known}
    given["edits"] = tuple((str(reason), str(note)) for reason, note in given.get("edits", ()))
    return StoryWork(**given)
