"""Every template of every slice: it compiles, and holds nothing that the content security policy or plain speech would refuse."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).parents[2] / "heard"
TEMPLATES = sorted(ROOT.glob("*/jinja2/**/*.html"))
IDS = [str(path.relative_to(ROOT)) for path in TEMPLATES]

# Not `post_button` or `method="post"`: only what a person reads, or what gets past the escaping.
REFUSED = {
    r"\|\s*safe\b": "words must never skip the escaping",
    r"\bMarkup\(": "words must never skip the escaping",
    r"\sstyle\s*=": "no style in a page; use a class",
    r"<style\b": "no style in a page; use assets/scss",
    r"\son[a-z]+\s*=\s*[\"']": "no script in a page; use assets/js",
    r"javascript:": "no script in an address",
    r"<script(?![^>]*\bsrc=)": "no script in a page; use assets/js",
    r"(?:src|href)\s*=\s*[\"'](?:https?:)?//": "nothing from another host",
    r"\{%-?\s*autoescape\s+false": "words must never skip the escaping",
    r"type=[\"']?radio": "radios are a field, drawn by `forms.field`",
    r"<marquee|<blink|<center|<font\b": "not since 1999",
    r"target\s*=\s*[\"']_blank": "let people choose where a page opens",
}


LONGEST = 120
"""Letters in a line. Two breaks leave no white space on the page: one after a block's tag (`%}`), and one before `{%-` or `{{-`."""


@pytest.mark.parametrize("path", [*TEMPLATES, *ROOT.glob("*/jinja2/**/*.xml")], ids=lambda path: str(path.relative_to(ROOT)))
def test_its_lines_are_short_enough_to_read(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST] == []


def _without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_it_compiles(path):
    name = str(path.relative_to(path.parents[len(path.relative_to(ROOT).parts) - 3]))
    assert engines["jinja2"].get_template(name)


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_it_holds_nothing_that_is_refused(path):
    text = _without_comments(path.read_text(encoding="utf-8"))
    found = [f"{why}: {match.group(0)!r}" for pattern, why in REFUSED.items() for match in re.finditer(pattern, text)]
    # The way out of telling leads elsewhere on purpose, by a value, never by a literal address but the layout's fallback.
    allowed = {"page.html", "components.html"}
    assert [each for each in found if not (path.name in allowed and "another host" in each)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_forms_that_write_carry_a_token(path):
    text = _without_comments(path.read_text(encoding="utf-8"))
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, flags=re.DOTALL | re.IGNORECASE):
        if path.name not in {"look.html", "stop.html", "contact.html", "contact_stop.html"}:  # each says why in its view
            assert "csrf_input" in form, form[:200]


WORDS = {
    r"\busers?\b(?! of services?)": "person, author, reader or member",
    r"\bsubmit(?:ted|ting)?\b": "send",
    r"\bfeedback\b": "story, or what was said",
    r"\bleverage\b|\bengage(?:ment)?\b": "say what is done",
    r"\bcomplaints?\b": "story (unless it is about complaining)",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_it_speaks_plainly(path):
    text = _without_comments(path.read_text(encoding="utf-8"))
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", text, flags=re.DOTALL)
    allowed = {"complaint": ("complain",)}
    found = []
    for pattern, better in WORDS.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            around = text[max(0, match.start() - 60) : match.end() + 60].lower()
            if "service user" in around or (match.group(0).lower().startswith(tuple(allowed)) and "not a complaint" in around):
                continue
            about_complaining = path.name.startswith("complain") or any(
                word in around for word in ("how to", "make a", "ombudsman", "about heard")
            )
            if match.group(0).lower().startswith("complaint") and about_complaining:
                continue
            found.append(f"{match.group(0)!r}: say {better}")
    assert found == []
