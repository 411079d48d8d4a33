"""Whatever a person can see is marked for translation: `tests/marks.py` finds bare words of templates and bare sentences of Python."""

import re
from functools import cache

import pytest

from heard.core.build import PACKAGE
from tests import marks

SLICES = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
UNSEEN = {"migrations", "management", "lifecycle.py", "settings", "content"}
"""Rooms whose words stand in documents, at an operator's terminal, or in a made-up county."""
WITHOUT_WORDS = {
    "accounts/gateways.py": "at a terminal: which keys are missing",
    "accounts/rules/sealing.py": "of programs to programs",
    "core/age.py": "at a terminal",
    "core/countries.py": "the log, and at a terminal: `manage.py doctor`",
    "core/events.py": "of programs to programs",
    "core/health.py": "at a terminal: `manage.py doctor`",
    "core/object_store.py": "the log, and at a terminal: `manage.py doctor`",
    "core/powers.py": "at a terminal: `manage.py doctor`",
    "core/logs.py": "the log",
    "core/reckoning.py": "the log, and at a terminal: `manage.py doctor`",
    "demo/adapters.py": "of programs to programs",
    "demo/rules": "people and stories of the demo",
    "demo/actions": "people and stories of the demo",
    "directory/rules/everyday.py": "words that people look for",
    "directory/rules/names.py": "names as registers write them",
    "directory/rules/registers.py": "at a terminal: what is wrong with a file",
    "directory/actions/importing.py": "at a terminal: what is wrong with a file",
    "media/rules/storing.py": "at a terminal: `manage.py doctor`",
    "moderation/adapters.py": "at a terminal: `manage.py doctor`",
    "moderation/gateways.py": "the log: what a paging service answered",
    "moderation/rules/messages.py": "what a message to an author begins from: in the language of the region",
    "moderation/tasks.py": "the log",
    "rehearsal": "at a terminal",
    "regions/adapters.py": "at a terminal: `manage.py doctor`",
    "stories/adapters.py": "at a terminal: `manage.py doctor`",
    "stories/rules/consent.py": "the first wording that authors agreed to, which is never changed",
    "stories/rules/first_names.py": "words that are looked for, in English",
    "showcase/adapters.py": "at a terminal: `manage.py doctor`",
    "stories/rules/going_out.py": "words that are looked for, in English",
    "stories/rules/personal_data.py": "words that are looked for, in English",
    "stories/rules/phrases.py": "what signs of danger look like, in English",
    "stories/rules/search_words.py": "words that are looked for, in English",
    "stories/rules/searching.py": "words that are looked for, in English",
    "stories/rules/weighing.py": "words that are looked for, in English",
    "stories/rules/word_families.py": "words that are looked for, in English",
    "telling/adapters.py": "at a terminal: `manage.py doctor`",
    "telling/rules/chosen_names.py": "names that authors are offered",
    "ui/catalogues.py": "at a terminal",
    "ui/samples.py": "what the gallery shows of people",
}
"""Files with sentences that no page and no email shows, and why. This list only shrinks."""
FOR_MACHINES = {
    "accounts/audiences.py": {"operators and senior moderators"},
    "core/access.py": {"Purpose"},
    "core/caching.py": {"Cookie"},
    "core/from_here.py": {"Origin"},
    "core/jobs.py": {"jobs at hand"},
    "core/proofs.py": {"proof of work, {}"},
    "core/texts/reading.py": {"Plain"},
    "demo/audiences.py": {"anybody, in a demo"},
    "demo/jinja2/demo/message.html": {"From"},
    "demo/presenters.py": {"From"},
    "moderation/presenters/publishing.py": {"Told"},
    "stories/rules/criticality.py": {"Criterion"},
    "stories/rules/signs.py": {"Sign"},
    "telling/queries.py": {"letters told from", "stories begun from"},
    "ui/errors.py": {"not set up"},
    "ui/jinja2/ui/components.html": {"button", "button-", "button-small"},
    "ui/jinja2/ui/error.html": {"not set up"},
    "pages/adapters.py": {"attempts an hour", "points out of 100"},
    "pages/models.py": {"Version"},
    "ui/middleware.py": {"Cookie"},
    "ui/presenters.py": {"Answered", "Change made", "Change planned", "Read", "Told"},
    "ui/views.py": {"Referer"},
    "website/views/pages.py": {"Disallow: /account/", "Sitemap: {}"},
}
"""Keys of steps, of error pages and of audiences, names of headers, classes, locks and the like: each in its file alone."""
GALLERY = "ui/jinja2/ui/gallery"


@cache
def bare_words(of):
    """What is not marked in a slice: file by file."""
    found = []
    for path in sorted((PACKAGE / of).rglob("*")):
        name = str(path.relative_to(PACKAGE))
        if path.suffix not in {".py", ".html"} or UNSEEN & set(path.parts) or name.startswith((GALLERY, *WITHOUT_WORDS)):
            continue
        bare = (marks.in_python if path.suffix == ".py" else marks.in_template)(path.read_text())
        found += [(name, text) for text in bare]
    return found


@pytest.mark.parametrize("of", SLICES)
def test_what_people_see_of_a_slice_is_marked(of):
    bare = [f"{name}: {text}" for name, text in bare_words(of) if text not in FOR_MACHINES.get(name, ())]
    assert not bare, "\n".join(bare)


