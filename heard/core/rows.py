"""What a statement found becomes a row, by the names of its columns: no place in a list means anything."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import is_dataclass
from datetime import date
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def row(kind: type[T], found: Mapping[str, Any]) -> T:
    """A row of this kind (a named tuple or a dataclass), whose fields are called as the columns are, neither more nor less.

    Its annotations say how to read what came as JSON: a day is written out, a `tuple[Kind, ...]` is a list of objects, or null if empty.
    """
    values = dict(found)
    for name, read in _readers(cast("Hashable", kind)):
        values[name] = read(values[name])
    return kind(**values)


@lru_cache(maxsize=256)
def _readers(kind: Any) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The fields that are not taken as they come."""
    hints = get_type_hints(kind)
    return tuple((name, read) for name, hint in hints.items() if (read := _reader(hint)))


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    if get_origin(hint) is UnionType:
        (hint,) = (each for each in get_args(hint) if each is not NoneType)
        return _unless_none(read) if (read := _reader(hint)) else None
    if get_origin(hint) is tuple:
        return partial(_tuple, _reader(get_args(hint)[0]))
    if hint is date:
        return _day
    if is_dataclass(hint) or hasattr(hint, "_fields"):
        return partial(row, hint)
    return None


def _unless_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _tuple(read: Callable[[Any], Any] | None, found: list[Any] | None) -> tuple[Any, ...]:
    return tuple(map(read, found or ()) if read else found or ())


def _day(found: date | str) -> date:
    return date.fromisoformat(found) if isinstance(found, str) else found
