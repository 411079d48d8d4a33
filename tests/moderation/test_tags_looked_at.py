"""A tag is public on the story, as a filter and in the open data: one that is new, or may name somebody, waits until it was looked at."""

import pytest

from heard.core.errors import NotAcceptable
from heard.moderation.actions import stories as deciding
from heard.moderation.models import Case, Line, Risk
from heard.moderation.queries.looks import tags_to_look_at
from heard.moderation.queries.publishing import line_wanted
from heard.moderation.queries.work import work_on
from heard.stories.models import State, Story
from heard.stories.rules.going_out import As, GoesOut, look_through
from heard.tags.actions import offer_tag
from tests import factories
from tests.moderation.pages import at

pytestmark = pytest.mark.django_db
SURNAME = "okafor"
TAGS = {"good": ["the nurse"], "better": [SURNAME], "feelings": ["anxious"]}


@pytest.fixture
def case(run_jobs, moderator):
    return factories.claimed_case(run_jobs=run_jobs, by=moderator, **TAGS)


def keys(case, work):
    return [tag.key for tag in tags_to_look_at(case.story, work) if not tag.looked_at]


def form(case, **changes):
    case.refresh_from_db()
    work = work_on(Case.objects.get(pk=case.pk))
    return {
        "seen_case": case.version, "text": work.text, "title": "The long wait", "chosen_name": work.chosen_name, "criticality": "2",
        "service": list(work.services), "good": "the nurse", "better": SURNAME, "feelings": "anxious", "looked_at": list(work.looked_at),
    } | changes  # fmt: skip


# ---------------------------------------------------------------- the gate itself


@pytest.mark.parametrize(
    "tag", ["dr okafor", "Dr Okafor", "sister joan", "joan okafor", "mrs patel", "Siobhán", "siobhán", "07700 900123", "joan@trust.example",
            "3 March 1980", "NM4 9ZX", "@joan", "943 476 5919"],
)  # fmt: skip
def test_a_tag_that_names_or_reaches_somebody_is_noticed_however_it_is_written(tag):
    (noticed,) = look_through([GoesOut("good", "the tags", tag, As.TAG)])
    assert [hit.excerpt for hit in noticed.hits]
    assert all(hit.excerpt == tag[hit.start : hit.end] for hit in noticed.hits if hit.start >= 0)


@pytest.mark.parametrize(
    "tag", ["waiting times", "the nurse", "kind staff", "parking", "food at night", "not listened to", "Ward 4", "x-ray"]
)
def test_an_everyday_tag_has_nothing_in_it(tag):
    assert look_through([GoesOut("good", "the tags", tag, As.TAG)]) == []


def test_a_role_signs_with_a_name_and_without_a_number():
    signed = [
        GoesOut("name", "the name", "Joan Okafor", As.SIGNATURE),
        GoesOut("job_title", "the role", "Matron, 07700 900123", As.SIGNATURE),
    ]
    assert [(each.of.field, hit.excerpt) for each in look_through(signed) for hit in each.hits] == [("job_title", "07700 900123")]


# ---------------------------------------------------------------- what waits


def test_a_tag_that_nobody_has_looked_at_is_not_published(case, moderator):
    work = factories.work_for(case, better=(SURNAME,), looked_at=("good:the-nurse", "feeling:anxious"))
    with pytest.raises(NotAcceptable, match="Check the tag “okafor”") as refused:
        deciding.publish(case_id=case.pk, seen_story=0, work=work, by=moderator)
    assert refused.value.field == "tags"
    assert Story.objects.get().state == State.WAITING
    deciding.publish(case_id=case.pk, seen_story=0, work=factories.work_for(case, better=()), by=moderator)
    assert SURNAME not in str(Story.objects.get().tag_slugs)


def test_an_offered_tag_and_another_word_for_it_need_no_look(case):
    offer_tag(kind="better", name="Waiting", synonyms=["waiting times"], by=factories.TESTS)
    work = factories.work_for(case, looked_at=(), good=(), better=("Waiting", "waiting times"), feelings=())
    assert keys(case, work) == []


def test_a_tag_of_a_public_story_was_looked_at_and_one_that_was_taken_back_was_not(case):
    work = factories.work_for(case, looked_at=(), good=("the garden",), better=(), feelings=())
    assert keys(case, work) == ["good:the-garden"]
    story = factories.published_story(good=["the garden"])
    assert keys(case, work) == []
    Story.objects.filter(pk=story.pk).update(state=State.WITHDRAWN)
    assert keys(case, work) == ["good:the-garden"]


