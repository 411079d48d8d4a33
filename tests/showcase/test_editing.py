"""Editors write, look, publish and take out, with nothing but what a page sends."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heard.core import reckoning
from heard.showcase.actions import case_studies
from heard.showcase.models import CaseStudy, CaseStudyVersion, Exemplar, Interviewee, State, TeamMember
from tests import factories
from tests.factories import TESTS
from tests.media.drawing import drawn
from tests.showcase.interviews import begun, published

pytestmark = pytest.mark.django_db
NEW = "/editing/case-studies/new/"
AGREED = {"agreed_on_day": "3", "agreed_on_month": "3", "agreed_on_year": "2026", "agreed_how": "form", "agreed_where": "Folder 12"}


@pytest.fixture
def editor(client):
    factories.region()
    factories.sign_in(client, factories.person(name="Edie", roles=["editor"]))
    return client


def filled_in(page):
    """What a browser would send of the form on the page, without pressing a button."""
    form = page.text[page.text.index('<form\n  class="form"') :]
    form = form[: form.index("</form>")]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([a-z_-]+)="([^"]*)"', tag))
        if given.get("type") != "file" and "name" in given:
            sent[given["name"]] = unescape(given.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def typed(client, *buttons, **more):
    """A form in which someone pressed these buttons, one after the other, and typed the rest."""
    page = client.get(NEW)
    for button in buttons:
        page = client.post(NEW, filled_in(page) | {"do": button})
        assert page.status_code == 200
    said = {
        "title": "The board",
        "slug": "The-Board",
        "lead": "Rosa waited. Jonah read it.",
        "person-0-name": "Rosa Whitby",
        "person-0-role": "Expert by experience",
        "person-1-name": "Jonah Ekwueme",
        "person-1-role": "Ward manager",
        "turn-0-question": "How was it?",
        "turn-0-answer-0-who": "0",
        "turn-0-answer-0-words": "Long.",
        "turn-0-answer-1-who": "1",
        "turn-0-answer-1-words": "We have a board now.",
    }
    return filled_in(page) | said | {"do": "save"} | more


def test_an_editor_writes_and_publishes_without_javascript(editor):
    saved = editor.post(NEW, typed(editor, "add-person", "add-answer-0"), follow=True)
    assert "Before you can publish it" in saved.text
    study = CaseStudy.objects.get()
    assert study.slug == "the-board"
    look = f"/editing/case-studies/{study.pk}/"
    for who in Interviewee.objects.all():
        assert f"Record that {who.name} has agreed" in editor.get(look).text
        assert editor.post(f"{look}people/{who.pk}/", AGREED).status_code == 302
    assert "Publish now" in editor.get(look).text
    assert "Published. The PDF" in editor.post(look, {"seen": "1"}, follow=True).text
    page = editor.get("/case-studies/the-board/").text
    assert "We have a board now." in page
    who = Interviewee.objects.get(name="Rosa Whitby")
    assert (who.agreed_on.isoformat(), who.agreed_how, who.agreed_where) == ("2026-03-03", "form", "Folder 12")
    assert who.recorded_by.startswith("person:")


def test_buttons_add_move_and_remove_and_keep_what_was_typed(editor):
    page = editor.post(NEW, typed(editor, "add-person", "add-turn-0") | {"do": "up-turn-1", "turn-1-question": "And now?"})
    sent = filled_in(page)
    assert (sent["turn-0-question"], sent["turn-1-question"]) == ("And now?", "How was it?")
    assert sent["turn-1-answer-0-words"] == "Long."
    assert sent["title"] == "The board"
    assert "There is a problem" not in page.text, "nothing is checked until it is saved"
    sent = filled_in(editor.post(NEW, sent | {"do": "remove-person-0"}))
    assert (sent["person-0-name"], sent["turn-1-answer-0-who"]) == ("Jonah Ekwueme", "")
    sent = filled_in(editor.post(NEW, sent | {"do": "remove-turn-0"}))
    assert "turn-1-question" not in sent
    assert CaseStudy.objects.count() == 0


@pytest.mark.parametrize("button", ["remove-person-0", "up-turn-0", "remove-answer-9-9", "add-answer-999", "add-nothing", "remove-turn-0"])
def test_a_button_that_makes_no_sense_changes_nothing(editor, button):
    before = typed(editor)
    assert filled_in(editor.post(NEW, before | {"do": button}))["title"] == before["title"]


@pytest.mark.parametrize(
    "shape", [{"people": "x", "turns": "y"}, {"people": "999", "turns": ",".join(["99"] * 99)}, {"people": "-1", "turns": ""}]
)
def test_a_made_up_shape_is_cut_to_what_there_may_be(editor, shape):
    assert editor.post(NEW, typed(editor) | shape).status_code in {302, 422}


def test_mistakes_are_said_beside_their_fields_and_everything_is_kept(editor):
    wrong = {"title": "", "turn-0-answer-0-who": "", "service": "https://heard.example/services/no-such/", "stories": "what?"}
    page = editor.post(NEW, typed(editor, "add-person", "add-answer-0", **wrong))
    assert page.status_code == 422
    for said in ("Fill in “Title”", "Choose who answers", "There is no service at this address", "“what?” isn’t the address of a story"):
        assert said in page.text
    assert filled_in(page)["turn-0-answer-1-words"] == "We have a board now."


def test_what_it_is_about_is_found_by_addresses(editor):
    story = factories.published_story()
    place = factories.service(name="Larkfield Ward")
    organisation = factories.organisation(remit=[place], name="Quay")
    about = {
        "service": f"https://heard.example/services/{place.slug}/",
        "organisation": organisation.slug,
        "stories": f"http://localhost:8000/stories/{story.pk}/\n",
    }
    editor.post(NEW, typed(editor, "add-person", "add-answer-0", **about))
    body = CaseStudyVersion.objects.get().body
    assert (body["service"], body["organisation"], body["stories"]) == (place.slug, organisation.slug, [story.pk])


def test_two_editors_at_once_lose_nothing(editor):
    study = begun()
    page = editor.get(f"/editing/case-studies/{study.pk}/write/")
    mine = filled_in(page) | {"title": "Mine", "do": "save"}
    assert mine["turn-1-answer-2-words"] == "It takes a minute a day."
    theirs = editor.post(f"/editing/case-studies/{study.pk}/write/", mine | {"title": "Theirs"})
    assert theirs.status_code == 302
    page = editor.post(f"/editing/case-studies/{study.pk}/write/", mine)
    assert page.status_code == 422
    assert "Someone saved another version while you had this open" in page.text
    assert "<ins>Theirs</ins>" in page.text
    assert filled_in(page)["title"] == "Mine"
    assert editor.post(f"/editing/case-studies/{study.pk}/write/", filled_in(page) | {"do": "save"}).status_code == 302
    assert CaseStudyVersion.objects.order_by("-number")[0].body["title"] == "Mine"
    assert Interviewee.objects.count() == 2


def test_the_same_form_sent_twice_is_one_case_study(editor):
    sent = typed(editor, "add-person", "add-answer-0")
    editor.post(NEW, sent)
    assert editor.post(NEW, sent).status_code == 302
    assert CaseStudy.objects.count() == 1


def test_the_page_before_publication_shows_what_is_new(editor):
    study = published()
    write = f"/editing/case-studies/{study.pk}/write/"
    editor.post(write, filled_in(editor.get(write)) | {"lead": "Rosa waited, and wrote it down. Jonah read it.", "do": "save"})
    page = editor.get(f"/editing/case-studies/{study.pk}/")
    assert "What has changed" in page.text
    assert "<ins>" in page.text
    assert editor.post(f"/editing/case-studies/{study.pk}/", {"seen": "1"}).status_code == 422, "someone saved a version since"
    assert "version 2" in editor.get("/editing/case-studies/").text.lower()


def test_an_editor_is_told_that_an_interview_in_other_letters_has_no_pdf_and_nothing_tries_for_ever(editor, client, run_jobs):
    study = begun(title="候诊室")
    address = f"/editing/case-studies/{study.pk}/"
    assert "Our PDFs can’t show “候”" in editor.get(address).text
    page = editor.post(address, {"seen": 1}, follow=True).text
    assert "Published." in page
    assert "The PDF will be there" not in page
    run_jobs()
    assert client.get("/case-studies/the-board/").status_code == 200
    assert [each.debt.name for each in reckoning.missing(reckoning.EVER) if "papers" in each.debt.name] == []


def test_it_is_taken_out_with_a_reason(editor):
    study = published()
    address = f"/editing/case-studies/{study.pk}/withdraw/"
    assert editor.post(address, {"reason": ""}).status_code == 422
    assert "Its page and its PDF are gone" in editor.post(address, {"reason": "They asked us to"}, follow=True).text
    study.refresh_from_db()
    assert study.state == State.WITHDRAWN
    assert editor.post(address, {"reason": "Again"}).status_code == 422


def test_a_photo_is_shown_and_goes_with_the_consent(editor):
    study = published()
    who = Interviewee.objects.get(name="Jonah Ekwueme")
    address = f"/editing/portraits/{study.pk}/{who.pk}/"
    assert editor.post(address, {}).status_code == 422
    assert editor.post(address, {"photo": SimpleUploadedFile("j.jpg", drawn("JPEG", (200, 200)))}).status_code == 302
    who.refresh_from_db()
    assert who.photo.key in Client().get("/case-studies/the-board/").text
    case_studies.withdraw_consent(case_study_id=study.pk, interviewee_id=who.pk, by=TESTS)
    who.refresh_from_db()
    assert who.photo is None
    assert editor.post(address, {"photo": SimpleUploadedFile("j.jpg", drawn("JPEG", (200, 200)))}).status_code == 422


@pytest.mark.parametrize(
    ("address", "empty", "promise"),
    [("/case-studies/", "No case studies yet", "Everyone has agreed"), ("/exemplars/", "No exemplars yet", "Our editors chose them")],
)
def test_a_page_with_nothing_on_it_says_nothing_of_what_is_there(client, address, empty, promise):
    page = client.get(address).text
    assert empty in page
    assert promise not in page


def test_an_exemplar_is_chosen_checked_ended_and_chosen_again(editor):
    organisation = factories.organisation(name="Quayside")
    said = {
        "why": "They answer the same day.",
        "since_day": "1",
        "since_month": "2",
        "since_year": "2026",
        "language": "en-gb",
        "case_study": "",
    }
    assert editor.post("/editing/exemplars/new/", said | {"organisation": "no-such"}).status_code == 422
    editor.post("/editing/exemplars/new/", said | {"organisation": organisation.slug})
    again = editor.post("/editing/exemplars/new/", said | {"organisation": organisation.slug, "why": "Others"})
    assert again.status_code == 422, "it is one already"
    exemplar = Exemplar.objects.get()
    page = editor.get("/exemplars/").text
    assert "They answer the same day." in page
    assert "It pays for a" in page or "Its subscription is free" in page
    address = f"/editing/exemplars/{exemplar.pk}/"
    assert editor.post(f"{address}end/", {"reason": ""}).status_code == 422
    editor.post(f"{address}end/", {"reason": "No one there answers any more."})
    page = editor.get("/exemplars/").text
    assert "Former exemplars" in page
    assert "No one there answers any more." in page
    assert "No exemplars yet" not in page, "there have been some"
    assert "Our editors chose them" not in page
    editor.post(f"{address}again/")
    assert "Former exemplars" not in editor.get("/exemplars/").text
    assert editor.post(address, said | {"why": "Still."}).status_code == 302


def test_the_team_is_shown_with_its_consent_and_can_leave(editor):
    client = Client()
    said = {"name": "Ines Marsh", "role": "Editor", "words": "", "language": "en-gb", "group": "team", "position": "0", "region": ""}
    assert editor.post("/editing/people/new/", said).status_code == 422, "nobody is shown without it being written down that they agreed"
    editor.post("/editing/people/new/", said | AGREED)
    member = TeamMember.objects.get()
    assert "Ines Marsh" in client.get("/who-we-are/").text
    photo = {"photo": SimpleUploadedFile("i.jpg", drawn("JPEG", (200, 200)))}
    assert editor.post(f"/editing/portraits/{member.pk}/", photo).status_code == 302
    member.refresh_from_db()
    assert member.photo.key in client.get("/who-we-are/").text
    editor.post(f"/editing/people/{member.pk}/leave/")
    assert "Ines Marsh" not in client.get("/who-we-are/").text
    member.refresh_from_db()
    assert member.photo is None
    assert member.agreed_where == "Folder 12"
    editor.post(f"/editing/people/{member.pk}/", said | AGREED | {"role": "Editor again"})
    assert "Editor again" in client.get("/who-we-are/").text


def test_who_subscribes_is_told_from_the_subscriptions(client):
    factories.region()
    factories.organisation(name="Quayside")
    factories.organisation(name="Unsubscribed", subscribed=False)
    page = client.get("/who-we-are/").text
    assert "Quayside" in page
    assert "Unsubscribed" not in page


def test_figures_cost_the_same_for_one_exemplar_and_for_five(client, django_assert_num_queries):
    from heard.core import clock
    from heard.showcase.actions.exemplars import choose_exemplar

    factories.region()
    for each in range(5):
        organisation = factories.organisation(name=f"Quay {each}")
        choose_exemplar(organisation_id=organisation.pk, why="They listen.", since=clock.today(), language="en-gb", by=TESTS)
        client.get("/exemplars/")
        with django_assert_num_queries(2):
            client.get("/exemplars/")


@pytest.mark.parametrize("path", ["/editing/case-studies/", "/editing/exemplars/", "/editing/people/", NEW])
def test_nobody_else_gets_there(client, path):
    factories.region()
    assert client.get(path).status_code == 302
    factories.sign_in(client, factories.moderator())
    assert client.get(path).status_code == 404


def test_the_front_page_of_editors_leads_there(editor):
    page = editor.get("/editing/").text
    for path in ("/editing/case-studies/", "/editing/exemplars/", "/editing/people/"):
        assert f'href="{path}"' in page
        assert editor.get(path).status_code == 200
