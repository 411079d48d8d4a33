"""An author asks us to look again at a decline: somebody who had no part in it decides."""

from itertools import product

import pytest
from django.urls import reverse

from heard.accounts.models import Person
from heard.accounts.policies import AUTHOR, STAMP, stamp_of
from heard.core.errors import NotAcceptable, NotAllowed, WrongState
from heard.moderation import policies
from heard.moderation.actions import cases
from heard.moderation.actions import stories as deciding
from heard.moderation.adapters import people_who_moderate
from heard.moderation.models import Case, Line
from heard.moderation.queries.appeals import appeal_of
from heard.moderation.queries.cases import lines_above
from heard.moderation.queries.figures import desk_of
from heard.moderation.queries.history import history_of
from heard.moderation.queries.queue import my_cases, visible_cases
from heard.regions.actions import set_number
from heard.stories.actions.publishing import ask_to_look_again
from heard.stories.models import State
from tests import factories
from tests.moderation.pages import at
from tests.two_at_once import meanwhile

pytestmark = pytest.mark.django_db

SORRY = {"reason": "too-long-ago", "message": "It happened too long ago."}


@pytest.fixture
def first():
    return factories.person(name="First Moderator", roles=["first-line"])


@pytest.fixture
def second():
    return factories.person(name="Second Moderator", roles=["first-line"])


@pytest.fixture
def declined(run_jobs, first):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    deciding.decline(case_id=case.pk, seen_story=0, by=first, **SORRY)
    case.story.refresh_from_db()
    return case.story


def appeal(story, run_jobs, words="It was in June, not years ago."):
    ask_to_look_again(story_id=story.pk, words=words, by=story.author)
    run_jobs()
    story.refresh_from_db()
    return Case.objects.get(story=story, closed_at=None)


def test_an_appeal_is_a_new_case_for_somebody_else(declined, run_jobs, first, second):
    case = appeal(declined, run_jobs)
    assert (declined.state, case.appeal, case.not_for, case.line) == (State.WAITING, True, [first.pk], 1)
    assert cases.claim_next(by=first) is None
    with pytest.raises(NotAllowed, match="someone else must look"):
        cases.claim_case(case_id=case.pk, by=first)
    assert cases.claim_next(by=second) == case
    deciding.publish(case_id=case.pk, seen_story=declined.version, work=factories.work_for(case), by=second)
    declined.refresh_from_db()
    assert declined.state == State.PUBLISHED


def test_asking_twice_is_asking_once_and_only_as_often_as_the_region_says(declined, run_jobs, second):
    for _ in range(2):
        ask_to_look_again(story_id=declined.pk, words="Please", by=declined.author)
    assert declined.moves.filter(name="reconsider").count() == 1
    with pytest.raises(WrongState):
        ask_to_look_again(story_id=declined.pk, words="Another thing", by=declined.author)
    run_jobs()
    case = cases.claim_next(by=second)
    deciding.decline(case_id=case.pk, seen_story=2, by=second, **SORRY)
    with pytest.raises(NotAllowed):
        ask_to_look_again(story_id=declined.pk, words="Please!", by=declined.author)
    set_number(region_id=declined.region_id, name="appeals", value=2, by=factories.TESTS)
    again = appeal(declined, run_jobs, "Please!")
    assert again.not_for == sorted(declined_by(declined))
    assert len(again.not_for) == 2


def declined_by(story):
    return {int(ref.partition(":")[2]) for ref in story.moves.filter(name="decline").values_list("by", flat=True)}


def test_nobody_elses_story_is_appealed_for(declined):
    with pytest.raises(declined.DoesNotExist):
        ask_to_look_again(story_id=declined.pk, words="", by=factories.author())


def test_what_is_not_declined_cannot_be_appealed_against():
    story = factories.sent_story()
    with pytest.raises(WrongState):
        ask_to_look_again(story_id=story.pk, words="", by=story.author)


