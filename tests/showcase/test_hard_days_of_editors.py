"""Case studies, exemplars and the team on hard days: buttons pressed twice, two editors, someone who is half filled in, consents."""

from datetime import timedelta

import pytest

from heard.core import clock
from heard.showcase.actions import case_studies
from heard.showcase.actions.exemplars import choose_exemplar
from heard.showcase.models import CaseStudy, CaseStudyVersion, Exemplar, Interviewee, State, TeamMember
from heard.showcase.rules import interviews
from tests import factories
from tests.factories import TESTS
from tests.showcase.interviews import begun, published
from tests.showcase.test_editing import AGREED, NEW, filled_in, typed

pytestmark = pytest.mark.django_db
CARD = {"name": "Ines Marsh", "role": "Editor", "words": "", "language": "en-gb", "group": "team", "position": "0", "region": ""}


@pytest.fixture
def editor(client):
    factories.region()
    return factories.sign_in(client, factories.person(name="Edie", roles=["editor"]))


def a_draft(editor, study, *, do=(), **said):
    """Another version of a case study, written on its page."""
    address = f"/editing/case-studies/{study.pk}/write/"
    page = editor.get(address)
    for button in do:
        page = editor.post(address, filled_in(page) | {"do": button})
    return editor.post(address, filled_in(page) | said | {"do": "save"})


def test_someone_with_a_role_but_no_name_is_not_dropped(editor):
    page = editor.post(NEW, typed(editor, "add-person", "add-answer-0", **{"person-1-name": "", "turn-0-answer-1-who": "0"}))
    assert page.status_code == 422
    assert 'href="#id_person-1-name"' in page.text
    assert filled_in(page)["person-1-role"] == "Ward manager"
    assert CaseStudy.objects.count() == 0


def test_a_person_added_and_left_empty_is_no_mistake(editor):
    empty = {"person-1-name": "", "person-1-role": "", "turn-0-answer-1-who": "", "turn-0-answer-1-words": ""}
    assert editor.post(NEW, typed(editor, "add-person", "add-answer-0", **empty)).status_code == 302


def test_someone_who_is_in_what_is_public_can_withdraw_also_when_a_draft_leaves_them_out(editor):
    study = published()
    jonah = Interviewee.objects.get(name="Jonah Ekwueme")
    assert a_draft(editor, study, do=["remove-turn-1", "remove-person-1"]).status_code == 302
    page = editor.get(f"/editing/case-studies/{study.pk}/")
    address = f"/editing/case-studies/{study.pk}/people/{jonah.pk}/"
    assert f'href="{address}"' in page.text
    editor.post(f"{address}withdraw/")
    study.refresh_from_db()
    assert study.state == State.WITHDRAWN


def test_colleagues_can_read_why_it_was_taken_out(editor):
    study = published()
    editor.post(f"/editing/case-studies/{study.pk}/withdraw/", {"reason": "Rosa has moved away"})
    page = editor.get(f"/editing/case-studies/{study.pk}/").text
    assert "Rosa has moved away" in page
    assert "Edie" in page


def test_a_withdrawn_consent_is_said_as_the_reason(editor):
    study = published()
    rosa = Interviewee.objects.get(name="Rosa Whitby")
    editor.post(f"/editing/case-studies/{study.pk}/people/{rosa.pk}/withdraw/")
    assert "Someone in it doesn’t agree any more" in editor.get(f"/editing/case-studies/{study.pk}/").text


def test_save_pressed_twice_is_one_version(editor):
    study = begun()
    address = f"/editing/case-studies/{study.pk}/write/"
    sent = filled_in(editor.get(address)) | {"title": "Mine", "do": "save"}
    assert [editor.post(address, sent).status_code for _press in range(2)] == [302, 302]
    assert CaseStudyVersion.objects.filter(case_study=study).count() == 2