def test_a_name_is_looked_at_on_each_story_whoever_it_was_kept_for_before(case):
    factories.published_story(good=["sister joan"])
    work = factories.work_for(case, looked_at=(), good=("sister joan",), better=(), feelings=())
    assert keys(case, work) == ["good:sister-joan"]


def test_a_look_at_a_good_thing_is_none_at_a_bad_one(case):
    factories.published_story(good=["the night nurse"])
    work = factories.work_for(case, looked_at=("good:the-night-nurse",), good=(), better=("the night nurse",), feelings=())
    assert keys(case, work) == ["better:the-night-nurse"]


def test_a_tag_that_names_staff_is_sensitive_and_published_further_up(run_jobs, moderator):
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator, better=["dr okafor"])
    assert case.risk >= Risk.SENSITIVE
    work = factories.work_for(case, better=("dr okafor",), criticality=3)
    assert line_wanted(case.story, work) == Line.SECOND


# ---------------------------------------------------------------- on the desk


def test_a_surname_typed_as_a_tag_is_seen_on_the_desk_looked_at_and_dropped(desk, client, case):
    page = desk.get(at("case", case)).text
    assert "Tags to check" in page
    assert 'value="drop-tag:better:okafor"' in page
    for kept in ("good:the-nurse", "feeling:anxious"):
        page = desk.post(at("case", case), form(case, do=f"keep-tag:{kept}")).text
    assert page.count("Checked and kept") == 2
    refused = desk.post(at("case", case), form(case, do="preview"))
    assert (refused.status_code, "Check the tag “okafor”" in refused.text, "#tags-to-look-at" in refused.text) == (422, True, True)
    page = desk.post(at("case", case), form(case, do="drop-tag:better:okafor")).text
    assert SURNAME not in page.split('name="better"')[1].split(">")[0]
    assert desk.post(at("case", case), form(case, better="", do="preview")).status_code == 302
    preview = desk.get(at("preview", case)).text
    assert SURNAME not in preview
    shown = Case.objects.select_related("story").get(pk=case.pk)
    assert desk.post(at("preview", case), {"seen": shown.story.version, "seen_case": shown.version}).status_code == 302
    number = shown.story_id
    for path in (f"/stories/{number}/", "/stories/", "/stories/feed/"):
        assert SURNAME not in client.get(path).text.casefold()
    assert SURNAME.encode() not in b"".join(client.get("/statistics.csv").streaming_content)


@pytest.mark.parametrize(
    ("field", "where"), [("title", "the title"), ("text", "the words"), ("hope", "what they’d like to happen"),
                         ("chosen_name", "the chosen name"),
                         ("good", "the tags"), ("better", "the tags"), ("feelings", "the tags")],
)  # fmt: skip
def test_the_preview_says_what_is_still_in_each_text_that_goes_out(desk, case, field, where):
    desk.post(at("case", case), form(case, edit_reason=["spelling"], edit_note=[""], do="save", **{field: "07700 900123"}))
    assert f"”, in {where}." in desk.get(at("preview", case)).text.replace("</span>", "")


# ---------------------------------------------------------------- what staff sign with


@pytest.mark.parametrize(
    ("signed", "where"),
    [({"sign_off": "Love from Joy and Nurse Okafor"}, "the sign-off"), ({"sign_off": "Call 07700 900123"}, "the sign-off")],
)
def test_how_an_answer_is_signed_is_shown_to_its_moderator(run_jobs, desk, moderator, signed, where):
    answer = factories.referred_answer(**signed)
    run_jobs()
    case = Case.objects.get(subject="answer", thing_id=answer.pk)
    factories.cases.claim_case(case_id=case.pk, by=moderator)
    for page in (desk.get(at("case", case)), desk.post(at("case", case), {"seen": answer.version, "text": answer.text, "do": "look"})):
        assert f"”, in {where}." in page.text.replace("</span>", "")


def test_ones_own_name_under_an_answer_is_nothing_to_look_at(run_jobs, desk, moderator):
    answer = factories.referred_answer(sign_off="With good wishes, Joy Adeyemi")
    run_jobs()
    case = Case.objects.get(subject="answer", thing_id=answer.pk)
    factories.cases.claim_case(case_id=case.pk, by=moderator)
    assert "Check how it is signed" not in desk.get(at("case", case)).text


def test_a_tag_is_looked_at_as_it_will_stand_in_public(case, moderator):
    """Accents make no other tag: it is spelt as whoever wrote it first, in words that nobody may have read. Other letters do."""
    factories.sent_story(good=["the portérs", "the porters Шевченко"])
    work = factories.work_for(case, good=("the porters",), better=(), feelings=(), looked_at=())
    (seen,) = tags_to_look_at(case.story, work)
    assert (seen.key, seen.name) == ("good:the-porters", "the portérs")
