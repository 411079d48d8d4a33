from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heard.core import clock
from heard.inbox import queries
from heard.organisations.models import RemitBranch, Role, Subscription
from heard.reach.models import Telling
from heard.responses.actions import authors, changes, replies
from heard.stories.actions import authoring
from heard.stories.models import Step
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def of_shoreline(standing):
    return factories.member(of=factories.organisation(remit=[factories.service()], name="Shoreline"))


@pytest.fixture
def responder(of_shoreline):
    return deepcopy(of_shoreline)


@pytest.fixture
def told(responder):
    """Publish a story and have the organisation told of it."""
    return lambda **more: factories.tell(factories.story_for(responder.organisation, **more))


def titles(client, tab):
    page = client.get(f"{reverse('inbox:inbox')}?show={tab}")
    assert page.status_code == 200
    return page.content.decode()


def in_tab(organisation, tab):
    return [row.story for row in queries.stories(organisation, tab).rows]


def test_a_story_goes_from_new_to_waiting_to_answered(responder, told):
    story, organisation = told(), responder.organisation
    assert in_tab(organisation, "new") == [story.pk]
    factories.read_by(story, responder)
    assert (in_tab(organisation, "new"), in_tab(organisation, "waiting")) == ([], [story.pk])
    factories.published_answer(story=story, membership=responder)
    assert (in_tab(organisation, "waiting"), in_tab(organisation, "answered")) == ([], [story.pk])


def test_only_ones_own_answer_ends_a_providers_waiting(responder, told):
    story = told()
    other = factories.member(of=factories.organisation(remit=list(story.services.all())))
    factories.read_by(story, responder)
    factories.published_answer(story=story, membership=other)
    assert in_tab(responder.organisation, "waiting") == [story.pk]


def test_who_only_listens_waits_for_any_answer():
    service = factories.service()
    watcher = factories.member(of=factories.organisation(remit=[service], kind="healthwatch"))
    provider = factories.member(of=factories.organisation(remit=[service]))
    story = factories.tell(factories.published_story(services=[service]))
    factories.read_by(story, watcher)
    assert in_tab(watcher.organisation, "waiting") == [story.pk]
    factories.published_answer(story=story, membership=provider)
    assert (in_tab(watcher.organisation, "waiting"), in_tab(watcher.organisation, "answered")) == ([], [])


def test_what_left_the_remit_or_was_withdrawn_is_gone(responder, told):
    gone, kept = told(), told()
    authoring.withdraw_story(story_id=gone.pk, by=gone.author)
    assert in_tab(responder.organisation, "new") == [kept.pk]
    RemitBranch.objects.filter(organisation=responder.organisation).delete()
    assert in_tab(responder.organisation, "new") == []


@pytest.mark.parametrize(
    ("waited", "mark"),
    [(timedelta(hours=47), ""), (timedelta(days=2), "nudge"), (timedelta(days=6, hours=23), "nudge"), (timedelta(days=7), "escalate")],
)
def test_waiting_is_marked_after_two_and_seven_days(responder, told, waited, mark):
    told()
    with clock.at(clock.now() + waited):
        (row,) = queries.stories(responder.organisation, "new").rows
    assert row.mark == mark


def test_who_only_listens_is_not_told_to_hurry(client):
    service = factories.service()
    provider = factories.member(of=factories.organisation(remit=[service]))
    watcher = factories.member(of=factories.organisation(remit=[service], kind="healthwatch"), roles=[Role.MEMBER, Role.ADMINISTRATOR])
    story = factories.tell(factories.published_story(services=[service]))
    factories.sign_in(client, watcher)
    with clock.at(clock.now() + timedelta(days=9)):
        page = titles(client, "new")
        assert "Not answered for 9 days" in page
        assert "Waiting" not in page
        assert "only organisations that provide care can answer them" in page
        assert "responder" not in page
        factories.published_answer(story=story, membership=provider)
        assert "Not answered for" not in titles(client, "new")


