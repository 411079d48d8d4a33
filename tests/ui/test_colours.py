"""Every pair of colours that meets on a page, in every theme: words at least 4.5 to 1 (7 where said), edges of controls 3 to 1."""

import re
from pathlib import Path

import pytest

SOURCE = (Path(__file__).parents[2] / "assets" / "scss" / "_tokens.scss").read_text(encoding="utf-8")
WORDS_AAA = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "answer"),
    ("ink", "change"),
    ("ink", "pine-tint"),
    ("pine", "paper"),
    ("pine", "card"),
]
WORDS = [
    ("ink-soft", "paper"),
    ("ink-soft", "card"),
    ("pine-deep", "paper"),
    ("pine-deep", "pine-tint"),
    ("pine", "pine-tint"),
    ("on-pine", "pine"),
    ("on-pine", "pine-deep"),
    ("brick", "paper"),
    ("brick", "card"),
    ("brick", "brick-tint"),
    ("on-brick", "brick"),
    ("ink", "marigold-tint"),
    ("ink", "brick-tint"),
    ("on-answer-line", "answer-line"),
    ("on-strip", "strip"),
    ("on-focus", "focus"),
]
EDGES = [
    ("field", "card"),
    ("field", "paper"),
    ("pine", "paper"),
    ("brick", "card"),
    ("answer-line", "answer"),
    ("change-line", "change"),
    ("author-line", "card"),
]


def _themes() -> dict[str, dict[str, str]]:
    themes: dict[str, dict[str, str]] = {}
    for name, body in re.findall(r"@mixin ([\w-]+) \{(.*?)\n\}", SOURCE, re.DOTALL):
        inherited = themes["light"] if "@include light" in body else {}
        themes[name] = inherited | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))
    return themes


THEMES = _themes()


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """As WCAG defines it, 1 to 21."""
    dark, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_four_themes_are_designed():
    assert set(THEMES) == {"light", "dark", "contrast", "light-strong"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(WORDS_AAA, 7.0), (WORDS, 4.5), (EDGES, 3.0)], ids=["words, best", "words", "edges"])
def test_what_meets_can_be_told_apart(theme, pairs, least):
    colours = THEMES[theme]
    weak = {
        f"{one} on {other}": round(contrast(colours[one], colours[other]), 2)
        for one, other in pairs
        if contrast(colours[one], colours[other]) < least
    }
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_focus_is_seen_by_itself_or_by_the_ring_around_it(theme):
    colours = THEMES[theme]
    alone = contrast(colours["focus"], colours["paper"]) >= 3
    ringed = contrast(colours["focus"], colours["ink"]) >= 3 and contrast(colours["ink"], colours["paper"]) >= 3
    assert alone or ringed


def test_marigold_is_never_the_colour_of_words():
    for file in (Path(__file__).parents[2] / "assets" / "scss").rglob("*.scss"):
        assert not re.search(r"[;{\s]color: var\(--marigold\)", file.read_text(encoding="utf-8")), file


def test_paper_has_the_colours_of_the_pages():
    paper = (Path(__file__).parents[2] / "heard" / "ui" / "paper" / "paper.typ").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-f]{6}", paper)) <= set(THEMES["light"].values())
