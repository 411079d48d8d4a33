"""What the forms of editors let through, the actions take: nobody is told that there is room for more and then refused."""

import pytest

from heard.pages.forms.texts import NewPageForm, TermForm
from heard.pages.rules import lengths, markdown


@pytest.mark.parametrize(
    ("form", "field", "most"),
    [
        (NewPageForm, "title", lengths.TITLE),
        (NewPageForm, "lead", lengths.LEAD),
        (NewPageForm, "summary", lengths.SUMMARY),
        (NewPageForm, "source", markdown.MOST_LETTERS),
        (TermForm, "word", lengths.WORD),
        (TermForm, "meaning", lengths.MEANING),
    ],
)
def test_a_form_takes_as_much_as_the_action_and_no_more(form, field, most):
    assert field not in form({field: "x" * most}, language="en-gb").errors
    assert field in form({field: "x" * (most + 1)}, language="en-gb").errors
