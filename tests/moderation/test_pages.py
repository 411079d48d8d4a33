import re
from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse

from heard.accounts.models import Author, ContactDetail
from heard.core import clock
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case
from heard.moderation.queries.queue import page_of_cases
from heard.organisations.actions.contacts import add_contact
from heard.responses.actions import authors, replies
from heard.stories.actions import authoring
from heard.stories.models import State
from tests import factories
from tests.moderation.pages import at, day_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def level():
    return "first-line"


@pytest.fixture
def moderator(claimed):
    return deepcopy(claimed[0])


@pytest.fixture
def case(claimed):
    return deepcopy(claimed[1])


def filled(case, **changes):
    """The main form as a browser would send it, ready to publish."""
    case.refresh_from_db()
    work = factories.work_for(case)
    return {
        "seen_case": case.version,
        "text": work.text,
        "title": work.title,
        "chosen_name": work.chosen_name,
        "criticality": "2",
        "about_child": "no",
        "service": list(work.services),
        "good": "the nurse",
        "better": "waiting times",
        "feelings": "anxious",
        "looked_at": list(work.looked_at),
        "edit_reason": [""],
        "edit_note": [""],
        "do": "preview",
    } | changes


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("view", ["queue", "waiting", "mine"])
def test_the_desk_is_for_moderators(client, view):
    address = reverse(f"moderation:{view}")
    assert client.get(address).status_code == 302
    factories.sign_in(client, factories.person(roles=["operator"]))
    assert client.get(address).status_code == 404
    factories.sign_in(client, factories.moderator())
    assert client.get(address).status_code == 200


def test_without_a_second_factor_there_is_no_desk(client):
    factories.sign_in(client, factories.moderator(), second_factor=False)
    assert client.get(reverse("moderation:queue")).status_code == 302


def test_a_report_is_not_even_there_for_others(run_jobs, desk):
    story = factories.published_story()
    authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.")
    run_jobs()
    case = Case.objects.get(subject="treated-differently")
    assert desk.get(at("case", case)).status_code == 404
    assert desk.post(at("claim", case)).status_code == 404
    assert "Treated differently" not in text_of(desk.get(reverse("moderation:queue")))


# ---------------------------------------------------------------- lists


def test_an_empty_desk_says_what_will_be_there(client):
    desk = factories.sign_in(client, factories.moderator())
    for view, words in (
        ("queue", "There’s nothing to read at the moment"),
        ("waiting", "Nothing is waiting"),
        ("mine", "You’re not reading anything"),
    ):
        assert words in text_of(desk.get(reverse(f"moderation:{view}")))


def test_the_queue_shows_no_title_and_no_words(run_jobs, desk):
    factories.waiting_case(run_jobs=run_jobs, title="A terrible title", words="I want to die. A terrible sentence.")
    page = text_of(desk.get(reverse("moderation:queue")))
    assert "terrible" not in page
    assert "Signs of suicide" in page
    assert "6 words" not in page
    assert "words" in page


def test_the_queue_can_be_narrowed_and_paged(run_jobs, desk, monkeypatch):
    monkeypatch.setitem(page_of_cases.__kwdefaults__, "size", 2)
    for _ in range(3):
        factories.waiting_case(run_jobs=run_jobs)
    first = desk.get(reverse("moderation:queue") + "?subject=story")
    assert "More" in text_of(first)
    assert desk.get(reverse("moderation:queue") + "?subject=nonsense").status_code == 404
    assert desk.get(reverse("moderation:queue") + "?page=nonsense").status_code == 400


@pytest.mark.parametrize("many", [1, 12])
def test_the_queue_costs_the_same_however_long_it_is(run_jobs, desk, django_assert_num_queries, many):
    for _ in range(many):
        factories.sent_story(services=[factories.service()])
    run_jobs()
    desk.get(reverse("moderation:queue"))
    with django_assert_num_queries(10):
        desk.get(reverse("moderation:queue"))


