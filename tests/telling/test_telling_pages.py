"""The pages of telling as a browser meets them: one question each, nothing lost, one story."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client

from heard.accounts.actions import authors
from heard.accounts.models import Author, ContactDetail
from heard.accounts.queries import mailbox_of, words_to_show
from heard.core import clock
from heard.directory.models import Service
from heard.regions.actions import set_number
from heard.regions.models import CrisisLine, Region
from heard.stories.models import AboutAuthor, Story
from heard.tags.actions import offer_tag
from heard.telling.models import Draft
from heard.telling.views.journey import JOURNEY
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "I come every Tuesday. You get your ticket and you sit. Nobody says how long it is."


@pytest.fixture(autouse=True)
def northmoor():
    region = factories.region()
    CrisisLine.objects.create(region=region, name="Samaritans", contact="116 123", when="At any hour", who_for="Talk to us", in_strip=True)
    for kind, name in (("good", "the nurse"), ("better", "waiting times"), ("feeling", "anxious")):
        offer_tag(kind=kind, name=name, by=factories.TESTS)
    return region


@pytest.fixture
def strict():
    """A client whose forms need their token, like a browser's."""
    factories.open_site()
    return Client(enforce_csrf_checks=True)


def path(page):
    return f"/tell/{page}/"


def hidden(answer):
    """The hidden fields of the page's main form, as a browser sends them back."""
    form = re.search(r'<form\s+class="form".*?</form>', answer.text, re.DOTALL)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def fill(client, page, **typed):
    """Open a page, type, press Continue (or the button given as `press`)."""
    press = typed.pop("press", None)
    opened = client.get(path(page))
    return client.post(path(page), hidden(opened) | typed | ({press: "1"} if press else {}))


@pytest.mark.parametrize(
    ("page", "typed", "leads_to"),
    [
        ("words", {"words": WORDS}, "/help/telling/"),
        ("services", {"unknown_service": "A blue door near the station."}, "/help/telling/#where-was-it"),
        ("name", {"chosen_name": "Robin Smith 1961"}, "/help/staying-anonymous/"),
    ],
)
def test_on_the_way_to_help_what_was_typed_is_saved(client, page, typed, leads_to):
    if page != "words":
        begun(client)
    assert fill(client, page, **typed, press="guide").url == leads_to
    ((name, said),) = typed.items()
    assert getattr(Draft.objects.get(), name) == said
    assert said in client.get(path(page)).text


def test_before_the_first_word_help_saves_nothing_and_says_nothing_is_wrong(client):
    assert fill(client, "words", words="  ", press="guide").url == "/help/telling/"
    assert not Draft.objects.exists()


def test_help_that_a_page_does_not_have_is_not_led_to(client):
    begun(client)
    assert fill(client, "hope", hope="To be told.", press="guide").url.startswith("/tell/")
    assert Draft.objects.get().hope == "To be told."


def begun(client, **changes):
    fill(client, "words", words=changes.pop("words", WORDS))
    for page, typed in changes.items():
        fill(client, page, **typed)
    return Draft.objects.get()


def sent(client, **consents):
    begun(client)
    return fill(client, "consent", publish="on", **consents)


def test_the_whole_way_from_the_first_word_to_the_story_key(client):
    ward = factories.service(name="Larkfield Ward", parent=factories.service(name="Moorport Hospital"))
    assert "This is not an emergency service" in client.get("/tell/").text
    steps = [
        ("words", {"words": WORDS}),
        ("hope", {"hope": "To know how long", "is_question": "on"}),
        ("title", {"title": "If I step out, do I lose my place?"}),
        ("services", {"add": ward.pk, "unknown_service": ""}),
        ("services", {"unknown_service": "And the van outside"}),
        ("good", {"good": ["the nurse"], "good_own": "the tea, the Tea"}),
        ("better", {"better": ["waiting times"]}),
        ("feelings", {"feelings": ["anxious"]}),
        ("you", {"role": "service-user"}),
        ("name", {"chosen_name": "Gull"}),
        ("when", {"happened_month_month": "", "happened_month_year": ""}),
        ("more", {"age_group": "65-79", "gender": "", "condition": "yes"}),
        ("reach", {"email": "someone@mail.example", "wants_notices": "on", "postcode": "nm42ab", "pin": "482913"}),
        ("check", {}),
    ]
    for page, typed in steps:
        answer = fill(client, page, **typed)
        assert answer.status_code == 302, (page, answer.text)
    answer = fill(client, "consent", publish="on", research="on")
    assert answer["Location"] == "/tell/sent/"
    story = Story.objects.get()
    assert not Draft.objects.exists()
    assert (story.original.words, story.original.hope, story.original.title) == (
        WORDS,
        "To know how long",
        "If I step out, do I lose my place?",
    )
    assert (story.service_ids, story.unknown_service, story.is_question) == ([ward.pk], "And the van outside", True)
    assert story.tag_slugs == ["good:the-nurse", "good:the-tea", "better:waiting-times", "feeling:anxious"]
    assert (story.role, story.chosen_name, story.postcode) == ("service-user", "Gull", "NM4")
    about = story.about_author
    assert (about.age_group, about.gender, about.ethnic_group, about.condition) == ("65-79", "", "", "yes")
    assert {(each.use, each.wording) for each in story.consents.all()} == {("publish", "2"), ("research", "2")}
    assert mailbox_of(story.author_id, only_if_wanted=True).address == "someone@mail.example"
    words = words_to_show(story.author)
    assert all(word in client.get("/tell/sent/").text for word in words.split())


