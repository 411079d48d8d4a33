"""Editing a story that is public."""

import csv
import io
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from heard.accounts.actions.authors import give_contact
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core import clock
from heard.core.errors import ChangedSince, NotAcceptable, NotAllowed
from heard.core.models import Delivery
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.queries.history import edits_of
from heard.moderation.rules.work import AuthorsWords, StoryWork, what_is_missing
from heard.stories.actions import authoring
from heard.stories.models import Edit, StoryBranch
from heard.ui.wording import date_words
from tests import factories
from tests.moderation.pages import text_of
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(standing):
    return factories.published_story(words="Nurse Jones rang me on 3 March 2026. I waited two hours.", hope="A call.")


@pytest.fixture
def story(published):
    return deepcopy(published)


def edit_page(story):
    return reverse("moderation:edit_story", kwargs={"number": story.pk})


def filled(story, **changes):
    """The form as a browser would send it, with one edit and its reason, by somebody who looked at everything that was found."""
    typed = {
        "seen": 1,
        "text": story.text.replace("Nurse Jones", "The nurse"),
        "hope": story.hope,
        "title": story.title,
        "chosen_name": story.chosen_name,
        "edit_reason": ["names-a-person", ""],
        "edit_note": ["By first name only, and in praise.", ""],
        "do": "look",
    } | changes
    work = factories.work_to_edit(story, **{name: typed[name] for name in ("text", "hope", "title", "chosen_name")})
    return {"looked_at": list(work.looked_at)} | typed


def test_it_is_found_from_the_storys_page_and_by_moderators_alone(client, desk, story):
    page = f"/stories/{story.pk}/"
    assert edit_page(story) in text_of(desk.get(page))
    client.logout()
    assert edit_page(story) not in text_of(client.get(page))
    factories.sign_in(client, factories.member(of=factories.organisation(remit=story.services.all())))
    assert edit_page(story) not in text_of(client.get(page))
    assert client.get(edit_page(story)).status_code == 404


def test_it_is_found_from_the_case_in_which_it_was_decided(run_jobs, desk, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=moderator)
    shown = reverse("moderation:case", kwargs={"case_id": case.pk})
    assert edit_page(case.story) in text_of(desk.get(shown))
    assert shown in text_of(desk.get(edit_page(case.story)))
    authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
    assert edit_page(case.story) not in text_of(desk.get(shown))
    assert desk.get(edit_page(case.story)).status_code == 404
    assert desk.post(edit_page(case.story), {}).status_code == 404


def test_both_texts_stand_side_by_side(desk, story):
    page = text_of(desk.get(edit_page(story)))
    assert '<mark class="hit" id="in-text-1">Nurse Jones' in page
    assert "Nurse Jones rang me on 3 March 2026. I waited two hours.</textarea>" in page
    assert "no-store" in desk.get(edit_page(story))["Cache-Control"]


def test_an_edit_is_looked_at_and_then_public_with_its_reason(desk, story, moderator):
    look = text_of(desk.post(edit_page(story), filled(story)))
    assert "The nurse rang me" in look
    assert "<del>Nurse Jones</del><ins>The nurse</ins>" in look
    assert "A moderator made 1 edit to protect people." in look
    story.refresh_from_db()
    assert "Nurse Jones" in story.text
    done = desk.post(edit_page(story), filled(story, do="publish"), follow=True)
    assert done.redirect_chain[-1][0] == f"/stories/{story.pk}/"
    assert "Your edit is public" in text_of(done)
    assert "A moderator made 1 edit to protect people. Nothing else was changed." in text_of(done)
    story.refresh_from_db()
    assert story.text == "The nurse rang me on 3 March 2026. I waited two hours."
    assert story.original.words.startswith("Nurse Jones")
    edit = Edit.objects.get(version__story=story)
    assert (edit.reason, edit.note, edit.version.number) == ("names-a-person", "By first name only, and in praise.", 2)
    assert story.moves.get(name="edit").by == moderator.actor_ref
    assert "By first name only" in text_of(desk.get(edit_page(story)))