@pytest.mark.parametrize("many", [1, 12])
def test_a_story_costs_the_same_however_much_is_beside_it(run_jobs, desk, moderator, django_assert_max_num_queries, many):
    for n in range(many):
        factories.sent_story(words=f"Story number {n} about Nurse Jones. I waited. " * 5)
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, words="Nurse Jones rang. " * many)
    desk.get(at("case", case))
    with django_assert_max_num_queries(30):
        desk.get(at("case", case))


def test_after_every_decision_the_next_one_is_offered(run_jobs, desk, case):
    factories.waiting_case(run_jobs=run_jobs)
    page = text_of(desk.post(at("ask", case), {"seen": 0, "question": "Which clinic?"}, follow=True))
    assert "Read the next one" in page


def test_words_typed_after_the_session_ended_are_shown_again(desk, case):
    session = desk.session
    session["kept_words"] = {
        "path": at("case", case),
        "words": f"seen_case={case.version}&title=Typed+too+late&text=Words&edit_reason=length",
    }
    session.save()
    assert "Typed too late" in text_of(desk.get(at("case", case)))


def test_taking_the_next_one_opens_it(run_jobs, desk, moderator):
    waiting = factories.waiting_case(run_jobs=run_jobs)
    assert desk.post(reverse("moderation:next")).url == at("case", waiting)
    waiting.refresh_from_db()
    assert waiting.claimed_by == moderator
    assert desk.post(reverse("moderation:next")).url == reverse("moderation:queue")
    assert "You’re reading this" in text_of(desk.get(reverse("moderation:mine")))


# ---------------------------------------------------------------- opening


def test_hard_words_are_not_sprung_on_anybody(run_jobs, desk):
    case = factories.waiting_case(run_jobs=run_jobs, words="I want to die. They took my hope.")
    page = text_of(desk.get(at("case", case)))
    assert "Before you open it" in page
    assert "took my hope" not in page
    opened = text_of(desk.post(at("claim", case), follow=True))
    assert "took my hope" in opened


def test_a_colleagues_case_says_who_reads_it(run_jobs, desk):
    case = factories.claimed_case(run_jobs=run_jobs, by=factories.person(name="Imogen Tarrow", roles=["first-line"]))
    page = text_of(desk.get(at("case", case)))
    assert "Imogen Tarrow is reading this" in page
    assert case.story.original.words not in page
    assert "Imogen Tarrow is reading this" in text_of(desk.post(at("claim", case), follow=True))


def test_a_claim_left_alone_can_be_taken_over_with_a_note(run_jobs, desk, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=factories.moderator())
    Case.objects.filter(pk=case.pk).update(claimed_at="2026-01-01T10:00Z")
    assert "Why are you taking it over?" in text_of(desk.get(at("case", case)))
    assert desk.post(at("claim", case), {"note": " "}).status_code == 422
    desk.post(at("claim", case), {"note": "They went home"})
    case.refresh_from_db()
    assert case.claimed_by == moderator


def test_both_texts_stand_beside_each_other_with_what_to_look_at(run_jobs, desk, moderator):
    case = factories.claimed_case(
        run_jobs=run_jobs, by=moderator, words="Nurse Jones rang me on 3 March 2026.", title="My week", hope="A call."
    )
    page = text_of(desk.get(at("case", case)))
    assert '<mark class="hit" id="in-text-1">Nurse Jones<a class="mark-number" href="#look-1"' in page
    assert "Exact date" in page
    assert "so it’s at least 1. We found nothing that suggests more" in page
    for words in ("My week", "A call.", "Possible staff name"):
        assert words in page