def test_someone_else_under_the_same_place_has_not_agreed(editor):
    study = begun()
    rosa = Interviewee.objects.get(name="Rosa Whitby")
    a_draft(editor, study, **{"person-0-name": "Bert Quill"})
    rosa.refresh_from_db()
    assert (rosa.name, rosa.agrees) == ("Rosa Whitby", True)
    assert not Interviewee.objects.get(name="Bert Quill").agrees
    assert editor.post(f"/editing/case-studies/{study.pk}/", {"seen": "2"}).status_code == 422


def test_a_name_that_is_corrected_keeps_its_consent(editor):
    study = begun()
    a_draft(editor, study, **{"person-0-name": "Rosa Whitbey"})
    assert Interviewee.objects.get(name="Rosa Whitbey").agrees
    assert Interviewee.objects.filter(case_study=study).count() == 2


def test_words_that_were_written_after_someone_agreed_are_pointed_out(editor):
    study = begun()
    look = f"/editing/case-studies/{study.pk}/"
    said = "This version was written after they agreed"
    assert said not in editor.get(look).text
    Interviewee.objects.filter(name="Rosa Whitby").update(agreed_on=clock.today() - timedelta(days=3))
    assert editor.get(look).text.count(said) == 1


def test_where_no_more_people_can_be_added_there_is_no_button_for_it(editor):
    page = editor.get(NEW)
    for _press in range(5):
        page = editor.post(NEW, filled_in(page) | {"do": "add-person"})
    assert 'value="add-person"' not in page.text
    assert "A case study can have up to 6 people." in page.text


def test_a_draft_cannot_be_taken_out(editor):
    study = begun()
    told = editor.get(f"/editing/case-studies/{study.pk}/withdraw/", follow=True)
    assert told.redirect_chain
    assert "isn’t published" in told.text


def an_exemplar(**more):
    said = {"why": "They listen.", "since": clock.today(), "language": "en-gb"} | more
    return choose_exemplar(organisation_id=factories.organisation(name="Quayside").pk, by=TESTS, **said)


def test_an_exemplar_keeps_its_case_study_while_that_is_taken_out(editor):
    study = published()
    exemplar = an_exemplar(case_study_id=study.pk)
    case_studies.withdraw_case_study(case_study_id=study.pk, reason="For a week", by=TESTS)
    address = f"/editing/exemplars/{exemplar.pk}/"
    sent = filled_in(editor.get(address))
    assert sent["case_study"] == str(study.pk)
    assert editor.post(address, sent).status_code == 302
    exemplar.refresh_from_db()
    assert exemplar.case_study_id == study.pk


def test_of_two_editors_of_an_exemplar_the_second_is_told_and_loses_nothing(editor):
    address = f"/editing/exemplars/{an_exemplar().pk}/"
    mine = filled_in(editor.get(address)) | {"why": "Mine."}
    assert editor.post(address, mine | {"why": "Theirs."}).status_code == 302
    told = editor.post(address, mine)
    assert (told.status_code, filled_in(told)["why"], "Theirs." in told.text) == (422, "Mine.", True)
    assert Exemplar.objects.get().why == "Theirs."
    assert editor.post(address, filled_in(told)).status_code == 302
    assert Exemplar.objects.get().why == "Mine."


def test_an_exemplar_that_is_chosen_twice_is_one(editor):
    organisation = factories.organisation(name="Quayside")
    sent = filled_in(editor.get("/editing/exemplars/new/")) | {"organisation": organisation.slug, "why": "They listen."}
    assert [editor.post("/editing/exemplars/new/", sent).status_code for _press in range(2)] == [302, 302]
    assert Exemplar.objects.count() == 1


def test_buttons_of_an_exemplar_pressed_twice_do_it_once(editor):
    address = f"/editing/exemplars/{an_exemplar().pk}/"
    for _press in range(2):
        assert editor.post(f"{address}end/", {"reason": "It closed."}).status_code == 302
    for _press in range(2):
        assert editor.post(f"{address}again/").status_code == 302
    assert Exemplar.objects.get().moves.count() == 3


