"""What is wrong is said in one way: one sentence beside a field without a full stop, as GOV.UK does, and more than one with; what stands by
itself on a page, since someone may not do a thing or it has changed, always with.
"""

import ast
import re

import pytest

from heard.core.build import PACKAGE

MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
BESIDE_A_FIELD = {"NotAcceptable", "ValidationError"}
ON_A_PAGE = {"NotAllowed", "WrongState", "ChangedSince", "TooMany"}
RULES = "stories/rules/publishing.py"
"""Its sentences stand beside fields, too."""


def said(node: ast.AST) -> list[str]:
    """Everything that is marked in this piece of code."""
    marked = [each for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in MARKS]
    return [each.value for call in marked for each in call.args if isinstance(each, ast.Constant)]


def misplaced(source: str, *, all_beside_fields: bool = False) -> list[str]:
    """What ends with a full stop and should not, or the other way round."""
    tree = ast.parse(source)
    beside, alone = (said(tree) if all_beside_fields else []), []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in BESIDE_A_FIELD:
                beside += said(node)
            case ast.Call(func=ast.Name(id=name)) if name in ON_A_PAGE:
                alone += said(node)
            case ast.keyword(arg="error_messages", value=value):
                beside += said(value)
            case ast.Assign(targets=[ast.Subscript(value=ast.Attribute(attr="error_messages"))], value=value):
                beside += said(value)
    several = re.compile(r"[.?!…](?= )")
    wrong = [text for text in beside if text.endswith(".") != bool(several.search(text))]
    return wrong + [text for text in alone if not text.endswith(".")]


def test_full_stops_of_errors_follow_one_rule():
    sources = {str(path.relative_to(PACKAGE)): path.read_text() for path in PACKAGE.rglob("*.py")}
    found = {name: wrong for name, source in sources.items() if (wrong := misplaced(source, all_beside_fields=name == RULES))}
    assert not found


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ('raise NotAcceptable(_("Enter a title."))', ["Enter a title."]),
        ('raise NotAcceptable(_("Enter a title"), field="title")', []),
        ('raise NotAcceptable(_("That place has closed. Choose another"))', ["That place has closed. Choose another"]),
        ('field(error_messages={"required": gettext_lazy("Enter a title.")})', ["Enter a title."]),
        ('raise WrongState(_("This is public already"))', ["This is public already"]),
    ],
)
def test_a_full_stop_out_of_place_is_found(source, wrong):
    assert misplaced(source) == wrong
