"""Editing a story that is public."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from heard.accounts.actions.authors import give_contact
from heard.core.errors import ChangedSince, NotAllowed
from heard.core.models import Delivery
from heard.moderation import queries
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.rules.work import StoryWork
from heard.stories.actions import telling
from heard.stories.models import Edit
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return factories.moderator()


@pytest.fixture
def desk(client, moderator):
    return factories.sign_in(client, moderator)


@pytest.fixture
def story():
    return factories.published_story(words="Nurse Jones rang me on 3 March 2026. I waited two hours.", hope="A call.")


def edit_page(story):
    return reverse("moderation:edit_story", kwargs={"number": story.pk})


def text_of(response):
    return response.content.decode()


def filled(story, **changes):
    """The form as a browser would send it, with one edit and its reason."""
    return {
        "seen": 1,
        "text": story.text.replace("Nurse Jones", "The nurse"),
        "hope": story.hope,
        "title": story.title,
        "chosen_name": story.chosen_name,
        "edit_reason": ["names-a-person", ""],
        "edit_note": ["By first name only, and in praise.", ""],
        "do": "look",
    } | changes


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
    telling.withdraw_story(story_id=case.story_id, by=case.story.author)
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
    assert "The edit is public" in text_of(done)
    assert "A moderator made 1 edit to protect people. Nothing else was changed." in text_of(done)
    story.refresh_from_db()
    assert story.text == "The nurse rang me on 3 March 2026. I waited two hours."
    assert story.original.words.startswith("Nurse Jones")
    edit = Edit.objects.get(version__story=story)
    assert (edit.reason, edit.note, edit.version.number) == ("names-a-person", "By first name only, and in praise.", 2)
    assert story.moves.get(name="edit").by == moderator.actor_ref
    assert "By first name only" in text_of(desk.get(edit_page(story)))


def test_pressing_twice_lands_on_the_storys_page_and_edits_once(desk, story):
    for _ in range(2):
        assert desk.post(edit_page(story), filled(story, do="publish")).headers["Location"] == f"/stories/{story.pk}/"
    assert len(queries.edits_of(story.pk)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"edit_reason": ["", ""], "edit_note": ["", ""]}, "Say why you changed the author’s words."),
        ({"edit_reason": ["other", ""], "edit_note": ["", ""]}, "Explain the edit whose reason is “Other”."),
        ({"text": " "}, "A published story needs words."),
        ({"title": ""}, "Give the story a title."),
        ({"chosen_name": ""}, "A published story needs a name"),
        ({"text": "Nurse Jones rang me on 3 March 2026. I waited two hours."}, "Nothing is changed yet."),
    ],
)
@pytest.mark.parametrize("button", ["look", "publish"])
def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk, story, changes, words, button):
    response = desk.post(edit_page(story), filled(story, do=button, **changes))
    assert response.status_code == 422
    assert words in text_of(response)
    if "title" not in changes:
        assert f'value="{story.title}"' in text_of(response)
    assert queries.edits_of(story.pk) == []


def test_the_summary_leads_to_the_reasons(desk, story):
    # When the words are changed without saying why
    page = desk.post(edit_page(story), filled(story, do="look", edit_reason=["", ""], edit_note=["", ""])).content.decode()
    # Then the line at the top leads to the place where the reason is chosen
    assert '<a href="#edit-reason-1">Say why you changed the author’s words.</a>' in page
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
    assert "Somebody edited this since you opened it" in text_of(late)
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
        work = StoryWork(title=story.title, text=text, chosen_name=story.chosen_name, edits=(("names-a-person", ""),))
        deciding.edit_published(story_id=story.pk, seen_text=seen, work=work, by=moderator)
    for event in Event.objects.filter(name=StoryEdited.name):
        for _ in range(2):
            notify_author_of_edit(StoryEdited(**event.payload))
    assert Delivery.objects.filter(kind="author-edited").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_moderators_who_edit_at_once_do_not_lose_each_others_words():
    story = factories.published_story()
    first, second = factories.moderator(), factories.moderator()
    refused = []

    def edit(by, title):
        work = StoryWork(title=title, text=story.text, chosen_name=story.chosen_name, edits=(("spelling", ""),))
        deciding.edit_published(story_id=story.pk, seen_text=1, work=work, by=by)

    def late():
        try:
            edit(second, "Second")
        except ChangedSince as error:
            refused.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    with transaction.atomic():
        edit(first, "First")
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive(), "the second did not wait"
    thread.join()
    story.refresh_from_db()
    assert (story.title, len(refused)) == ("First", 1)
