"""Buttons that are pressed twice, pages that were open too long, and two editors on one page: nothing gets lost or done unseen."""

import re
from datetime import timedelta

import pytest

from heard.core import clock
from heard.core.models import Delivery
from heard.pages.actions import glossary, publishing, writing
from heard.pages.actions.glossary import MEANING
from heard.pages.forms.texts import TermForm
from heard.pages.models import Page, Term, Text, Version
from tests import factories
from tests.pages.test_editing import TYPED, published, when, words, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def ed():
    factories.region()
    return factories.person(name="Ed Itor", roles=["editor"])


@pytest.fixture
def editor(client, ed):
    return factories.sign_in(client, ed)


def soon():
    day = when(clock.now() + timedelta(days=3))
    del day["version"]
    return day


def test_save_pressed_twice_is_one_version(editor, ed):
    page = published(ed).text.page_id
    sent = TYPED | {"seen": 1}
    first, second = (editor.post(f"/editing/pages/{page}/write/", sent) for _press in range(2))
    assert (second.status_code, second.headers.get("location")) == (302, first.url)
    assert Version.objects.filter(text__page=page).count() == 2


def test_the_same_words_from_someone_else_are_still_said_to_be_theirs(editor, ed):
    page = published(ed).text.page_id
    said = {name: TYPED[name] for name in ("title", "source", "summary_of_change")}
    other = factories.person(name="Win Other", roles=["editor"])
    writing.save_version(page_id=page, seen=1, by=other, **said)
    assert editor.post(f"/editing/pages/{page}/write/", TYPED | {"seen": 1}).status_code == 409


def test_a_new_page_whose_button_is_pressed_twice_is_one_page(editor):
    sent = TYPED | {"path": "help/parking", "kind": "help"}
    first, second = (editor.post("/editing/pages/new/", sent) for _press in range(2))
    assert (second.status_code, second.headers.get("location")) == (302, first.url)
    assert Version.objects.filter(text__page__path="help/parking").count() == 1
    other_words = editor.post("/editing/pages/new/", sent | {"source": "Something else."})
    assert (other_words.status_code, "Another page already has this address" in words(other_words)) == (422, True)


def test_a_new_word_whose_button_is_pressed_twice_is_one_word(editor):
    sent = {"word": "Parkish", "also": "parky", "meaning": "Like a park."}
    assert [editor.post("/editing/terms/new/", sent).status_code for _press in range(2)] == [302, 302]
    assert Term.objects.get(slug="parkish").versions.count() == 1
    assert editor.post("/editing/terms/new/", sent | {"meaning": "Not like a park."}).status_code == 422


def test_what_is_scheduled_is_what_the_page_showed(editor, ed):
    version = written(ed)
    address = f"/editing/texts/{version.text_id}/schedule/"
    shown = re.search(r'name="version"[^>]*value="(\d+)"', editor.get(address).text)
    assert shown, "the form says which version it schedules"
    other = factories.person(name="Win Other", roles=["editor"])
    writing.save_version(page_id=version.text.page_id, title="Parking", source="Nobody has read this.", seen=1, by=other)
    told = editor.post(address, soon() | {"version": shown[1]})
    assert told.status_code == 409
    assert "Someone saved version 2" in words(told)
    assert Text.objects.get(pk=version.text_id).due_at is None
    again = re.search(r'name="version"[^>]*value="(\d+)"', told.text)[1]
    assert editor.post(address, soon() | {"version": again}).status_code == 302
    assert Text.objects.get(pk=version.text_id).due_version.number == 2


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, {"version": "99"}, {"version": "9" * 30}])
def test_scheduling_an_odd_version_never_fails(editor, ed, sent):
    version = written(ed)
    assert editor.post(f"/editing/texts/{version.text_id}/schedule/", soon() | sent).status_code in {404, 409, 422}
    assert Text.objects.get(pk=version.text_id).due_at is None


def test_a_page_left_open_does_not_publish_over_what_was_published_since(editor, ed):
    version = published(ed)
    other = factories.person(name="Win Other", roles=["editor"])
    writing.save_version(page_id=version.text.page_id, title="Parking", source="Two.", by=ed)
    left_open = editor.get(f"/editing/texts/{version.text_id}/").text
    sent = {name: re.search(rf'name="{name}" value="(\d+)"', left_open)[1] for name in ("version", "public")}
    writing.save_version(page_id=version.text.page_id, title="Parking", source="Three.", by=other)
    publishing.publish_text(text_id=version.text_id, number=3, by=other)
    told = editor.post(f"/editing/texts/{version.text_id}/publish/", sent, follow=True)
    assert "version 3 was published while you had this page open" in words(told)
    assert "Three." in words(editor.get("/help/parking/"))


def test_the_form_for_a_meaning_and_the_rule_agree():
    assert TermForm(language="en-gb").fields["meaning"].most == MEANING


def test_all_that_comes_with_heard_can_be_edited_as_it_is(editor):
    for page in Page.objects.all():
        for text in page.texts.filter(region=None, language="en-gb"):
            version = text.versions.last()
            said = {name: getattr(version, name) for name in ("title", "lead", "source", "summary")}
            answer = editor.post(f"/editing/pages/{page.pk}/write/", said | {"summary_of_change": "", "seen": version.number})
            assert answer.status_code == 302, (page.path, words(answer)[:400])


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/editing/pages/new/", TYPED | {"path": "help/parking", "kind": "help", "source": "Δέκα αυτοκίνητα. " * 3_000}),
        ("/editing/terms/new/", {"word": "Parkish", "also": "parky", "meaning": "There is room for twenty cars."}),
        ("a page", TYPED | {"seen": 1}),
    ],
)
def test_what_was_typed_is_there_again_after_signing_in_again(client, ed, editor, address, typed):
    if address == "a page":
        address = f"/editing/pages/{published(ed).text.page_id}/write/?language=en-gb"
    client.logout()
    away = client.post(address, typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert "/account/login/" in away.url
    back = factories.sign_in(client, ed).get(address)
    assert back.status_code == 200
    assert "Here’s what you wrote. It isn’t saved yet." in words(back)
    assert (typed.get("source") or typed["meaning"]).strip() in back.text
    assert not Version.objects.filter(source=typed.get("source", "")).exists(), "nothing is saved by itself"
    assert client.post(address, typed).status_code == 302


def test_editors_are_emailed_when_what_was_scheduled_cannot_be_published(ed, run_jobs, mailoutbox):
    term = glossary.write_term(word="chariot", meaning="A cart.", by=ed).term
    version = written(ed, source="See [[chariot]].")
    publishing.schedule_text(text_id=version.text_id, number=1, due_at=clock.now() + timedelta(hours=1), by=ed)
    glossary.remove_term(term_id=term.pk, by=ed)
    with clock.at(clock.now() + timedelta(hours=2)):
        publishing.publish_what_is_due()
        assert publishing.publish_what_is_due() == 0
        assert Delivery.objects.get(kind="page-not-published").recipient == ed.actor_ref
        run_jobs()
    (email,) = [each for each in mailoutbox if "wasn’t published" in each.subject]
    assert "/help/parking/" in email.subject
    assert "“chariot” isn’t in the glossary" in email.body
    assert f"/editing/texts/{version.text_id}/" in email.body