def test_an_administrator_hears_that_they_can_make_themselves_a_responder(client, responder, told):
    told()
    factories.sign_in(client, factories.member(of=responder.organisation, roles=[Role.ADMINISTRATOR]))
    assert "As an administrator, you can make yourself or someone else a responder" in titles(client, "new")


def test_an_empty_tab_says_one_thing(client, responder):
    factories.sign_in(client, responder)
    page = titles(client, "new")
    assert "Nothing new" in page
    assert "has opened these yet" not in page


def test_a_council_waits_for_its_own_answer():
    service = factories.service(kind="social-care")
    council = factories.member(of=factories.organisation(remit=[service], kind="council"))
    other = factories.member(of=factories.organisation(remit=[service]))
    story = factories.tell(factories.published_story(services=[service]))
    factories.read_by(story, council)
    factories.published_answer(story=story, membership=other)
    assert in_tab(council.organisation, "waiting") == [story.pk]


def test_answer_on_its_way_is_said(responder, told):
    story = told()
    factories.read_by(story, responder)
    factories.sent_answer(story=story, membership=responder)
    (row,) = queries.stories(responder.organisation, "waiting").rows
    assert row.in_hand == "window"


def test_promised_changes_stand_in_order_of_their_day(responder, told):
    story = told()
    late = factories.planned_change(story=story, membership=responder, due_on=clock.today() + timedelta(days=20))
    soon = factories.planned_change(story=story, membership=responder, due_on=clock.today())
    made = factories.planned_change(story=story, membership=responder)
    factories.made_change(change=made, membership=responder)
    factories.planned_change(story=story, membership=responder, published=False)
    changes.make_change(change_id=late.pk, membership=responder, made_what="Done", by=responder)
    with clock.at(clock.now() + timedelta(days=1)):
        rows = queries.promised(responder.organisation).rows
        assert [(row.change, row.overdue, row.making) for row in rows] == [(soon.pk, True, False), (late.pk, False, True)]
        assert queries.counts(responder.organisation).overdue == 1