def test_not_genuine_by_two_is_looked_at_by_a_third_who_is_enough(run_jobs, first, second):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    words = {"reason": "not-genuine", "message": "Sorry"}
    deciding.decline(case_id=case.pk, seen_story=0, note="Copied", by=first, **words)
    cases.claim_case(case_id=case.pk, by=second)
    deciding.decline(case_id=case.pk, seen_story=0, by=second, **words)
    again = appeal(case.story, run_jobs)
    assert again.not_for == sorted([first.pk, second.pk])
    third = factories.moderator()
    cases.claim_case(case_id=again.pk, by=third)
    assert "Copied" in [each.words for each in history_of(again)]
    closed = deciding.decline(case_id=again.pk, seen_story=case.story.version, by=third, **words)
    assert closed.outcome == "declined"


def test_an_appeal_against_something_else_still_needs_two_for_not_genuine(declined, run_jobs, second):
    case = appeal(declined, run_jobs)
    cases.claim_case(case_id=case.pk, by=second)
    proposed = deciding.decline(case_id=case.pk, seen_story=2, reason="not-genuine", message="Sorry", note="Copied", by=second)
    assert proposed.state == "queued"


def test_what_was_decided_further_up_is_appealed_to_there(run_jobs, first):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    cases.pass_up(case_id=case.pk, line=2, note="Hard", by=first)
    upper = factories.moderator("second-line")
    cases.claim_case(case_id=case.pk, by=upper)
    deciding.decline(case_id=case.pk, seen_story=0, by=upper, **SORRY)
    assert appeal(case.story, run_jobs).line == 2


def test_an_ordinary_case_is_no_appeal(run_jobs, first):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    assert (case.appeal, case.not_for, appeal_of(case)) == (False, [], None)


def test_the_desk_says_what_it_is_and_who_may(declined, run_jobs, client, first, second):
    case = appeal(declined, run_jobs)
    desk = factories.sign_in(client, first)
    assert "You were involved in the decision" in desk.get(at("case", case)).text
    assert at("case", case) not in desk.get(reverse("moderation:queue")).text
    assert desk.post(at("claim", case)).status_code == 403
    desk = factories.sign_in(client, second)
    assert "Appeal" in desk.get(reverse("moderation:queue")).text
    page = desk.post(at("claim", case), follow=True).text
    for words in (
        "The author has asked us to look again",
        "It was in June, not years ago.",
        "It happened too long ago.",
        "You weren’t involved",
    ):
        assert words.lower() in page.lower()
    look = desk.get(at("decline", case) + "?reason=duplicate").text
    assert "this decision is final" in look


def test_an_appeal_without_words_says_so(declined, run_jobs, client, second):
    case = appeal(declined, run_jobs, "")
    cases.claim_case(case_id=case.pk, by=second)
    assert "The author didn’t say why." in factories.sign_in(client, second).get(at("case", case)).text


def test_the_withdrawn_appeal_leaves_the_queue(declined, run_jobs):
    from heard.stories.actions.authoring import withdraw_story

    case = appeal(declined, run_jobs)
    withdraw_story(story_id=declined.pk, by=declined.author)
    run_jobs()
    case.refresh_from_db()
    assert case.outcome == "withdrawn"


# ---------------------------------------------------------------- whoever there is, somebody sees it


def whose_it_should_be(staff, line):
    """Said another way than the database is asked: `staff` are (line, whether they had a part), `line` is the case's."""
    free = [each for each in staff if not each[1]]
    among = free or staff
    needed = min(line, max((each[0] for each in among), default=0))
    return {each for each in among if each[0] >= needed}