def test_what_is_excused_in_a_file_stands_in_it():
    found = {each for of in SLICES for each in bare_words(of)}
    assert {(name, text) for name, texts in FOR_MACHINES.items() for text in texts} <= found


def test_a_file_that_is_excused_is_there():
    assert [name for name in (*WITHOUT_WORDS, GALLERY) if not list(PACKAGE.glob(f"{name}*"))] == []


def test_no_imported_template_says_anything_outside_its_macros():
    sources = {str(path).partition("/jinja2/")[2]: path.read_text() for path in PACKAGE.glob("*/jinja2/**/*.html")}
    imported = set(re.findall(r'{%-? (?:import|from) "([^"]+)"', "".join(sources.values())))
    assert imported
    assert {name: said for name in imported if (said := marks.said_once(sources[name]))} == {}


def test_no_module_says_anything_while_it_is_imported():
    modules = {str(path): path.read_text() for path in PACKAGE.rglob("*.py")}
    assert {name: said for name, source in modules.items() if (said := marks.said_too_early(source))} == {}


def test_no_template_gives_the_name_of_what_marks_to_something_else():
    assert [str(path) for path in PACKAGE.glob("*/jinja2/**/*.html") if re.search(r"set _\b", path.read_text())] == []


TEMPLATES = [
    ("<p>{% trans %}Save it{% endtrans %}</p>", []),
    ("<p>Save it</p>", ["Save it"]),
    ('<img alt="A door">', ["A door"]),
    ('<input type="submit" value="Save">', ["Save"]),
    ('<input type="text" value="Save">', []),
    ('<p class="lead soft" data-kind="word">{{ story.title }}, {{ _("Save") }} · 5</p>', []),
    ('<p data-says="It was saved">·</p>', ["It was saved"]),
    ('{{ ui.button("Save") }}', ["Save"]),
    ('{{ ui.button(_("Save"), css="button button-quiet wide") }}', []),
    ('{% set said = {1: "We could not read that"} %}', ["We could not read that"]),
    ('{{ "is overdue by now" if late }}', ["is overdue by now"]),
    ('{% extends "ui/page.html" %}{% if kind == "story" %}{{ url("ui:look") }}{% endif %}', []),
    ('{{ _("%(who)s wrote", who="Nobody" if quiet else name) }}', ["Nobody"]),
]
MODULES = [
    ('"""A docstring of words."""', []),
    ('label = "Your password"', ["Your password"]),
    ('label = gettext_lazy("Your password")', []),
    ('raise NotAcceptable("Choose a reason.")', ["Choose a reason."]),
    ('raise ValueError("Nobody sees this one.")', []),
    ('logger.warning("Nobody sees this one.")', []),
    ('said = f"{count} stories wait here"', ["{} stories wait here"]),
    ('said = _("%(n)s stories wait") % {"n": f"{n}"}', []),
    ('kind = "story"; sql = "SELECT a FROM b WHERE c"', []),
    ('def of(it: "Story") -> "Answer": ...', []),
]


@pytest.mark.parametrize(("source", "bare"), TEMPLATES)
def test_bare_words_of_a_template_are_found(source, bare):
    assert marks.in_template(source) == bare


@pytest.mark.parametrize(("source", "bare"), MODULES)
def test_bare_sentences_of_a_module_are_found(source, bare):
    assert marks.in_python(source) == bare


def test_what_would_be_said_in_the_first_language_alone_is_found():
    assert marks.said_once('{% macro one() %}{{ _("Fine") }}{% endmacro %}{% set all = [_("Wrong")] %}') == ["Wrong"]
    assert marks.said_too_early('a = _("Wrong")\nb = gettext_lazy("Fine")\ndef c(): return _("Fine")') == ["_('Wrong')"]


RUNNING = [
    ("{% trans %}One.{% endtrans %}\n{% trans %}Two.{% endtrans %}", [("One.", "Two.")]),
    ("{% trans %}One.{% endtrans +%}\n{% trans %}Two.{% endtrans %}", []),
    ("{% if a %}{% trans %}See <b>one</b>.{% endtrans %}{% endif %}\n{{ _('Two.') }}", [("See one.", "Two.")]),
    ("{{ about }}.\n{%- if month %}\n{{ _('It was in %(month)s.', month=month) }}{% endif %}", [(".", "It was in %(month)s.")]),
    ("{% for each in all %}{% trans %}Again.{% endtrans %}{% endfor %}", [("Again.", "Again.")]),
    ("<p>{% trans %}One.{% endtrans %}</p>\n<p>{% trans %}Two.{% endtrans %}</p>", []),
]


@pytest.mark.parametrize(("source", "running"), RUNNING)
def test_sentences_that_run_together_are_found(source, running):
    assert marks.run_together(source) == running


def test_no_sentence_runs_into_the_one_before_it():
    """A newline after a block's tag is cut off: `{% endtrans +%}` keeps it."""
    templates = PACKAGE.glob("*/jinja2/**/*.html")
    found = {str(path.relative_to(PACKAGE)): running for path in templates if (running := marks.run_together(path.read_text()))}
    assert not found