def test_everybody_reads_on_which_day_it_was_edited_when_it_was_public_already(client, story):
    # Given a public story that was never edited
    page = f"/stories/{story.pk}/"
    assert "The last edit was on" not in text_of(client.get(page))
    assert next(csv.DictReader(io.StringIO(client.get("/statistics.csv").getvalue().decode())))["edited_on"] == ""

    # When it is edited on a day
    with clock.at(clock.now() + timedelta(days=3)):
        factories.sign_in(client, factories.moderator())
        look = text_of(client.post(edit_page(story), filled(story)))
        client.post(edit_page(story), filled(story, do="publish"))
        day = clock.today()

    # Then the look beforehand, the page and the open data say so
    said = f"The last edit was on {date_words(day)}, after the story was published."
    assert said in look
    assert said in text_of(client.get(page))
    assert next(csv.DictReader(io.StringIO(client.get("/statistics.csv").getvalue().decode())))["edited_on"] == day.isoformat()


def test_an_edit_before_it_was_public_has_no_day(run_jobs, client, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    work = replace(factories.work_for(case), chosen_name="Tern", edits=(("identifies-author", ""),))
    deciding.publish(case_id=case.pk, seen_story=0, work=work, by=moderator)
    page = text_of(client.get(f"/stories/{case.story_id}/"))
    assert "A moderator made 1 edit to protect people." in page
    assert "The last edit was on" not in page


def test_pressing_twice_lands_on_the_storys_page_and_edits_once(desk, story):
    for _ in range(2):
        assert desk.post(edit_page(story), filled(story, do="publish")).headers["Location"] == f"/stories/{story.pk}/"
    assert len(edits_of(story.pk)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"edit_reason": ["", ""], "edit_note": ["", ""]}, "Say why you changed the author’s words"),
        ({"edit_reason": ["other", ""], "edit_note": ["", ""]}, "Explain the edit with the reason “Other”"),
        ({"text": " "}, "Enter the words of the story"),
        ({"title": ""}, "Enter a title"),
        ({"chosen_name": ""}, "Enter a name to show with the story"),
        ({"text": "Nurse Jones rang me on 3 March 2026. I waited two hours."}, "You haven’t changed anything yet"),
    ],
)
@pytest.mark.parametrize("button", ["look", "publish"])
def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk, story, changes, words, button):
    response = desk.post(edit_page(story), filled(story, do=button, **changes))
    assert response.status_code == 422
    assert words in text_of(response)
    if "title" not in changes:
        assert f'value="{story.title}"' in text_of(response)
    assert edits_of(story.pk) == []


def test_the_summary_leads_to_the_reasons(desk, story):
    # When the words are changed without saying why
    page = desk.post(edit_page(story), filled(story, do="look", edit_reason=["", ""], edit_note=["", ""])).content.decode()
    # Then the line at the top leads to the place where the reason is chosen
    assert '<a href="#edit-reason-1">Say why you changed the author’s words</a>' in page
    assert 'id="edit-reason-1"' in page


def test_lines_are_added_and_it_goes_back_to_the_form_without_javascript(desk, story):
    for button, lines in (("add-row", 3), ("edit", 2)):
        page = desk.post(edit_page(story), filled(story, do=button))
        assert page.status_code == 200
        assert text_of(page).count('name="edit_reason"') == lines
        assert "The nurse rang me" in text_of(page)


def test_a_colleagues_edit_meanwhile_is_shown_beside_what_was_typed(desk, story):
    desk.post(edit_page(story), filled(story, do="publish", title="Theirs"))
    late = desk.post(edit_page(story), filled(story, do="publish", title="Mine"))
    assert late.status_code == 409
    assert "Someone has edited this since you opened it" in text_of(late)
    assert 'value="Mine"' in text_of(late)
    assert "Theirs" in text_of(late)
    story.refresh_from_db()
    assert story.title == "Theirs"
    again = desk.post(edit_page(story), filled(story, do="publish", title="Mine", seen=2))
    assert again.status_code == 302


def test_words_typed_after_the_session_ended_are_shown_again(desk, story):
    session = desk.session
    session["kept_words"] = {"path": edit_page(story), "words": "seen=1&title=Typed+too+late&text=Words&edit_reason=length"}
    session.save()
    assert "Typed too late" in text_of(desk.get(edit_page(story)))