@pytest.mark.parametrize("page", JOURNEY.names)
def test_every_page_is_kept_by_no_browser_and_offers_help_and_a_way_out(client, page):
    begun(client)
    answer = client.get(path(page))
    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "same-origin")
    assert "116 123" in answer.text.replace("&nbsp;", " ")
    assert 'href="/tell/leave/"' in answer.text
    assert len(re.findall(r"<h1", answer.text)) == 1


@pytest.mark.parametrize("page", [page for page in JOURNEY.names if page != "words"])
def test_a_page_without_a_story_leads_to_the_beginning(client, page):
    assert client.get(path(page))["Location"] == "/tell/"


def test_the_first_page_asks_for_no_cookie(client):
    client.get("/tell/")
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_only_the_words_have_to_be_said(client):
    answer = fill(client, "words", words="  \n ")
    assert answer.status_code == 422
    assert "Write a few words" in answer.text
    assert not Author.objects.exists()
    sent(client)
    story = Story.objects.get()
    assert (story.role, story.get_role_display()) == ("somebody", "Someone")
    assert story.chosen_name
    assert story.happened_month is None


@pytest.mark.parametrize(
    "words",
    [
        "ا" * 2_000 + " كانت الممرضة لطيفة",
        "👩🏽‍⚕️ was kind 🙏",
        "<script>alert(1)</script> & <b>**bold**</b>",
        "one\r\n\r\ntwo\ttabs",
        "x" * 100_000,
        "word " * 20_000,
    ],
    ids=["right-to-left", "emoji", "html", "line-ends", "one-long-word", "twenty-thousand-words"],
)
def test_whatever_is_written_is_kept_and_shown_as_text(client, words):
    assert fill(client, "words", words=words).status_code == 302
    kept = Draft.objects.get().words
    assert kept == words.replace("\r\n", "\n").replace("\t", " ").strip()
    answer = client.get(path("check"))
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_null_bytes_and_unseen_signs_are_dropped(client):
    fill(client, "words", words="a\x00b\u202ec\u200bd")
    assert Draft.objects.get().words == "abcd"


def test_too_long_for_us_is_said_and_the_words_are_still_there(client):
    answer = fill(client, "words", words="y" * 1_000_000)
    assert answer.status_code == 422
    assert "characters or fewer" in answer.text
    assert "y" * 1_000_000 in answer.text


def test_a_form_beyond_all_measure_is_refused_in_words(client):
    answer = client.post(path("words"), {"words": "y" * 3_000_000})
    assert answer.status_code == 413
    assert "too long for us to save" in answer.text


def test_a_future_month_and_one_too_long_ago_are_said_kindly(client):
    begun(client)
    today = clock.today()
    future = fill(client, "when", happened_month_month="12", happened_month_year=str(today.year + 1))
    assert (future.status_code, "in the future" in future.text) == (422, True)
    old = fill(client, "when", happened_month_month="1", happened_month_year=str(today.year - 4))
    assert old.status_code == 422
    assert "others who can listen" in old.text
    assert fill(client, "when", happened_month_month=str(today.month), happened_month_year=str(today.year - 3)).status_code == 302
    assert fill(client, "when", happened_month_month="", happened_month_year="").status_code == 302
    assert Draft.objects.get().happened_month is None


@pytest.mark.parametrize("field", ["postcode=nonsense", "email=gull at mail", "pin=12"])
def test_nonsense_about_reaching_somebody_is_said_beside_the_field(client, field):
    begun(client)
    name, _, value = field.partition("=")
    answer = fill(client, "reach", **{name: value})
    assert answer.status_code == 422
    assert f'id="id_{name}-error"' in answer.text
    assert not ContactDetail.objects.exists()


@pytest.mark.parametrize(
    ("time_zone", "shown", "typed", "kept"),
    [
        ("Europe/London", "like NM4:", "nm4 9zx", "NM4"),
        ("Europe/Dublin", "like A65:", "d6w xe99", "D6W"),
        ("Europe/Dublin", "like A65:", "A65F4E2", "A65"),
        ("Europe/Dublin", "like A65:", "a65", "A65"),
    ],
)
def test_a_postcode_is_asked_for_as_it_is_written_where_the_story_goes(client, northmoor, time_zone, shown, typed, kept):
    Region.objects.update(time_zone=time_zone)
    begun(client)
    assert shown in client.get(path("reach")).text
    assert fill(client, "reach", postcode=typed).status_code == 302
    assert Draft.objects.get().postcode == kept


