"""What a moderator has typed about a story so far: kept on the server, so that no page, reload or colleague loses it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class StoryWork:
    """`edits` are (reason, note) pairs, `services` ids in order. `criticality` and `about_child` are None until somebody decides."""

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

    def as_json(self) -> dict[str, Any]:
        """Lists for tuples: the same as what comes back from the database."""
        return {name: _lists(value) for name, value in asdict(self).items()}


def _lists(value: Any) -> Any:
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value


def story_work(stored: Mapping[str, Any]) -> StoryWork:
    """Read back what `as_json` gave; what an older page did not know yet has its default."""
    known = {each.name for each in fields(StoryWork)}
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items() if name in known}
    given["edits"] = tuple((str(reason), str(note)) for reason, note in given.get("edits", ()))
    return StoryWork(**given)