def test_of_two_editors_of_a_card_the_second_is_told_and_loses_nothing(editor):
    editor.post("/editing/people/new/", CARD | AGREED)
    address = f"/editing/people/{TeamMember.objects.get().pk}/"
    mine = filled_in(editor.get(address)) | CARD | AGREED | {"role": "Mine"}
    assert editor.post(address, mine | {"role": "Theirs"}).status_code == 302
    told = editor.post(address, mine)
    assert (told.status_code, filled_in(told)["role"], "Theirs" in told.text) == (422, "Mine", True)
    assert editor.post(address, filled_in(told) | AGREED | {"group": "team"}).status_code == 302
    assert TeamMember.objects.get().role == "Mine"


def test_a_new_card_whose_button_is_pressed_twice_is_one_card(editor):
    sent = filled_in(editor.get("/editing/people/new/")) | CARD | AGREED
    assert [editor.post("/editing/people/new/", sent).status_code for _press in range(2)] == [302, 302]
    assert TeamMember.objects.count() == 1


def test_a_page_of_the_team_with_nobody_on_it_says_what_to_do(editor):
    assert "No one is on the page yet" in editor.get("/editing/people/").text


@pytest.mark.parametrize("page", ["new", "write", "exemplar", "card"])
def test_what_was_typed_is_there_again_after_signing_in_again(editor, page):
    address, typed_there = {
        "new": lambda: (NEW, {"turn-0-answer-0-words": "Long, and nobody came."}),
        "write": lambda: (f"/editing/case-studies/{begun().pk}/write/", {"turn-1-answer-2-words": "Long, and nobody came."}),
        "exemplar": lambda: ("/editing/exemplars/new/", {"why": "Long, and nobody came.", "since_day": "31", "since_month": "2"}),
        "card": lambda: ("/editing/people/new/", {"words": "Long, and nobody came.", "name": ""}),
    }[page]()
    sent = filled_in(editor.get(address)) | typed_there
    editor.logout()
    editor.post(address, sent, headers={"Sec-Fetch-Site": "same-origin"})
    back = factories.sign_in(editor, factories.person(name="Edith", roles=["editor"])).get(address)
    assert back.status_code == 200
    assert "Here’s what you wrote. It isn’t saved yet." in back.text
    now = filled_in(back)
    assert {name: now[name] for name in typed_there} == typed_there
    assert (CaseStudyVersion.objects.count(), Exemplar.objects.count(), TeamMember.objects.count()) == (page == "write", 0, 0)


def test_the_longest_interview_can_be_sent(editor):
    sent = typed(editor) | {
        "people": str(interviews.MOST_PEOPLE),
        "turns": ",".join([str(interviews.MOST_ANSWERS)] * interviews.MOST_TURNS),
    }
    for place in range(interviews.MOST_TURNS):
        sent |= {f"turn-{place}-answer-{each}-{name}": "" for each in range(interviews.MOST_ANSWERS) for name in ("who", "words")}
        sent |= {f"turn-{place}-question": "And then?", f"turn-{place}-answer-0-who": "0", f"turn-{place}-answer-0-words": "Long."}
    sent |= {f"person-{place}-{name}": "" for place in range(1, interviews.MOST_PEOPLE) for name in ("number", "name", "short", "role")}
    assert editor.post(NEW, sent).status_code == 302
    assert len(CaseStudyVersion.objects.get().body["turns"]) == interviews.MOST_TURNS


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"position": "-3"}, "“Place in the list” must be 0 or more"),
        ({"position": "12345"}, "“Place in the list” must be 999 or less"),
        ({"position": "first"}, "“Place in the list” must be a whole number"),
        ({"group": "nobody"}, "Choose an answer to “Where they are listed”"),
    ],
)
def test_a_field_says_in_our_words_what_is_wrong(editor, wrong, said):
    told = editor.post("/editing/people/new/", CARD | AGREED | wrong)
    assert (told.status_code, said in told.text) == (422, True)
    assert TeamMember.objects.count() == 0
