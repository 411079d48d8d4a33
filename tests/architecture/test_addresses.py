"""Nothing personal is part of a web address: browsers list it, servers log it, and it is sent on as the referrer.

A form that is sent by GET puts what is typed into the address. So each of them is named here, with what it asks for.
"""

import re
from pathlib import Path

HEARD = Path(__file__).parents[2] / "heard"
BY_GET = {
    "operating/directory.html": "the name of a place",
    "operating/join_place.html": "the name of a place",
    "operating/organisations.html": "the name of an organisation",
    "operating/remit.html": "the name of a place",
    "operating/proposed_holidays.html": "a country, or a part of one",
    "website/stories.html": "what public stories are about: the list can be sent to somebody, followed, and taken in by other programs",
    "website/listening.html": "a kind of organisation",
    "website/tags.html": "tags",
    "demo/mailbox.html": "whose made-up mail",
}


def forms_by_get():
    for path in HEARD.rglob("jinja2/**/*.html"):
        text = path.read_text()
        name = "/".join(path.parts[-2:])
        boxes = re.findall(r"\{\{ ui\.search_box\((.*?)\) \}\}", text, re.DOTALL)
        if re.search(r"<form\b[^>]*\bmethod=.?get", text) or any('method="post"' not in box for box in boxes):
            yield name


def test_a_form_whose_words_stand_in_the_address_asks_for_nothing_about_a_person():
    found = {name for name in forms_by_get() if not name.startswith(("gallery/", "ui/"))}
    assert found - {"components.html"} == set(BY_GET)


def test_no_script_puts_where_somebody_is_into_an_address():
    for script in (HEARD.parent / "assets" / "js").glob("*.js"):
        text = script.read_text()
        assert "coords" not in text or "searchParams" not in text, script.name