def test_pages_follow_each_other_without_gaps(responder, told, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    made = [told().pk for _ in range(5)]
    first = queries.stories(responder.organisation, "new")
    second = queries.stories(responder.organisation, "new", page=first.older)
    third = queries.stories(responder.organisation, "new", page=second.older)
    assert [row.story for page in (first, second, third) for row in page.rows] == made
    assert (first.newer, third.older) == (None, None)
    back = queries.stories(responder.organisation, "new", page=third.newer)
    assert [row.story for row in back.rows] == made[2:4]
    for day in range(3):
        factories.planned_change(story=told(), membership=responder, due_on=clock.today() + timedelta(days=day))
    first = queries.promised(responder.organisation)
    assert [row.due_on for row in queries.promised(responder.organisation, page=first.older).rows] == [clock.today() + timedelta(days=2)]


@pytest.mark.parametrize("tab", ["new", "waiting", "answered", "promised"])
def test_a_full_inbox_costs_what_one_story_costs(client, responder, told, tab, django_assert_num_queries):
    def fill(count):
        for _ in range(count):
            story = told(services=[responder.organisation.remit.get().service, factories.service()])
            if tab != "new":
                factories.read_by(story, responder)
            if tab == "answered":
                factories.published_answer(story=story, membership=responder)
            if tab == "promised":
                factories.planned_change(story=story, membership=responder)

    factories.sign_in(client, responder)
    fill(1)
    titles(client, tab)
    with CaptureQueriesContext(
        connection,
    ) as one:
        titles(client, tab)
    fill(11)
    with django_assert_num_queries(len(one)):
        titles(client, tab)
    assert len(one) <= 20


def test_counts_stop_at_ninety_nine(client, responder, told, monkeypatch):
    monkeypatch.setattr(queries, "COUNTED", 2)
    for _ in range(3):
        told()
    assert queries.counts(responder.organisation).new == 2


def test_opening_a_story_makes_it_read(client, responder, told):
    story = told()
    page = factories.sign_in(client, responder).get(reverse("inbox:story", kwargs={"number": story.pk}))
    assert page.status_code == 200
    assert story.title in page.content.decode()
    story.refresh_from_db()
    assert story.progress == Step.READ
    assert Telling.objects.get(story=story, organisation=responder.organisation).read_at is not None


def test_looking_at_the_head_alone_is_not_reading(client, responder, told):
    story = told()
    factories.sign_in(client, responder).head(reverse("inbox:story", kwargs={"number": story.pk}))
    assert Telling.objects.get(story=story).read_at is None


def test_another_organisations_story_is_not_there(client, told):
    story = told()
    stranger = factories.member(of=factories.organisation(remit=[factories.service()]))
    assert factories.sign_in(client, stranger).get(reverse("inbox:story", kwargs={"number": story.pk})).status_code == 404


@pytest.mark.parametrize("number", [0, 999999999, 10**30])
def test_a_story_that_never_was_is_not_there(client, responder, number):
    assert factories.sign_in(client, responder).get(reverse("inbox:story", kwargs={"number": number})).status_code == 404


@pytest.mark.parametrize("address", ["?show=everything", "?show=new&page=nonsense", "?show=promised&page=nonsense"])
def test_made_up_addresses_are_answered_plainly(client, responder, address):
    assert factories.sign_in(client, responder).get(reverse("inbox:inbox") + address).status_code in {400, 404}


def test_a_stranger_is_asked_to_sign_in(client, told):
    story = told()
    for address in (reverse("inbox:inbox"), reverse("inbox:story", kwargs={"number": story.pk})):
        assert client.get(address).status_code == 302


def test_a_moderator_without_an_organisation_has_no_inbox(client):
    client.force_login(factories.moderator())
    assert client.get(reverse("inbox:inbox")).status_code == 404


def test_members_read_and_see_why_they_cannot_answer(client, responder, told):
    story = told()
    member = factories.member(of=responder.organisation, roles=[Role.MEMBER])
    page = factories.sign_in(client, member).get(reverse("inbox:story", kwargs={"number": story.pk})).content.decode()
    assert "nly responders can answer" in page
    assert "Answer this story" not in page


def test_after_the_subscription_ended_members_read_and_are_told(client, responder, told):
    story = told()
    Subscription.objects.update(ends_on=clock.today() - timedelta(days=1))
    page = factories.sign_in(client, responder).get(reverse("inbox:story", kwargs={"number": story.pk})).content.decode()
    assert "subscription has ended" in page


def test_a_long_conversation_costs_what_a_short_one_costs(client, responder, told, django_assert_num_queries):
    story = told()
    address = reverse("inbox:story", kwargs={"number": story.pk})

    def say():
        factories.published_answer(story=story, membership=responder)
        factories.sent_answer(story=story, membership=responder)
        factories.planned_change(story=story, membership=responder)

    factories.sign_in(client, responder).get(address)
    say()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(9):
        say()
    with django_assert_num_queries(len(one)):
        client.get(address)
    assert len(one) <= 30, len(one)


# ---------------------------------------------------------------- what authors say to what the organisation wrote


@pytest.fixture
def replied(responder, told):
    """A story that the organisation answered, and whose author replied."""
    story = told()
    factories.read_by(story, responder)
    answer = factories.published_answer(story=story, membership=responder)
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="When will the board be up?", answer_id=answer.pk)
    return replies.publish_reply(reply_id=reply.pk, text=reply.original, by=factories.moderator())


def open_it(client, member, story_id):
    factories.sign_in(client, member)
    page = client.get(reverse("inbox:story", args=[story_id]))
    assert page.status_code == 200
    return page.content.decode()


