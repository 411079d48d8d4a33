import json
from copy import deepcopy
from datetime import timedelta

import pytest
from django.test import Client

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.accounts.queries import words_to_show
from heard.core import clock
from heard.regions.actions import set_number
from heard.responses.actions import replies
from heard.responses.models import Reply, TreatedDifferently
from heard.stories.actions import publishing
from heard.stories.models import AboutAuthor, State, Story
from tests import factories
from tests.languages import spoken

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def one_told(standing):
    return factories.published_story()


@pytest.fixture
def story(one_told):
    return deepcopy(one_told)


def come_in(client, author):
    session = client.session
    session[AUTHOR], session[STAMP] = author.pk, stamp_of(author)
    session.save()
    return client


@pytest.fixture
def me(client, story):
    return come_in(client, story.author)


def test_a_reply_sent_twice_is_one_reply(me, story):
    page = me.get("/my-story/reply/").content.decode()
    key = page.split('name="form_key" value="')[1].split('"')[0]
    for _ in range(2):
        me.post("/my-story/reply/", {"text": "Thank you for saying so", "form_key": key})
    assert Reply.objects.count() == 1
    assert "a moderator will read it" in me.get("/my-story/").content.decode()


def test_a_reply_sent_again_after_going_back_is_the_same_happy_page_or_a_second_reply(me):
    key = me.get("/my-story/reply/").text.split('name="form_key" value="')[1].split('"')[0]
    for words, count in (("Thank you", 1), ("Thank you", 1), ("Thank you all", 2), ("Thank you all", 2)):
        sent = me.post("/my-story/reply/", {"text": words, "form_key": key}, follow=True)
        assert "We have your reply" in sent.text
        assert Reply.objects.count() == count


def test_another_answer_to_a_moderators_question_that_comes_too_late_stays_on_the_page(client):
    story = factories.sent_story()
    publishing.ask_author(story_id=story.pk, seen_version=0, question="When was it?", by=factories.moderator())
    me = come_in(client, story.author)
    for _ in range(2):
        assert me.post("/my-story/question/", {"text": "In May."}).status_code == 302
    late = me.post("/my-story/question/", {"text": "In June, and not in May."})
    assert late.status_code == 422
    assert "In June, and not in May." in late.text


# ---------------------------------------------------------------- a promise that was not kept


@pytest.fixture
def promise():
    responder = factories.member(of=factories.organisation(remit=[factories.service()], name="Shoreline"))
    story = factories.story_for(responder.organisation)
    return factories.planned_change(story=story, membership=responder)


def overdue():
    return clock.at(clock.now() + timedelta(days=31))


def test_the_author_of_an_overdue_promise_can_say_so_and_reads_that_they_did(client, promise):
    me = come_in(client, promise.story.author)
    path = f"/my-story/changes/{promise.pk}/not-yet/"
    assert path not in me.get("/my-story/").text
    assert me.get(path).status_code == 302
    with overdue():
        me = come_in(client, promise.story.author)
        for page in ("/my-story/", "/my-story/reply/", "/my-story/update/"):
            assert path in me.get(page).text
        assert promise.what in me.get(path).text
        said = me.post(path, {"text": ""}, follow=True).text
        assert "We now show it with your story" in said
        assert "You said that this hasn’t happened" in said
        public = me.get(f"/stories/{promise.story_id}/").text
    assert "Gull says that this hasn’t happened" in public
    assert "says that this was due on" in public


def test_words_about_a_promise_are_public_after_a_moderator(client, promise):
    with overdue():
        me = come_in(client, promise.story.author)
        said = me.post(f"/my-story/changes/{promise.pk}/not-yet/", {"text": "The board is blank."}, follow=True).text
        assert "A moderator will read it" in said
        assert "says that this was due on" not in me.get(f"/stories/{promise.story_id}/").text
        replies.publish_reply(reply_id=Reply.objects.get().pk, text="The board is blank.", by=factories.moderator())
        assert "The board is blank." in me.get(f"/stories/{promise.story_id}/").text