def test_nothing_of_the_author_but_role_and_chosen_name_is_on_any_page(run_jobs, desk, moderator):
    by = factories.author()
    ContactDetail.objects.create(author=by, kind="email", sealed=b"sentinel-sealed", lookup=b"sentinel-lookup")
    Author.objects.filter(pk=by.pk).update(pin_hash="sentinel-pin")
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, story=factories.sent_story(by=by, postcode="XN9 9ZZ"))
    desk.post(at("case", case), filled(case))
    addresses = [at(view, case) for view in ("case", "preview", "ask", "hold", "decline", "pass_up")]
    addresses += [reverse(f"moderation:{view}") for view in ("queue", "waiting", "mine")]
    for address in addresses:
        # without the token, which is drawn anew each time and can hold any three letters
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text_of(desk.get(address)))
        for secret in (by.actor_ref, "XN9", "9ZZ", "sentinel"):
            assert secret not in page


# ---------------------------------------------------------------- editing


def test_whatever_button_is_pressed_what_was_typed_is_kept(desk, case):
    for button in ("save", "add-row", "find", "add-tag:good:kindness", "ask", "hold", "decline", "pass-up"):
        desk.post(at("case", case), filled(case, do=button, title=f"Typed before {button}"))
        assert f"Typed before {button}" in text_of(desk.get(at("case", case)))


def test_services_and_tags_are_put_right(desk, case):
    other = factories.service(name="Harbour Point Clinic")
    desk.post(at("case", case), filled(case, do=f"add-service:{other.pk}"))
    assert "Harbour Point Clinic" in text_of(desk.get(at("case", case)))
    first = case.story.service_ids[0]
    page = text_of(desk.post(at("case", case), filled(case, do=f"remove-service:{first}", service=[first, other.pk])))
    assert f'name="service" value="{first}"' not in page
    assert f'name="service" value="{other.pk}"' in page
    page = text_of(desk.post(at("case", case), filled(case, do="add-tag:feeling:calm", service=[other.pk])))
    assert 'value="anxious, calm"' in page


def test_a_story_whose_service_was_not_found_offers_likely_ones(run_jobs, desk, moderator):
    factories.service(name="Quayside Recovery Service", search_text="quayside recovery service")
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, services=[], unknown_service="quayside recovery")
    page = text_of(desk.get(at("case", case)))
    assert "The author couldn’t find the service" in page
    assert "Quayside Recovery Service" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"criticality": ""}, "Say how critical the story is"),
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 141}, "The title must be 140 characters or fewer"),
        ({"text": "Other words"}, "Say why you changed"),
        ({"text": "Other words", "edit_reason": ["other"], "edit_note": [""]}, "Explain the edit"),
        ({"text": "Other words", "edit_reason": [""], "edit_note": ["why"]}, "Choose a reason for each edit"),
        ({"edit_reason": ["length"], "edit_note": ["why"]}, "nothing has changed"),
        ({"text": ""}, "Enter the words of the story"),
        ({"service": []}, "Add at least one service"),
        ({"chosen_name": ""}, "Enter a name to show with the story"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_still_there(desk, case, changes, words):
    response = desk.post(at("case", case), filled(case, better="parking, noise", **changes))
    page = text_of(response)
    assert response.status_code == 422
    assert words in page.replace("&#39;", "’")
    assert "parking, noise" in page
    assert "There is a problem" in page


def test_enter_finds_the_service_that_is_asked_for_and_else_saves(desk, case):
    eyes = factories.service(name="Eye Clinic", search_text="eye clinic")
    found = text_of(desk.post(at("case", case), filled(case, do="enter", find="eye", title="Kept too")))
    assert f'value="add-service:{eyes.pk}"' in found
    assert 'value="Kept too"' in found
    case.refresh_from_db()
    assert "Nothing is public yet" in text_of(desk.post(at("case", case), filled(case, do="enter", find="")))


def test_who_may_need_care_now_can_be_told_that_we_cannot_pass_it_on(desk, case):
    # Given a story on the desk, the page that asks its author has words to begin from
    page = desk.get(reverse("moderation:ask", kwargs={"case_id": case.pk}) + "?begin=care-now").text
    assert "we cannot pass your words on to the people who treat you" in page


def test_a_critical_storys_title_names_no_service(run_jobs, desk, moderator):
    ward = factories.service(name="Larkfield Ward")
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, services=[ward])
    given = {"title": "Larkfield Ward let me down", "criticality": "3"}
    assert "must not name a service" in text_of(desk.post(at("case", case), filled(case, **given)))
    assert desk.post(at("case", case), filled(case, **given | {"criticality": "2"})).status_code == 302