def test_what_was_passed_up_is_edited_by_those_it_was_passed_to(run_jobs, client, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    cases.pass_up(case_id=case.pk, line=2, note="Hard", by=moderator)
    second = factories.moderator("second-line")
    cases.claim_case(case_id=case.pk, by=second)
    deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case), by=second)
    # Then the story's page leads there only whom the page lets in
    for person, may in ((moderator, False), (second, True)):
        browser = factories.sign_in(client, person)
        assert (edit_page(case.story) in text_of(browser.get(f"/stories/{case.story_id}/"))) is may
        assert (edit_page(case.story) in text_of(browser.get(reverse("moderation:case", kwargs={"case_id": case.pk})))) is may
        assert browser.get(edit_page(case.story)).status_code == (200 if may else 404)
    with pytest.raises(NotAllowed):
        deciding.edit_published(story_id=case.story_id, seen_text=1, work=StoryWork(), by=moderator)


def test_the_author_is_told_once_for_each_edit(story, moderator):
    give_contact(story.author, kind="email", value="gull@home.example")
    from heard.alerts.handlers import notify_author_of_edit
    from heard.core.models import Event
    from heard.stories.events import StoryEdited

    for seen, text in ((1, "The nurse rang me."), (2, "Somebody rang me.")):
        work = factories.work_to_edit(story, text=text, edits=(("names-a-person", ""),))
        deciding.edit_published(story_id=story.pk, seen_text=seen, work=work, by=moderator)
    for event in Event.objects.filter(name=StoryEdited.name):
        for _ in range(2):
            notify_author_of_edit(StoryEdited(**event.payload), event.at)
    assert Delivery.objects.filter(kind="author-edited").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_moderators_who_edit_at_once_do_not_lose_each_others_words():
    story = factories.published_story()
    first, second = factories.moderator(), factories.moderator()

    def edit(by, title):
        work = factories.work_to_edit(story, title=title, edits=(("spelling", ""),))
        deciding.edit_published(story_id=story.pk, seen_text=1, work=work, by=by)

    with meanwhile(lambda: edit(second, "Second")) as other:
        edit(first, "First")
    story.refresh_from_db()
    assert isinstance(other.refused, ChangedSince)
    assert story.title == "First"


# ---------------------------------------------------------------- the services of a story that is public


@pytest.fixture
def eye_clinic():
    return factories.service(name="Eye Clinic", search_text="eye clinic")


def moved(story, *services, **changes):
    """The form as a browser sends it when other services stand on it."""
    reason = {"edit_reason": ["service", ""], "edit_note": ["It was the clinic upstairs.", ""]}
    return filled(story, text=story.text, find="", service=[each.pk for each in services], **reason) | changes


def test_a_service_is_found_put_in_and_taken_out_without_javascript(desk, story, eye_clinic):
    (stood,) = story.services.all()
    found = text_of(desk.post(edit_page(story), moved(story, stood, find="eye", do="find")))
    assert f'value="add-service:{eye_clinic.pk}"' in found
    both = text_of(desk.post(edit_page(story), moved(story, stood, find="eye", do=f"add-service:{eye_clinic.pk}")))
    for service in (stood, eye_clinic):
        assert f'name="service" value="{service.pk}"' in both
    one = text_of(desk.post(edit_page(story), moved(story, stood, eye_clinic, do=f"remove-service:{stood.pk}")))
    assert f'name="service" value="{stood.pk}"' not in one
    assert f'name="service" value="{eye_clinic.pk}"' in one
    story.refresh_from_db()
    assert story.service_ids == [stood.pk]


def test_enter_finds_the_service_that_is_asked_for_and_else_looks(desk, story, eye_clinic):
    (stood,) = story.services.all()
    assert f'value="add-service:{eye_clinic.pk}"' in text_of(desk.post(edit_page(story), moved(story, stood, find="eye", do="enter")))
    assert "Preview" in text_of(desk.post(edit_page(story), moved(story, eye_clinic, do="enter")))