def test_a_postcode_that_cannot_be_read_is_asked_for_again_as_it_is_written_there(client, northmoor):
    Region.objects.update(time_zone="Europe/Dublin")
    begun(client)
    assert "Enter a postcode like A65 F4E2, or only the first half, like A65" in fill(client, "reach", postcode="Dublin 4").text


def test_where_we_can_read_no_postcode_nobody_is_asked_for_one(client, northmoor):
    Region.objects.update(time_zone="Europe/Oslo")
    begun(client)
    assert "ostcode" not in client.get(path("reach")).text
    assert fill(client, "reach", postcode="6800").status_code == 302
    assert "ostcode" not in client.get(path("check")).text
    assert Draft.objects.get().postcode == ""


def test_no_page_promises_a_working_day_where_reading_takes_longer(client, northmoor):
    begun(client)
    assert "and nearly all by the next working day" in client.get("/tell/").text
    set_number(region_id=northmoor.pk, name="moderated_within", value=72, by=factories.TESTS)
    assert "We aim to read half of all stories within 72 working hours." in " ".join(client.get("/tell/").text.split())
    assert "/tell/sent/" in fill(client, "consent", publish="on")["Location"]
    assert "72 working hours." in client.get("/tell/sent/").text
    page = client.get("/my-story/").text
    assert "A moderator will read it. No one else can see it yet." in page
    assert "within one working day" not in page
    set_number(region_id=northmoor.pk, name="moderated_within", value=8, by=factories.TESTS)
    assert "within one working day" in client.get("/my-story/").text


@pytest.mark.parametrize("name", ["Jane Smith", "jane.smith", "sarah1984", "gull@mail.example", "Ward 7"])
def test_a_name_that_says_who_somebody_is_is_advised_against_once(client, name):
    begun(client)
    first = fill(client, "name", chosen_name=name)
    assert first.status_code == 422
    assert "People might know who you are" in first.text
    assert not Draft.objects.get().chosen_name
    second = client.post(path("name"), hidden(first) | {"chosen_name": name})
    assert second.status_code == 302
    assert Draft.objects.get().chosen_name == name


def test_a_name_that_is_an_address_is_said_to_be_one_once(client):
    begun(client)
    page = fill(client, "name", chosen_name="gull@mail.example").text
    assert "It looks like an email address." in page


def test_going_on_where_no_story_is_open_leads_to_the_key_and_says_why(client):
    answer = client.get("/tell/go-on/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/my-story/key/")
    assert "story key" in answer.text
    assert "No story is open on this device" in answer.text


def test_a_name_that_is_part_of_the_email_is_advised_against_once(client):
    begun(client, name={"chosen_name": "Gullible"})
    first = fill(client, "reach", email="gullible77@mail.example")
    assert first.status_code == 422
    assert "is part of your email address" in first.text
    assert not ContactDetail.objects.exists()
    assert client.post(path("reach"), hidden(first) | {"email": "gullible77@mail.example"}).status_code == 302
    assert ContactDetail.objects.count() == 1


def test_what_was_given_to_reach_somebody_is_never_shown_again(client):
    begun(client)
    fill(client, "reach", email="someone@mail.example", pin="482913")
    for page in ("reach", "check"):
        text = client.get(path(page)).text
        assert "someone@mail.example" not in text
        assert "482913" not in text
    fill(client, "reach", forget=["email", "pin"])
    assert not ContactDetail.objects.exists()
    assert Author.objects.get().pin_hash == ""


def test_nobody_is_asked_for_a_telephone_number_and_a_page_from_before_that_gives_one_leaves_none(client):
    begun(client)
    assert "hone number" not in client.get(path("reach")).text
    assert "hone number" not in client.get(path("check")).text
    assert fill(client, "reach", phone="07700 900123").status_code == 302
    assert not ContactDetail.objects.exists()


def test_what_authors_say_of_themselves_can_be_skipped_changed_and_unsaid(client):
    begun(client)
    page = client.get(path("more")).text
    assert page.count("(you can skip this)") == 4
    assert len(re.findall(r'value=""[^>]* checked', page)) == 4, "saying nothing is what is chosen"
    fill(client, "more", age_group="80-on", ethnic_group="black")
    assert "80 or over and Black, African or Caribbean" in client.get(path("check")).text
    fill(client, "more", age_group="", ethnic_group="")
    assert "Not given" in client.get(path("check")).text
    assert fill(client, "more", age_group="nonsense").status_code == 422
    fill(client, "consent", publish="on")
    assert not AboutAuthor.objects.exists()


