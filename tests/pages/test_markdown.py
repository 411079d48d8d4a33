"""What an editor writes becomes HTML: whatever is wrong with it is said, with its line, and nothing in it can do harm."""

import re
import time

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from heard.pages.rules.markdown import MARK, Known, draw, filled, problems_of_line

KNOWN = Known(
    page={"help/telling": "help/telling", "help/old": "help/new"}.get,
    view={"tell", "glossary"}.__contains__,
    term={"told": "told"}.get,
    figure=lambda kind, key, alt: f"<figure>{kind} {key} {escape(alt or '')}</figure>" if key == "there" else None,
)


def html(source):
    """As it is served: marks say their own names."""
    return filled(draw(source, KNOWN).html, lambda kind, what: f"/{kind}/{what}")


def problems(source):
    return [(each.line, each.words) for each in draw(source, KNOWN).problems]


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ("One *two* **three**.", "<p>One <em>two</em> <strong>three</strong>.</p>"),
        ("[how](page:help/telling#who)", '<p><a href="/page/help/telling#who">how</a></p>'),
        ("[how](page:help/old)", '<p><a href="/page/help/new">how</a></p>'),
        ("[tell](view:tell?a=1)", '<p><a href="/view/tell?a=1">tell</a></p>'),
        ("[there](https://example.org/)", '<p><a href="https://example.org/" rel="noreferrer nofollow">there</a></p>'),
        ("[[told|We told them]]", '<p><a class="term" href="/view/glossary#told">We told them</a></p>'),
        ("You have {answer_window}.", "<p>You have /live/answer_window.</p>"),
        ("{answer_window:number} of them", "<p>/live/answer_window:number of them</p>"),
        ("{crisis_lines}", "/live/crisis_lines"),
        ("## Who reads it?", '<h2 id="who-reads-it">Who reads it?</h2>'),
        ("::: note\nHello\n:::", '<div class="why">\n<p>Hello</p>\n</div>'),
        ("::: steps\n1. One\n2. Two\n:::", '<ol class="next-steps">\n<li>One</li>\n<li>Two</li>\n</ol>'),
        ("::: question Who?\nWe do.\n:::", '<details class="details"><summary>Who?</summary><div>\n<p>We do.</p>\n</div></details>'),
        ("::: film there\n:::", "<figure>film there </figure>"),
        ('::: picture there "A ward"', "<figure>picture there A ward</figure>"),
        ("::: button [Go](view:tell)\n:::", '<div class="buttons"><a href="/view/tell" class="button">Go</a></div>'),
    ],
)
def test_what_is_right_is_drawn(source, drawn):
    assert problems(source) == []
    assert html(source) == drawn


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("Fine.\n\nYou have {answer_windw}.", 3, "{answer_windw}"),
        ("It is {crisis_lines} here", 1, "alone"),
        ("{publish_in_hours}", 1, "{publish_in_hours}"),
        ("One\ntwo [x](page:help/nowhere)", 2, "help/nowhere"),
        ("[x](view:nowhere)", 1, "nowhere"),
        ("[x](/about/)", 1, "page:"),
        ("[x](javascript:alert)", 1, "page:"),
        ("[x](https:)", 1, "page:"),
        ("[[unheard of]]", 1, "unheard of"),
        ("An [unfinished link]", 1, "bracket"),
        ("::: nonsense\n:::", 1, "nonsense"),
        ("::: note\nno end", 1, "no end"),
        ("one\n\n:::", 3, "ends nothing"),
        ("::: steps\n* one\n:::", 1, "numbered"),
        ("::: film gone", 1, "gone"),
        ("::: picture gone", 1, "gone"),
        ("::: button Go", 1, "button"),
        ("# Title", 1, "##"),
        ("::: question\nWe do.\n:::", 1, "question"),
        ("a" * 60_001, 1, "too long"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(source, line, says):
    found = problems(source)
    assert [at for at, words in found if says in words][:1] == [line], found


def test_a_long_page_begins_with_a_list_of_its_headings_and_no_two_have_one_name():
    drawn = html("".join(f"## Part\n\nWords {n}.\n\n" for n in range(4)))
    assert re.findall(r'href="#([^"]+)"', drawn) == re.findall(r'<h2 id="([^"]+)"', drawn) == ["part", "part-2", "part-3", "part-4"]


def test_headings_that_say_the_same_are_told_apart_from_one_that_has_their_number():
    drawn = draw("## A 2\n\n## A\n\n## A\n\n## A", KNOWN)
    assert [each.id for each in drawn.headings] == ["a-2", "a", "a-3", "a-4"]


def test_what_is_named_is_remembered():
    drawn = draw("[a](page:help/old) [b](view:tell) [[told]] {answer_window}\n\n::: film there", KNOWN)
    assert drawn.names == ("film:there", "live:answer_window", "page:help/new", "term:told", "view:tell")


def test_nobody_can_write_a_mark():
    assert not MARK.search(draw("\ue000view:tell\ue001 \ue000figure:0\ue001", KNOWN).html)


def test_a_title_can_hold_live_names_and_no_leftover_brackets():
    assert problems_of_line("Change it within {answer_window}") == []
    assert len(problems_of_line("Call {crisis_lines}")) == 1
    assert len(problems_of_line("An [unfinished] title")) == 1


HOSTILE = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<style>*{}</style>", "<!--", "<iframe src=//evil.example>"),
    *("[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[x](data:text/html,x)", "[a](vbscript:x)", "[a](//evil.example)"),
    *("![x](https://evil.example/x.png)", '[a](view:tell "onclick=x")', "[a](page:help/telling?\"onmouseover='x')"),
    *("[a](https://evil.example/\"onclick='x')", "::: button [a](javascript:x)\n", '::: picture there "\'><script>"\n'),
    *("{", "}", "[[", "]]", "{answer_window}", "::: note\n", ":::\n", "::: question <b>\n", "::: steps\n", "&#x3c;script&#x3e;"),
    *("\n\n", "* ", "> ", "1. ", "## ", "| a | b |\n|---|---|\n", "`", "```\n", "    ", "\ue000live:x\ue001", "\0"),
]
TAG = re.compile(r"<(/?)([a-z0-9]+)((?:\s[^<>]*)?)>")
ALLOWED = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "s", "a", "blockquote", "hr", "br", "div", "details", "summary", "table",
    "thead", "tbody", "tr", "th", "td", "nav", "b", "code", "figure",
}  # fmt: skip


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), max_size=30).map("".join))
def test_whatever_is_written_never_runs_and_never_fails(source):
    drawn = html(source)
    assert "<" not in TAG.sub("", drawn)
    for _closes, tag, attributes in TAG.findall(drawn):
        assert tag in ALLOWED
        names = re.findall(r'\s([a-z-]+)="[^"]*"', attributes)
        assert set(names) <= {"href", "class", "rel", "id", "start", "tabindex", "scope", "aria-label"}
        for address in re.findall(r'href="([^"]*)"', attributes):
            assert address.startswith(("/page/", "/view/", "https://", "http://", "mailto:", "tel:", "#")), address


@pytest.mark.parametrize(
    "piece",
    [
        *("[", "*", "> ", "[[a]]", "{a", "- ", "[a](page:b)", "::: note\n", "[a](", "_a_ ", "|a", "::: film x\n", "::: question x\n"),
        *("## a\n", "###\n"),
    ],
)
def test_a_page_as_long_as_it_may_be_is_drawn_within_a_second(piece):
    began = time.process_time()
    draw(piece * (60_000 // len(piece)), KNOWN)
    assert time.process_time() - began < 3  # seconds of a processor, on a busy machine; alone it takes a fifth of that
