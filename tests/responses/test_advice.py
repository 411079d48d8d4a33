import pytest

from heard.responses.rules.advice import Earlier, advise

OWN = "Thank you for telling us about the ward, Gull. I am sorry that nobody said how long the wait would be; ask for me at the desk."


def names(text, earlier=()):
    return [each.name for each in advise(text, [Earlier(each, 7) for each in earlier])]


def test_nothing_is_said_about_a_good_answer():
    assert names(OWN, ["We loved reading this; the porters have it on their wall."]) == []


def test_nothing_is_said_about_nothing():
    assert names("  ", [""]) == []


def test_a_copy_with_another_name_is_noticed_and_points_at_the_story():
    (found,) = advise(OWN.replace("Gull", "Heron"), [Earlier("Something else", 3), Earlier(OWN, 7)])
    assert (found.name, found.story) == ("near-copy", 7)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for your feedback. Please contact our Patient Advice and Liaison Service.",
        "Sorry to hear this. If you wish to raise it, complete the form on our website.",
        "Please speak to the practice manager.",
    ],
)
def test_merely_sending_elsewhere_is_noticed(text):
    assert names(text) == ["sends-elsewhere"]


def test_a_long_answer_that_also_names_a_team_is_left_alone():
    assert names("I have read what you wrote, and I see it as you do. " * 12 + "You can also ring PALS.") == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Could you send us your full name?", True),
        ("We need your date of birth.", True),
        ("Let us know who you are.", True),
        ("You don’t need to tell us who you are.", False),
        ("You can come without giving your name.", False),
    ],
)
def test_asking_who_the_author_is_is_noticed(text, asks):
    assert ("asks-who" in names(text)) is asks