def test_names_and_numbers_in_the_words_are_pointed_at_kindly_and_never_block(client):
    begun(client, words="Mrs Patel was kind. Call me on 07700 900123 or gull@mail.example.", hope={"hope": "That Sister Joan rings"})
    page = client.get(path("check")).text
    for words, what in (
        ("07700 900123", "a phone number"),
        ("gull@mail.example", "an email address"),
        ("Mrs Patel", "someone’s name"),
        ("Sister Joan", "the name of a member of staff"),
    ):
        assert re.search(rf"This could be {what}:\s*<b[^>]*>{re.escape(words)}</b>\s+<a", page)
    assert fill(client, "check").status_code == 302
    fill(client, "consent", publish="on")
    assert Story.objects.get().original.words.startswith("Mrs Patel")


def test_what_was_hoped_for_has_one_heading_before_sending_and_in_public(client):
    begun(client, hope={"hope": "To be told"})
    checked = client.get(path("check")).text
    fill(client, "consent", publish="on")
    story = Story.objects.get()
    factories.publish(story, service_ids=[factories.service().pk])
    heading = re.compile(r'<h\d class="hoped">([^<]+)</h\d>')
    assert heading.findall(checked) == heading.findall(client.get(f"/stories/{story.pk}/").text) == ["What I’d like to happen"]


def test_words_that_point_at_nobody_are_left_in_peace(client):
    ward = factories.service(name="Larkfield Ward", parent=factories.service(name="Moorport Hospital"))
    begun(client, words="The nurse on Larkfield Ward in Moorport Hospital was kind. Gull says thanks.", name={"chosen_name": "Gull"})
    fill(client, "services", add=ward.pk)
    assert "Please look at this again" not in client.get(path("check")).text


def test_an_unknown_service_never_blocks(client):
    begun(client)
    answer = fill(client, "services", find="Nowhere at all", press="look")
    assert answer["Location"] == path("services") + "#found-title"
    assert "No places match" in client.get(path("services")).text
    assert fill(client, "services", unknown_service="The place by the bridge").status_code == 302
    fill(client, "consent", publish="on")
    assert Story.objects.get().unknown_service == "The place by the bridge"


def test_services_are_found_added_once_kept_in_order_and_taken_off(client):
    hospital = factories.service(name="Moorport Hospital")
    first, second = (factories.service(name=name, parent=hospital) for name in ("Zinnia Ward", "Aster Ward"))
    begun(client)
    for each in (first, second, first):
        fill(client, "services", add=each.pk, unknown_service="")
    text = client.get(path("check")).text
    assert text.index("Zinnia Ward") < text.index("Aster Ward")
    fill(client, "services", remove=first.pk, unknown_service="")
    assert [each.name for each in Draft.objects.get().services.all()] == ["Aster Ward"]
    assert fill(client, "services", add="9" * 30, unknown_service="").status_code in {302, 422}
    assert fill(client, "services", add="x", unknown_service="").status_code == 302


def test_a_place_that_was_typed_and_not_looked_for_is_looked_for_before_going_on(client):
    ward = factories.service(name="Larkfield Ward", parent=factories.service(name="Moorport Hospital"))
    begun(client)
    assert fill(client, "services", find="larkfield")["Location"] == path("services") + "#found-title"
    page = client.get(path("services")).text
    assert "We found 1 place" in page
    assert "You haven’t chosen a place yet." in page
    assert fill(client, "services", find="larkfield", add=ward.pk)["Location"] == path("services") + "#chosen-title"
    assert "We found" not in client.get(path("services")).text, "what was found has been added"
    assert fill(client, "services", find="")["Location"] == path("good")
    assert Draft.objects.get().unknown_service == ""


def test_a_place_that_was_looked_for_and_not_there_goes_on_in_the_authors_words(client):
    begun(client)
    fill(client, "services", find="Bridge House")
    assert Draft.objects.get().furthest == "services", "where the draft is gone on with"
    assert fill(client, "services", find="Bridge House")["Location"] == path("good")
    assert Draft.objects.get().unknown_service == "Bridge House"
    fill(client, "services", find="Bridge House", unknown_service="The van outside")
    assert Draft.objects.get().unknown_service == "The van outside"


@pytest.mark.parametrize("press", ["back", "later"])
def test_whoever_leaves_the_page_of_places_finds_what_they_typed_there_again(client, press):
    factories.service(name="Larkfield Ward")
    begun(client)
    assert fill(client, "services", find="larkfield", press=press).status_code == 302
    page = client.get(path("services")).text
    assert 'value="larkfield"' in page
    assert "Larkfield Ward" in page
    kept = "larkfield" if press == "later" else ""
    assert Draft.objects.get().unknown_service == kept, "a search ends with the session; words of a draft do not"


