"""The texts that come with Heard: every one is complete, plain, and uses only what there is."""

import re

import pytest

from heard.demo.rules.plainness import LONG, measure
from heard.pages.rules.markdown import Known, draw
from heard.regions.rules import NUMBERS
from tests.pages.texts import CONTENT, all_terms, all_texts

TEXTS = all_texts()
EACH = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
OF_AUTHORS = [text for text in TEXTS if text.front["kind"] == "help"]
FRONT = {"title": str, "lead": str, "summary": str, "kind": str, "review_months": int, "position": int}
BLOCKS = {"note", "warning", "steps", "question", "film", "picture", "button"}
AMERICAN = re.compile(
    r"\b\w*(?:[^s]iz(?:e[ds]?|ing|ation)|yz(?:e[ds]?|ing))\b|\b(?:color|favor|behavior|center|honor|labor|neighbor)\w*\b"
    r"|\b(?:traveling|labeled|canceled|fulfill|gotten|aging|mom|check-?up on|pediatric\w*|anesthetic|licence[ds]|math)\b",
    re.IGNORECASE,
)
SPELT_SO = {"size", "sizes", "prize", "seize", "seized"}


@EACH
def test_what_stands_at_the_top_is_complete(text):
    assert {name: type(value) for name, value in text.front.items()} == FRONT
    assert text.front["kind"] in {"help", "policy", "about", "handbook"}
    assert len(text.front["title"]) <= 80
    assert len(text.front["lead"]) <= 200
    assert len(text.front["summary"]) <= 155
    assert 1 <= text.front["review_months"] <= 24


def test_no_two_texts_of_a_kind_claim_the_same_place():
    for kind in ("help", "policy", "about", "handbook"):
        places = [text.front["position"] for text in TEXTS if text.front["kind"] == kind]
        assert len(set(places)) == len(places), kind


@EACH
def test_help_is_short(text):
    if text.front["kind"] in {"help", "handbook"}:
        assert 150 <= len(" ".join(text.read).split()) <= 800


@EACH
def test_headings_say_something_and_go_down_step_by_step(text):
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text.source, re.MULTILINE)]
    assert all(level in {2, 3} for level in levels)
    assert levels[:1] in ([], [2])


@EACH
def test_links_lead_to_pages_that_there_are(text):
    pages = {each.name for each in TEXTS}
    for words, target in text.links:
        scheme, _, path = target.partition(":")
        assert words.strip()
        assert words.lower() not in {"here", "this", "more", "click here"}
        assert scheme in {"page", "view"}, target
        if scheme == "page":
            assert path.partition("#")[0] in pages, target


@EACH
def test_terms_are_in_the_glossary(text):
    known = {word for term in all_terms() for word in (term["word"], *term.get("also", ()))}
    assert text.terms <= known


@EACH
def test_names_and_blocks_are_known(text):
    agreed = set(re.findall(r"`\{([a-z_]+)\}`", (CONTENT / "_names.md").read_text(encoding="utf-8")))
    assert text.names <= agreed | set(NUMBERS)
    assert text.blocks <= BLOCKS


@EACH
def test_nothing_is_left_unfilled(text):
    assert not re.findall(r"[\[\]{}]|\bTODO\b|\bTBC\b|\bxxx\b|lorem", text.left, re.IGNORECASE)


def test_what_stands_between_backticks_is_shown_as_it_stands():
    """So a page can say how pages are written."""
    nothing = Known(page=lambda path: None, view=lambda name: False, term=lambda word: None, figure=lambda kind, key, words: None)
    drawn = draw("Write `[[story key]]`, `{answer_window}` or `::: note <b>`.", nothing)
    assert drawn.html == "<p>Write <code>[[story key]]</code>, <code>{answer_window}</code> or <code>::: note &lt;b&gt;</code>.</p>"
    assert (drawn.names, drawn.problems) == ((), ())


@EACH
def test_spelling_is_british(text):
    found = [word.group(0) for said in text.read for word in AMERICAN.finditer(said)]
    assert not [word for word in found if word.lower() not in SPELT_SO]


def test_hardly_any_sentence_is_long():
    plain = measure(said for text in TEXTS for said in text.read)
    assert len(plain.long) <= plain.sentences * 0.03, f"More than {LONG} words:\n" + "\n".join(plain.long)


@pytest.mark.parametrize("text", OF_AUTHORS, ids=lambda text: text.name)
def test_help_for_authors_can_be_read_at_nine(text):
    assert measure(text.read).age <= 9


@pytest.mark.parametrize("term", all_terms(), ids=lambda term: term["word"])
def test_a_term_is_explained_in_a_sentence_or_two(term):
    assert set(term) <= {"word", "also", "meaning"}
    assert term["meaning"].endswith(".")
    assert len(term["meaning"]) <= 200


def test_terms_are_in_order_and_say_what_they_are_once():
    words = [term["word"] for term in all_terms()]
    assert words == sorted(words, key=str.casefold)
    forms = [form.casefold() for term in all_terms() for form in (term["word"], *term.get("also", ()))]
    assert len(set(forms)) == len(forms)
