"""Words by key that are said in the language of the moment, where plain text is wanted."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise


class Spoken(Mapping[str, str]):
    """A constant table of lazy texts; what is taken out of it is a plain text, said in the language of the page or email."""

    def __init__(self, words: Mapping[str, str | Promise]) -> None:
        self._words = dict(words)

    def __getitem__(self, key: str) -> str:
        return str(self._words[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