def test_what_was_found_is_counted_and_still_there_after_going_on_and_back_and_nobody_elses(client):
    for n in range(3):
        factories.service(name=f"Larkfield Ward {n}")
    begun(client)
    fill(client, "services", find="larkfield", press="look")
    fill(client, "services", find="larkfield")
    page = client.get(path("services")).text
    assert "We found 3 places – Where was it?" in page, "the title is what a screen reader says first"
    client.post("/tell/anew/")
    fill(client, "words", words="Another")
    assert "larkfield" not in client.get(path("services")).text


def test_finding_nothing_typed_is_said_beside_the_field(client):
    begun(client)
    answer = fill(client, "services", find=" ", press="look")
    assert answer.status_code == 422
    assert 'id="id_find-error"' in answer.text


def test_looking_near_me_from_the_form_saves_what_was_typed(client):
    factories.service(name="Near Surgery", latitude=55.001, longitude=-1.5)
    begun(client)
    answer = fill(client, "services", unknown_service="The van", lat="55.000", lon="-1.500", press="look")
    assert answer["Location"] == path("services") + "#found-title", "where someone is must not be in the address"
    assert Draft.objects.get().unknown_service == "The van"
    assert "1 place near you" in client.get(path("services")).text


def test_searching_keeps_what_was_typed_about_the_place(client):
    begun(client)
    fill(client, "services", find="bridge", unknown_service="By the bridge", press="look")
    assert Draft.objects.get().unknown_service == "By the bridge"


def test_near_me_shows_the_nearest_and_keeps_where_somebody_is_only_roughly(client):
    factories.service(name="Far Surgery", latitude=51.0, longitude=0.0)
    factories.service(name="Near Surgery", latitude=55.001, longitude=-1.5)
    begun(client)
    fill(client, "services", lat="55.00412", lon="-1.49876", press="look")
    text = client.get(path("services")).text
    assert "near you" in text
    assert "Near Surgery" in text
    assert "Far Surgery" not in text
    assert client.session["search:place-of-story"][1]["near"] == [55.0, -1.5]
    assert fill(client, "services", lat="north", lon="0", press="look").status_code == 422
    assert "Nearest" not in client.get(path("services") + "?lat=55.0&lon=-1.5").text, "no address says where somebody is"


def test_near_no_place_nobody_is_told_to_change_what_they_did_not_type(client):
    factories.service(name="Far Surgery", latitude=51.0, longitude=0.0)
    begun(client)
    fill(client, "services", lat="55.0", lon="-1.5", press="look")
    page = client.get(path("services")).text
    assert "We don’t know of any places near you" in page
    assert "what you typed" not in page
    assert "Try fewer words" not in page


def test_none_of_the_places_found_goes_on_with_what_was_typed_in_one_press(client):
    factories.service(name="Larkfield Ward")
    begun(client)
    fill(client, "services", find="Larkfield House", press="look")
    page = client.get(path("services")).text
    assert "Larkfield Ward" in page
    assert "None of these: my story is about “Larkfield House”" in page
    answer = client.post(path("services"), hidden(client.get(path("services"))) | {"find": "Larkfield House", "none": "Larkfield House"})
    assert answer["Location"] == path("good")
    draft = Draft.objects.get()
    assert (draft.unknown_service, draft.furthest, draft.services.count()) == ("Larkfield House", "good", 0)
    assert "We found" not in client.get(path("services")).text, "it is answered"


def test_what_is_none_of_those_found_joins_what_was_said_before_and_stands_once(client):
    begun(client)
    fill(client, "services", unknown_service="By the bridge", find="Larch House", press="look")
    for _ in range(2):
        given = hidden(client.get(path("services"))) | {"unknown_service": Draft.objects.get().unknown_service, "none": "Larch House"}
        client.post(path("services"), given)
    assert Draft.objects.get().unknown_service == "By the bridge\nLarch House"


def test_none_of_these_said_again_and_again_never_fills_the_box_for_more_than_it_takes(client):
    begun(client)
    for n in range(40):
        given = hidden(client.get(path("services"))) | {"unknown_service": "", "none": f"{n} {'Larch House ' * 9}"}
        if Draft.objects.exists():
            given["unknown_service"] = Draft.objects.get().unknown_service
        answer = client.post(path("services"), given)
        assert answer.status_code == 302, n
    assert len(Draft.objects.get().unknown_service) <= 2_000


@pytest.mark.parametrize("press", ["look", ""], ids=["looked for", "only typed"])
def test_going_on_with_nothing_chosen_is_asked_about_once_whatever_is_typed_then(client, press):
    factories.service(name="Larkfield Ward")
    begun(client)
    if press:
        fill(client, "services", find="larkfield", press=press)
        assert "You haven’t chosen a place yet" not in client.get(path("services")).text
    assert fill(client, "services", find="larkfield")["Location"] == path("services") + "#found-title"
    page = client.get(path("services")).text
    assert "You haven’t chosen a place yet" in page
    assert 'href="#none-of-these"' in page
    assert fill(client, "services", find="larkfield house")["Location"] == path("good"), "nobody is caught in a circle"
    assert Draft.objects.get().unknown_service == "larkfield house"