def test_somebody_always_sees_an_appeal_and_who_had_no_part_comes_first(declined, run_jobs, first):
    # Given an appeal, and a site with any mixture of moderators who had a part in the decline and who had none
    case = appeal(declined, run_jobs)
    staff = {Line[role.replace("-line", "").upper()]: role for role in ("first-line", "second-line", "senior")}
    people = {(line, part): factories.person(roles=[role]) for line, role in staff.items() for part in (True, False)}
    Person.objects.filter(pk=first.pk).update(is_active=False)
    not_for = sorted([first.pk, *(person.pk for (_, part), person in people.items() if part)])
    for present, line in product(product((True, False), repeat=len(people)), Line.values):
        here = {who for who, is_here in zip(people, present, strict=True) if is_here}
        if line == Line.FIRST:  # the others find the same people
            Person.objects.filter(pk__in=[person.pk for person in people.values()]).update(is_active=False)
            Person.objects.filter(pk__in=[people[who].pk for who in here]).update(is_active=True)
            rows = Person.objects.in_bulk()
            now = {who: rows[person.pk] for who, person in people.items()}
        Case.objects.filter(pk=case.pk).update(line=line, not_for=not_for)
        case.refresh_from_db()

        # Then the list and the decision agree on whose it is, and it is nobody's only where nobody moderates
        theirs = {who for who, person in now.items() if policies.may_decide(person, case)}
        assert theirs == {who for who, person in now.items() if visible_cases(person).exists()}
        assert theirs == whose_it_should_be(here, line), (here, line)
        assert bool(theirs) == bool(here)

        # And it is marked just when everybody had a part
        assert (case.pk in policies.everybody_had_a_part([case])) == all(part for _, part in here)


def test_an_ordinary_case_is_for_its_line_alone(run_jobs, first):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    cases.pass_up(case_id=case.pk, line=3, note="Hard", by=first)
    case.refresh_from_db()
    assert not policies.may_decide(first, case)
    assert not visible_cases(first).exists()


def test_alone_on_a_site_one_decides_again_and_everybody_is_told_so(declined, run_jobs, client, first):
    # Given one moderator, and an author whose story they declined
    desk = factories.sign_in(client, first)
    author = as_author(client.__class__(), declined)
    page = author.get("/my-story/").text
    assert "Someone who wasn’t involved" not in page
    assert "so the same people may read it again" in page
    asked = author.get("/my-story/look-again/").text
    assert "A moderator who wasn’t involved" not in asked
    assert "Everyone who reads stories here was involved in the decision." in asked

    # When the author asks all the same
    sent = author.post("/my-story/look-again/", {"text": "It was in June."}, follow=True).text
    run_jobs()
    assert "Someone else will read" not in sent
    assert "We’ll read your story again." in sent
    assert "A moderator who wasn’t involved" not in sent
    case = Case.objects.get(story=declined, closed_at=None)

    # Then it is in the queue, marked, and they may read it
    assert "Everyone here was involved" in desk.get(reverse("moderation:queue")).text
    assert "Ask someone from outside" in desk.get(at("case", case)).text
    page = desk.post(at("claim", case), follow=True).text
    assert "Ask someone from outside" in page
    assert "You weren’t involved in that decision" not in page
    look = desk.get(at("decline", case) + "?reason=duplicate").text
    assert "somebody else will" not in look
    declined.refresh_from_db()
    deciding.decline(case_id=case.pk, seen_story=declined.version, by=first, **SORRY)
    page = author.get("/my-story/").text
    assert "We looked again and did not publish your story" in page
    assert "A moderator who wasn’t involved" not in page
    assert "the same people read it again" in page


def as_author(browser, story):
    browser.get("/")
    session = browser.session
    session[AUTHOR], session[STAMP] = story.author_id, stamp_of(story.author)
    session.save()
    browser.cookies["sessionid"] = session.session_key
    return browser


def test_with_somebody_else_the_author_is_promised_them(declined, run_jobs, client, second):
    author = as_author(client, declined)
    assert "Someone who wasn’t involved can look again." in author.get("/my-story/").text
    assert "A moderator who wasn’t involved" in author.get("/my-story/look-again/").text
    assert "Someone else will read your story." in author.post("/my-story/look-again/", {"text": "June."}, follow=True).text
    run_jobs()
    assert "A moderator who wasn’t involved in the decision will read it." in author.get("/my-story/").text
    case = cases.claim_next(by=second)
    declined.refresh_from_db()
    deciding.decline(case_id=case.pk, seen_story=declined.version, by=second, **SORRY)
    assert "A moderator who wasn’t involved in the first decision wrote to you." in author.get("/my-story/").text


