"""Makes the fonts of our PDFs (`heard/ui/paper/fonts`) from those that `npm ci` brought: typst reads neither WOFF2 nor fonts whose
weight is an axis. `build.sh` runs it where Python has fonttools and brotli; what it makes is committed.

Every alphabet is a family of its own. `cuts.json` has them in the order in which typst asks them, each with its characters.
"""

import json
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HYPERLEGIBLE = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next"
NOTO = "@fontsource/noto-sans/files/noto-sans"
ARABIC = "@fontsource/noto-sans-arabic/files/noto-sans-arabic"
FAMILIES = {
    "Heard Latin": (HYPERLEGIBLE, ("latin", "latin-ext")),
    "Heard more Latin": (NOTO, ("latin-ext", "vietnamese")),
    "Heard Greek": (NOTO, ("greek",)),
    "Heard Cyrillic": (NOTO, ("cyrillic", "cyrillic-ext")),
    "Heard Arabic": (ARABIC, ("arabic",)),
}
STYLES = {"Regular": (400, "normal"), "Bold": (700, "normal"), "Italic": (400, "italic")}


def cut(source: Path, part: str, weight: int, slant: str) -> TTFont | None:
    """One static font; None where the family has no such style (Arabic doesn't slant)."""
    fixed, varying = (source.with_name(f"{source.name}-{part}-{each}-{slant}.woff2") for each in (weight, "wght"))
    if varying.exists():
        return instancer.instantiateVariableFont(TTFont(varying, recalcTimestamp=False), {"wght": weight}, inplace=True)
    return TTFont(fixed, recalcTimestamp=False) if fixed.exists() else None


def joined(fonts: list[TTFont]) -> TTFont:
    """The parts of an alphabet as one font, so that a word isn't set in two."""
    if len(fonts) == 1:
        return fonts[0]
    with tempfile.TemporaryDirectory() as folder:
        parts = [f"{folder}/{number}.ttf" for number in range(len(fonts))]
        for font, part in zip(fonts, parts, strict=True):
            font.flavor = None
            font.save(part)
        whole = Merger().merge(parts)
    whole.recalcTimestamp = False
    for field in ("created", "modified"):
        setattr(whole["head"], field, getattr(fonts[0]["head"], field))
    return whole


def name(font: TTFont, family: str, style: str, weight: int) -> None:
    table = font["name"]
    table.names = [each for each in table.names if each.nameID in (0, 5, 13, 14)]
    postscript = f"{family}-{style}".replace(" ", "")
    for number, value in ((1, family), (2, style), (3, postscript), (4, f"{family} {style}"), (6, postscript)):
        table.setName(value, number, 3, 1, 0x409)
    bold, italic = style == "Bold", style == "Italic"
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = bold << 5 | italic << 0 | (not bold and not italic) << 6
    font["head"].macStyle = bold << 0 | italic << 1


def ranges(characters: list[int]) -> list[list[int]]:
    """What a font has, as first and last of each run."""
    found: list[list[int]] = []
    for each in characters:
        if found and found[-1][1] == each - 1:
            found[-1][1] = each
        else:
            found.append([each, each])
    return found


def main(modules: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    has: dict[str, list[list[int]]] = {}
    for family, (source, parts) in FAMILIES.items():
        for style, (weight, slant) in STYLES.items():
            found = [font for part in parts if (font := cut(modules / source, part, weight, slant))]
            if not found:
                continue
            font = joined(found)
            name(font, family, style, weight)
            font.flavor = None
            font.save(target / f"{family}-{style}.ttf".lower().replace(" ", "-"))
            if style == "Regular":
                has[family] = ranges(sorted(font.getBestCmap()))
    (target / "cuts.json").write_text(json.dumps(has, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
