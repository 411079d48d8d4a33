"""The reader of pages that walks journeys without JavaScript (tests/journeys/plain.py): as strict as a browser."""

import re

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie

from heard.core.access import public
from tests.journeys.plain import NotSo, Plain, expect

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]
SITE = "http://localhost:8000"
TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
shown = {}
"""What the pages of this site say; each test puts its own here."""


@public
@ensure_csrf_cookie
def show(request, name="first"):
    said = "&".join(f"{key}={','.join(values)}" for key, values in request.POST.lists() if key != "csrfmiddlewaretoken")
    html = shown[name].replace("{token}", get_token(request))
    return HttpResponse(f"<html><head><title>T</title></head><body><main>{html}</main><p id=said>{said}</p></body></html>")


@public
def lead(request):
    return HttpResponseRedirect("/second/#there")


@public
def circle(request):
    return HttpResponseRedirect("/circle/")


urlpatterns = [path("", show), path("lead/", lead), path("circle/", circle), path("<name>/", show)]


@pytest.fixture
def page():
    """A page that holds this."""

    def opened(first, **others):
        shown.clear()
        shown.update(others, first=first)
        page = Plain(SITE)
        page.goto("/")
        return page

    return opened


def said(page):
    return page.locator("#said").inner_text()


# ---------------------------------------------------------------- what is found


def test_what_is_hidden_is_neither_found_by_its_role_nor_pressed(page):
    there = page('<div hidden><button>Go</button></div><a href="/">Seen</a>')
    expect(there.get_by_role("button", name="Go")).to_have_count(0)
    with pytest.raises(NotSo, match="is hidden"):
        there.locator("button").click()
    expect(there.get_by_text("Go")).to_be_hidden()
    with pytest.raises(NotSo):
        expect(there.get_by_text("Go")).to_be_visible()
    with pytest.raises(NotSo):
        expect(there.get_by_text("Seen")).to_be_hidden()


def test_what_is_folded_away_is_seen_when_it_is_opened(page):
    there = page("<details><summary>More</summary><p>Inside</p></details>")
    expect(there.get_by_text("Inside")).to_be_hidden()
    there.get_by_text("More").click()
    expect(there.get_by_text("Inside")).to_be_visible()
    there.get_by_text("More").click()
    expect(there.get_by_text("Inside")).not_to_be_visible()


def test_what_nobody_hears_has_no_role(page):
    there = page('<button aria-hidden="true">Go</button>')
    expect(there.get_by_role("button")).to_have_count(0)


def test_two_of_one_name_are_told_apart_or_refused(page):
    there = page('<form action="/a/"><button>Send</button></form><form action="/b/"><button>Send</button></form>')
    with pytest.raises(NotSo, match="2 of button “Send”"):
        there.get_by_role("button", name="Send").click()
    assert there.get_by_role("button", name="Send").last.one().closest("form").attrs["action"] == "/b/"


def test_names_are_what_is_spoken(page):
    there = page(
        '<nav aria-label="Main"></nav><fieldset><legend>Your <b>day</b></legend></fieldset><h2 id="h">Told</h2>'
        '<section aria-labelledby="h"></section><a href="/">Read<span class="unseen"> more</span><span aria-hidden="true">!</span></a>'
        '<section>Nameless</section><a>No link</a><svg role="img" aria-label="A code"></svg>'
    )
    for role, name in (("navigation", "Main"), ("group", "Your day"), ("region", "Told"), ("link", "Read more"), ("img", "A code")):
        expect(there.get_by_role(role, name=name, exact=True)).to_have_count(1)
    expect(there.get_by_role("region")).to_have_count(1)
    expect(there.get_by_role("link")).to_have_count(1)
    expect(there.get_by_role("heading", level=1)).to_have_count(0)


def test_words_are_found_where_they_stand_and_exactly_when_that_is_wanted(page):
    there = page("<div><p>One  story\n of two</p><p>Another</p></div>")
    assert there.get_by_text("one story").one().tag == "p"
    expect(there.get_by_text("one story", exact=True)).to_have_count(0)
    expect(there.get_by_text("One story of two", exact=True)).to_have_count(1)
    expect(there.get_by_text(re.compile("^Another$"))).to_have_count(1)
    with pytest.raises(NotSo):
        expect(there.get_by_role("main")).to_contain_text("three")
    with pytest.raises(NotSo):
        expect(there.get_by_role("main")).not_to_contain_text("Another")


