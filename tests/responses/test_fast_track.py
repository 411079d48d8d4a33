"""Each reason why an answer goes to a moderator, alone; and fast-track when there is none."""

from copy import deepcopy

import pytest

from heard.core import clock
from heard.organisations.actions.contacts import add_contact
from heard.organisations.models import RemitBranch
from heard.regions.models import Setting
from heard.responses.actions import answers
from heard.responses.models import AnswerState
from heard.responses.queries import Words, experience_of, route_for
from heard.responses.rules import fast_track
from heard.responses.rules.fast_track import About, Experience, Found, FoundInWords, Numbers, decide, score_asked
from tests import factories

NUMBERS = Numbers(answers=10, score=70, step=6, small_service=5)
TRUSTED = Experience(published=10, recent=(100,) * 10)
EASY = About(criticality=0, is_childs=False, in_small_service=False)
PLAIN = FoundInWords(ticked_change=False, change_phrases=[], personal_data=[])


def failing(*, experience=TRUSTED, about=EASY, found=PLAIN, numbers=NUMBERS):
    return [each.name for each in decide(experience=experience, about=about, found=found, numbers=numbers).conditions if not each.holds]


def test_everything_holds_is_fast_track():
    route = decide(experience=TRUSTED, about=EASY, found=PLAIN, numbers=NUMBERS)
    assert (route.fast_track, route.reasons) == (True, [])


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"experience": Experience(published=9, recent=(100,) * 9)}, "experience"),
        ({"experience": Experience(published=10, recent=(100,) * 4 + (50,) * 4 + (0,) * 2)}, "score"),
        (
            {"about": About(criticality=5, is_childs=False, in_small_service=False), "experience": Experience(10, (100,) * 9 + (50,))},
            "score",
        ),
        ({"about": About(criticality=0, is_childs=True, in_small_service=False)}, "not-a-childs"),
        ({"about": About(criticality=0, is_childs=False, in_small_service=True)}, "large-enough"),
        ({"found": FoundInWords(ticked_change=True, change_phrases=[], personal_data=[])}, "no-change"),
        ({"found": FoundInWords(ticked_change=False, change_phrases=["we will change"], personal_data=[])}, "no-change"),
        (
            {"found": FoundInWords(ticked_change=False, change_phrases=[], personal_data=[Found("phone", "01632 960123", "text")])},
            "no-personal-data",
        ),
        (
            {"found": FoundInWords(ticked_change=False, change_phrases=[], personal_data=[], signs=[Found("legal", "inquest", "text")])},
            "no-signs",
        ),
    ],
)
def test_one_reason_is_enough(changed, reason):
    assert failing(**changed) == [reason]
    assert len(decide(**({"experience": TRUSTED, "about": EASY, "found": PLAIN, "numbers": NUMBERS} | changed)).reasons) == 1


def test_before_anything_is_written_the_way_is_open():
    route = decide(
        experience=TRUSTED, about=EASY, found=FoundInWords(ticked_change=False, change_phrases=None, personal_data=None), numbers=NUMBERS
    )
    assert (route.fast_track, route.still_open) == (False, True)


@pytest.mark.parametrize(("criticality", "asked"), [(0, 70), (1, 76), (2, 82), (5, 100), (None, 100)])
def test_score_asked_grows_with_criticality_up_to_a_hundred(criticality, asked):
    assert score_asked(criticality, NUMBERS) == asked


@pytest.mark.parametrize(
    ("recent", "score"), [((), 0), ((100,), 100), ((100, 50, 0), 50), ((100, 100, 50), 83), ((0, *(100,) * 9, 0, 0, 0), 90)]
)
def test_score_is_the_mean_of_the_last_ten_rounded_down(recent, score):
    assert Experience(published=0, recent=recent).score == score


@pytest.mark.parametrize(
    "text",
    [
        "We have changed the rota.",
        "we’ve now introduced a sign",
        "We will be reviewing how we call people in.",
        "The team will be reminded to knock.",
        "Signs have been put up.",
        "As a result of your story we spoke to the porters.",
        "Our ward manager is going to buy new chairs.",
        "We now offer evening clinics.",
        "We are training\nall our staff.",
        "There is a new booking system.",
    ],
)
def test_words_that_claim_a_change_are_found(text):
    assert fast_track.phrases_claiming_change(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for telling us. I am sorry that you waited so long.",
        "I will pass your kind words to the team.",
        "Please call me on Tuesday between nine and five.",
        "It means a lot to the nurses to read this.",
    ],
)
def test_words_that_claim_no_change_are_left_alone(text):
    assert fast_track.phrases_claiming_change(text) == []


