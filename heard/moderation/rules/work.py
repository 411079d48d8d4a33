"""What a moderator has typed about a story so far: kept on the server, so that no page, reload or colleague loses it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext_lazy

from heard.stories.rules.publishing import what_is_wrong


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


@dataclass(frozen=True)
class AuthorsWords:
    """What the author sent, or what is public of it, to compare the work with. `number` counts up when the author corrects it."""

    title: str
    text: str
    hope: str
    chosen_name: str
    number: int = 1


OWN = ("title", "text", "hope", "chosen_name")
"""What of a work was the author's own to begin with."""
CORRECTED = gettext_lazy("The author changed their words after you or a colleague edited them. Choose which words to use.")


def is_behind(work: StoryWork, own: AuthorsWords) -> bool:
    """Whether the author has corrected what this was typed on."""
    return max(1, work.of) < own.number


def carried_over(work: StoryWork, *, before: AuthorsWords, now: AuthorsWords) -> StoryWork:
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


def what_is_missing(
    work: StoryWork, own: AuthorsWords, *, service_names: Sequence[str], moved: bool = False, retagged: bool = False
) -> list[tuple[str, str]]:
    """Why the work cannot be published as it is: (field, sentence), in the order of the page. Empty when it can. What can be public is one
    rule, which the action asks too; that the author corrected their words meanwhile is the desk's own.
    """
    behind = [("text", str(CORRECTED))] if is_behind(work, own) else []
    return behind + what_is_wrong(work, own, service_names=service_names, moved=moved, retagged=retagged)


def _lists(value: Any) -> Any:
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value


def story_work(stored: Mapping[str, Any]) -> StoryWork:
    """Read back what `as_json` gave; what an older page did not know yet has its default."""
    known = {each.name for each in fields(StoryWork)}
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items() if name in known}
    given["edits"] = tuple((str(reason), str(note)) for reason, note in given.get("edits", ()))
    return StoryWork(**given)