def test_what_came_too_late_about_a_promise_stays_on_the_page(client, promise):
    me = come_in(client, promise.story.author)
    late = me.post(f"/my-story/changes/{promise.pk}/not-yet/", {"text": "The board is blank."})
    assert late.status_code == 422
    assert "The board is blank." in late.text


def test_somebody_elses_promise_is_not_found(client, promise, story):
    with overdue():
        assert come_in(client, story.author).get(f"/my-story/changes/{promise.pk}/not-yet/").status_code == 404


# ---------------------------------------------------------------- how long words may be


def test_a_long_reply_is_asked_about_once_and_a_very_long_one_keeps_its_words(me, story):
    set_number(region_id=story.region_id, name="reply_words", value=100, by=factories.operator())
    assert "Please keep it to 100" in me.get("/my-story/reply/").text
    long, very_long = "word " * 120, "word " * 220
    asked = me.post("/my-story/reply/", {"text": long})
    assert asked.status_code == 422
    assert "Send it at this length" in asked.text
    assert long.strip() in asked.text
    refused = me.post("/my-story/reply/", {"text": very_long, "long_is_fine": "on"})
    assert "Send it at this length" not in refused.text
    assert "Shorten it to 200 or fewer" in refused.text
    assert refused.text.count("Nothing you wrote is lost") == 1
    assert very_long.strip() in refused.text
    assert me.post("/my-story/reply/", {"text": long, "long_is_fine": "on"}).status_code == 302


def test_what_happened_goes_on_to_the_answer_and_the_change(client, run_jobs):
    answer = factories.published_answer()
    membership = factories.Membership.objects.get(person=answer.person)
    factories.made_change(change=factories.planned_change(story=answer.story, membership=membership), membership=membership)
    run_jobs()
    page = come_in(client, answer.story.author).get("/my-story/").content.decode()
    assert f"Joy Adeyemi, {answer.organisation}, answered" in page
    assert f"{answer.organisation} said what it will change" in page
    assert f"{answer.organisation} said what it changed" in page


def test_an_empty_reply_is_asked_for_beside_the_field(me):
    answer = me.post("/my-story/reply/", {"text": "  "})
    assert answer.status_code == 422
    assert "Enter your reply" in answer.content.decode()


def test_a_moderators_question_is_answered_on_the_page(client, run_jobs):
    story = factories.sent_story()
    publishing.ask_author(story_id=story.pk, seen_version=0, question="Was this in one visit or two?", by=factories.moderator())
    come_in(client, story.author)
    assert "Was this in one visit or two?" in client.get("/my-story/").content.decode()
    client.post("/my-story/question/", {"text": "Two visits."})
    story.refresh_from_db()
    assert story.state == State.WAITING


class TestLookingAgain:
    @pytest.fixture(autouse=True)
    def declined(self, client):
        self.story = factories.sent_story()
        publishing.decline_story(
            story_id=self.story.pk, seen_version=0, reason="duplicate", message="We have it already.", by=factories.moderator()
        )
        self.me = come_in(client, self.story.author)

    def test_i_read_why_and_can_ask_for_somebody_else(self):
        page = self.me.get("/my-story/").text
        assert "We have it already." in page
        assert "/my-story/look-again/" in page
        assert "We have it already." in self.me.get("/my-story/look-again/").text
        said = self.me.post("/my-story/look-again/", {"text": "It is about another day."}, follow=True).text
        assert "We’re looking at your story again" in said
        assert "It is about another day." in said
        self.story.refresh_from_db()
        assert self.story.state == State.WAITING

    def test_i_need_not_say_why_and_pressing_twice_is_no_mistake(self):
        for _ in range(2):
            assert self.me.post("/my-story/look-again/", {"text": ""}).url == "/my-story/"
        assert self.story.moves.filter(name="reconsider").count() == 1

    def test_a_second_decline_stands_and_says_so(self):
        self.me.post("/my-story/look-again/", {"text": ""})
        publishing.decline_story(story_id=self.story.pk, seen_version=2, reason="duplicate", message="Still.", by=factories.moderator())
        page = self.me.get("/my-story/").text
        assert "We looked again and did not publish your story" in page
        assert "this decision is final" in page
        assert "/my-story/look-again/" not in page
        assert self.me.get("/my-story/look-again/").status_code == 302

    def test_what_i_said_can_be_taken_away(self):
        self.me.post("/my-story/look-again/", {"text": "It is about another day."})
        assert "It is about another day." in self.me.get("/my-story/download/").text


