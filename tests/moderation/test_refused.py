"""Whatever refuses a decision, nothing was published, and what was typed is still there: for every form of the desk."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse

from heard.accounts.actions import authors as author_actions
from heard.accounts.actions import people
from heard.accounts.models import SignInLink
from heard.accounts.queries import Reach, reach_of
from heard.core import clock, mail
from heard.core.models import Delivery
from heard.moderation.actions import cases
from heard.moderation.models import Case, CaseMove
from heard.responses.actions import authors, replies
from heard.stories.actions import authoring, erasing
from heard.stories.models import State
from tests import factories
from tests.moderation.pages import at, day_of, text_of
from tests.moderation.test_pages import filled, previewed, said

pytestmark = pytest.mark.django_db

TYPED = "Words that took a while to find."
SAME = {"Origin": "http://testserver"}


@pytest.fixture(scope="module")
def level():
    return "senior"


@pytest.fixture
def moderator(claimed):
    return deepcopy(claimed[0])


@pytest.fixture
def case(claimed):
    return deepcopy(claimed[1])


def story_forms():
    """Every form in which something is typed about a story: its view, and what it sends."""
    until = day_of("until", clock.today() + timedelta(days=3))
    return {
        "case": {"title": TYPED, "text": TYPED, "do": "save"},
        "ask": {"seen": 0, "question": TYPED},
        "hold": {"seen": 0, "reason": "legal", "note": TYPED, **until},
        "decline": {"seen": 0, "reason": "duplicate", "message": TYPED, "note": ""},
        "preview": {"seen": 0, "seen_case": 0, "why_long": TYPED},
        "pass_up": {"line": "3", "note": TYPED},
    }


FORMS = ["case", "ask", "hold", "decline", "preview", "pass_up"]


def refused(response, *, status):
    """Whether the page says that nothing was published, and has what was typed."""
    page = text_of(response)
    assert response.status_code == status
    assert "Nothing was published" in page
    assert TYPED in page
    return page


def somebody_took_it(case, _):
    Case.objects.filter(pk=case.pk).update(claimed_by=factories.person(name="Imogen Tarrow", roles=["senior"]))


def it_was_put_back(case, by):
    cases.release_case(case_id=case.pk, by=by)


def it_was_taken_back(case, _):
    authoring.withdraw_story(story_id=case.story_id, by=case.story.author)


def it_was_decided(case, _):
    Case.objects.filter(pk=case.pk).update(closed_at=clock.now(), outcome="declined", claimed_by=None, claimed_at=None)


@pytest.mark.parametrize("happens", [somebody_took_it, it_was_put_back, it_was_taken_back, it_was_decided])
@pytest.mark.parametrize("view", FORMS)
def test_a_decision_about_what_is_no_longer_theirs_keeps_every_word(desk, case, moderator, view, happens):
    happens(case, moderator)
    page = refused(desk.post(at(view, case), story_forms()[view]), status=409)
    assert "Imogen Tarrow is reading this now." in page or happens is not somebody_took_it
    case.story.refresh_from_db()
    assert case.story.state != State.PUBLISHED


def it_was_erased(case, _, run_jobs):
    """Taken back, closed by what follows from that, and its words deleted a year later."""
    authoring.withdraw_story(story_id=case.story_id, by=case.story.author)
    run_jobs()
    with clock.at(clock.now() + timedelta(days=366)):
        erasing.erase_story(story_id=case.story_id, by=factories.TESTS)
    run_jobs()


@pytest.mark.parametrize("view", [*FORMS, "note"])
def test_what_is_typed_about_a_story_that_was_erased_meanwhile_is_refused_and_kept(desk, case, moderator, view, run_jobs):
    it_was_erased(case, moderator, run_jobs)
    refused(desk.post(at(view, case), story_forms().get(view, {"among-note": TYPED})), status=409)
    assert not CaseMove.objects.exclude(note="").exists()


@pytest.mark.parametrize("happens", [it_was_taken_back, it_was_decided])
def test_a_note_on_a_case_that_was_closed_meanwhile_is_refused_and_kept(desk, case, moderator, happens, run_jobs):
    happens(case, moderator)
    run_jobs()
    page = refused(desk.post(at("note", case), {"among-note": TYPED}), status=409)
    assert "Your note wasn’t saved" in page
    assert not CaseMove.objects.filter(name="note").exists()


@pytest.mark.parametrize("subject", ["answer", "reply", "change"])
def test_what_is_typed_about_something_whose_story_was_taken_back_meanwhile_is_refused_and_kept(run_jobs, desk, moderator, subject):
    story = factories.published_story()
    responder = factories.member(of=factories.organisation(remit=list(story.services.all())))
    if subject == "answer":
        factories.referred_answer(story=story, membership=responder)
    elif subject == "reply":
        replies.send_reply(story_id=story.pk, author=story.author, text="It is better now.")
    else:
        factories.planned_change(story=story, membership=responder, published=False)
    run_jobs()
    case = cases.claim_case(case_id=Case.objects.get(subject=subject).pk, by=moderator)
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    for closed in (False, True):
        if closed:
            run_jobs()
        sent = {
            "text": TYPED,
            "what": TYPED,
            "who_leads": TYPED,
            "note": TYPED,
            "do": "publish",
            "seen": 1,
            **day_of("due_on", clock.today()),
        }
        refused(desk.post(at("case", case), sent), status=409)
        refused(desk.post(at("give_back", case), {"reason": TYPED, "seen": 1}), status=409)
        refused(desk.post(at("pass_up", case), {"line": "3", "note": TYPED}), status=409)


@pytest.mark.parametrize("view", ["ask", "hold", "decline"])
def test_a_story_that_changed_meanwhile_keeps_every_word_in_its_form(desk, case, view):
    case.story.__class__.objects.filter(pk=case.story_id).update(version=3)
    page = refused(desk.post(at(view, case), story_forms()[view]), status=409)
    assert 'name="seen" value="3"' in page
    assert desk.post(at(view, case), story_forms()[view] | {"seen": 3}).status_code == 302


@pytest.mark.parametrize("view", FORMS)
def test_somebody_whose_role_is_gone_keeps_every_word(desk, case, moderator, view):
    people.set_platform_roles(person_id=moderator.pk, roles=["editor"], by=factories.TESTS)
    response = desk.post(at(view, case), story_forms()[view], headers=SAME, follow=True)
    page = refused(response, status=200)
    assert "You’re not a moderator any more" in page
    assert desk.get(at(view, case)).status_code == 404


def test_somebody_who_never_worked_here_learns_nothing_by_typing(client, case):
    factories.sign_in(client, factories.member(of=factories.organisation()))
    assert client.post(at("ask", case), {"question": TYPED}, headers=SAME).status_code == 404


def test_a_case_that_only_seniors_see_is_as_if_not_there_but_words_stay(run_jobs, client):
    story = factories.published_story()
    authors.report_treated_differently(story_id=story.pk, author=story.author, text="They asked who I am.")
    run_jobs()
    hidden = Case.objects.get(subject="treated-differently")
    factories.sign_in(client, factories.moderator())
    there = refused(client.post(at("case", hidden), {"note": TYPED}), status=404)
    nowhere = refused(client.post("/moderation/999999999/", {"note": TYPED}), status=404)
    assert [line for line in there.splitlines() if "csrf" not in line] == [line for line in nowhere.splitlines() if "csrf" not in line]


@pytest.mark.parametrize("view", FORMS)
def test_what_was_typed_when_the_second_factor_was_owed_is_in_the_form_afterwards(client, settings, run_jobs, moderator, view):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, words="word " * 2001)
    if view == "preview":
        factories.sign_in(client, moderator).post(at("case", case), filled(case))
    factories.sign_in(client, moderator, second_factor=False)
    session = client.session
    session.pop("demo_sign_in", None)
    session.save()
    response = client.post(at(view, case), story_forms()[view], headers=SAME)
    assert (response.status_code, response.url.startswith("/account/")) == (302, True)
    session = client.session
    session["demo_sign_in"] = True
    session.save()
    page = text_of(client.get(at(view, case)))
    assert TYPED in page
    case.story.refresh_from_db()
    assert case.story.state == State.WAITING


def test_words_kept_from_a_lost_case_are_in_the_form_when_it_is_theirs_again(desk, case, moderator):
    cases.release_case(case_id=case.pk, by=moderator)
    assert "it will be in the form" in text_of(desk.post(at("ask", case), story_forms()["ask"], headers=SAME))
    cases.claim_case(case_id=case.pk, by=moderator)
    page = text_of(desk.get(at("ask", case)))
    assert TYPED in page
    assert "What you typed before is still here" in page


def test_a_rule_that_says_no_says_that_nothing_was_published(desk, case):
    response = desk.post(at("ask", case), {"seen": 0, "question": " "})
    assert response.status_code == 422
    assert "Nothing was published" in text_of(response)


@pytest.mark.parametrize("view", ["ask", "hold", "decline"])
def test_a_decision_sent_twice_is_one_decision(desk, case, view):
    form = story_forms()[view]
    first, second = desk.post(at(view, case), form), desk.post(at(view, case), form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert "Nothing was published" not in text_of(desk.get(second.url))


def test_an_answer_published_twice_or_returned_twice_is_one_decision(run_jobs, desk, moderator):
    for view, form in (("case", {"text": factories.ANSWER, "note": "", "do": "publish"}), ("give_back", {"reason": TYPED})):
        answer = factories.referred_answer()
        case = said(run_jobs, "answer", moderator)
        sent = form | {"seen": answer.version}
        assert [desk.post(at(view, case), sent).status_code for _ in range(2)] == [302, 302]
        refused(desk.post(at(view, case), sent | {"text": TYPED + " More", "reason": TYPED + " More"}), status=409)


def test_another_question_after_the_first_was_sent_is_not_swallowed(desk, case):
    desk.post(at("ask", case), {"seen": 0, "question": "Which clinic?"})
    refused(desk.post(at("ask", case), {"seen": 0, "question": TYPED}), status=409)


def test_what_was_typed_about_an_answer_a_reply_a_report_and_an_edit_is_kept(run_jobs, desk, moderator):
    answer = factories.referred_answer()
    replies.send_reply(story_id=answer.story_id, author=answer.story.author, text="Thank you, Nurse Jones.")
    authors.report_treated_differently(story_id=answer.story_id, author=answer.story.author, text="They asked who I am.")
    opened = [said(run_jobs, subject, moderator) for subject in ("answer", "reply", "treated-differently")]
    for case in opened:
        somebody_took_it(case, moderator)
        sent = {"seen": 0, "text": TYPED, "note": TYPED, "do": "publish"}
        refused(desk.post(at("case", case), sent), status=409)
    for case in opened[:2]:
        refused(desk.post(at("give_back", case), {"seen": 0, "reason": TYPED}), status=409)
    story = answer.story
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    refused(desk.post(f"/moderation/stories/{story.pk}/edit/", {"seen": 1, "text": TYPED, "title": "T"}), status=404)


def test_what_strangers_could_have_typed_is_escaped(desk, case, moderator):
    cases.release_case(case_id=case.pk, by=moderator)
    page = text_of(desk.post(at("ask", case), {"seen": 0, "question": "</textarea><script>alert(1)</script>"}))
    assert "<script>alert" not in page


# ---------------------------------------------------------------- addresses that only take what a button sends


@pytest.mark.parametrize("view", ["claim", "release", "release_hold", "close"])
def test_an_address_of_a_button_leads_to_the_page_with_the_button(desk, case, view):
    response = desk.get(at(view, case), follow=True)
    assert response.redirect_chain == [(at("case", case), 302)]
    assert "Nothing has been done yet" in text_of(response)


def test_the_address_of_the_next_one_has_the_button(run_jobs, client):
    desk = factories.sign_in(client, factories.moderator("senior"))
    factories.waiting_case(run_jobs=run_jobs)
    page = text_of(desk.get(reverse("moderation:next")))
    assert "Read the next one</button>" in page
    assert not Case.objects.exclude(claimed_by=None).exists()


# ---------------------------------------------------------------- hard words


def test_the_next_one_warns_before_hard_words_and_offers_another(run_jobs, desk, moderator):
    hard = factories.waiting_case(run_jobs=run_jobs, words="Some nights I want to die.")
    soft = factories.waiting_case(run_jobs=run_jobs)
    page = text_of(desk.post(reverse("moderation:next"), follow=True))
    assert "Before you open it" in page
    assert "I want to die" not in page
    assert "Read another one instead" in page
    hard.refresh_from_db()
    assert hard.claimed_by is None
    assert desk.post(reverse("moderation:next"), {"gently": "1"}).url == at("case", soft)
    hard.refresh_from_db()
    assert desk.post(reverse("moderation:next"), {"gently": "1"}).url == reverse("moderation:queue")


# ---------------------------------------------------------------- what a decision is made on


@pytest.mark.parametrize("view", ["ask", "hold", "decline", "pass_up"])
def test_the_story_stands_beside_the_form_of_every_decision(run_jobs, client, view):
    person = factories.sign_in(client, first := factories.moderator()) and first
    case = factories.claimed_case(run_jobs=run_jobs, by=person, words="I come every Tuesday, and nobody says.")
    page = text_of(client.get(at(view, case)))
    assert "I come every Tuesday, and nobody says" in page
    assert '<details class="details desk-beside"' in page


def test_who_passed_a_case_up_and_why_stands_at_its_top_and_in_the_list(run_jobs, client):
    first = factories.person(name="Imogen Tarrow", roles=["first-line"])
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    cases.pass_up(case_id=case.pk, line=3, note="Is this a court case?", by=first)
    desk = factories.sign_in(client, factories.moderator("senior"))
    for page in (text_of(desk.get(reverse("moderation:queue"))), text_of(desk.get(at("case", case)))):
        assert "Imogen Tarrow escalated this" in page
        assert "Is this a court case?" in page
    assert "Imogen Tarrow escalated this" in text_of(desk.post(at("claim", case), follow=True))


def test_the_list_of_what_waits_shows_why_it_is_held(desk, case):
    desk.post(at("hold", case), story_forms()["hold"])
    page = text_of(desk.get(reverse("moderation:waiting")))
    assert "put this on hold" in page
    assert TYPED in page


def test_the_box_before_publishing_appears_only_where_there_is_a_risk(run_jobs, desk, moderator):
    calm = factories.claimed_case(run_jobs=run_jobs, by=moderator, words="The nurse was lovely.")
    desk.post(at("case", calm), filled(calm, criticality="0"))
    page = text_of(desk.get(at("preview", calm)))
    assert "Before you publish" not in page
    assert ">Publish</button>" in page
    desk.post(at("case", calm), filled(calm, criticality="4"))
    assert "Before you publish" in text_of(desk.get(at("preview", calm)))


def test_a_legal_sign_stands_on_the_preview_also_when_its_words_are_gone(run_jobs, desk, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, words="The inquest is in May.")
    desk.post(at("case", case), filled(case))
    page = text_of(desk.get(at("preview", case)))
    assert "Check this before the public can read it" in page
    assert "legal process" in page
    assert "Put on hold for legal advice" in page
    desk.post(at("case", case), filled(case, text="It is in May.", edit_reason=["legal"], edit_note=["x"]))
    page = text_of(desk.get(at("preview", case)))
    assert "signs of legal process" in page
    assert "Before you publish" in page


def test_the_first_line_is_not_offered_to_publish_what_the_action_refuses(run_jobs, client):
    first, _ = factories.moderator(), factories.moderator("senior")
    factories.sign_in(client, first)
    case = factories.claimed_case(run_jobs=run_jobs, by=first, words="Dr Okafor let my mother die.")
    client.post(at("case", case), filled(case, criticality="5"))
    page = text_of(client.get(at("preview", case)))
    assert ">Publish</button>" not in page
    assert "A senior moderator decides" in page
    assert 'value="3" checked' in text_of(client.get(at("pass_up", case))).replace('id="id_line_1" ', "")
    response = client.post(at("preview", case), previewed(case))
    assert response.status_code == 403
    assert "Nothing was published" in text_of(response)
    case.story.refresh_from_db()
    assert case.story.state == State.WAITING


def test_a_long_story_wants_a_confirmation_on_the_page(run_jobs, desk, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, words="word " * 1500)
    desk.post(at("case", case), filled(case))
    page = text_of(desk.get(at("preview", case)))
    assert "1,500 words" in page
    assert "?begin=shorten" in page
    response = desk.post(at("preview", case), previewed(case))
    assert response.status_code == 422
    assert "or confirm this length" in text_of(response)
    assert desk.post(at("preview", case), previewed(case, long_is_fine="on")).status_code == 302


# ---------------------------------------------------------------- whether a message can reach the author


def test_the_desk_says_whether_any_message_can_reach_the_author(desk, case):
    author = case.story.author
    steps = [
        (lambda: None, Reach.NONE, "didn’t give an email address"),
        (lambda: author_actions.give_contact(author, kind="email", value="gull@mail.example"), Reach.UNCONFIRMED, "if it works"),
        (lambda: author_actions.stop_notices(author), Reach.STOPPED, "stopped our emails"),
    ]
    for happens, reach, words in steps:
        happens()
        assert reach_of(author.pk) == reach
        for view in ("case", "ask"):
            page = text_of(desk.get(at(view, case)))
            assert words in page
            assert "gull@mail" not in page


def test_a_link_that_was_used_confirms_the_address_it_was_mailed_to(case):
    author = case.story.author
    author_actions.give_contact(author, kind="email", value="gull@mail.example")
    author_actions.request_sign_in_link(email="gull@mail.example", place="here")
    link = SignInLink.objects.get(author=author)
    token = author_actions.token_of(author.pk, link.expires_at)
    author_actions.use_sign_in_link(token=token)
    assert reach_of(author.pk) == Reach.CONFIRMED
    author_actions.give_contact(author, kind="email", value="other@mail.example")
    assert reach_of(author.pk) == Reach.UNCONFIRMED


def test_an_email_that_was_refused_is_said_until_another_address_is_given(case):
    author = case.story.author
    author_actions.give_contact(author, kind="email", value="gull@mail.example")
    mail.post(kind="author-asked", to=f"author:{author.pk}", key="k", story_id=case.story_id, author_id=author.pk)
    Delivery.objects.update(state="refused", finished_at=clock.now())
    assert reach_of(author.pk) == Reach.REFUSED
    author_actions.give_contact(author, kind="email", value="other@mail.example")
    assert reach_of(author.pk) == Reach.UNCONFIRMED