def test_a_place_near_me_that_was_not_chosen_is_asked_about_once(client):
    factories.service(name="Near Surgery", latitude=55.0, longitude=-1.5)
    begun(client)
    fill(client, "services", lat="55.0", lon="-1.5", press="look")
    assert fill(client, "services", find="")["Location"] == path("services") + "#found-title"
    assert "You haven’t chosen a place yet" in client.get(path("services")).text
    assert fill(client, "services", find="")["Location"] == path("good")


def test_somebody_who_comes_from_a_place_tells_of_that_place(client):
    ward = factories.service(name="Larkfield Ward")
    page = client.get(f"/tell/?service={ward.slug}").text
    assert "Your story will be about <b>Larkfield Ward</b>" in page
    assert f'href="{path("words")}?service={ward.slug}"' in page
    opened = client.get(f"{path('words')}?service={ward.slug}")
    assert "Your story is about <b>Larkfield Ward</b>" in opened.text
    client.post(path("words"), hidden(opened) | {"words": WORDS})
    assert [each.name for each in Draft.objects.get().services.all()] == ["Larkfield Ward"]
    assert client.get("/tell/?service=no-such-place").status_code == 200


def test_a_place_that_closed_lately_can_be_told_of_and_says_who_hears_of_it(client):
    new = factories.service(name="New Ward")
    factories.service(name="Larkfield Old Ward", standing="closed", closed_on=date(2025, 3, 5), successor=new)
    alone = factories.service(name="Larkfield Clinic", standing="closed", closed_on=date(2025, 4, 5))
    begun(client)
    fill(client, "services", find="larkfield", press="look")
    assert "closed in March 2025" in client.get(path("services")).text
    for each in Service.objects.filter(standing="closed"):
        fill(client, "services", add=each.pk)
    page = client.get(path("services")).text
    assert "Closed in March 2025. Its work moved to New Ward, which is responsible for it now." in page
    assert "Closed in April 2025. We don’t know who is responsible for it now" in page
    assert alone.name in page


def test_changing_one_part_leads_back_to_the_check(client):
    begun(client)
    opened = client.get(path("good") + "?to=check")
    answer = client.post(path("good"), hidden(opened) | {"good": ["the nurse"]})
    assert answer["Location"] == path("check")


def test_back_keeps_what_was_typed(client):
    begun(client)
    assert fill(client, "title", title="Half a title", press="back")["Location"] == path("hope")
    assert Draft.objects.get().title == "Half a title"
    assert fill(client, "when", happened_month_month="13", happened_month_year="x", press="back")["Location"] == path("name")


def test_save_and_come_back_later_gives_the_key_at_once(client):
    assert fill(client, "words", words=WORDS, press="later")["Location"] == "/tell/later/"
    author = Author.objects.get()
    words = words_to_show(author)
    assert all(word in client.get("/tell/later/").text for word in words.split())
    client.post("/tell/later/")
    assert "so we can’t show it here" in client.get("/tell/later/").text
    other = Client()
    answer = other.post("/my-story/key/", {"words": words, "next": ""}, follow=True)
    assert 'href="/tell/go-on/"' in answer.text
    fill(other, "hope", hope="To know")
    assert other.get("/tell/go-on/")["Location"] == path("title")
    fill(other, "words", words=WORDS + " More.")
    assert other.get("/tell/go-on/")["Location"] == path("title")
    fill(other, "title", title="A title", press="later")
    assert other.get("/tell/go-on/")["Location"] == path("title")


@pytest.mark.parametrize("page", JOURNEY.names)
@pytest.mark.parametrize("button", ["later", "back"])
def test_every_page_can_be_left_by_all_its_buttons(client, page, button):
    """The last page has none after it, and can still be saved for later or gone back from."""
    fill(client, "words", words=WORDS)
    typed = {"words": WORDS, "role": "patient", "chosen_name": "Gull", "draft": "1", button: "1"}
    before = path(JOURNEY.names[max(0, JOURNEY.names.index(page) - 1)])
    answer = client.post(path(page), hidden(client.get(path(page))) | typed)
    assert answer["Location"] == {"later": "/tell/later/", "back": before}[button]