def test_i_was_treated_differently(me, story):
    me.post("/my-story/treated-differently/", {"text": "The receptionist asked whether it was me."})
    assert TreatedDifferently.objects.get().story == story


class TestWithAPin:
    @pytest.fixture(autouse=True)
    def pin(self, story):
        authors.set_pin(story.author, "4071")

    @pytest.mark.parametrize("path", ["words", "withdraw", "download", "new-key", "contact", "contact/forget", "choose-pin"])
    def test_what_could_hurt_asks_for_it(self, me, path):
        assert me.get(f"/my-story/{path}/")["Location"].startswith("/my-story/pin/")

    @pytest.mark.parametrize("path", ["", "reply/", "update/", "treated-differently/"])
    def test_following_and_replying_do_not(self, me, path):
        assert me.get(f"/my-story/{path}").status_code == 200

    def test_the_right_one_lets_through_and_a_wrong_one_does_not(self, me):
        assert me.post("/my-story/pin/?next=/my-story/words/", {"pin": "9999"}).status_code == 422
        assert me.post("/my-story/pin/?next=/my-story/words/", {"pin": "4071"})["Location"] == "/my-story/words/"
        assert me.get("/my-story/words/").status_code == 200

    def test_posting_without_it_withdraws_nothing(self, me, story):
        me.post("/my-story/withdraw/")
        story.refresh_from_db()
        assert story.state == State.PUBLISHED


def test_withdrawing_takes_it_off_every_page(me, story):
    factories.open_site()
    assert "No, but you can tell it again as a new story." in me.get("/my-story/withdraw/").content.decode()
    me.post("/my-story/withdraw/")
    story.refresh_from_db()
    assert story.state == State.WITHDRAWN
    assert "You took your story back" in me.get("/my-story/").content.decode()


def test_taking_back_says_who_knows_of_a_story_that_was_never_public(client, me, story):
    told = "The organisations we told will see"
    assert told in me.get("/my-story/withdraw/").text
    page = come_in(client, factories.sent_story().author).get("/my-story/withdraw/").text
    assert told not in page
    assert "disappears from every page" not in page
    assert "Your story won’t be published." in page
    assert "Only our moderators." in page


def take_back(reply):
    return f"/my-story/replies/{reply.pk}/take-back/"


@pytest.mark.parametrize("kind", ["reply", "update"])
@pytest.mark.parametrize("published", [False, True])
def test_a_reply_or_an_update_is_taken_back_after_a_question(me, story, kind, published):
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Thank you, Joy.", kind=kind)
    if published:
        replies.publish_reply(reply_id=reply.pk, text="Thank you, Joy.", by=factories.moderator())
        assert "Thank you, Joy." in me.get(f"/stories/{story.pk}/").text
    assert take_back(reply) in me.get("/my-story/").text
    question = me.get(take_back(reply)).text
    assert "Thank you, Joy." in question
    assert "No, but you can write it again" in question
    reply.refresh_from_db()
    assert reply.state != "withdrawn", "opening a page must do nothing"
    said = me.post(take_back(reply), follow=True).text
    assert "You took it back." in said
    assert "Thank you, Joy." not in said
    assert "Thank you, Joy." not in me.get(f"/stories/{story.pk}/").text
    assert me.post(take_back(reply)).url == "/my-story/", "pressed twice"