def test_an_old_page_is_caught_and_both_are_shown(desk, case):
    old = case.version
    desk.post(at("case", case), filled(case, do="save", title="Saved in the other window", text="Saved words"))
    response = desk.post(at("case", case), filled(case, do="save", title="Typed in this one", seen_case=old))
    page = text_of(response)
    assert response.status_code == 409
    assert "Someone has changed this since you opened it" in page
    assert "Saved in the other window" in page
    assert "Typed in this one" in page
    case.refresh_from_db()
    assert f'name="seen_case" value="{case.version}"' in page
    assert desk.post(at("case", case), filled(case, do="save", title="Typed in this one")).status_code == 200


@pytest.mark.parametrize("text", ["", "\0control\x07", "<b>bold</b> <script>alert(1)</script>", "مرحبا \u202e 🙂", "x" * 100_000])
def test_odd_words_are_kept_and_never_break_a_page(desk, case, text):
    response = desk.post(at("case", case), filled(case, do="save", text=text))
    assert response.status_code == 200
    assert "<script>alert" not in text_of(response)
    assert desk.get(at("case", case)).status_code == 200


# ---------------------------------------------------------------- publishing


def previewed(case, **changes):
    """What the form on the preview of a case carries."""
    shown = Case.objects.select_related("story").get(pk=case.pk)
    return {"seen": shown.story.version, "seen_case": shown.version} | changes


def test_what_was_typed_on_another_page_after_the_preview_is_previewed_before_it_is_published(desk, case):
    desk.post(at("case", case), filled(case))
    form = previewed(case)
    desk.post(at("case", case), filled(case, seen_case=form["seen_case"], title="Typed in another window"))
    response = desk.post(at("preview", case), form)
    assert response.status_code == 409
    assert "Typed in another window" in text_of(response)
    case.story.refresh_from_db()
    assert case.story.state == State.WAITING
    assert desk.post(at("preview", case), previewed(case)).status_code == 302


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("The inquest is in May.", "Legal process"),
        ("Our solicitor says that it goes to Moorport Crown Court.", "Legal process"),
        ("I tried to kill myself there.", "Sign of suicide"),
        ("Great prices, book now!", "Advertising"),
        ("I work on this ward.", "Someone who works there"),
        ("I am 11.", "A child telling it"),
    ],
)
def test_no_sign_is_dropped_at_the_preview(desk, case, words, label):
    desk.post(at("case", case), filled(case, text=words, edit_reason=["other"], edit_note=["Shorter"]))
    page = text_of(desk.get(at("preview", case)))
    assert "Check this before the public can read it" in page
    assert label in page


def test_the_preview_shows_exactly_what_will_be_public_then_publishes(desk, case):
    assert desk.post(at("case", case), filled(case)).url == at("preview", case)
    page = text_of(desk.get(at("preview", case)))
    assert "If I step out, do I lose my place?" in page
    assert ">Publish</button>" in page
    response = desk.post(at("preview", case), previewed(case), follow=True)
    assert "Published. We’ll tell everyone concerned" in text_of(response)
    case.story.refresh_from_db()
    assert case.story.state == State.PUBLISHED


def test_edits_are_shown_word_by_word_with_their_reasons(desk, case):
    given = {
        "text": "I come every week. Nobody says how long it is.",
        "edit_reason": ["date-or-place"],
        "edit_note": ["The day gives you away"],
    }
    desk.post(at("case", case), filled(case, **given))
    page = text_of(desk.get(at("preview", case)))
    assert "<del>Tuesday</del><ins>week</ins>" in page
    assert "The day gives you away" in page
    assert "1 edit to protect people" in page
    assert ">Publish with edits</button>" in page


