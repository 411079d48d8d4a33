"""What scripts say is marked for translation, and a page carries what its own scripts may say."""

import json
import re

import pytest
from django.conf import settings
from django.utils import translation

from heard.ui import scripts
from tests import marks
from tests.languages import spoken

SOURCES = {path.name: path.read_text() for path in sorted((settings.ROOT / "assets" / "js").glob("*.js"))}
A_STRING = re.compile(r"""\"[^"\n]*\"|'[^'\n]*'|`[^`]*`""")
NO_WORDS = {"Escape", "button button-quiet button-small"}


@pytest.mark.parametrize("name", SOURCES)
def test_no_sentence_stands_in_javascript(name):
    code = re.sub(r"(?m)^\s*//.*$|\s// .*$", "", SOURCES[name])
    found = {each[1:-1] for each in A_STRING.findall(code)} - NO_WORDS
    assert [each for each in found if marks.is_words(each)] == []


def test_every_sentence_that_a_script_asks_for_is_there_and_none_is_there_in_vain():
    asked = {name for code in SOURCES.values() for name in re.findall(r"\bsaid\.(\w+)(?!\w*\")", code)}
    assert asked == {name for words in scripts.SAID.values() for name in words}


def test_a_page_carries_what_its_own_scripts_may_say():
    assert scripts.said_on("<p>Nothing to do here</p>") == ""
    assert json.loads(scripts.said_on('<div data-password="">')).keys() == {"show", "hide", "show_typed", "hide_typed"}


@pytest.mark.parametrize(("language", "forms"), [("en-gb", {"one", "other"}), ("ar-xb", {"zero", "one", "two", "few", "many", "other"})])
def test_a_counted_sentence_has_the_plural_forms_that_a_browser_asks_for(language, forms):
    with spoken(language):
        said = json.loads(scripts.said_on("<textarea data-words>"))["over"]
    assert said.keys() == forms
    assert all("{count}" in each and "{over}" in each for each in said.values())


def test_what_scripts_say_is_in_the_language_of_the_page(client):
    with translation.override("en-gb"):
        assert json.loads(scripts.said_on("data-autosave"))["saved"] == "Saved a moment ago"
    with spoken("en-xa"):
        assert json.loads(scripts.said_on("data-autosave"))["saved"].startswith("[Ś")
