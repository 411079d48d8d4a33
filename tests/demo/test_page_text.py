from html import escape

from hypothesis import given
from hypothesis import strategies as st

from heard.demo.rules.page_text import A_FEW_WORDS, read

PAGE = """<!doctype html><html lang="en-GB"><head><title>Tell us</title><meta name="description" content="What it is"></head>
<body><header><nav aria-label="Main"><a href="/stories/">Stories</a></nav></header><main>
<h1>Tell  your
 story</h1><p>About <b>ten</b> minutes.<br>No account.</p><p>She said <span dir="auto">his own words</span>.</p>
<div dir="auto"><p>theirs</p><p>and theirs</p></div><img src="a.png" alt="A door">
<form method="get"><input name="q"><button>Search</button></form>
<form method="post" action="/tell/"><input type="hidden" name="token" value="t"><label>Name <input name="name" value="Gull"></label>
<input type="radio" name="role" value="patient"><input type="radio" name="role" value="carer"><input type="checkbox" name="agree" checked>
<input type="email" name="reach"><textarea name="words">
so far</textarea><select name="month"><option value="">Month</option><option value="1">January</option></select>
<button name="go" value="on">Continue</button><button formaction="/tell/leave/">Leave</button><button type="button">Show</button></form>
</main><script>alert("no")</script></body></html>"""


def test_a_page_is_read_in_blocks_with_marks():
    said = [str(block) for block in read(PAGE).blocks if not block.of_frame]
    assert said[:7] == ["title: Tell us", "What it is", "# Tell your story", "About ten minutes.", "No account.", "She said ….", "A door"]
    assert "[Continue]" in said
    assert "( ) January" in said


def test_the_frame_is_told_from_the_page():
    assert [str(block) for block in read(PAGE).blocks if block.of_frame] == ["Main", "Stories"]


def test_words_of_others_and_scripts_are_not_read():
    said = "\n".join(block.text for block in read(PAGE).blocks)
    assert "theirs" not in said
    assert "his own words" not in said
    assert "alert" not in said


def test_a_form_that_sends_says_what_it_sends():
    (form,) = read(PAGE).forms
    assert form.action == "/tell/"
    assert form.buttons == [("go", "on", ""), ("", "", "/tell/leave/")]
    assert dict(form.emptied()) == {"token": "t", "name": "", "agree": "", "reach": "", "words": ""}
    filled = {"token": "t", "name": "Gull", "agree": "on", "role": "patient", "reach": "somebody@stranger.example", "month": "1"}
    assert dict(form.filled()) == filled | {"words": "so far"}


def test_an_empty_field_is_filled_with_a_few_words():
    (form,) = read('<form method="post"><input name="why"><textarea name="more"></textarea></form>').forms
    assert dict(form.filled()) == {"why": A_FEW_WORDS, "more": A_FEW_WORDS}


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), min_size=1))
def test_whatever_stands_in_paragraphs_is_read_in_their_order(texts):
    page = "".join(f"<p>{escape(text)}</p>" for text in texts)
    assert [block.text for block in read(page).blocks] == [text for text in texts if text != "…"]


@given(st.text())
def test_nothing_that_is_sent_breaks_the_reader(page):
    read(page)
