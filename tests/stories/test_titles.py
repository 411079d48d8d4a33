"""A title in capitals: noticed, said kindly, refused nobody, and easily put right by a moderator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.moderation.models import Case
from heard.stories.models import Story
from heard.stories.rules.titles import in_small_letters, is_in_capitals
from heard.telling.models import Draft
from tests import factories

SHOUTED = "NOBODY AT THE GP LISTENS. I'M TIRED!"


@pytest.mark.parametrize(
    "title",
    [SHOUTED, "TERRIBLE", "WHY WAS I SENT HOME?", "ward 3 WAS NEVER CLEANED AT ALL", "ЗАЧЕМ ЖДАТЬ", "DON’T GO THERE", "WORST A&E EVER"],
)
def test_a_shouted_title_is_noticed(title):
    assert is_in_capitals(title)


@pytest.mark.parametrize(
    "title", ["", "A&E", "NHS CAMHS PALS", "Why did A&E send me home?", "MRI scan at St James’s", "لماذا انتظرت", "12345", "OK", "!!!"]
)
def test_short_forms_and_ordinary_titles_are_not(title):
    assert not is_in_capitals(title)


@pytest.mark.parametrize(
    ("title", "small"),
    [
        (SHOUTED, "Nobody at the GP listens. I'm tired!"),
        ("“WHY?” I ASKED. THEN I’VE CRIED", "“Why?” I asked. Then I’ve cried"),
        ("A&E LOST MY MRI… 3RD TIME", "A&E lost my MRI… 3RD time"),
        ("HI. A TAXI FOR NAOMI, SHE AND I WAIT", "Hi. A taxi for naomi, she and I wait"),
        ("NOBODY LISTENED TO ME", "Nobody listened to me"),
        ("TWO GPS, MY GP’S NOTE AND THE NHS-RUN CLINIC", "Two GPs, my GP’s note and the NHS-run clinic"),
        ("", ""),
    ],
)
def test_small_letters_read_as_a_sentence(title, small):
    assert in_small_letters(title) == small


@given(st.text(max_size=140))
def test_small_letters_are_never_shouted_and_change_nothing_a_second_time(title):
    once = in_small_letters(title)
    assert not is_in_capitals(once)
    assert in_small_letters(once) == once


# ---------------------------------------------------------------- on the pages


@pytest.mark.django_db
def test_the_author_is_told_kindly_and_goes_on(client):
    factories.region()
    client.post("/tell/words/", {"words": "Nobody listens."})
    answer = client.post("/tell/title/", {"title": SHOUTED})
    assert (answer.status_code, answer.url) == (302, "/tell/services/"), "it stops nobody"
    assert Draft.objects.get().title == SHOUTED, "what was typed is kept"
    assert "GP LISTENS" not in client.get("/tell/check/").text.partition("This will be public")[0], "capitals are taken for no name"
    for page in ("/tell/check/", "/tell/title/"):
        assert "put it in lower case" in client.get(page).text
    client.post("/tell/title/", {"title": "Nobody at the GP listens"})
    for page in ("/tell/check/", "/tell/title/"):
        assert "in lower case" not in client.get(page).text
    client.post("/tell/title/", {"title": SHOUTED})
    client.post("/tell/consent/", {"publish": "on", "wording": "1"})
    assert Story.objects.get().original.title == SHOUTED


@pytest.mark.django_db
def test_a_moderator_puts_it_in_small_letters_with_one_button(client, run_jobs):
    case = factories.waiting_case(run_jobs=run_jobs, title=SHOUTED)
    factories.sign_in(client, factories.moderator())
    client.post(f"/moderation/{case.pk}/claim/")
    page = client.get(f"/moderation/{case.pk}/").text
    assert "in capital letters" in page
    seen = page.split('name="seen_case" value="')[1].split('"')[0]
    client.post(f"/moderation/{case.pk}/", {"do": "small-title", "title": SHOUTED, "text": "Nobody listens.", "seen_case": seen})
    page = client.get(f"/moderation/{case.pk}/").text
    assert "Nobody at the GP listens. I&#39;m tired!" in page
    assert "small-title" not in page
    assert Case.objects.get(pk=case.pk).story.original.title == SHOUTED, "the author's own words stay"
