"""An editor writes a case study, on a phone and without JavaScript, and someone reads it on a phone, and as a PDF."""

import pytest

from tests import factories
from tests.journeys.plain import expect
from tests.journeys.steps import given_signed_in, then_the_mistakes_are_read_first

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_interview_is_written_agreed_published_and_read(site, any_page, open_page, check, axe, no_sideways, run_jobs):
    # Given an editor on the page where a case study begins
    factories.region()
    editor = given_signed_in(any_page, site, factories.person(name="Edie", roles=["editor"]))
    editor.goto("/editing/case-studies/")
    check(editor)
    editor.get_by_role("link", name="Start a case study").click()
    # When they write down one person, and add a second answer and a second person
    editor.get_by_label("Title").fill("The board that says how long")
    editor.get_by_label("Full name").fill("Rosa Whitby")
    editor.get_by_role("button", name="Add a person").click()
    editor.get_by_label("Full name").nth(1).fill("Jonah Ekwueme")
    editor.get_by_label("What they do, and where").nth(0).fill("Expert by experience")
    editor.get_by_label("What they do, and where").nth(1).fill("Ward manager, Larkfield Ward")
    editor.get_by_role("button", name="Add an answer to question 1").click()
    expect(editor.get_by_label("Title")).to_have_value("The board that says how long")
    check(editor)
    # And save it without an address
    editor.get_by_role("button", name="Save and preview").click()
    then_the_mistakes_are_read_first(editor)
    check(editor)
    # And put that right
    editor.get_by_label("End of its address").fill("the-board")
    editor.get_by_label("Introduction").fill("Rosa waited, and said so. Jonah read it.")
    editor.get_by_label("Question", exact=True).fill("How was it?")
    for place, (who, words) in enumerate([("Rosa Whitby", "Nobody knew how long."), ("Jonah Ekwueme", "We put up a board.")]):
        editor.get_by_label("Who answers").nth(place).select_option(label=who)
        editor.get_by_label("Answer", exact=True).nth(place).fill(words)
    editor.get_by_role("button", name="Save and preview").click()
    # Then they are told who still has to agree
    expect(editor.get_by_text("Record that Rosa Whitby has agreed")).to_be_visible()
    check(editor)
    # When both have agreed
    for name in ("Rosa Whitby", "Jonah Ekwueme"):
        editor.get_by_role("link", name=name, exact=True).click()
        for part, value in (("Day", "3"), ("Month", "3"), ("Year", "2026")):
            editor.get_by_label(part, exact=True).fill(value)
        editor.get_by_label("They signed a form").check()
        editor.get_by_label("Where is that kept?").fill("Folder 12")
        check(editor)
        editor.get_by_role("button", name="Save").click()
    editor.get_by_role("button", name="Publish now").click()
    expect(editor.get_by_text("Published. The PDF will be there in a minute.")).to_be_visible()
    run_jobs()
    # Then anyone reads it, and finds the PDF
    reader = open_page(width=360, height=760)
    reader.goto("/case-studies/")
    axe(reader)
    no_sideways(reader)
    reader.get_by_role("link", name="The board that says how long").click()
    expect(reader.get_by_role("heading", name="How was it?")).to_be_visible()
    axe(reader)
    no_sideways(reader)
    paper = reader.get_by_role("link", name="Print or share it")
    expect(paper).to_contain_text("PDF, 1 page")
    answer = reader.request.get(site + paper.get_attribute("href"))
    assert answer.body().startswith(b"%PDF")