def test_what_a_moderator_declined_and_what_others_wrote_is_not_taken_back(me, story, client):
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Thank you, Joy.")
    replies.decline_reply(reply_id=reply.pk, reason="It names somebody.", by=factories.moderator())
    assert me.get(take_back(reply)).url == "/my-story/"
    other = factories.published_story()
    theirs = replies.send_reply(story_id=other.pk, author=other.author, text="Thank you.")
    assert me.get(take_back(theirs)).status_code == 404
    assert me.post(take_back(theirs)).status_code == 404


def test_taking_a_reply_back_asks_for_the_pin_if_there_is_one(me, story):
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Thank you, Joy.")
    authors.set_pin(story.author, "4071")
    come_in(me, story.author)
    assert me.post(take_back(reply)).url.startswith("/my-story/pin/")


def test_a_new_pin_is_asked_for_where_the_old_one_was_shown(me, story):
    """Whoever saw the author type the first PIN, and has the key, must not go on with what it opened."""
    authors.set_pin(story.author, "4071")
    other = come_in(Client(), story.author)
    assert other.post("/my-story/pin/?next=/my-story/words/", {"pin": "4071"}).url == "/my-story/words/"
    assert other.get("/my-story/words/").status_code == 200
    come_in(me, story.author)
    me.post("/my-story/pin/", {"pin": "4071"})
    assert me.post("/my-story/choose-pin/", {"pin": "882211"}).status_code == 302
    assert me.get("/my-story/words/").status_code == 200, "it was chosen here"
    assert other.get("/my-story/words/").url.startswith("/my-story/pin/")


def test_a_new_key_ends_the_old_one_everywhere_but_here(me, story, client):
    old = authors.give_key(story.author)
    me.post("/my-story/new-key/")
    assert me.get("/my-story/").status_code == 200
    client.post("/my-story/close/")
    assert client.post("/my-story/key/", {"words": old}).status_code == 422


def test_a_new_key_whose_answer_is_lost_on_the_way_is_shown_again(me, story):
    cookie = me.cookies["heard"].value
    me.post("/my-story/new-key/")
    me.cookies["heard"] = cookie
    words = words_to_show(Author.objects.get(pk=story.author_id))
    assert all(word in me.get("/my-story/").content.decode() for word in words.split())


def test_everything_held_can_be_taken_away(me, story):
    authors.give_contact(story.author, kind="email", value="gull@mail.example")
    answer = me.get("/my-story/download/")
    held = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    assert held["story"]["original"]["words"] == story.original.words
    assert held["contact_details"][0]["kind"] == "email"
    assert "gull@mail.example" not in answer.content.decode()
    assert "criticality" not in held["story"]


def test_contact_details_are_forgotten(me, story):
    authors.give_contact(story.author, kind="email", value="gull@mail.example")
    me.post("/my-story/contact/forget/")
    assert not story.author.contact_details.exists()


def test_another_authors_things_are_not_found(client, story):
    other = factories.published_story()
    come_in(client, other.author)
    answer = story.answers.create(
        organisation=factories.organisation(),
        person=factories.person(),
        name="R",
        job_title="M",
        text="T",
        state="published",
        published_at=story.told_at,
    )
    assert client.post(f"/my-story/answers/{answer.pk}/", {"said": "yes"}).status_code == 404
    assert client.get(f"/my-story/reply/{answer.pk}/").status_code == 404


def test_a_draft_says_that_it_is_kept(client):
    factories.region()
    author = factories.author()
    draft_page = come_in(client, author).get("/my-story/").content.decode()
    assert "There’s no story here" in draft_page
    assert not Story.objects.filter(author=author).exists()


def test_i_change_my_mind_about_what_else_may_be_done(me, story):
    me.post("/my-story/consents/", {"research": "on"})
    assert set(story.consents.filter(taken_back_at=None).values_list("use", flat=True)) == {"publish", "research"}
    assert "checked" in me.get("/my-story/consents/").text
    me.post("/my-story/consents/", {})
    assert set(story.consents.filter(taken_back_at=None).values_list("use", flat=True)) == {"publish"}
    assert story.consents.filter(use="research", taken_back_at__isnull=False).exists()


