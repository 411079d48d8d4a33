"""Signs that change who reads a story and how, where nobody is in danger: a child tells, staff tell, somebody sells, the law is near."""

import pytest

from heard.responses.rules.fast_track import is_childs_story
from heard.stories.rules.signs import GRAVE, Sign, find_signs, kinds_of


def kinds(text):
    return set(kinds_of(find_signs(text)))


@pytest.mark.parametrize(
    "words",
    [
        "I am 11",
        "I am 11 and I broke my arm.",
        "im 12 years old and i have asthma",
        "I’m nine.",
        "I'm in year 7",
        "im in yr 8 and i missed PE",
        "I am only fourteen",
        "I'm nearly 10",
        "I turned 13 in May",
        "It was just before my 11th birthday last month",
        "My age is 15",
        "I'm a teenager and they only talked to my mum",
        "I missed school for it and my teacher was cross",
        "i go to primary school",
    ],
)
def test_a_child_who_tells_is_flagged(words):
    assert Sign.YOUNG in kinds(words)
    assert is_childs_story(about_child=None, role="patient", words=words)


@pytest.mark.parametrize(
    "words",
    [
        "I am 45",
        "I am 11 weeks pregnant",
        "I am 10 stone and my knee hurts",
        "I am 12th on the list",
        "I am 5 minutes away",
        "I'm 6 foot tall",
        "I am 80% deaf",
        "I am in ward 7",
        "I am one of many",
        "I'm 3 months post-op",
        "I am 10 out of 10 happy",
        "I'm two hours from the hospital",
        "I am one hundred per cent sure",
        "We waited for 11 hours",
    ],
)
def test_other_figures_make_nobody_a_child(words):
    assert Sign.YOUNG not in kinds(words)


@pytest.mark.parametrize(
    "words",
    [
        "I work on this ward and we are never told when a bed is free",
        "I'm a nurse on the ward and I have seen what happens at night.",
        "I am a healthcare assistant here.",
        "As a member of staff I raised this with my manager and nothing happened.",
        "We are so short staffed that patients wait for an hour.",
        "My colleagues are frightened to speak up.",
        "I used to work at this home until March",
        "I've worked in this practice for six years",
        "Our rota leaves two of us for thirty patients",
        "I am blowing the whistle on what goes on here",
        "I told the Freedom to Speak Up Guardian.",
        "im an agency carer at this home",
        "On my last shift we ran out of pads",
    ],
)
def test_somebody_who_works_there_is_seen(words):
    assert Sign.WORKS_THERE in kinds(words)


@pytest.mark.parametrize(
    "words",
    [
        "The nurse on the ward was lovely",
        "I work in a shop and could not get time off",
        "They were short staffed but cheerful",
        "I am a nurse myself, so I know good care",
        "Her colleague came to help",
        "I work from home",
    ],
)
def test_a_patient_who_has_a_job_is_no_member_of_staff(words):
    assert Sign.WORKS_THERE not in kinds(words)


@pytest.mark.parametrize(
    "words",
    [
        "Amazing results! Book now at our clinic and get 20% off your first treatment.",
        "Our friendly team offers free consultations. Call us today!",
        "Visit our website for special offers",
        "We provide the best home care in Moorport at competitive prices.",
        "Use discount code SMILE10 when you order now",
        "We pride ourselves on first-class dentistry. Find us on Facebook.",
        "Follow us on Instagram",
    ],
)
def test_an_advertisement_is_seen(words):
    assert Sign.ADVERT in kinds(words)


@pytest.mark.parametrize(
    "words",
    [
        "Thank you to the whole team, you are wonderful",
        "They offered me a free consultation room to wait in",
        "The website was hard to use",
        "They told us to call if it got worse",
        "The receptionist said to book online next time",
        "I would recommend this dentist to anyone",
    ],
)
def test_thanks_are_no_advertisement(words):
    assert Sign.ADVERT not in kinds(words)


@pytest.mark.parametrize(
    "words",
    [
        "It goes to Moorport Crown Court in May",
        "the county court judgment",
        "The police arrested him on the ward",
        "We have started legal action",
        "Our claim against the trust is not settled",
        "I signed a non-disclosure agreement",
        "She was referred to the NMC",
        "a fitness to practise hearing",
        "The Court of Protection decided where Mum lives",
        "the inquest is in May",
    ],
)
def test_the_law_is_seen(words):
    assert Sign.LEGAL in kinds(words)


@pytest.mark.parametrize(
    "words", ["The tennis court beside the hospital", "I judge people by their hands", "the courtyard garden", "I was charged for parking"]
)
def test_everyday_words_are_no_law(words):
    assert Sign.LEGAL not in kinds(words)


def test_none_of_these_is_an_alarm():
    assert not GRAVE & {Sign.YOUNG, Sign.WORKS_THERE, Sign.ADVERT, Sign.WORRY, Sign.LEGAL}
