"""Help in place: every question mark leads to a page of help that there is, and hard forms have one."""

import re

import pytest
from django.template import engines
from django.utils.text import slugify

from heard.core.build import PACKAGE
from heard.telling.views.journey import JOURNEY
from tests.pages.texts import all_texts

A_LINK = re.compile(r'help_link\(\s*"([^"]+)",\s*_\("([^"]+)"\)')
TEMPLATES = {
    path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(PACKAGE.rglob("jinja2/**/*.html"))
    if path.parent.name != "gallery"
}
LINKS = [(name, *found) for name, source in TEMPLATES.items() for found in A_LINK.findall(source)]
PLACES = {
    f"{text.name}#{part}" if part else text.name
    for text in all_texts()
    for part in ("", *map(slugify, re.findall(r"^##+ (.+)$", text.source, re.MULTILINE)))
}
HARD = [
    "telling/_key", "following/enter", "responses/answer", "responses/change", "responses/new_date", "moderation/story", "moderation/edit",
    "moderation/decline_reason", "moderation/decline", "moderation/ask", "moderation/hold", "moderation/said", "organisations/overview",
    "organisations/invite", "organisations/member", "organisations/contacts", "alerts/settings", "operating/remit", "operating/invite",
    "operating/criteria", "pages/editing/front", "pages/editing/begin", "pages/editing/new", "pages/editing/write",
]  # fmt: skip


@pytest.mark.parametrize(("template", "path"), [(template, path) for template, path, _label in LINKS])
def test_a_question_mark_leads_to_help_that_there_is(template, path):
    assert path.startswith("help/")
    assert path in PLACES


def test_every_question_mark_was_found():
    written = sum(source.count("ui.help_link(") for source in TEMPLATES.values())
    assert written == len(LINKS)


@pytest.mark.parametrize("form", HARD)
def test_a_hard_form_has_help_beside_it(form):
    slice_name, _, name = form.partition("/")
    assert "ui.help_link(" in TEMPLATES[f"{slice_name}/jinja2/{form}.html"], name


@pytest.mark.parametrize(("template", "label"), [(template, label) for template, _path, label in LINKS])
def test_what_it_is_about_finishes_its_sentence(template, label):
    """“Help: inviting members”."""
    assert label[0].islower()
    assert label[-1].isalpha()


def test_the_pages_of_telling_lead_to_help_that_there_is():
    guided = {page.name: page.guide for page in JOURNEY.pages if page.guide}
    assert set(guided.values()) <= PLACES
    buttons = {name for name, source in TEMPLATES.items() if "ui.help_button(" in source}
    assert buttons == {f"telling/jinja2/telling/{name}.html" for name in guided}


def test_it_says_what_it_is_about_and_where_it_leads():
    source = '{% import "ui/components.html" as ui %}{{ ui.help_link("help/telling#where-was-it", "how to say where it was") }}'
    drawn = engines["jinja2"].env.from_string(source).render()
    assert 'href="/help/telling/#where-was-it"' in drawn
    assert "Help: how to say where it was" in drawn