def test_what_i_agree_to_is_kept_with_the_language_of_its_words(me, story):
    me.post("/my-story/consents/", {"research": "on"})
    with spoken("ar-xb"):
        me.post("/my-story/consents/", {"research": "on", "pass-on-nhs": "on"})
    standing = dict(story.consents.filter(taken_back_at=None).values_list("use", "language"))
    assert standing == {"publish": "en-gb", "research": "en-gb", "pass-on-nhs": "ar-xb"}


def test_what_i_said_of_myself_can_be_changed_and_taken_away(me, story):
    assert me.post("/my-story/about-me/", {"age_group": "45-64", "condition": "no"}).status_code == 302
    held = json.loads(me.get("/my-story/download/").content)
    assert held["story"]["about_you"] == {"age_group": "45-64", "gender": "", "ethnic_group": "", "condition": "no"}
    assert 'value="45-64" checked' in me.get("/my-story/about-me/").text
    me.post("/my-story/about-me/", {"age_group": "", "condition": ""})
    assert not AboutAuthor.objects.exists()
    assert json.loads(me.get("/my-story/download/").content)["story"]["about_you"] is None


def test_the_download_says_what_the_desk_did_in_kind_words(client):
    story, moderator = factories.sent_story(), factories.moderator()
    publishing.hold_story(story_id=story.pk, seen_version=0, reason="safeguarding", by=moderator)
    publishing.release_story(story_id=story.pk, seen_version=1, by=moderator)
    publishing.decline_story(story_id=story.pk, seen_version=2, reason="too-long-ago", message="We are sorry.", by=moderator)
    downloaded = come_in(client, story.author).get("/my-story/download/").text
    held = json.loads(downloaded)["story"]
    assert "safeguarding" not in downloaded
    assert [each["what"] for each in held["moves"]] == [
        "You sent your story",
        "A moderator asked for advice",
        "The moderator got the advice",
        "A moderator decided not to publish your story",
    ]
    assert held["moves"][-1]["reason"] == "It happened too long ago"
    assert held["state"] == "We did not publish your story"


OWN_PAGES = [
    "", "reply/", "update/", "treated-differently/", "words/", "consents/", "about-me/", "withdraw/", "new-key/", "contact/",
    "contact/forget/", "choose-pin/", "pin/",
]  # fmt: skip


@pytest.mark.parametrize("page", OWN_PAGES)
def test_every_page_of_ones_own_story_can_be_left_quickly_and_names_help_at_any_hour(me, page):
    answer = me.get(f"/my-story/{page}")
    assert answer.status_code == 200
    assert 'href="/tell/leave/"' in answer.text
    assert "day or night" in answer.text


def test_a_page_with_a_mistake_can_be_left_quickly_too(me):
    assert 'href="/tell/leave/"' in me.post("/my-story/reply/", {"text": ""}).text


def test_leaving_quickly_closes_ones_own_story_on_this_device(me):
    me.get("/tell/leave/")
    assert me.get("/my-story/").url.startswith("/my-story/key/")


def test_what_is_kept_to_reach_me_is_said_in_words_and_no_email_is_promised_to_whoever_wants_none(me, story):
    assert "and we’ll email you 5 to 60 minutes later" not in me.get("/my-story/").text
    authors.give_contact(story.author, kind="email", value="gull@mail.example")
    assert "We keep your email address, encrypted." in me.get("/my-story/contact/forget/").text
    assert "and we’ll email you 5 to 60 minutes later" in me.get("/my-story/").text
    authors.stop_notices(story.author)
    assert "and we’ll email you 5 to 60 minutes later" not in me.get("/my-story/").text