def test_when_somebody_from_outside_comes_it_is_theirs_and_is_put_back_for_them(declined, run_jobs, client, first):
    # Given the only moderator reads the appeal
    case = appeal(declined, run_jobs)
    cases.claim_case(case_id=case.pk, by=first)

    # When an operator makes somebody from outside a moderator
    outside = factories.moderator()

    # Then the first one cannot decide it any more, but can put it back with what was typed
    with pytest.raises(NotAllowed, match="someone else must look"):
        deciding.decline(case_id=case.pk, seen_story=declined.version, by=first, **SORRY)
    desk = factories.sign_in(client, first)
    assert "Put it back so that someone else can read it" in desk.get(at("case", case)).text
    assert desk_of(first).mine == my_cases(first).count() == 1, "the list of what they have counts it"
    assert desk.post(at("release", case)).status_code == 302
    assert cases.claim_next(by=first) is None
    assert cases.claim_next(by=outside) == case


def test_whoever_holds_what_is_for_another_now_puts_it_back_without_having_had_a_part(declined, run_jobs, client, second):
    # Given an appeal further up, which somebody below reads because nobody is there
    case = appeal(declined, run_jobs)
    Case.objects.filter(pk=case.pk).update(line=Line.SENIOR)
    cases.claim_case(case_id=case.pk, by=second)
    # When somebody comes there
    senior = factories.moderator("senior")
    # Then it is put back for them
    page = factories.sign_in(client, second).get(at("case", case)).text
    assert "Another moderator will decide" in page
    assert at("release", case) in page
    assert client.post(at("release", case)).status_code == 302
    assert cases.claim_next(by=senior) == case


def test_an_appeal_is_not_passed_up_to_those_who_had_a_part(declined, run_jobs, second):
    case = appeal(declined, run_jobs)
    senior = factories.moderator("senior")
    assert lines_above(case) == [2, 3]
    case.not_for = [*case.not_for, senior.pk]
    case.save()
    assert lines_above(case) == []
    cases.claim_case(case_id=case.pk, by=second)
    with pytest.raises(NotAcceptable):
        cases.pass_up(case_id=case.pk, line=3, note="Hard", by=second)


def test_the_doctor_tells_of_too_few_people(declined, run_jobs, first):
    def said():
        found = [found.words.partition(":")[0] for found in people_who_moderate() if found.well and found.warns]
        return [words for words in found if words != "no senior moderator"]

    assert said() == ["only one person moderates"]
    case = appeal(declined, run_jobs)
    assert said() == ["only one person moderates", "appeals that only people who declined the story can read"]
    other = factories.moderator()
    assert said() == []
    Case.objects.filter(pk=case.pk).update(not_for=[first.pk, other.pk])
    assert said() == ["appeals that only people who declined the story can read"]
    Person.objects.all().update(is_active=False)
    assert said() == ["no one moderates"]


def test_the_doctor_tells_of_a_case_that_is_for_nobody(run_jobs, first):
    case = factories.claimed_case(run_jobs=run_jobs, by=first)
    cases.pass_up(case_id=case.pk, line=3, note="Hard", by=first)
    factories.moderator("second-line")
    (wrong,) = [found.words for found in people_who_moderate() if not found.well]
    assert wrong.startswith("cases for a line that no one works in: 1.")
    factories.moderator("senior")
    assert [found for found in people_who_moderate() if not found.well] == []


@pytest.mark.django_db(transaction=True)
def test_withdrawing_while_appealing_waits_and_wins(run_jobs):
    from heard.stories.actions.authoring import withdraw_story

    moderator = factories.moderator()
    case = factories.claimed_case(run_jobs=run_jobs, by=moderator)
    deciding.decline(case_id=case.pk, seen_story=0, by=moderator, **SORRY)
    story = case.story

    with meanwhile(lambda: withdraw_story(story_id=story.pk, by=story.author)) as other:
        ask_to_look_again(story_id=story.pk, words="", by=story.author)
    assert other.refused is None
    story.refresh_from_db()
    assert story.state == State.WITHDRAWN
    run_jobs()
    assert not Case.objects.filter(closed_at=None).exists()