def test_names_left_in_the_text_are_pointed_at(run_jobs, desk, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, words="Nurse Jones was kind.")
    desk.post(at("case", case), filled(case))
    assert "Check this before the public can read it" in text_of(desk.get(at("preview", case)))


def test_a_story_that_moved_meanwhile_is_shown_again_before_it_is_published(desk, case):
    desk.post(at("case", case), filled(case))
    case.story.__class__.objects.filter(pk=case.story_id).update(version=7)
    response = desk.post(at("preview", case), previewed(case, seen=0))
    assert response.status_code == 409
    assert 'name="seen" value="7"' in text_of(response)
    assert desk.post(at("preview", case), previewed(case)).status_code == 302


def test_a_withdrawn_story_says_that_there_is_nothing_left(desk, case, run_jobs):
    authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
    assert "There’s nothing left to decide" in text_of(desk.get(at("case", case)))
    refused = desk.post(at("preview", case), {"seen": 1})
    assert refused.status_code == 409
    assert "There’s nothing left to decide" in text_of(refused)
    assert desk.post(at("close", case), follow=True).status_code == 200


def test_publishing_twice_is_one_publication(desk, case):
    desk.post(at("case", case), filled(case))
    form = previewed(case)
    desk.post(at("preview", case), form)
    again = desk.post(at("preview", case), form, follow=True)
    assert "Published" in text_of(again)
    assert case.story.moves.filter(name="publish").count() == 1


# ---------------------------------------------------------------- other decisions


def test_asking_the_author(desk, case):
    page = text_of(desk.get(at("ask", case) + "?begin=service"))
    assert "Could you tell us its name" in page
    assert desk.post(at("ask", case), {"seen": 0, "question": " "}).status_code == 422
    response = desk.post(at("ask", case), {"seen": 0, "question": "Which clinic?"}, follow=True)
    assert "We’ve sent your question" in text_of(response)
    assert "Waiting for the author's answer" in text_of(desk.get(reverse("moderation:waiting"))).replace("’", "'")


def test_holding_and_releasing(desk, case):
    assert desk.post(at("hold", case), {"seen": 0, "reason": "", "note": "kept words"}).status_code == 422
    given = {"seen": 0, "reason": "legal", "note": "Our lawyer", **day_of("until", clock.today() + timedelta(days=3))}
    assert "On hold" in text_of(desk.post(at("hold", case), given, follow=True))
    page = text_of(desk.get(at("case", case)))
    assert "End the hold" in page
    assert "Our lawyer" in page
    assert "back in the queue" in text_of(desk.post(at("release_hold", case), follow=True))


def test_declining_goes_by_reason_and_message(desk, case):
    page = text_of(desk.get(at("decline", case)))
    assert "Already told" in page
    page = text_of(desk.get(at("decline", case) + "?reason=duplicate"))
    assert "We already have this story from you" in page
    assert desk.post(at("decline", case), {"seen": 0, "reason": "duplicate", "message": " "}).status_code == 422
    assert desk.post(at("decline", case), {"seen": 0, "reason": "dull", "message": "x"}).status_code == 200
    response = desk.post(at("decline", case), {"seen": 0, "reason": "duplicate", "message": "We have it."}, follow=True)
    assert "Declined. We’ll send the author" in text_of(response)


def test_a_question_is_not_offered_to_be_declined_for_being_one(run_jobs, desk, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, is_question=True)
    assert "Not about a particular experience" not in text_of(desk.get(at("decline", case)))


def test_an_old_decision_page_keeps_what_was_written(desk, case):
    case.story.__class__.objects.filter(pk=case.story_id).update(version=3)
    response = desk.post(at("decline", case), {"seen": 0, "reason": "duplicate", "message": "My kind words."})
    page = text_of(response)
    assert response.status_code == 409
    assert "My kind words." in page
    assert 'name="seen" value="3"' in page


