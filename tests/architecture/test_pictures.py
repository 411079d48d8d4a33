"""The pictures of the main pages are those that `make pictures` takes, small, and all that any page of ours shows is there."""

import re
from pathlib import Path

from tests.journeys.pictures import FOLDER, names

ROOT = Path(__file__).parents[2]
LARGEST = 1_900_000
"""Bytes that all of them together may weigh: everybody who fetches the source carries them."""


def test_the_folder_holds_what_the_command_takes():
    assert sorted(path.name for path in FOLDER.glob("*.jpg")) == sorted(names())


def test_the_pictures_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.jpg")) <= LARGEST


def test_every_picture_shown_exists_and_every_picture_is_shown():
    shown = {
        (page.parent / target).resolve()
        for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
        for target in re.findall(r"!\[[^]]*\]\(([^)#]+)", page.read_text())
    }
    assert {target for target in shown if not target.exists()} == set()
    assert {path.name for path in FOLDER.glob("*.jpg")} == {target.name for target in shown if target.parent == FOLDER}


def test_make_help_knows_the_command():
    assert re.search(r"^pictures: ## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