def test_other_services_are_looked_at_and_then_public_with_their_reason(desk, client, story, eye_clinic, moderator):
    # Given an organisation that listens to the right service
    (stood,) = story.services.all()
    factories.organisation(remit=[eye_clinic], name="Saltmere Eyes")

    # When the moderator looks at it and publishes
    look = text_of(desk.post(edit_page(story), moved(story, eye_clinic)))
    assert f"<del>{stood.name}</del> <ins>Eye Clinic</ins>" in look
    assert "Saltmere Eyes hasn’t been told about it yet. We’ll tell them within a minute." in look
    done = desk.post(edit_page(story), moved(story, eye_clinic, do="publish"), follow=True)

    # Then it stands there and nowhere else, counted as an edit, and kept with its reason
    assert "Your edit is public" in text_of(done)
    assert "A moderator made 1 edit for length or clarity." in text_of(done)
    story.refresh_from_db()
    assert story.service_ids == [eye_clinic.pk]
    assert set(StoryBranch.objects.filter(story=story).values_list("service_id", flat=True)) == set(story.ancestors)
    assert stood.pk not in story.ancestors
    edit = Edit.objects.get(version__story=story)
    assert (edit.reason, edit.note, edit.version.text) == ("service", "It was the clinic upstairs.", story.text)
    said = f"It is about: Eye Clinic. Before: {stood.name}."
    assert story.moves.get(name="edit").said == said
    history = text_of(desk.get(edit_page(story)))
    for words in ("It named the wrong service", "It was the clinic upstairs.", said):
        assert words in history
    session = client.session
    session[AUTHOR], session[STAMP] = story.author_id, stamp_of(story.author)
    session.save()
    mine = text_of(client.get("/my-story/"))
    for words in ("It named the wrong service", "It was the clinic upstairs.", said):
        assert words in mine


def test_pressing_twice_puts_them_right_once(desk, story, eye_clinic):
    for _ in range(2):
        assert desk.post(edit_page(story), moved(story, eye_clinic, do="publish")).headers["Location"] == f"/stories/{story.pk}/"
    assert len(edits_of(story.pk)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"edit_reason": ["", ""], "edit_note": ["", ""]}, "Say why you changed the services"),
        ({"edit_reason": ["spelling", ""]}, "You gave a reason for an edit, but the words are the same"),
        ({"text": "Somebody rang me."}, "Say why you changed the author’s words"),
        ({"service": []}, "Add at least one service"),
    ],
)
@pytest.mark.parametrize("button", ["look", "publish"])
def test_what_is_missing_for_other_services_is_said(desk, story, eye_clinic, changes, words, button):
    response = desk.post(edit_page(story), moved(story, eye_clinic, do=button, **changes))
    assert response.status_code == 422
    assert words in text_of(response)
    assert edits_of(story.pk) == []


def test_the_reason_needs_other_services(desk, story):
    response = desk.post(edit_page(story), moved(story, *story.services.all(), text="Somebody rang me."))
    assert "but the services are the same" in text_of(response)


def test_the_action_says_no_where_the_page_would(story, eye_clinic, moderator):
    refused = [
        ({"services": (eye_clinic.pk,), "edits": (("spelling", ""),)}, "the words are the same"),
        ({"services": (eye_clinic.pk,), "edits": (("service", ""), ("spelling", ""))}, "the words are the same"),
        ({"services": (eye_clinic.pk,), "text": "Other.", "edits": (("service", ""),)}, "Say why you changed the author’s words"),
        ({"services": tuple(story.service_ids), "edits": (("service", ""),)}, "the services are the same"),
        ({"services": (10**9,), "edits": (("service", ""),)}, "in this region’s directory"),
    ]
    for changes, words in refused:
        with pytest.raises(NotAcceptable, match=words):
            deciding.edit_published(
                story_id=story.pk, seen_text=1, work=factories.work_to_edit(story, **{"services": ()} | changes), by=moderator
            )
    assert edits_of(story.pk) == []


def test_services_put_right_meanwhile_are_shown_and_not_overwritten(desk, story, eye_clinic):
    before = list(story.service_ids)
    desk.post(edit_page(story), moved(story, eye_clinic, do="publish"))
    late = desk.post(edit_page(story), filled(story, do="publish", find="", service=before, edit_reason=["names-a-person", "service"]))
    assert late.status_code == 409
    assert "Services that are public now:</b> Eye Clinic" in text_of(late)
    story.refresh_from_db()
    assert story.service_ids == [eye_clinic.pk]


def test_a_reason_of_a_public_story_is_not_offered_before(run_jobs, desk, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    assert '<option value="service"' not in text_of(desk.get(reverse("moderation:case", kwargs={"case_id": case.pk})))
    work = StoryWork(title="T", text="Words", chosen_name="Gull", criticality=1, services=(1,), edits=(("service", ""),))
    (missing,) = what_is_missing(work, AuthorsWords("T", "Words", "", "Gull"), service_names=[])
    assert missing[0] == "edits"