@pytest.mark.parametrize(
    ("words", "childs"),
    [
        ("My son waited for hours", True),
        ("A 7-year-old should not wait", True),
        ("She is 9 and was scared", True),
        ("I had my baby in March", True),
        ("CAMHS did not call", True),
        ("I am 45 and wait at 9 am", False),
        ("The ward is 7 miles away", False),
        ("My mother fell", False),
    ],
)
def test_words_that_speak_of_a_child(words, childs):
    assert fast_track.is_childs_story(about_child=None, role="patient", words=words) is childs


def test_a_parents_story_is_a_childs_unless_a_moderator_says_otherwise():
    assert fast_track.is_childs_story(about_child=None, role="parent", words="We waited")
    assert not fast_track.is_childs_story(about_child=False, role="parent", words="My son, 34, waited")
    assert fast_track.is_childs_story(about_child=True, role="patient", words="We waited")


@pytest.fixture(scope="module")
def after_ten(standing):
    responder = factories.member(of=factories.organisation(remit=[factories.service()]))
    for _ in range(10):
        factories.published_answer(story=factories.story_for(responder.organisation, criticality=0), membership=responder)
    return responder


@pytest.mark.django_db
class TestFromTheDatabase:
    @pytest.fixture
    def responder(self):
        return factories.member(of=factories.organisation(remit=[factories.service()]))

    @pytest.fixture
    def trusted(self, after_ten):
        """A responder whose ten answers were published, to stories about one service that is no longer small."""
        return deepcopy(after_ten)

    def close(self, answer):
        with clock.at(answer.due_at):
            answers.close_windows()
        answer.refresh_from_db()
        return answer

    def test_trusted_responder_is_published_without_a_moderator(self, trusted):
        story = factories.story_for(trusted.organisation, criticality=0)
        answer = self.close(factories.sent_answer(story=story, membership=trusted))
        assert (answer.state, answer.route) == (AnswerState.PUBLISHED, "fast-track")
        story.refresh_from_db()
        assert story.answer_count == 1
        with clock.at(answer.published_at):
            assert answers.close_windows() == 0

    def test_nobody_frozen_meanwhile_is_published_unread(self, trusted):
        answer = factories.sent_answer(story=factories.story_for(trusted.organisation, criticality=0), membership=trusted)
        trusted.frozen_at = clock.now()
        trusted.save()
        assert self.close(answer).state == AnswerState.WAITING

    @pytest.mark.parametrize(
        ("telling", "writing"),
        [
            ({"role": "parent"}, {}),
            ({"words": "My daughter waited"}, {}),
            ({}, {"claims_change": True}),
            ({}, {"text": "We have changed the rota."}),
            ({}, {"text": "Please ring Joy on 07700 900123."}),
            # each of these went out unread while the checks knew one spelling only
            ({}, {"text": "Thank you. Nurse Wiśniewska will read this."}),
            ({}, {"text": "Thank you. Nurse Garci\u0301a will read this."}),
            ({}, {"text": "Thank you. Nurse\u00a0\u00a0Brown will read this."}),
            ({}, {"text": "Thank you. Ｎｕｒｓｅ　Ｂｒｏｗｎ will read this."}),
            ({}, {"text": "Thank you. Nu\u00adrse Br\u00adown will read this."}),
            ({}, {"text": "Thank you. Nursе Вrown will read this."}),
            ({}, {"text": "Thank you. Nurse Олена will read this."}),
            ({}, {"text": "Call O77OO\u20119OO\u2011l23."}),
            ({}, {"text": "We\u2009have\u00a0ch\u00adanged the rota."}),
            ({"words": "My d\u00adaughter waited"}, {}),
        ],
    )
    def test_what_speaks_against_it_sends_it_to_a_moderator(self, trusted, telling, writing):
        story = factories.story_for(trusted.organisation, criticality=0, **telling)
        assert self.close(factories.sent_answer(story=story, membership=trusted, **writing)).state == AnswerState.WAITING

    @pytest.mark.parametrize(
        ("name", "role", "text"),
        [
            ("Joy Adeyemi", "for Joy Smith", "Thank you. It was Joy Smith who met you."),
            ("Joy Adeyemi", "Ward manager, Okafor", "Thank you. Nurse Okafor will read this."),
            ("Joy Adeyemi", "for Joy Smith", "Thank you."),
            ("Joy Adeyemi for Tom Brown", "Ward manager", "Thank you. Tom Brown met you."),
            ("Joy Adeyemi, on behalf of Tom Brown", "Ward manager", "Thank you."),
            ("Joy Adeyemi Sarah Smith Tom Brown", "Ward manager", "Thank you. Tom Brown met you."),
            ("Okafor", "Ward manager", "Thank you. Dr Okafor met you."),
        ],
    )
    def test_who_is_named_in_how_it_is_signed_is_no_less_a_name(self, trusted, name, role, text):
        story = factories.story_for(trusted.organisation, criticality=0)
        answer = answers.send_answer(
            story_id=story.pk, membership=trusted, name=name, job_title=role, text=text, sign_off="", claims_change=False, by=trusted
        )
        assert self.close(answer).state == AnswerState.WAITING

    @pytest.mark.parametrize(
        "role",
        [
            "Ward manager", "Head of Patient Experience", "GP Partner", "Consultant Cardiologist", "Matron, Children’s Services",
            "Complaints and Feedback Officer", "Speech and Language Therapist", "Nurse Manager, Acute Medical Unit",
            "Freedom to Speak Up Guardian", "Director of Nursing and Quality",
        ],
    )  # fmt: skip
    def test_a_usual_role_names_nobody(self, trusted, role):
        story = factories.story_for(trusted.organisation, criticality=0)
        answer = answers.send_answer(
            story_id=story.pk, membership=trusted, name="Dr Joy Adeyemi", job_title=role, text="Thank you. I am Joy Adeyemi.", sign_off="",
            claims_change=False, by=trusted,
        )  # fmt: skip
        assert self.close(answer).state == AnswerState.PUBLISHED

    def test_ones_own_name_and_the_places_number_are_no_secret(self, trusted):
        service = factories.service(telephone="01632 960 123", name="Harbour Ward")
        RemitBranch.objects.create(organisation=trusted.organisation, service=service)
        for _ in range(5):
            story = factories.published_story(services=[service], criticality=0)
        text = "Thank you, Gull. Ask for Joy Adeyemi at Harbour Ward on 01632 960123."
        assert self.close(factories.sent_answer(story=story, membership=trusted, text=text)).state == AnswerState.PUBLISHED

    @pytest.mark.parametrize(
        "way", ["01632 960123", "+44 1632 960 123", "joy.and.colleagues@trust.example", "www.trust.example/talk", "XN1 4QT"]
    )
    def test_a_public_contact_of_the_organisation_is_no_secret(self, trusted, way):
        story = factories.story_for(trusted.organisation, criticality=0)
        text = f"Thank you. Please reach us here: {way}, from nine to five."
        before = self.close(factories.sent_answer(story=story, membership=trusted, text=text))
        assert before.state == AnswerState.WAITING
        assert "no-personal-data" in [each["name"] for each in before.moves.get(name="refer").why]
        add_contact(organisation_id=trusted.organisation_id, value=way, by=factories.operator())
        assert self.close(factories.sent_answer(story=story, membership=trusted, text=text)).state == AnswerState.PUBLISHED

    def test_another_number_or_another_organisations_waits(self, trusted):
        for organisation in (trusted.organisation, factories.organisation()):
            value = "01632 960123" if organisation == trusted.organisation else "01632 960124"
            add_contact(organisation_id=organisation.pk, value=value, by=factories.operator())
        story = factories.story_for(trusted.organisation, criticality=0)
        answer = factories.sent_answer(story=story, membership=trusted, text="Ring 01632 960123, or 01632 960124.")
        assert self.close(answer).state == AnswerState.WAITING

    def test_where_the_responder_works_is_no_name(self, trusted):
        service = factories.service(name="Larkfield Ward (care of older people)")
        RemitBranch.objects.create(organisation=trusted.organisation, service=service)
        for _ in range(5):
            story = factories.published_story(services=[service], criticality=0)
        text = "Thank you. I am the ward sister, Larkfield, and you can ask for me there."
        assert self.close(factories.sent_answer(story=story, membership=trusted, text=text)).state == AnswerState.PUBLISHED

    def test_small_service_beside_a_large_one_sends_it_to_a_moderator(self, trusted):
        services = [trusted.organisation.remit.get().service, factories.service()]
        story = factories.published_story(services=services, criticality=0)
        assert self.close(factories.sent_answer(story=story, membership=trusted)).state == AnswerState.WAITING

    @pytest.mark.parametrize(("fewest", "small"), [(0, False), (2, False), (3, True)])
    def test_small_is_fewer_than_the_regions_number(self, responder, fewest, small):
        for _ in range(2):
            story = factories.story_for(responder.organisation)
        Setting.objects.create(region=story.region, name="small_service", value=fewest)
        route = route_for(person_id=responder.person_id, story=story, words=Words(text="Thank you"), noticed=[])
        assert ("large-enough" in [each.name for each in route.conditions if each.holds is False]) is small

    def test_experience_counts_each_decision(self, responder):
        story = factories.story_for(responder.organisation)
        moderator = factories.moderator()
        factories.published_answer(story=story, membership=responder)
        heavily = factories.referred_answer(story=story, membership=responder)
        answers.publish_answer(answer_id=heavily.pk, seen_version=2, text="Thank you", heavily_edited=True, by=moderator)
        returned = factories.referred_answer(story=story, membership=responder)
        answers.return_answer(answer_id=returned.pk, seen_version=2, reason="Who?", by=moderator)
        assert experience_of(responder.person_id) == Experience(published=2, recent=(0, 50, 100))
