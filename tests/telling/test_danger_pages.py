"""Somebody who may be in danger reads of help before the next page, and loses nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from heard.accounts.models import Author
from heard.accounts.queries import words_to_show
from heard.core import clock
from heard.regions.actions import set_number
from heard.regions.models import CrisisLine
from heard.responses.actions import authors, replies
from heard.responses.models import Reply
from heard.stories.actions import authoring, publishing
from heard.stories.models import Story
from heard.stories.queries import own_words
from heard.telling.models import Draft
from tests import factories
from tests.following.test_my_story import come_in
from tests.telling.test_telling_pages import fill, path

pytestmark = pytest.mark.django_db

DANGER = "I have the tablets here and I am going to end my life tonight."
CALM = "I come every Tuesday. You get your ticket and you sit."
TITLE, BAND, HELP = "get help first</h1>", 'aria-label="Help, day or night"', "/tell/help/"


@pytest.fixture(autouse=True)
def lines():
    region = factories.region()
    for name, contact in (("999", "999"), ("Samaritans", "116 123"), ("Shout", "85258"), ("Childline", "0800 1111")):
        CrisisLine.objects.create(region=region, name=name, contact=contact, when="At any hour", who_for="Talk to us.")


def on(page):
    return f"{HELP}?on={page}"


def test_words_of_danger_are_answered_with_help_first(client):
    answer = fill(client, "words", words=DANGER)
    assert answer["Location"] == on("hope")
    page = client.get(answer["Location"])
    assert TITLE in page.text
    for said in (
        "What you wrote is saved",
        'href="tel:999"',
        "A&amp;E",
        'href="tel:116123"',
        'href="tel:08001111"',
        "under 18",
        "Leave quickly",
    ):
        assert said in page.text
    assert "tel:85258" not in page.text, "a number for texts is not called"
    assert "no-store" in page["Cache-Control"]
    assert Draft.objects.get().words == DANGER


def test_one_click_goes_on_and_help_does_not_come_again(client):
    fill(client, "words", words=DANGER)
    assert client.post(on("hope"))["Location"] == path("hope")
    assert BAND in client.get(path("hope")).text
    assert fill(client, "hope", hope="I want to die")["Location"] == path("title")


def test_the_way_back_stands_on_the_page_of_help(client):
    """Whoever stops here, to ring somebody, can come back: this may be the first and the last page after their words were saved."""
    fill(client, "words", words=DANGER)
    page = client.get(on("hope")).text
    assert "To come back later, use your story key" in page
    assert words_to_show(Author.objects.get()) in page


def test_a_click_that_never_arrived_leaves_help_due(client):
    """Somebody presses Continue twice: the first answer is lost on the way."""
    for _ in range(2):
        assert fill(client, "words", words=DANGER)["Location"] == on("hope")


def test_opening_the_page_of_help_changes_nothing(client):
    fill(client, "words", words=DANGER)
    for _ in range(2):
        client.get(on("hope"))
    assert Draft.objects.get().help == Draft.Help.DUE


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("words", {"words": f"{CALM} {DANGER}"}),
        ("hope", {"hope": "I hope that I never wake up"}),
        ("title", {"title": "I want to die"}),
        ("services", {"unknown_service": "the ward where I tried to hang myself"}),
        ("good", {"good_own": "nothing, I want to die"}),
        ("better", {"better_own": "he hits me"}),
        ("feelings", {"feelings_own": "suicidal"}),
        ("name", {"chosen_name": "suicidal"}),
    ],
)
def test_danger_is_heard_on_every_page_with_words_of_ones_own(client, page, typed):
    fill(client, "words", words=CALM)
    answer = fill(client, page, **typed)
    assert answer["Location"].startswith(HELP)


def test_changing_a_page_from_the_check_goes_back_to_the_check(client):
    fill(client, "words", words=CALM)
    answer = client.post(
        path("hope"), {"hope": "I want to die", "to": "check", "window": "a", "seen": Draft.objects.get().mark(["hope", "is_question"])}
    )
    assert answer["Location"] == on("check")
    assert client.post(answer["Location"])["Location"] == path("check")


def test_saving_for_later_from_the_page_of_help_gives_the_key(client):
    fill(client, "words", words=DANGER, press="later")
    assert client.post(on("words"), {"later": "1"})["Location"] == "/tell/later/"
    assert "Your story is saved" in client.get("/tell/later/").text


def test_what_is_saved_while_typing_is_answered_by_the_next_button(client):
    client.post(path("words"), {"words": DANGER}, headers={"X-Autosave": "1"})
    assert Draft.objects.get().help == Draft.Help.NONE
    assert fill(client, "words", words=DANGER)["Location"] == on("hope")


def test_calm_words_are_asked_the_next_question(client):
    assert fill(client, "words", words=CALM)["Location"] == path("hope")
    assert BAND not in client.get(path("hope")).text


def test_the_check_and_the_page_after_sending_begin_with_help(client):
    fill(client, "words", words=DANGER)
    client.post(on("hope"))
    check = client.get(path("check")).text
    assert check.index(BAND) < check.index("Check your story</h1>")
    fill(client, "consent", publish="on")
    sent = client.get("/tell/sent/").text
    assert sent.index(BAND) < sent.index("</h1>")
    assert Story.objects.count() == 1


def test_a_calm_story_is_checked_and_sent_without_it(client):
    fill(client, "words", words=CALM)
    assert BAND not in client.get(path("check")).text
    fill(client, "consent", publish="on")
    assert BAND not in client.get("/tell/sent/").text


def test_words_that_could_not_be_saved_have_help_beside_them():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(path("words"), {"words": DANGER})
    assert answer.status_code == 403
    assert BAND in answer.text
    assert DANGER in answer.text


def test_the_way_on_leads_to_a_page_of_telling_and_nowhere_else(client):
    fill(client, "words", words=DANGER)
    for elsewhere in ("//elsewhere.example", "nonsense", "", "sent"):
        assert client.post(on(elsewhere))["Location"] == path("words")


def test_help_is_there_for_whoever_has_no_draft(client):
    page = client.get(HELP)
    assert TITLE in page.text
    assert "What you wrote is saved" not in page.text


def test_without_lines_of_the_region_help_is_named_all_the_same(client):
    CrisisLine.objects.all().delete()
    page = client.get(HELP).text
    assert "tel:116123" in page
    assert "Childline" in page


class TestAfterSending:
    def send(self, me, page, words):
        form_key = me.get(f"/my-story/{page}/").text.partition('name="form_key" value="')[2].partition('"')[0]
        return me.post(f"/my-story/{page}/", {"text": words, "form_key": form_key})

    def test_a_reply_that_speaks_of_danger_is_kept_and_answered_with_help(self, client):
        me = come_in(client, factories.published_story().author)
        answer = self.send(me, "reply", DANGER)
        assert answer["Location"] == "/my-story/help/"
        page = me.get(answer["Location"]).text
        assert TITLE in page
        assert 'href="/my-story/"' in page
        assert Reply.objects.get().original == DANGER

    @pytest.mark.parametrize("page", ["update", "treated-differently"])
    def test_so_is_anything_else_that_the_author_writes(self, client, page):
        me = come_in(client, factories.published_story().author)
        assert self.send(me, page, DANGER)["Location"] == "/my-story/help/"

    def test_so_is_what_a_moderator_is_told(self, client):
        story = factories.sent_story()
        publishing.ask_author(story_id=story.pk, seen_version=0, question="When?", by=factories.TESTS)
        assert self.send(come_in(client, story.author), "question", DANGER)["Location"] == "/my-story/help/"

    def test_a_calm_reply_goes_back_to_the_story(self, client):
        me = come_in(client, factories.published_story().author)
        assert self.send(me, "reply", "Thank you")["Location"] == "/my-story/"

    def test_so_are_words_that_are_corrected_and_calm_ones_are_not(self, client):
        story = factories.sent_story()
        me = come_in(client, story.author)
        before = {"words": story.original.words, "hope": "", "title": "", "chosen_name": "Ivy", "note": "", "seen_words": "1"}
        assert me.post("/my-story/correct/", before | {"words": f"{before['words']} {DANGER}"})["Location"] == "/my-story/help/"
        assert me.post("/my-story/correct/", before | {"hope": "An answer", "seen_words": "2"})["Location"] == "/my-story/"


class TestMyStory:
    """For a month after they wrote words with signs of danger, the author's own page begins with help, whatever is decided meanwhile."""

    def page(self, story):
        return come_in(Client(), story.author).get("/my-story/").text

    def test_a_waiting_story_with_signs_has_help_once_at_its_top_with_the_regions_lines(self):
        CrisisLine.objects.filter(name__in=["999", "Samaritans", "Shout"]).update(in_strip=True)
        page = self.page(factories.sent_story(words=DANGER))
        assert page.count(BAND) == 1
        assert page.index(BAND) < page.index("<h1>")
        band = page[page.index(BAND) : page.index("<h1>")]
        for leads_to in ("tel:999", "tel:116123", "sms:85258", "/my-story/help/"):
            assert f'href="{leads_to}"' in band
        assert "day or night" in band

    def test_lines_that_stand_in_no_strip_are_named_all_the_same(self):
        assert 'href="tel:116123"' in self.page(factories.sent_story(words=DANGER))

    def test_a_calm_story_has_none(self):
        assert BAND not in self.page(factories.sent_story(words=CALM))

    @pytest.mark.parametrize("decided", ["declined", "held", "published", "taken back"])
    def test_a_decision_takes_nobody_out_of_danger(self, decided):
        if decided == "published":
            story = factories.published_story(words=DANGER)
        else:
            story = factories.sent_story(words=DANGER)
            if decided == "declined":
                publishing.decline_story(story_id=story.pk, seen_version=0, reason="duplicate", message="Sorry.", by=factories.TESTS)
            elif decided == "held":
                publishing.hold_story(story_id=story.pk, seen_version=0, reason="safeguarding", by=factories.TESTS)
            else:
                authoring.withdraw_story(story_id=story.pk, by=story.author)
        assert self.page(story).count(BAND) == 1

    def test_a_month_later_nobody_is_reminded_any_more(self):
        story = factories.published_story(words=DANGER)
        for days, shown in ((29, True), (31, False)):
            with clock.at(clock.now() + timedelta(days=days)):
                assert (BAND in self.page(story)) == shown

    def test_the_days_are_those_of_the_region(self):
        story = factories.published_story(words=DANGER)
        set_number(region_id=story.region_id, name="help_shown_for", value=3, by=factories.operator())
        with clock.at(clock.now() + timedelta(days=4)):
            assert BAND not in self.page(story)

    def test_new_words_of_danger_begin_the_month_again(self):
        story = factories.published_story(words=DANGER)
        later = clock.now() + timedelta(days=40)
        with clock.at(later):
            assert BAND not in self.page(story)
            replies.send_reply(story_id=story.pk, author=story.author, text=DANGER)
            assert BAND in self.page(story)

    def test_words_that_were_corrected_to_calm_ones_were_written_all_the_same(self):
        story = factories.sent_story(words=DANGER)
        authoring.correct_story(story_id=story.pk, seen_words=1, now=replace(own_words(story), words=CALM), by=story.author)
        assert BAND in self.page(story)

    def test_danger_in_a_report_of_unfair_treatment_has_it_too(self):
        story = factories.published_story(words=CALM)
        authors.report_treated_differently(story_id=story.pk, author=story.author, text=DANGER)
        assert BAND in self.page(story)

    def test_whoever_wants_can_put_it_away_until_they_come_back(self, client):
        story = factories.published_story(words=DANGER)
        me = come_in(client, story.author)
        assert me.post("/my-story/help/hide/")["Location"] == "/my-story/"
        assert BAND not in me.get("/my-story/").text
        assert BAND in self.page(story), "in another browser, or another time"
        with clock.at(clock.now() + timedelta(minutes=1)):
            replies.send_reply(story_id=story.pk, author=story.author, text=DANGER)
            assert BAND in me.get("/my-story/").text

    def test_a_replys_end_does_not_end_it(self):
        story = factories.published_story(words=CALM)
        reply = replies.send_reply(story_id=story.pk, author=story.author, text=DANGER)
        replies.decline_reply(reply_id=reply.pk, reason="Sorry.", by=factories.moderator())
        assert BAND in self.page(story)

    def test_danger_in_what_was_told_to_a_moderator_has_it_too(self):
        story = factories.sent_story(words=CALM)
        publishing.ask_author(story_id=story.pk, seen_version=0, question="Are you safe?", by=factories.TESTS)
        publishing.answer_moderator(story_id=story.pk, answer=DANGER, by=story.author)
        assert BAND in self.page(story)

    def test_danger_in_a_reply_that_waits_has_it_too(self):
        story = factories.published_story()
        assert BAND not in self.page(story)
        replies.send_reply(story_id=story.pk, author=story.author, text=DANGER)
        assert BAND in self.page(story)

    def test_a_draft_that_called_for_help_has_it_too(self, client):
        fill(client, "words", words=DANGER)
        assert BAND in client.get("/my-story/").text

    def test_the_numbers_under_a_moderators_question_are_one_touch_away(self):
        story = factories.sent_story(words=CALM)
        question = "Are you safe?\n\nSamaritans: 116 123. Anyone.\n0800 1111"
        publishing.ask_author(story_id=story.pk, seen_version=0, question=question, by=factories.TESTS)
        for path_asked in ("/my-story/", "/my-story/question/"):
            page = come_in(Client(), story.author).get(path_asked).text
            said = page[page.index("Are you safe?") :]
            assert '<a href="tel:116123" dir="ltr">116 123</a>. Anyone.' in said
            assert '<a href="tel:08001111" dir="ltr">0800 1111</a>' in said