def test_not_genuine_is_proposed_then_agreed(client, run_jobs, desk, case):
    page = text_of(desk.get(at("decline", case) + "?reason=not-genuine"))
    assert "Ask a second moderator" in page
    given = {"seen": 0, "reason": "not-genuine", "message": "Sorry", "note": ""}
    assert desk.post(at("decline", case), given).status_code == 422
    desk.post(at("decline", case), given | {"note": "Copied from a newspaper"})
    assert "Needs a second moderator" in text_of(desk.get(reverse("moderation:queue")))
    desk.post(at("claim", case))
    again = desk.post(at("decline", case), given | {"note": "Really"})
    assert "someone else must look at it" in text_of(again)
    cases.release_case(case_id=case.pk, by=case.claimed_by)
    factories.sign_in(client, factories.moderator())
    client.post(at("claim", case))
    assert "Copied from a newspaper" in text_of(client.get(at("case", case)))
    response = client.post(at("decline", case), given | {"message": "Sorry, from both of us"}, follow=True)
    assert "Declined" in text_of(response)


def test_passing_up_and_notes(desk, case):
    assert desk.post(at("pass_up", case), {"line": "2", "note": ""}).status_code == 422
    assert "You’ve escalated it" in text_of(desk.post(at("pass_up", case), {"line": "2", "note": "A court case?"}, follow=True))
    assert "more experience" in text_of(desk.get(at("case", case)))
    assert desk.post(at("note", case), {"among-note": ""}).status_code == 422
    assert "Asked Catrin" in text_of(desk.post(at("note", case), {"among-note": "Asked Catrin"}, follow=True))


def test_putting_back_keeps_what_was_typed(desk, case):
    desk.post(at("case", case), filled(case, do="save", title="Half done"))
    desk.post(at("release", case))
    desk.post(at("claim", case))
    assert "Half done" in text_of(desk.get(at("case", case)))


def test_who_lost_the_claim_is_told_and_saves_nothing(desk, case):
    given = filled(case, do="save", title="Too late")
    Case.objects.filter(pk=case.pk).update(claimed_by=factories.moderator())
    response = desk.post(at("case", case), given)
    assert response.status_code == 409
    assert "Nothing was published" in text_of(response)
    assert "Too late" in text_of(response)
    case.refresh_from_db()
    assert case.work is None


def test_a_decided_case_shows_what_was_done_and_offers_the_next(run_jobs, desk, moderator, case):
    deciding.publish(
        case_id=case.pk,
        seen_story=0,
        work=factories.work_for(case, text="I come every week.", edits=(("length", ""),)),
        by=moderator,
    )
    factories.waiting_case(run_jobs=run_jobs)
    page = text_of(desk.get(at("case", case)))
    assert "Published with edits" in page
    assert "Read the next one" in page
    assert "<del>" in page


# ---------------------------------------------------------------- what is said about a story


def said(run_jobs, subject, moderator):
    run_jobs()
    return cases.claim_case(case_id=Case.objects.get(subject=subject, closed_at=None).pk, by=moderator)


def test_an_answer_is_seen_edited_and_published(run_jobs, desk, moderator):
    answer = factories.referred_answer()
    case = said(run_jobs, "answer", moderator)
    page = text_of(desk.get(at("case", case)))
    assert "Joy Adeyemi" in page
    assert "Why a moderator needs to read this" in page
    given = {"seen": answer.version, "text": "We are sorry.", "note": ""}
    look = text_of(desk.post(at("case", case), given | {"do": "look"}))
    assert "didn’t give a reason" in look
    assert "Publish with edits" not in look
    assert desk.post(at("case", case), given | {"do": "publish"}).status_code == 422
    look = text_of(desk.post(at("case", case), given | {"do": "look", "note": "Shorter"}))
    assert "heavy edit" in look
    assert "We are sorry." in text_of(desk.post(at("case", case), given | {"do": "edit", "note": "Shorter"}))
    assert "Published" in text_of(desk.post(at("case", case), given | {"do": "publish", "note": "Shorter"}, follow=True))
    answer.refresh_from_db()
    assert (answer.text, answer.heavily_edited) == ("We are sorry.", True)


