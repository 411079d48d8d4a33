"""A journey: pages in an order, gathered in steps. What they ask, and how, is not known here."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """A page, as far as its place in a journey goes."""

    @property
    def name(self) -> str: ...

    @property
    def step(self) -> int: ...


P = TypeVar("P", bound=Named)


@dataclass(frozen=True)
class Journey(Generic[P]):
    """Pages from the first to the last. `view` is the name of the view that shows them all, each under its own name."""

    view: str
    pages: tuple[P, ...]

    @property
    def first(self) -> P:
        return self.pages[0]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(page.name for page in self.pages)

    @property
    def steps(self) -> int:
        return max(page.step for page in self.pages)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> P:
        return self.pages[self.names.index(name)]

    def after(self, name: str) -> str:
        """The page that follows."""
        return self.names[self.names.index(name) + 1]

    def before(self, name: str) -> str | None:
        """The page before; None for the first one."""
        position = self.names.index(name)
        return self.names[position - 1] if position else None

    def until(self, name: str) -> tuple[str, ...]:
        """The pages from the first to this one."""
        return self.names[: self.names.index(name) + 1]
