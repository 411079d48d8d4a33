import io

import pytest
from django.core.management import CommandError, call_command

from heard.accounts.models import Person
from heard.regions.models import Region
from tests import factories

pytestmark = pytest.mark.django_db
GIVEN = {"email": "first@heard.example", "name": "First Operator", "password_stdin": True}


@pytest.fixture
def typed(monkeypatch):
    def typed(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return typed


def test_the_first_operator_and_the_first_region_are_made(typed):
    typed("four quite plain words\n")
    out = io.StringIO()
    call_command("create_operator", **GIVEN, region="North Moor", stdout=out)
    person = Person.objects.get()
    assert (person.platform_roles, person.check_password("four quite plain words")) == (["operator"], True)
    assert list(Region.objects.values_list("slug", "name", "is_default")) == [("north-moor", "North Moor", True)]
    assert "second step" in out.getvalue()


def test_a_region_that_is_there_is_left_alone(typed):
    factories.region()
    typed("four quite plain words\n")
    call_command("create_operator", **GIVEN, stdout=io.StringIO())
    assert Region.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "password", "said"),
    [
        ({"email": "nonsense"}, "four quite plain words", "an email address"),
        ({}, "short", "too short"),
        ({"region": None}, "four quite plain words", "first region"),
        ({"name": None}, "four quite plain words", "Name"),
        ({"password_stdin": False}, "", "Password"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(typed, changes, password, said):
    typed(f"{password}\n")
    with pytest.raises(CommandError, match=said):
        call_command("create_operator", **({**GIVEN, "region": "X"} | changes), stdout=io.StringIO())
    assert not Person.objects.exists()
    assert not Region.objects.exists()