@pytest.mark.parametrize("listed", [True, False])
def test_a_public_contact_in_an_answer_is_nothing_to_look_at(run_jobs, desk, moderator, listed):
    membership = factories.member(of=factories.organisation(remit=[factories.service()]))
    if listed:
        add_contact(organisation_id=membership.organisation_id, value="+44 1632 960123", by=factories.operator())
    story = factories.story_for(membership.organisation)
    factories.referred_answer(story=story, membership=membership, text="Thank you. Ring the desk on 01632 960123, nine to five.")
    case = said(run_jobs, "answer", moderator)
    page = text_of(desk.get(at("case", case)))
    assert ("Phone number" in page) is not listed
    assert ("Sensitive" in page) is not listed


def test_an_answer_that_asks_who_the_author_is_or_promises_unticked_is_flagged(run_jobs, desk, moderator):
    factories.referred_answer(text="I am sorry. Tell us your full name. From January there will be a second nurse.")
    case = said(run_jobs, "answer", moderator)
    page = text_of(desk.get(at("case", case)))
    assert "It asks who the author is" in page
    assert "It sounds like a promise" in page
    assert "What the levels mean" in page


def test_an_answer_changed_meanwhile_is_caught(run_jobs, desk, moderator):
    answer = factories.referred_answer()
    case = said(run_jobs, "answer", moderator)
    given = {"seen": 99, "text": "Typed and kept", "note": "Shorter", "do": "publish"}
    response = desk.post(at("case", case), given)
    assert response.status_code == 409
    assert "Typed and kept" in text_of(response)
    assert desk.post(at("give_back", case), {"seen": 99, "reason": "Kept reason"}).status_code == 409
    assert desk.post(at("give_back", case), {"seen": answer.version, "reason": " "}).status_code == 422
    assert "Sent back with" in text_of(desk.post(at("give_back", case), {"seen": answer.version, "reason": "Say sorry"}, follow=True))


def test_replies_changes_and_reports_have_their_pages(client, run_jobs):
    senior = factories.moderator("senior")
    factories.sign_in(client, senior)
    answer = factories.published_answer()
    membership = answer.organisation.memberships.get(person=answer.person)
    change = factories.planned_change(story=answer.story, membership=membership, published=False)
    replies.send_reply(story_id=answer.story_id, author=answer.story.author, text="Thank you, Nurse Jones.")
    authors.report_treated_differently(story_id=answer.story_id, author=answer.story.author, text="They asked who I am.")
    reply = said(run_jobs, "reply", senior)
    assert "Nurse Jones" in text_of(client.get(at("case", reply)))
    assert "Decline it" in text_of(client.get(at("give_back", reply)))
    client.post(at("case", reply), {"seen": 0, "text": "Thank you.", "note": "No names", "do": "publish"})
    plan = said(run_jobs, "change", senior)
    planned = text_of(client.get(at("case", plan)))
    assert "Change planned" in planned
    assert "Exact date" not in planned  # the day of a promise is public, and points at nobody
    due = {"due_on_day": change.due_on.day, "due_on_month": change.due_on.month, "due_on_year": change.due_on.year}
    given = {"seen": change.version, "what": change.what, "who_leads": change.who_leads, "note": "", **due}
    look = text_of(client.post(at("case", plan), given | {"do": "look"}))
    assert ">Publish</button>" in look
    client.post(at("case", plan), given | {"do": "publish"})
    report = said(run_jobs, "treated-differently", senior)
    assert "They asked who I am." in text_of(client.get(at("case", report)))
    assert client.post(at("case", report), {"note": ""}).status_code == 422
    client.post(at("case", report), {"note": "Called the chief executive"})
    assert list(Case.objects.exclude(subject="story").order_by("pk").values_list("outcome", flat=True).distinct()) != [""]
    assert not Case.objects.exclude(subject="story").filter(closed_at=None).exists()
    for closed in (reply, plan, report):
        assert client.get(at("case", closed)).status_code == 200
