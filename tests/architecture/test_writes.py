"""Only actions write, and each slice writes only its own tables: also through a variable, a parameter or what a function gave back."""

import ast

import pytest
from django.db.models import QuerySet

from heard.moderation.models import Case
from heard.organisations.models import Membership
from heard.stories.models import Story
from tests.architecture import rows

EXEMPT = {"migrations", "core", "ui"}  # the kernel keeps its own ledgers: events, deliveries, attempts


def modules():
    return [path for path in rows.ROOT.rglob("*.py") if not set(path.relative_to(rows.ROOT).parts) & EXEMPT]


def is_action(path):
    parts = path.relative_to(rows.ROOT).parts
    return parts[1:2] == ("actions.py",) or parts[1:2] == ("actions",)


def writes_in(path):
    return rows.Rows(rows.parsed(path), rows.namespace(path)).writes()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(rows.ROOT)))
def test_only_actions_write_and_only_their_own_tables(path):
    own = path.relative_to(rows.ROOT).parts[0] if is_action(path) else None
    assert [(line, text) for line, text, model in writes_in(path) if rows.slice_of(model) != own] == []


# ---------------------------------------------------------------- the checker itself


def found_in(source):
    names = {"Story": Story, "Case": Case, "Membership": Membership, "QuerySet": QuerySet}
    return [(text, model.__name__) for _, text, model in rows.Rows(ast.parse(source), names).writes()]


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("def act():\n    Case.objects.filter(pk=1).update(line=2)", "Case"),
        ("def act():\n    found = Case.objects.filter(pk=1)\n    found.update(line=2)", "Case"),
        ("def act():\n    found = Case.objects.all()\n    found = found.exclude(pk=1)\n    found.order_by('pk').delete()", "Case"),
        ("def act():\n    case = Case.objects.select_for_update().get(pk=1)\n    case.save()", "Case"),
        ("def act():\n    case = Case(subject='story')\n    case.save()", "Case"),
        ("def act():\n    for case in Case.objects.all():\n        case.delete()", "Case"),
        ("def act():\n    cases = list(Case.objects.all())\n    for number, case in enumerate(cases):\n        case.save()", "Case"),
        ("def act():\n    if (case := Case.objects.first()) is not None:\n        case.delete()", "Case"),
        ("def act():\n    case, is_new = Case.objects.get_or_create(pk=1)\n    case.save()", "Case"),
        ("def act(found: QuerySet[Case]):\n    found.update(line=2)", "Case"),
        ("def act(found: 'QuerySet[Case]'):\n    found.delete()", "Case"),
        ("def act(case: Case | None):\n    case.save()", "Case"),
        ("def act(cases: dict[int, Case]):\n    for case in cases.values():\n        case.save()", "Case"),
        ("def act(story: Story):\n    story.cases.update(line=2)", "Case"),
        ("def act(story: Story):\n    case = story.cases.first()\n    case.delete()", "Case"),
        ("def act(case: Case):\n    case.story.save()", "Story"),
        ("def act(membership: Membership):\n    membership.person.save()", "Person"),
    ],
)
def test_a_write_is_seen_however_the_rows_came_there(source, written):
    *_, last = found_in(source)
    assert last[1] == written


@pytest.mark.parametrize(
    "source",
    [
        "def act():\n    pks = set(Case.objects.values_list('pk', flat=True))\n    pks.add(1)",
        "def act():\n    cases = list(Case.objects.all())\n    cases.remove(cases[0])\n    cases.clear()",
        "def act(words: dict[str, int]):\n    words.update({'a': 1})",
        "def act():\n    return Case.objects.filter(pk=1).exists()",
        "def act(case: Case):\n    case.work.update(line=2)",
    ],
)
def test_what_writes_no_rows_is_left_alone(source):
    assert found_in(source) == []


def test_what_a_function_of_ours_gives_back_is_known_by_its_annotation():
    path = rows.ROOT / "moderation" / "actions" / "cases.py"
    source = "def act():\n    case = locked_case(1)\n    case.save()\n    queue(None).update(line=2)"
    seen = [(text, model.__name__) for _, text, model in rows.Rows(ast.parse(source), rows.namespace(path)).writes()]
    assert seen == [("case.save", "Case"), ("queue(None).update", "Case")]
