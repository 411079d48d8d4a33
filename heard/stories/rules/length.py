"""How long words may be before somebody has to think twice: of stories, answers and replies alike."""

from enum import StrEnum

LETTERS_OF_A_WORD = 10
"""No language that we publish has longer words on average: 90,000 letters without a blank are not one word."""


class Length(StrEnum):
    FINE = "fine"
    LONG = "long"
    VERY_LONG = "very-long"


def words_in(text: str) -> int:
    """Words that somebody would have to read."""
    return max(len(text.split()), len(text) // LETTERS_OF_A_WORD)


def length_of(words: int, *, limit: int) -> Length:
    """Up to `limit` fine; up to twice as much goes on when somebody says so; beyond that it is too long."""
    if words <= limit:
        return Length.FINE
    return Length.LONG if words <= 2 * limit else Length.VERY_LONG