def test_reply_is_a_new_one_until_somebody_who_can_answer_opens_it(client, responder, replied):
    organisation, story = responder.organisation, replied.story_id
    reader = factories.member(of=organisation, roles=[Role.MEMBER])
    colleague = factories.member(of=organisation)
    assert in_tab(organisation, "replied") == [story]
    assert queries.counts(organisation).replied == 1
    assert 'id="reply-' in open_it(client, reader, story)
    assert in_tab(organisation, "replied") == [story], "who only reads does not make it look dealt with"
    assert "New</strong>" in open_it(client, colleague, story).partition(f'id="reply-{replied.pk}"')[2].partition("</article>")[0]
    assert in_tab(organisation, "replied") == []
    assert in_tab(organisation, "answered") == [story]


def test_row_among_the_answered_says_that_there_is_a_reply_and_opens_at_it(client, responder, replied):
    factories.sign_in(client, responder)
    page = titles(client, "answered")
    assert "New reply" in page
    assert f"/inbox/stories/{replied.story_id}/#reply-{replied.pk}" in page
    open_it(client, responder, replied.story_id)
    assert "New reply" not in titles(client, "answered")


def test_reply_is_no_news_to_an_organisation_that_said_nothing(responder, replied):
    other = factories.member(of=factories.organisation(remit=list(replied.story.services.all())))
    factories.tell(replied.story)
    assert in_tab(other.organisation, "replied") == []


def test_that_an_answer_or_a_change_did_not_help_is_news_too(client, responder, told):
    story = told()
    answer = factories.published_answer(story=story, membership=responder)
    change = factories.made_change(change=factories.planned_change(story=story, membership=responder), membership=responder)
    open_it(client, responder, story.pk)
    authors.rate_answer(answer_id=answer.pk, author=story.author, helpful="yes")
    assert in_tab(responder.organisation, "replied") == []
    authors.rate_answer(answer_id=answer.pk, author=story.author, helpful="no")
    authors.rate_change(change_id=change.pk, author=story.author, helped="no")
    (row,) = queries.stories(responder.organisation, "replied").rows
    assert row.said == ("did-not-help", "no-difference")
    open_it(client, responder, story.pk)
    assert in_tab(responder.organisation, "replied") == []


def test_a_reply_that_was_taken_back_is_no_news(responder, replied):
    replies.withdraw_reply(reply_id=replied.pk, author=replied.story.author)
    assert in_tab(responder.organisation, "replied") == []


# ---------------------------------------------------------------- an email leads to a story that is not there any more


def test_a_member_who_was_told_reads_that_the_author_took_the_story_back(client, responder, told):
    story = told()
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    factories.sign_in(client, responder)
    for path in ("", "answer/", "plan/"):
        page = client.get(reverse("inbox:story", args=[story.pk]) + path)
        words = page.content.decode()
        assert (page.status_code, "took this story back" in words, story.title in words) == (410, True, False)


def test_nobody_else_learns_that_a_story_was_taken_back(client, responder, told):
    story = told()
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    for stranger in (
        factories.member(of=factories.organisation()),
        factories.member(of=factories.organisation(remit=[factories.service()])),
    ):
        factories.sign_in(client, stranger)
        assert client.get(reverse("inbox:story", args=[story.pk])).status_code == 404
    client.logout()
    assert client.get(reverse("inbox:story", args=[story.pk])).status_code == 302


def test_who_works_for_another_organisation_at_the_moment_can_switch_to_the_one_that_was_told(client, responder, told):
    story = told()
    other = factories.member_again(person=responder.person, of=factories.organisation(name="Quayside"))
    factories.sign_in(client, other)
    page = client.get(reverse("inbox:story", args=[story.pk]))
    assert (page.status_code, "Work for Shoreline" in page.content.decode()) == (404, True)
    path = reverse("inbox:story", args=[story.pk])
    assert client.post("/organisation/switch/", {"membership": responder.pk, "next": path}).url == path
    assert client.get(path).status_code == 200


def test_a_story_that_is_about_other_services_now_says_so(client, responder, told):
    story = told()
    RemitBranch.objects.filter(organisation=responder.organisation).delete()
    factories.sign_in(client, responder)
    page = client.get(reverse("inbox:story", args=[story.pk]))
    assert (page.status_code, "no longer about your services" in page.content.decode()) == (404, True)