def test_sending_twice_makes_one_story_and_shows_the_same_key(client):
    begun(client)
    opened = client.get(path("consent"))
    answers = [client.post(path("consent"), hidden(opened) | {"publish": "on"}) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == ["/tell/sent/", "/tell/sent/"]
    assert Story.objects.count() == 1
    pages = [client.get("/tell/sent/").text for _ in range(3)]
    key = words_to_show(Author.objects.get())
    assert all(word in page for page in pages for word in key.split())
    for page in JOURNEY.names:
        assert client.get(path(page))["Location"] == "/tell/sent/"


def test_the_key_is_shown_until_the_author_says_that_it_is_safe(client):
    sent(client)
    client.post("/tell/sent/")
    assert "so we can’t show it here" in client.get("/tell/sent/").text
    assert words_to_show(Author.objects.get()) is None


def test_without_consent_to_publish_nothing_is_sent(client):
    begun(client)
    answer = fill(client, "consent", research="on")
    assert answer.status_code == 422
    assert "We can’t publish it unless you agree" in answer.text
    assert not Story.objects.exists()


def test_a_double_click_on_the_first_page_makes_one_author_and_one_draft(client):
    opened = client.get(path("words"))
    typed = hidden(opened) | {"words": WORDS}
    assert [client.post(path("words"), typed).status_code for _ in range(2)] == [302, 302]
    assert (Author.objects.count(), Draft.objects.count()) == (1, 1)


def test_two_windows_both_see_what_was_typed(client):
    begun(client)
    one, other = client.get(path("words")), client.get(path("words"))
    assert client.post(path("words"), hidden(one) | {"words": "From the first window"}).status_code == 302
    conflict = client.post(path("words"), hidden(other) | {"words": "From the second window"})
    assert conflict.status_code == 409
    assert "You changed this in another window" in conflict.text
    assert "From the first window" in conflict.text
    assert "From the second window" in conflict.text
    assert Draft.objects.get().words == "From the first window"
    assert client.post(path("words"), hidden(conflict) | {"words": "From the second window"}).status_code == 302
    assert Draft.objects.get().words == "From the second window"


def test_a_page_that_saves_itself_is_no_other_window(client):
    opened = client.get(path("words"))
    typing = hidden(opened) | {"words": "I come"}
    for words in ("I come", "I come every", "I come every Tuesday"):
        assert client.post(path("words"), typing | {"words": words}, headers={"X-Autosave": "1"}).status_code == 204
    assert client.post(path("words"), typing | {"words": "I come every Tuesday."}).status_code == 302
    assert Draft.objects.get().words == "I come every Tuesday."


def test_what_saves_itself_begins_nothing_without_words_and_never_sends(client):
    assert client.post(path("words"), {"words": " "}, headers={"X-Autosave": "1"}).status_code in {204, 422}
    assert client.post(path("hope"), {"hope": "x"}, headers={"X-Autosave": "1"}).status_code == 403
    assert not Author.objects.exists()


def test_a_form_without_its_token_saves_nothing_and_keeps_what_was_typed(strict):
    answer = strict.post(path("words"), {"words": WORDS})
    assert answer.status_code == 403
    assert "saved yet" in answer.text
    assert WORDS in answer.text
    assert not Draft.objects.exists()
    again = strict.post(path("words"), hidden(answer) | {"words": WORDS})
    assert again.status_code == 302
    assert Draft.objects.get().words == WORDS


def test_a_page_of_a_story_that_was_closed_asks_for_its_key_at_once(strict):
    typed = hidden(strict.get(path("words"))) | {"words": WORDS}
    assert strict.post(path("words"), typed).status_code == 302
    opened = strict.get(path("hope"))
    key = the_key()
    strict.get("/tell/leave/")
    closed = strict.post(path("hope"), hidden(opened) | {"hope": "To be told"})
    assert closed.status_code == 403
    assert "we closed your story" in closed.text
    assert "This isn’t saved yet" not in closed.text
    assert strict.post(path("hope"), hidden(closed) | {"hope": "To be told", "story_key": key}).status_code == 302
    assert Draft.objects.get().hope == "To be told"


def test_a_browser_that_refuses_cookies_is_told_so(strict):
    first = strict.post(path("words"), {"words": WORDS})
    strict.cookies.clear()
    second = strict.post(path("words"), hidden(first) | {"words": WORDS})
    assert second.status_code == 403
    assert "your browser blocks cookies" in second.text
    assert WORDS in second.text


def test_after_the_session_ended_the_words_are_still_there_and_the_key_saves_them(client):
    begun(client)
    key = authors.give_key(Author.objects.get())
    for page, typed in (
        ("hope", {"hope": "That somebody says how long"}),
        ("words", {"words": "Other words"}),
        ("reach", {"postcode": "NM4"}),
    ):
        opened = client.get(path(page))
        client.get("/tell/leave/")
        closed = client.post(path(page), hidden(opened) | typed)
        assert closed.status_code == 403
        assert "we closed your story" in closed.text
        assert next(iter(typed.values())) in closed.text
        wrong = client.post(path(page), hidden(closed) | typed | {"story_key": "abacus abide able zebra"})
        assert "find a story with this key" in wrong.text
        assert client.post(path(page), hidden(wrong) | typed | {"story_key": key}).status_code == 302
    draft = Draft.objects.get()
    assert (draft.hope, draft.words, draft.postcode) == ("That somebody says how long", "Other words", "NM4")


def the_key():
    return words_to_show(Author.objects.get())


def test_the_key_is_offered_on_the_first_page_after_words_are_saved_and_stands_beside_leave_quickly(client):
    assert fill(client, "words", words=WORDS)["Location"] == path("hope")
    offered = client.get(path("hope")).text
    assert "Your words are saved" in offered
    assert "To come back later, use your story key" in offered
    for page in JOURNEY.names:
        text = client.get(path(page)).text
        beside = text[text.index('class="strip"') : text.index("Leave quickly</a>")]
        assert the_key() in beside
        assert "<details class" in beside, "closed, since somebody may be looking on"
        assert "<a" not in beside.partition("<details")[2].partition("</details>")[0], "no link leads away from what is typed"
        assert ("Your words are saved" in text) == (page == "hope")


def test_what_saves_itself_shows_no_key_before_somebody_goes_on(client):
    client.post(path("words"), hidden(client.get(path("words"))) | {"words": WORDS}, headers={"X-Autosave": "1"})
    assert Author.objects.get().key_digest is None
    assert "strip-key" not in client.get(path("words")).text


def test_a_key_that_is_safe_or_behind_a_pin_is_not_shown_beside_leave_quickly(client):
    begun(client)
    key = the_key()
    authors.set_pin(Author.objects.get(), "4071")
    page = client.get(path("hope")).text
    assert key not in page
    assert "enter your PIN" in page
    authors.set_pin(Author.objects.get(), "")
    assert key in client.get(path("hope")).text
    authors.key_is_safe(Author.objects.get())
    page = client.get(path("hope")).text
    assert key not in page
    assert "Your words are saved" not in page
    assert "To come back later, use your story key." in page


def test_going_on_does_not_change_the_key(client):
    begun(client)
    key = the_key()
    fill(client, "hope", hope="To know")
    fill(client, "consent", publish="on")
    assert the_key() == key


@pytest.mark.parametrize(("page", "typed"), [("hope", {"hope": "To be told"}), ("title", {"title": "A ticket"})])
def test_without_a_key_what_was_typed_on_a_later_page_begins_another_story(client, page, typed):
    begun(client)
    opened = client.get(path(page))
    client.get("/tell/leave/")
    closed = client.post(path(page), hidden(opened) | typed)
    assert "Start again with these words" in closed.text
    answer = client.post(path(page), hidden(closed) | typed | {"anew": "1", "story_key": ""})
    assert answer["Location"] == path("words")
    assert set(Draft.objects.values_list("words", *typed)) == {(WORDS, ""), ("", *typed.values())}


@pytest.mark.parametrize("page", ["services", "reach"])
def test_without_a_key_there_is_a_way_on_from_every_page(client, page):
    begun(client)
    opened = client.get(path(page))
    client.get("/tell/leave/")
    closed = client.post(path(page), hidden(opened) | {"unknown_service": "The van"})
    assert closed.status_code == 403
    assert 'href="/my-story/link/"' in closed.text
    assert 'href="/tell/words/"' in closed.text


def test_without_a_key_the_words_can_begin_again(client):
    begun(client)
    opened = client.get(path("words"))
    client.get("/tell/leave/")
    closed = client.post(path("words"), hidden(opened) | {"words": "My words"})
    assert client.post(path("words"), hidden(closed) | {"words": "My words", "anew": "1", "story_key": ""}).status_code == 302
    assert set(Draft.objects.values_list("words", flat=True)) == {WORDS, "My words"}


def test_another_story_is_told_by_another_author(client):
    sent(client)
    assert "You’ve sent your story" in client.get("/tell/").text
    assert client.post("/tell/anew/")["Location"] == path("words")
    assert fill(client, "words", words="Another").status_code == 302
    assert (Story.objects.count(), Draft.objects.count(), Author.objects.count()) == (1, 1, 2)


def test_somebody_elses_draft_is_not_reached_by_guessing(client):
    begun(client)
    stranger = Client()
    for page in JOURNEY.names:
        answer = stranger.get(path(page))
        assert WORDS not in answer.text
    assert stranger.get("/tell/later/").status_code == 302
    assert stranger.get("/tell/sent/").status_code == 302


def test_a_draft_deleted_meanwhile_is_no_error(client):
    begun(client)
    opened = client.get(path("hope"))
    with clock.at(clock.now() + timedelta(days=31)):
        from heard.telling.actions.drafts import purge_drafts

        assert purge_drafts(by=factories.TESTS) == 1
    assert not Author.objects.exists()
    assert client.post(path("hope"), hidden(opened) | {"hope": "x"}).status_code in {302, 403}


def test_a_page_that_calls_itself_nothing_of_ours_is_saved_all_the_same(client):
    answer = client.post("/tell/words/", {"words": "It was late.", "window": "\0" * 40, "seen": "\0"})
    assert answer.status_code == 302
    assert Draft.objects.get().words == "It was late."
