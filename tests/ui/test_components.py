"""The components say everything in words that they also say by shape or colour."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import engines
from django.utils.safestring import SafeString
from jinja2 import UndefinedError

from heard.core import sites
from heard.core.sites import Emergency, Site, Sites
from heard.ui.presenters import CrisisLine, Link, StoryCard, line_of_steps
from heard.ui.wording import tappable
from tests.languages import spoken

WHEN = datetime(2026, 9, 14, 9, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 1, 4, 9, tzinfo=UTC)
HEARD = Path(__file__).parents[2] / "heard"


def render(source: str, **context: object) -> str:
    head = '{% import "ui/components.html" as ui %}'
    return engines["jinja2"].env.from_string(head + source).render(**context)


def test_the_progress_line_says_every_step_in_words():
    steps = line_of_steps({"Told": WHEN, "Heard": WHEN, "Read": NEXT_YEAR}, {"Answered": "asked twice"})
    printed = render("{{ ui.progress_line(steps) }}", steps=steps)
    assert printed.count("<li") == 6
    assert printed.count("not yet") == 3
    assert "14 September 2026</time>" in printed
    assert "14 September</time>" in printed
    assert "4 January 2027</time>" in printed
    assert "asked twice" in printed
    assert printed.count("aria-hidden") == 6


def test_the_compact_line_has_a_sentence_of_its_own():
    steps = line_of_steps({"Told": WHEN})
    assert "<b>Told</b>" in render("{{ ui.progress_line(steps, compact=true) }}", steps=steps)
    assert "Heard, and nobody answered" in render(
        "{{ ui.progress_line(steps, compact=true, summary='Heard, and nobody answered') }}", steps=steps
    )
    assert "Not told yet" in render("{{ ui.progress_line(steps, compact=true) }}", steps=line_of_steps({}))


def test_whoever_tells_a_story_is_named_with_their_role_or_without():
    def about(role, services, name=None):
        return " ".join(re.sub("<[^>]+>", "", render("{{ ui.about(role, services, name=name) }}", **locals())).split())

    services = (Link("Larkfield Ward", "/x/"),)
    assert about("a carer", services, "Robin") == "Robin, a carer, about Larkfield Ward"
    assert about("a carer", (), "Robin") == "Robin, a carer"
    assert about("", services, "Robin") == "Robin, about Larkfield Ward"
    assert about("", (), "Robin") == "Robin"
    assert about("A carer", services) == "A carer, about Larkfield Ward"
    assert about("A carer", ()) == "A carer"


def test_a_story_card_escapes_what_people_wrote():
    card = StoryCard(
        "/s/1/", "<b>A title</b>", "A patient", (Link("A & B", "/x/"),), excerpt="<i>so</i>", steps=line_of_steps({"Told": WHEN})
    )
    printed = render("{{ ui.story_card(card) }}", card=card)
    assert "&lt;b&gt;A title" in printed
    assert "A &amp; B" in printed
    assert "<i>" not in printed


def test_a_card_drawn_before_is_not_shown_for_other_words_or_for_the_same_letters_typed_by_somebody():
    marked = StoryCard("/s/1/", "A title", "A patient", steps=line_of_steps({"Told": WHEN}), progress=SafeString("<b>Change made</b>"))
    typed = marked._replace(progress="<b>Change made</b>")
    cards = [marked, typed, marked._replace(title="Another"), marked]
    printed = render("{{ ui.story_cards(cards) }}", cards=cards)
    assert printed.count("<b>Change made</b>") == 3
    assert printed.count("&lt;b&gt;Change made") == 1
    assert (printed.count("A title"), printed.count("Another")) == (3, 1)
    assert printed == "\n".join(render("{{ ui.story_card(card) }}", card=card) for card in cards)


def test_a_name_that_does_not_exist_is_an_error():
    with pytest.raises(UndefinedError):
        render("{{ nothing }}")


def test_the_strip_of_telling_names_the_regions_own_lines():
    lines = [CrisisLine("999", "999"), CrisisLine("Samaritans", "116 123")]
    printed = render("{{ ui.crisis_strip(lines, '/away/') }}", lines=lines)
    assert 'Call <a href="tel:999">999</a> or Samaritans on <a href="tel:116123" dir="ltr">116 123</a>, day or night.' in printed
    assert 'href="/away/"' in printed


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([("999", "999"), ("Samaritans", "116 123"), ("Shout", "85258")], "Call 999 or Samaritans on 116 123, or text Shout on 85258"),
        ([("Shout", "85258"), ("NHS 111, then option 2", "111")], "Call NHS 111, then option 2, or text Shout on 85258"),
        ([], "Call 999 or Samaritans on 116 123"),
    ],
)
def test_the_ways_to_lines_of_help_are_one_sentence_in_which_each_number_is_one_touch_away(lines, words):
    printed = render("{{ drawings.crisis_ways(lines) }}", lines=[CrisisLine(*each) for each in lines])
    assert re.sub("<[^>]+>", "", printed) == words
    assert printed.count("<a href=") == len(re.findall(r"[0-9][0-9 ]+[0-9]", words))


@pytest.mark.parametrize(
    ("contact", "leads_to"),
    [
        ("116 123", ["tel:116123"]),
        ("0800 1111 (free)", ["tel:08001111"]),
        ("Text SHOUT to 85258", ["sms:85258"]),
        ("+44 (0)191 496 0000", ["tel:+441914960000"]),
        ("(0191) 496 0000", ["tel:01914960000"]),
        ("116 123 or 0800 1111", ["tel:116123", "tel:08001111"]),
        ("on their website, 24/7", []),
        ("https://help.example/12345", []),
        ("<script>999</script>", ["tel:999"]),
    ],
)
def test_every_number_in_a_way_to_reach_help_is_one_touch_away(contact, leads_to):
    printed = render("{{ contact | tappable }}", contact=contact)
    assert re.findall(r'<a href="([^"]+)" dir="ltr">', printed) == leads_to
    assert "<script" not in printed


def test_where_a_region_has_no_lines_its_emergency_number_stands_and_samaritans_only_in_the_uk():
    printed = render("{{ drawings.crisis_ways(none, call) }}", call=Emergency("112", in_uk=False))
    assert printed == 'Call <a href="tel:112">112</a>'


def test_in_a_moderators_words_only_the_regions_own_numbers_are_one_touch_away():
    lines = [CrisisLine("Samaritans", "116 123"), CrisisLine("NHS 111", "111")]
    words = "Call 999 or 116 123.\n\n<b>On 111 2026 she waited 1116 123 hours & rang 020 7946 0000.</b>"
    printed = render("{{ words | paragraphs | with_lines(lines) }}", words=words, lines=lines)
    assert re.findall(r'<a href="([^"]+)" dir="ltr">', printed) == ["tel:999", "tel:116123", "tel:111"]
    assert "<b>" not in printed


def test_in_a_moderators_words_the_emergency_number_of_the_other_site_that_reads_the_story_is_one_touch_away():
    northmoor, ireland = Site(region_id=1, name="Northmoor"), Site(region_id=2, name="Ireland", emergency=Emergency("112", in_uk=False))
    sites.keep(Sites(of_regions={1: northmoor, 2: ireland}, default=northmoor))
    printed = render("{{ words | paragraphs | with_lines([]) }}", words="Call 112, or 999 in Northmoor.")
    assert re.findall(r'<a href="([^"]+)" dir="ltr">', printed) == ["tel:112", "tel:999"]


KNOWN = r"(?<![\d/])(?:999|111|116 123|0800 1111|85258)(?![\d/])"


@pytest.mark.parametrize("template", sorted(HEARD.rglob("jinja2/**/*.html")), ids=str)
def test_no_page_names_a_line_of_help_that_one_touch_does_not_call(template):
    """Numbers that stand in a page itself; those of a region go through the macros above."""
    text = re.sub(
        r"(?s)\{#.*?#\}|<a href=\"(?:tel|sms):.*?</a>|\{\{[^}]*(?:crisis_ways|tappable)[^}]*\}\}|\{%-? (?:set|for|trans) .*?%\}",
        "",
        template.read_text(),
    )
    assert re.findall(KNOWN, text) == []


def test_one_touch_calls_a_crisis_line_or_begins_a_text():
    lines = [
        CrisisLine("999", "999"),
        CrisisLine("NHS 111, then option 2", "111"),
        CrisisLine("Samaritans", "116 123"),
        CrisisLine("Shout", "85258"),
        CrisisLine("The chat", "on their website"),
    ]
    printed = render("{{ ui.crisis_lines(lines) }}", lines=lines)
    assert '<a href="tel:999">999</a>' in printed
    assert '<a href="tel:111">NHS 111, then option 2</a>' in printed, "a number that stands in the name is called too"
    assert '<a href="tel:116123" dir="ltr">116 123</a>' in printed
    assert '<a href="sms:85258" dir="ltr">85258</a>' in printed, "five figures are a number for texts"
    assert "on their website</a>" not in printed


def test_words_of_a_crisis_line_without_a_full_stop_get_one():
    lines = [CrisisLine("Helpline", "0800 1111", "At any hour", "You want to talk"), CrisisLine("Shout", "85258", "Always!", "Text us.")]
    printed = " ".join(render("{{ ui.crisis_lines(lines) }}", lines=lines).split())
    assert "You want to talk. At any hour.</span>" in printed
    assert "Text us. Always!</span>" in printed


def test_the_story_key_is_read_as_words_and_never_translated():
    printed = render("{{ ui.key_words(['maple', 'river', 'seven', 'lamp']) }}")
    assert printed.count('translate="no"') == 2, "neither the words that are seen nor those that are read aloud"
    assert "maple river seven lamp" in printed
    assert 'translate="no"' in printed


def test_the_words_of_a_key_stand_in_their_order_on_a_page_from_right_to_left():
    with spoken("ar-xb"):
        printed = render("{{ ui.key_words(['maple', 'river', 'seven', 'lamp']) }}")
    assert printed.count('lang="en-GB" dir="ltr"') == 2, "a list of English words would else begin at the right"


def test_before_something_irreversible_it_says_so():
    assert "No. It cannot be undone." in render("{{ ui.irreversible('Delete', 'All of it goes') }}")


def test_pages_with_nowhere_to_go_have_no_links():
    assert render("{{ ui.pagination() }}").strip() == ""


def test_a_number_reads_from_left_to_right_on_a_page_of_any_language():
    for number in ("116 123", "0800 1111", "+44 20 7946 0000"):
        assert 'dir="ltr"' in str(tappable(number))