def test_with_a_pin_the_key_is_shown_on_no_page_before_the_pin(client, story):
    words = authors.give_key(story.author)
    authors.set_pin(story.author, "4071")
    come_in(client, story.author)
    for page in ("/my-story/", "/tell/sent/"):
        text = client.get(page).text
        assert not all(word in text for word in words.split()), "one of the four may stand on the page by chance"
        assert "enter your PIN to see it" in text
    assert client.get("/my-story/new-key/").status_code == 302
    client.post("/my-story/pin/", {"pin": "4071"})
    shown = client.get("/my-story/new-key/").text
    assert all(word in shown for word in words.split())


# ---------------------------------------------------------------- what the page says first, and what it folds


def test_who_answered_is_said_at_the_top(client):
    answer = factories.published_answer()
    page = come_in(client, answer.story.author).get("/my-story/").text
    top = page[: page.index("The conversation</h2>")]
    assert "Your story has an answer" in top
    assert f"Joy Adeyemi, Ward manager, {answer.organisation}" in top
    assert f'href="#answer-{answer.pk}"' in top
    assert f'id="answer-{answer.pk}"' in page


def test_many_who_were_told_are_one_line_that_opens(client, run_jobs):
    ward = factories.service()
    organisations = [factories.organisation(remit=[ward], name=f"Trust {n:02}") for n in range(12)]
    for each in organisations:
        factories.member(of=each)
    story = factories.published_story(services=[ward])
    run_jobs()
    page = come_in(client, story.author).get("/my-story/").text
    happened = page[page.index("What has happened</h2>") :].partition("<aside")[0]
    assert "We told 12 organisations" in happened
    assert "12 organisations heard: someone at each has been emailed about it" in happened
    assert happened.count("<summary>Show all 12</summary>") == 2
    assert happened.count("We told Trust 07") == 1
    assert "<summary>12 organisations were told</summary>" in page.partition("<aside")[2]


def test_few_who_were_told_are_named(client, run_jobs):
    ward = factories.service()
    factories.member(of=factories.organisation(remit=[ward], name="Northmoor Trust"))
    story = factories.published_story(services=[ward])
    run_jobs()
    page = come_in(client, story.author).get("/my-story/").text
    assert "We told Northmoor Trust" in page
    assert "Show all" not in page


def test_the_answer_is_in_sight_where_it_is_replied_to(client):
    answer = factories.published_answer()
    me = come_in(client, answer.story.author)
    for path in (f"/my-story/reply/{answer.pk}/", "/my-story/reply/"):
        assert answer.text.split(".")[0] in me.get(path).text
        assert "Joy Adeyemi" in me.post(path, {"text": ""}).text, "also when something was wrong"


def test_rating_says_beforehand_that_it_is_public(client):
    answer = factories.published_answer()
    page = come_in(client, answer.story.author).get("/my-story/").text
    legend = page[page.index("Did this answer help?") :].partition("</legend>")[0]
    assert "Your answer is public" in legend


def test_edits_are_marked_as_the_moderator_sees_them_and_only_behind_the_pin(client):
    story = factories.sent_story(words="Nurse Jones was kind on Tuesday.")
    publishing.publish_story(
        story_id=story.pk,
        seen_version=0,
        criticality=0,
        title="Kind",
        text="The nurse was kind on Tuesday.",
        edits=[publishing.MadeEdit("names-a-person", "We took the name out.")],
        by=factories.moderator(),
    )
    me = come_in(client, story.author)
    page = me.get("/my-story/words/").text
    assert "<del>Nurse Jones</del>" in page
    assert "<ins>The nurse</ins>" in page
    assert "We took the name out." in page
    assert "See each change marked in your own words" in me.get("/my-story/").text
    authors.set_pin(story.author, "4071")
    assert "Nurse Jones" not in me.get("/my-story/", follow=True).text


def test_my_story_stands_in_the_menu(client):
    factories.region()
    menu = client.get("/stories/").text.partition('<nav id="menu"')[2].partition("</nav>")[0]
    assert 'href="/my-story/"' in menu


# ---------------------------------------------------------------- correcting before publication


