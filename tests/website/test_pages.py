"""Public pages as a visitor gets them: what is there, what is not, who may keep it, and what happens to nonsense."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from heard.core import clock
from heard.published.queries.lists import COUNTED_TO
from heard.responses.actions import authors as rating
from heard.responses.actions import replies
from heard.stories.actions import authoring, publishing, readers
from heard.stories.models import Original, Story, StoryMove
from heard.ui import wording
from tests import factories
from tests.published import worlds

pytestmark = pytest.mark.django_db

PLAIN = ["/", "/stories/", "/stories/tags/", "/stories/feed/", "/changes/", "/changes/?show=planned", "/changes/?show=overdue",
         "/listening/", "/for-staff/",
         "/statistics/", "/statistics.csv", "/how-moderation-works/", "/privacy/", "/accessibility/", "/about/", "/robots.txt",
         "/sitemap.xml", "/sitemap-pages.xml"]  # fmt: skip


def body(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def around(story, service):
    """Every public page on which a story may be seen."""
    number = story.pk
    return [
        *PLAIN, f"/stories/{number}/", f"/stories/{number}/feed/", f"/stories/?service={service.slug}", "/stories/?q=tuesday",
        "/stories/?q=sentinel&sort=relevance", f"/services/{service.slug}/", f"/changes/?service={service.slug}", "/sitemap-stories-0.xml",
        "/stories/?tag=good:the-nurse", f"/stories/feed/?service={service.slug}",
    ]  # fmt: skip


# ---------------------------------------------------------------- what is there


@pytest.mark.parametrize("path", PLAIN)
def test_every_page_answers_on_an_empty_site(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response


def test_story_page_tells_the_whole_story(client):
    story, organisation, service = worlds.full_story(hope="To be told how long it takes.")
    page = body(client.get(f"/stories/{story.pk}/"))
    for words in (
        story.title, "Nobody says how long it is.", "To be told how long it takes.", "Gull", "A patient", service.name, "September 2026",
        "the nurse", "waiting times", "anxious", organisation.name, "Rowan Sellick", "Gull found this helpful", "That would have helped.",
        "Change planned", "Reception manager", "Change made", "A screen shows how long it is.",
        "Nothing. These are the author’s own words.",
    ):  # fmt: skip
        assert words in page, words


def test_conversation_has_the_same_voices_as_the_one_that_members_see():
    from heard.published.queries.story_page import story_page
    from heard.responses.queries import conversation
    from heard.website.presenters.stories import turns

    story, organisation, _ = worlds.full_story()
    worlds.reply(story, kind="update", text="One thing more.")
    worlds.change(story, organisation, state="made-waiting", made_what="Not read by a moderator yet")
    ours = sorted((turn.id.split("-")[0], turn.text) for turn in turns(story_page(story.pk)))
    names = {"answer": "answer", "reply": "reply", "update": "reply", "plan": "change", "made": "change"}
    assert ours == sorted((names[voice.kind], voice.text) for voice in conversation(story.pk))


def test_overdue_plan_is_shown_as_overdue(client):
    story, organisation, _service = worlds.full_story()
    worlds.change(story, organisation, due_in=-3)
    for path in (f"/stories/{story.pk}/", "/changes/?show=overdue"):
        assert "Overdue" in body(client.get(path))


def test_unheard_story_says_so_and_who_was_asked(client, run_jobs):
    service = factories.service(name="Gull Lane Pharmacy", registered_contact="desk@gull.example")
    story = factories.published_story(services=[service])
    run_jobs()
    page = body(client.get(f"/stories/{story.pk}/"))
    assert "Unheard" in page
    assert "Gull Lane Pharmacy isn’t listening here yet" in page
    assert "desk@gull.example" not in page
    assert "Unheard so far" in body(client.get("/stories/"))


def test_edits_are_shown_in_coarse_kinds_and_never_as_text(client):
    story = factories.sent_story(words="Nurse Jones was cold to me")
    edits = [publishing.MadeEdit("names-a-person", "We never name staff."), publishing.MadeEdit("spelling", "")]
    factories.publish(story, text="The nurse was cold", edits=edits)
    page = body(client.get(f"/stories/{story.pk}/"))
    assert "A moderator made 1 edit to protect people and 1 edit for length or clarity. Nothing else was changed." in page
    assert "Jones" not in page


def test_service_page_follows_a_closed_service_to_its_successor(client):
    new = factories.service(name="New Ward")
    old = factories.service(name="Old Ward", standing="closed", closed_on=clock.today(), successor=new)
    page = body(client.get(f"/services/{old.slug}/"))
    assert "It closed on" in page
    assert "New Ward" in page
    assert "Old Ward" in body(client.get(f"/services/{new.slug}/"))


def test_a_service_that_closed_lately_takes_stories_and_says_who_hears_of_them(client):
    factories.open_site()
    trust = factories.service(name="Trust")
    new = factories.service(name="New Ward", parent=trust)
    day = clock.today() - timedelta(days=90)
    closed = {
        "New Ward is responsible for it now, and we’ll tell people there.": factories.service(
            name="Moved Ward", standing="closed", closed_on=day, successor=new
        ),
        "Trust is responsible for it now, but no one there listens on Heard yet.": factories.service(
            name="Old Ward", parent=trust, standing="closed", closed_on=day
        ),
        "there may be no one for us to tell.": factories.service(name="Old Surgery", standing="closed", closed_on=day),
    }
    organisation = factories.organisation(remit=[new])
    for words, service in closed.items():
        page = body(client.get(f"/services/{service.slug}/"))
        assert words in page
        assert f"/tell/?service={service.slug}" in page
        assert (organisation.name in page) == (service.name == "Moved Ward")
    assert f"closed in {wording.month_words(day)}" in body(client.get(f"/services/{trust.slug}/")), "among its parts"


def test_a_service_that_closed_long_ago_says_why_it_takes_no_story(client):
    trust = factories.service(name="Trust")
    old = factories.service(
        name="Old Ward", parent=trust, standing="closed", closed_on=clock.today() - timedelta(days=365 * 5), successor=factories.service()
    )
    page = body(client.get(f"/services/{old.slug}/"))
    assert "We only take stories about care in the last 3 years." in page
    assert "Tell your story about it" not in page
    assert "Old Ward" not in body(client.get(f"/services/{trust.slug}/"))


def test_a_service_that_is_not_working_just_now_takes_stories_and_one_not_open_yet_none(client):
    factories.open_site()
    for standing, takes in (("dormant", True), ("proposed", False)):
        page = body(client.get(f"/services/{factories.service(standing=standing).slug}/"))
        assert ("Tell your story about it" in page) == takes, standing


def test_service_page_shows_its_branch_and_pages_through_it(client):
    trust = factories.service(name="Trust")
    ward = factories.service(name="Ward", parent=trust)
    for n in range(12):
        with clock.at(clock.now() - timedelta(days=12 - n)):
            factories.published_story(services=[ward], title=f"Story {n} of it")
    first = body(client.get(f"/services/{trust.slug}/"))
    assert "Story 11 of it" in first
    assert "Story 1 of it" not in first
    older = re.search(r'rel="next" href="([^"#]+)', first)[1].replace("&amp;", "&")
    assert "Story 1 of it" in body(client.get(older))


def test_empty_search_says_what_to_do_and_small_words_are_explained(client):
    factories.open_site()
    factories.published_story()
    assert "No stories match" in body(client.get("/stories/?q=zebra"))
    assert "Add another word" in body(client.get("/stories/?q=the"))
    assert "No one has told a story about it yet" in body(client.get(f"/services/{factories.service().slug}/"))


def test_search_survives_in_every_link_of_its_page(client):
    service = factories.service(name="Quayside")
    for n in range(21):
        factories.published_story(services=[service], title=f"Parking {n}", role="carer")
    path = f"/stories/?q=parking&service={service.slug}&role=carer&tag=good%3Athe-nurse"
    page = body(client.get(path))
    assert "21 stories" in page
    older = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    second = body(client.get(older))
    assert second.count("story-card") == 1
    assert '<option value="carer" selected>' in second
    assert "Stories about Quayside" in second
    feed = re.search(r'type="application/atom\+xml"[^>]*href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert body(client.get(feed)).count("<entry>") == 20
    without = re.search(r'<a class="tag" href="([^"]+)">“parking”', page)[1].replace("&amp;", "&")
    assert "q=" not in without
    assert "role=carer" in without


def test_large_counts_are_capped(client, monkeypatch):
    monkeypatch.setattr("heard.published.queries.lists.COUNTED_TO", 2)
    monkeypatch.setattr("heard.website.presenters.searching.COUNTED_TO", 2)
    for _ in range(4):
        factories.published_story()
    assert "More than 2 stories" in body(client.get("/stories/"))
    assert COUNTED_TO == 1000


# ---------------------------------------------------------------- what is not


def test_taken_back_is_gone_and_never_published_was_never_there(client):
    hidden = worlds.hidden_stories(factories.service())
    for state, story in hidden.items():
        response = client.get(f"/stories/{story.pk}/")
        assert response.status_code == (410 if state == "withdrawn-after" else 404), state
        for more in ("feed", "me-too"):
            assert client.get(f"/stories/{story.pk}/{more}/").status_code == response.status_code
    assert "The author took this story back" in body(client.get(f"/stories/{hidden['withdrawn-after'].pk}/"))


def test_nothing_of_hidden_stories_is_on_any_public_page(client):
    service = factories.service(name="Quayside Recovery Service")
    factories.published_story(services=[service])
    for story in worlds.hidden_stories(service).values():
        for path in around(story, service):
            assert worlds.SENTINEL not in body(client.get(path)), path


@pytest.mark.owner  # it writes into what is written once
def test_nothing_private_around_a_public_story_is_on_any_public_page(client):
    story, organisation, service = worlds.full_story(
        service=factories.service(name="Quayside", registered_contact=f"{worlds.SENTINEL}@desk.example")
    )
    worlds.answer(story, organisation, state="waiting", text=worlds.SENTINEL, member_name=f"{worlds.SENTINEL} member")
    worlds.answer(story, organisation, state="returned", text=worlds.SENTINEL)
    worlds.reply(story, state="waiting", original=worlds.SENTINEL)
    worlds.change(story, organisation, state="plan-waiting", what=worlds.SENTINEL, who_leads=worlds.SENTINEL)
    worlds.change(story, organisation, state="made-waiting", made_what=worlds.SENTINEL)
    Original.objects.filter(story=story).update(**dict.fromkeys(("title", "words", "hope", "chosen_name"), worlds.SENTINEL))
    StoryMove.objects.filter(story=story).update(message=worlds.SENTINEL, reason="x", by=f"person:{worlds.SENTINEL}")
    sent = timezone.make_aware(clock.now().replace(tzinfo=None) - timedelta(days=400))
    Story.objects.filter(pk=story.pk).update(postcode="ZZ99 9ZZ", unknown_service=worlds.SENTINEL, sent_at=sent, criticality=5)
    for path in around(story, service):
        page = body(client.get(path))
        for private in (worlds.SENTINEL, "ZZ99", sent.date().isoformat(), "criticality"):
            assert private not in page or (private == "criticality" and "moderation" in path), (path, private)


# ---------------------------------------------------------------- who may keep it


def test_public_pages_set_no_cookie_and_are_asked_about_each_time(client):
    story, _, service = worlds.full_story()
    for path in around(story, service):
        response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        if not path.endswith((".txt", ".xml")):
            assert response["Cache-Control"] == "public, max-age=0, must-revalidate", path
            assert "Cookie" in response["Vary"], path


def test_unchanged_story_is_304_with_one_statement_and_any_change_draws_it_anew(client, django_assert_num_queries):
    story, organisation, _ = worlds.full_story()
    path = f"/stories/{story.pk}/"

    def again(etag):
        return client.get(path, headers={"If-None-Match": etag, "User-Agent": "Mozilla/5.0"})

    etag = client.get(path)["ETag"]
    with django_assert_num_queries(1):
        response = again(etag)
    assert (response.status_code, response.content) == (304, b"")
    changes = [
        lambda: worlds.answer(story, organisation),
        lambda: worlds.change(story, organisation),
        lambda: readers.say_me_too(story_id=story.pk, who="somebody"),
        lambda: factories.put_services_right(story, factories.service()),
    ]
    for change in changes:
        change()
        response = again(etag)
        assert response.status_code == 200
        etag = response["ETag"]
    with clock.at(clock.now() + timedelta(days=1)):
        assert again(etag).status_code == 200, "what is due becomes overdue overnight"
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    assert again(etag).status_code == 410


def test_whatever_is_said_or_done_about_a_story_draws_its_page_anew(client):
    service = factories.service()
    member = factories.member(of=factories.organisation(remit=[service]))
    story = factories.published_story(services=[service])
    reply = replies.send_reply(story_id=story.pk, author=story.author, text="Still waiting.", kind="update")
    answer = factories.published_answer(story=story, membership=member)
    moderator = factories.moderator()
    for do in (
        lambda: factories.tell(story),
        lambda: factories.read_by(story, member),
        lambda: replies.publish_reply(reply_id=reply.pk, text=reply.original, by=moderator),
        lambda: replies.withdraw_reply(reply_id=reply.pk, author=story.author),
        lambda: rating.rate_answer(answer_id=answer.pk, author=story.author, helpful="partly"),
        lambda: rating.rate_answer(answer_id=answer.pk, author=story.author, helpful="no"),
    ):
        before = client.get(f"/stories/{story.pk}/")
        do()
        again = client.get(f"/stories/{story.pk}/", headers={"If-None-Match": before["ETag"]})
        assert again.status_code == 200


@pytest.mark.parametrize("path", ["/", "/stories/", "/stories/feed/", "/changes/", "/listening/", "/statistics/", "/privacy/"])
def test_lists_and_pages_are_304_until_they_change(client, path):
    story, *_ = worlds.full_story()
    etag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    authoring.withdraw_story(story_id=story.pk, by=story.author)
    expected = 304 if path == "/privacy/" else 200
    if path != "/listening/":
        assert client.get(path, headers={"If-None-Match": etag}).status_code == expected


def test_somebody_signed_in_gets_pages_that_nobody_keeps(client):
    story = factories.published_story()
    member = factories.member(of=factories.organisation())
    client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in ("/", f"/stories/{story.pk}/", "/stories/"):
        response = client.get(path, headers={"If-None-Match": "*"})
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")
        assert "ETag" not in response


# ---------------------------------------------------------------- readers


def test_opened_pages_are_counted_but_not_programs_heads_or_reading_ahead(client):
    story = factories.published_story()
    path, person = f"/stories/{story.pk}/", {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    readers.views.flush()
    client.get(path, headers=person)
    etag = client.get(path, headers=person)["ETag"]
    client.get(path, headers=person | {"If-None-Match": etag})
    for program in ("Googlebot/2.1", "curl/8.1", "facebookexternalhit preview", "Python-urllib/3.11", ""):
        client.get(path, headers={"User-Agent": program})
    client.get(path, headers=person | {"Sec-Purpose": "prefetch"})
    client.head(path, headers=person)
    assert readers.views.flush() == 3
    assert Story.objects.get().views == 3
    assert "Opened 3 times." in body(client.get(path))


def test_me_too_counts_once_for_each_session_and_thanks():
    story = factories.published_story()
    client = Client(enforce_csrf_checks=True)
    page = body(client.get(f"/stories/{story.pk}/me-too/"))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    for said in ("Thank you.", "You’ve already said today"):
        response = client.post(f"/stories/{story.pk}/me-too/", {"csrfmiddlewaretoken": token}, follow=True)
        assert said in body(response)
    assert Story.objects.get().me_too == 1
    assert "One reader says this happened to them too." in body(client.get(f"/stories/{story.pk}/"))
    assert Client(enforce_csrf_checks=True).post(f"/stories/{story.pk}/me-too/").status_code == 403
    other = Client()
    other.get(f"/stories/{story.pk}/me-too/")
    other.post(f"/stories/{story.pk}/me-too/")
    assert Story.objects.get().me_too == 2


# ---------------------------------------------------------------- nonsense

NONSENSE = [
    "/stories/?q=' OR 1=1; DROP TABLE stories_story; --", "/stories/?q=%00", "/stories/?q=" + "a" * 10_000,
    "/stories/?q=" + "%F0%9F%98%80" * 50,
    '/stories/?q="unclosed', "/stories/?q=((!&|:*", "/stories/?q=-nothing", "/stories/?q=%FF%FE",
    "/stories/?q=\u202eevil\u200b", "/stories/?q=\\",

    "/stories/?told_from=2026-13-45", "/stories/?told_from=0001-01-01", "/stories/?told_to=9999-12-31", "/stories/?told_from=yesterday",
    "/stories/?told_from=2026-03-02&told_to=2026-03-01", "/stories/?role=king", "/stories/?progress=won", "/stories/?sort=random",
    "/stories/?tag=evil", "/stories/?tag=good:%00", "/stories/?tag=good:A B", "/stories/?" + "&".join(f"tag=good:t{n}" for n in range(40)),
    "/stories/?service=nowhere", "/stories/?service=%00", "/stories/?service=../../etc", "/stories/?page=x", "/stories/?page=%00",
    "/stories/?page=" + "e" * 5000, "/stories/?page=WyJvIiwxLDJd%0A", "/stories/?page=WyJvIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LDFd",
    "/stories/?page=WyJvIiw5MjIzMzcyMDM2ODU0Nzc1ODA3LDFd", "/stories/?page=WyJuIiwtOTIyMzM3MjAzNjg1NDc3NTgwNywxXQ",
    "/stories/?sort=relevance&q=a+story&page=WyJvIiwxZTQwMCwxXQ", "/stories/?q=1&q=2&q=3", "/stories/?question=maybe",
    "/stories/99999999999999999999999999/", "/stories/9223372036854775807/", "/stories/0/", "/stories/-1/",
    "/stories/1/feed/x", "/stories/1.5/",
    "/services/%00/", "/services/" + "a" * 300 + "/", "/services/..%2f..%2fetc/", "/services/x/?page=x", "/changes/?show=all",
    "/changes/?service=%00", "/changes/?service=nowhere", "/changes/?page=WyJvIiwxLDJd",
    "/changes/?show=planned&page=WyJvIiwibm90YWRheSIsMV0",
    "/changes/?show=planned&page=x", "/listening/?kind=enemy", "/listening/?page=x", "/listening/?page=WyJvIiwiXHUwMDAwIiwxXQ",
    "/sitemap-stories-99999999999999999999.xml", "/stories/feed/?told_from=x", "/stories/feed/?page=x", "/stories/feed/?q=%00&tag=no",
    "/stories/tags/?tag=%00&tag=x&q=%00",
]  # fmt: skip


@pytest.mark.parametrize("path", NONSENSE, ids=lambda path: path[:60])
def test_nonsense_gets_a_message_and_never_a_server_error(client, path):
    client.raise_request_exception = True
    worlds.full_story()
    response = client.get(path, follow=True)
    assert response.status_code in {200, 400, 404}
    assert "Traceback" not in body(response)


def test_wrong_filter_is_explained_beside_it_and_kept(client):
    page = client.get("/stories/?told_from=yesterday&q=parking&role=king")
    assert page.status_code == 400
    text = body(page)
    assert "Enter a date like 31/3/2026" in text
    assert 'value="yesterday"' in text
    assert 'value="parking"' in text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_are_only_read(client, method):
    story = factories.published_story()
    for path in ("/", "/stories/", f"/stories/{story.pk}/", "/statistics/", "/statistics.csv"):
        assert getattr(client, method)(path).status_code == 405


def test_words_of_strangers_cannot_become_markup(client):
    evil = '<script>alert(1)</script><img src=x onerror="x"> & "quotes" {{ 7*7 }}'
    service = factories.service(name=evil)
    organisation = factories.organisation(remit=[service], name=evil)
    story = factories.published_story(services=[service], title=evil[:140], words=evil, chosen_name=evil[:60].strip(), good=[evil[:60]])
    worlds.told(story, organisation)
    worlds.answer(story, organisation, text=evil, name=evil[:90], sign_off=evil, job_title=evil)
    worlds.change(story, organisation, what=evil, who_leads=evil)
    for path in [*around(story, service), f"/stories/{story.pk}/me-too/"]:
        page = body(client.get(path))
        if path.endswith(".csv"):  # no markup: sent as a file to keep, of a kind that no browser draws
            continue
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert "49" not in page or "{{ 7*7 }}" in page or path.endswith((".txt", ".xml", ".csv")) or "7*7" not in page


# ---------------------------------------------------------------- machines


def test_sitemap_and_robots_name_what_is_public(client):
    story = factories.published_story()
    hidden = factories.sent_story()
    index = body(client.get("/sitemap.xml"))
    assert "http://testserver/sitemap-stories-0.xml" in index
    stories = body(client.get("/sitemap-stories-0.xml"))
    assert f"/stories/{story.pk}/</loc><lastmod>{clock.today().isoformat()}" in stories
    assert f"/stories/{hidden.pk}/" not in stories
    assert client.get("/sitemap-stories-1.xml").status_code == 404
    assert "Sitemap: http://testserver/sitemap.xml" in body(client.get("/robots.txt"))


def test_story_page_says_to_machines_what_it_is(client):
    story = factories.published_story(title="Parking & waiting")
    page = body(client.get(f"/stories/{story.pk}/"))
    assert '<meta property="og:title" content="Parking &amp; waiting">' in page
    assert f'<link rel="canonical" href="http://testserver/stories/{story.pk}/">' in page
    assert '<meta name="description" content="A patient about ' in page
    addresses = re.findall(r'(?:src|href|content)="(https?://[^"]+)', page)
    assert all(address.startswith("http://testserver/") for address in addresses)


@pytest.mark.parametrize(("approvers", "moves"), [(4, False), (5, True)])
def test_the_etag_moves_with_a_reader_only_when_the_page_does(client, approvers, moves):
    """Otherwise it would tell that somebody read whose role is too small to be shown."""
    service = factories.service()
    organisation = factories.organisation(remit=[service])
    first = factories.member(of=organisation)
    others = [factories.member(of=organisation, roles=["approver"]) for _ in range(approvers)]
    story = factories.tell(factories.published_story(services=[service]))
    factories.read_by(story, first)
    before = client.get(f"/stories/{story.pk}/")
    factories.read_by(story, others[0])
    after = client.get(f"/stories/{story.pk}/")
    assert (before["ETag"] != after["ETag"], before.content != after.content) == (moves, moves)


def test_no_anchor_counts_what_was_sent(client):
    story, organisation, _ = worlds.full_story()
    given = worlds.answer(story, organisation)
    page, feed = client.get(f"/stories/{story.pk}/").text, client.get(f"/stories/{story.pk}/feed/").text
    ids = re.findall(r'id="((?:answer|reply|change)-[^"]+)"', page)
    assert len(ids) == len(set(ids)) > 3
    assert not [each for each in ids if re.fullmatch(r"[a-z]+-\d{1,9}(-made)?", each)]
    assert f"answer-{given.pk}" not in page + feed
    assert ids == re.findall(r'id="((?:answer|reply|change)-[^"]+)"', client.get(f"/stories/{story.pk}/").text), (
        "a link to it keeps leading there"
    )
    assert all(f"#{each}" in feed for each in ids)


INLINE = re.compile(r"</?(?:a|b|code|i|span)\b[^>]*>")
RUN_TOGETHER = re.compile(r"\S*[a-z”][.!?:][A-Z“]\S*")


@pytest.mark.parametrize(
    "path",
    ["/about/", "/accessibility/", "/for-staff/", "/how-moderation-works/", "/how-to-complain/", "/listening/", "/my-story/key/",
     "/privacy/", "/statistics/", "/write-to-heard/", "/write-to-heard/sent/"],
)  # fmt: skip
def test_sentences_that_follow_each_other_have_a_space_between(client, path):
    factories.open_site()
    said = re.sub(r"<[^>]+>", "\n", INLINE.sub("", body(client.get(path)).partition("<main")[2]))
    assert not RUN_TOGETHER.findall(said)


def test_of_one_answer_alone_a_service_does_not_speak_of_half_of_them(client):
    place = factories.service()
    member = factories.member(of=factories.organisation(remit=[place]))
    factories.published_answer(story=factories.published_story(services=[place]), membership=member)
    page = client.get(f"/services/{place.slug}/").content.decode()
    assert "It has at least one public answer. It came the same day." in page
    assert "Half of the answers" not in page


@pytest.mark.parametrize(
    ("plans", "said"),
    [(0, "Because someone told a story.</"), (1, "told a story. 1 more is planned."), (2, "told a story. 2 more are planned.")],
)
def test_the_first_page_says_how_many_more_changes_are_planned_if_any_are(client, plans, said):
    for number in range(plans):
        story, responder = factories.story_and_responder()
        factories.planned_change(story=story, membership=responder, what=f"Plan {number}")
    page = client.get("/").text
    assert said in page
    assert "0 more" not in page
