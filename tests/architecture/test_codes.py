"""What is stored is a code, and what is said of it stands in a table. The Heard of before or after may have stored one that this one's
tables don't have, so a page asks them through `saying.worded`, which never fails.
"""

import ast
import re

import pytest

from heard.core.build import PACKAGE

ROOMS = ("presenters", "reviewables", "views", "feeds")
ASKED_OTHERWISE = {
    "APPEALED": "asked whether it has it",
    "CRITERIA": "levels from 0 to 5, which the database holds to",
    "CRITICALITY": "levels from 0 to 5, which the database holds to",
    "DAYS": "weekdays",
    "Kind": "asked whether it has it",
    "DECLINES": "asked whether it has it",
    "GROUP_WORDS": "fields of a model",
    "HEADLINES": "states, which also decide what may be done",
    "LABELS": "asked whether it has it",
    "LEAD_ON": "a button that was just pressed",
    "MAIN": "a kind of words that its view names",
    "NOBODY_ELSE": "states that `APPEALED` has",
    "NOTICED": "kinds of what was just found",
    "PAGES": "asked whether it has it",
    "REACH": "just worked out",
    "TAGGED": "asked whether it has it",
    "WORDS": "what was just found missing",
}
"""Tables that are asked for nothing that was stored, or not before it is known that they have it, or can't be said without."""


def asked_for_a_code(source: str) -> list[str]:
    """Where a table of words is asked for something that isn't written there, and could fail."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Subscript(value=ast.Name(id=table) | ast.Attribute(attr=table), slice=key, ctx=ast.Load()):
                written = isinstance(key, ast.Constant | ast.Slice | ast.UnaryOp) or ast.unparse(key).split(".")[-1].isupper()
                if re.fullmatch(r"_?[A-Z][A-Z_]+", table) and not written:
                    found.append(table)
            case ast.Attribute(attr="label", value=ast.Call(func=ast.Name(id=enum))) if enum[0].isupper():
                found.append(enum)
    return found


def asked():
    for path in sorted(PACKAGE.rglob("*.py")):
        if {path.stem, *(each.name for each in path.parents)} & set(ROOMS):
            yield from ((str(path.relative_to(PACKAGE)), table) for table in asked_for_a_code(path.read_text()))


def test_a_table_of_words_is_asked_so_that_no_stored_code_breaks_a_page():
    assert [each for each in asked() if each[1] not in ASKED_OTHERWISE] == []


def test_a_table_that_is_excused_is_asked():
    assert set(ASKED_OTHERWISE) - {table for _, table in asked()} == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("str(ROLES[story.role])", ["ROLES"]),
        ("sheets.LABELS[kind]", ["LABELS"]),
        ("Reason(each['reason']).label", ["Reason"]),
        ("worded(ROLES, story.role)", []),
        ("ROLES['carer'], ROLES[Role.CARER], CRITERIA[-1], Role.CARER.label", []),
    ],
)
def test_what_could_fail_is_found(source, found):
    assert asked_for_a_code(source) == found