class TestCorrecting:
    @pytest.fixture(autouse=True)
    def waiting(self, client):
        self.story = factories.sent_story()
        self.me = come_in(client, self.story.author)

    def form(self, **changes):
        original = Story.objects.get().own
        return {"words": original.words, "hope": original.hope, "title": original.title, "chosen_name": "Gull", "seen_words": 1} | changes

    def test_it_is_offered_until_it_is_decided(self):
        assert "/my-story/correct/" in self.me.get("/my-story/").text
        assert self.story.original.words in self.me.get("/my-story/correct/").text
        publishing.decline_story(story_id=self.story.pk, seen_version=0, reason="duplicate", message="M", by=factories.moderator())
        assert "/my-story/correct/" not in self.me.get("/my-story/").text
        assert self.me.get("/my-story/correct/").url == "/my-story/"

    def test_new_words_go_to_the_moderators_and_the_old_ones_stay_mine_to_see(self):
        said = self.me.post("/my-story/correct/", self.form(words="It was a Wednesday.", note="I mixed up the days."), follow=True).text
        assert "We have your new words" in said
        assert "You changed your words" in said
        assert "I mixed up the days." in said
        own = self.me.get("/my-story/words/").text
        assert "It was a Wednesday." in own
        assert self.story.original.words in own
        held = json.loads(self.me.get("/my-story/download/").content)["story"]
        assert [each["words"] for each in held["earlier_words"]] == [self.story.original.words]

    def test_what_is_wrong_is_said_and_what_was_typed_is_still_there(self):
        answer = self.me.post("/my-story/correct/", self.form(words=" ", hope="To be told"))
        assert (answer.status_code, "To be told" in answer.text) == (422, True)
        assert self.me.post("/my-story/correct/", self.form()).status_code == 422, "nothing is changed"

    def test_what_is_decided_meanwhile_loses_no_words(self):
        publishing.decline_story(story_id=self.story.pk, seen_version=0, reason="duplicate", message="M", by=factories.moderator())
        answer = self.me.post("/my-story/correct/", self.form(words="It was a Wednesday."))
        assert answer.status_code == 422
        assert "It was a Wednesday." in answer.text
        assert "we haven’t saved this" in answer.text

    def test_another_window_is_noticed_and_the_button_pressed_again_keeps_what_is_there(self):
        self.me.post("/my-story/correct/", self.form(words="From the first window"))
        answer = self.me.post("/my-story/correct/", self.form(words="From the second window"))
        assert (answer.status_code, "From the second window" in answer.text) == (409, True)
        assert 'name="seen_words" value="2"' in answer.text
        self.me.post("/my-story/correct/", self.form(words="From the second window", seen_words=2))
        assert Story.objects.get().own.words == "From the second window"

    def test_a_question_is_in_sight_and_can_be_answered_by_changing_the_words(self):
        publishing.ask_author(story_id=self.story.pk, seen_version=0, question="Which day was it?", by=factories.moderator())
        assert "Which day was it?" in self.me.get("/my-story/correct/").text
        self.me.post("/my-story/correct/", self.form(words="It was a Wednesday."))
        assert Story.objects.get().state == State.WAITING

    def test_it_asks_for_the_pin_if_there_is_one(self):
        authors.set_pin(self.story.author, "4071")
        assert self.me.get("/my-story/correct/").url.startswith("/my-story/pin/")
        assert self.me.post("/my-story/correct/", self.form(words="Not mine")).url.startswith("/my-story/pin/")


# ---------------------------------------------------------------- nothing untrue in the download


def test_the_download_says_what_is_kept_of_the_key_as_it_stands(me, story):
    def said():
        return json.loads(me.get("/my-story/download/").content)["story_key"]

    assert said() == "You don’t have a story key yet."
    authors.give_key(story.author)
    assert "We also keep the words themselves, encrypted" in said()
    authors.key_is_safe(story.author)
    assert said().startswith("We only keep your story key in a scrambled form")


def test_a_printed_story_carries_its_address(client, story, settings):
    page = client.get(f"/stories/{story.pk}/").text
    assert f'<p class="only-print printed-from">{settings.SITE_URL}/stories/{story.pk}/</p>' in page