def test_a_selector_is_understood_or_refused(page):
    there = page('<ul class="a b"><li id="x"><em>1</em></li><li data-on="yes">2</li></ul><p>3</p>')
    assert there.locator("ul.b li, main p").all_inner_texts() == ["1", "2", "3"]
    assert there.locator("#x em").inner_text() == "1"
    assert there.locator("[data-on=yes]").inner_text() == "2"
    assert there.locator("li").filter(has_text="2").count() == 1
    expect(there.locator("p em")).to_have_count(0)
    with pytest.raises(NotSo, match="for a browser"):
        there.locator("li:first-child").count()


def test_a_page_whose_tags_do_not_match_is_refused(page):
    with pytest.raises(NotSo, match="closes"):
        page("<div><b>x</div></b>")


# ---------------------------------------------------------------- what is sent

FIELDS = (
    f'<form method="post" action="/second/" novalidate>{TOKEN}<input type="hidden" name="seen" value="3">'
    '<label for="w">Words</label><textarea id="w" name="words"></textarea>'
    '<label>Yes <input type="checkbox" name="yes"></label><label><input type="radio" name="r" value="1" checked> One</label>'
    '<label><input type="radio" name="r" value="2"> Two</label><label for="k">Kind</label><select id="k" name="k">'
    '<option value="">Choose</option><option value="w">Ward</option></select><input name="off" value="x" disabled>'
    '<button name="do" value="save">Save</button><button name="do" value="send">Send</button></form>'
)


def test_a_form_sends_what_a_browser_would_by_the_button_that_was_pressed(page):
    there = page(FIELDS, second="<h1>Sent</h1>")
    there.get_by_label("Words").fill("one\ntwo")
    there.get_by_label("Yes").check()
    there.get_by_label("Two").check()
    there.get_by_label("Kind").select_option(label="Ward")
    there.get_by_role("button", name="Send").click()
    assert there.response.status == 200
    assert said(there) == "seen=3&words=one two&yes=on&r=2&k=w&do=send"
    assert there.url == f"{SITE}/second/"


def test_what_is_typed_is_not_on_the_page_before_it_is_sent(page):
    there = page(FIELDS, second="")
    there.get_by_label("Words").fill("three words")
    expect(there.get_by_label("Words")).to_have_value("three words")
    expect(there.get_by_role("main")).not_to_contain_text("three words")
    expect(there.get_by_text("three words")).to_have_count(0)


def test_what_is_not_chosen_is_not_sent(page):
    there = page(FIELDS, second="")
    there.get_by_label("Yes").check()
    there.get_by_label("Yes").uncheck()
    there.get_by_role("button", name="Save").click()
    assert said(there) == "seen=3&words=&r=1&k=&do=save"


def test_a_form_without_the_token_is_refused(page, settings):
    settings.CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"  # not a page of the site that is not there
    there = page(FIELDS.replace(TOKEN, ""), second="")
    there.get_by_role("button", name="Save").click()
    assert there.response.status == 403


def test_enter_presses_the_first_button_of_the_form_also_one_outside_it(page):
    there = page(
        '<button form="f" name="do" value="first" aria-hidden="true">Go</button>'
        f'<form id="f" method="post" action="/second/">{TOKEN}<label>Name <input name="n"></label>'
        '<button name="do" value="x">X</button></form>',
        second="",
    )
    there.get_by_label("Name").press("Enter")
    assert said(there) == "do=first&n="


@pytest.mark.parametrize(
    "html",
    [
        "<button disabled>Go</button>", "<form><fieldset disabled><button>Go</button></fieldset></form>",
        '<button type="button">Go</button>', "<button>Go</button>",
        '<form><input name="n" required><button>Go</button></form>',
    ],
)  # fmt: skip
def test_a_button_that_a_browser_would_not_press_is_refused(page, html):
    there = page(html)
    with pytest.raises(NotSo):
        there.get_by_role("button", name="Go").click()


