"""Who tells a story is said in the form that its place asks for, as a language may have several."""

import pytest

from heard.stories.models import AuthorRole, role_words


@pytest.mark.parametrize("role", AuthorRole)
def test_every_role_is_said_by_itself_and_after_a_name(role):
    assert role_words(role) == role.label
    after = role_words(role, after="Robin")
    assert after[:1].islower() if role != AuthorRole.SOMEBODY else after == ""


def test_a_role_of_another_heard_is_said_as_it_stands():
    assert role_words("godparent") == role_words("godparent", after="Robin") == "godparent"