@pytest.mark.parametrize("attribute", ["disabled", "readonly", "hidden"])
def test_a_field_that_nobody_can_write_into_is_refused(page, attribute):
    there = page(f"<form><label>Name <input name=n {attribute}></label></form>")
    with pytest.raises(NotSo):
        there.get_by_label("Name").fill("x")


def test_what_is_not_offered_cannot_be_chosen(page):
    there = page(FIELDS)
    with pytest.raises(NotSo, match="cannot be chosen"):
        there.get_by_label("Kind").select_option("site")


def test_a_search_stands_in_the_address_and_nothing_else_does(page):
    there = page('<form action="/second/?old=1#found"><label>Find <input name="q"></label><button>Find</button></form>', second="")
    there.get_by_label("Find").fill("ward 7")
    there.get_by_role("button", name="Find").click()
    assert there.url == f"{SITE}/second/?q=ward+7#found"


# ---------------------------------------------------------------- where it leads


def test_a_link_is_followed_to_where_it_leads_and_back(page):
    there = page('<a href="/lead/">On</a>', second='<h1 id="there" tabindex="-1">Second</h1>')
    there.get_by_role("link", name="On").click()
    expect(there).to_have_url("/second/#there")
    expect(there.get_by_role("heading")).to_be_in_viewport()
    expect(there.get_by_role("heading")).to_be_focused()
    there.go_back()
    expect(there).to_have_url("/")
    with pytest.raises(NotSo, match="nothing to go back to"):
        there.go_back()


def test_no_link_leads_to_another_host_or_round_in_circles(page):
    there = page('<a href="https://elsewhere.example/">Away</a><a href="/circle/">Round</a>')
    with pytest.raises(NotSo, match="another host"):
        there.get_by_role("link", name="Away").click()
    with pytest.raises(NotSo, match="in circles"):
        there.get_by_role("link", name="Round").click()


def test_mistakes_that_are_listed_have_to_be_read_first(page):
    page("<div data-error-summary tabindex=-1 autofocus>Wrong</div>")
    with pytest.raises(NotSo, match="read first"):
        page("<div data-error-summary tabindex=-1>Wrong</div>")


def test_windows_of_one_person_share_their_cookies_and_others_do_not(page):
    there = page("")
    expect(there.context.new_page()).to_have_url("about:blank")
    there.context.add_cookies([{"name": "n", "value": "1", "url": SITE}])
    assert {"name": "n", "value": "1"} in there.context.new_page().context.cookies()
    assert {"name": "n", "value": "1"} not in Plain(SITE).context.cookies()


# ---------------------------------------------------------------- what is expected


@pytest.mark.parametrize(
    "wrong",
    [
        lambda there: expect(there.get_by_label("Name")).to_have_value("y"),
        lambda there: expect(there.get_by_label("Name")).not_to_have_value("x"),
        lambda there: expect(there.get_by_label("Tick")).to_be_checked(),
        lambda there: expect(there.get_by_text("Gone")).to_be_visible(),
        lambda there: expect(there.get_by_text("Gone")).to_be_attached(),
        lambda there: expect(there.locator("input")).to_have_count(1),
        lambda there: expect(there.locator("input")).to_be_visible(),
        lambda there: expect(there.locator("h1")).to_have_text("Head"),
        lambda there: expect(there.locator("h1")).to_have_attribute("class", "y"),
        lambda there: expect(there.locator("h1")).to_be_focused(),
        lambda there: expect(there.locator("h1")).to_be_in_viewport(),
        lambda there: expect(there).to_have_title("Other"),
        lambda there: expect(there).to_have_url("/second/"),
        lambda there: there.wait_for_url("**/second/"),
        lambda there: there.get_by_text("Gone").wait_for(),
    ],
)
def test_what_is_not_so_fails(page, wrong):
    there = page('<h1 class="x">Heading</h1><label>Name <input name=n value=x></label><label>Tick <input type=checkbox></label>')
    with pytest.raises(NotSo):
        wrong(there)


def test_what_only_a_browser_knows_is_an_error_not_a_pass(page):
    there = page("<h1>x</h1>")
    with pytest.raises(AttributeError):
        expect(there.locator("h1")).to_have_css("color", "red")
    with pytest.raises(AttributeError):
        there.evaluate("1")
