import subprocess
import sys
import time
from itertools import pairwise

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from heard.stories.rules.going_out import As, GoesOut, look_through
from heard.stories.rules.personal_data import LABELS, HitKind, find_in_chosen_name, find_personal_data, is_nhs_number


def found(text, **more):
    return [(hit.kind, hit.excerpt) for hit in find_personal_data(text, **more)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nurse Jones was cold to me.", ("staff-name", "Nurse Jones")),
        ("then dr. Patel came", ("staff-name", "dr. Patel")),
        ("Dr D’Arcy came", ("staff-name", "Dr D’Arcy")),
        ("DR PATEL", ("staff-name", "DR PATEL")),
        ("the carer, Blessing, came", ("staff-name", "carer, Blessing")),
        ("Mrs Abernethy in the next bed", ("name", "Mrs Abernethy")),
        ("I sat with Gwenllian Rees-Jones all night", ("name", "Gwenllian Rees-Jones")),
        ("Sarah Jones was rude", ("name", "Sarah Jones")),
        ("my son Liam was there", ("first-name", "Liam")),
        ("my name is Xanthe", ("name", "Xanthe")),
        ("I spoke to Siobhán O’Neill", ("name", "Siobhán O’Neill")),
        ("call 0191 498 0123 please", ("phone", "0191 498 0123")),
        ("text 07700 900123", ("phone", "07700 900123")),
        ("ring +353 1 234 5678", ("phone", "+353 1 234 5678")),
        ("write to gull@sea.example.", ("email", "gull@sea.example")),
        ("I live in XN4 7QP", ("postcode", "XN4 7QP")),
        ("we are at d02 AF30 no, D02 AF30", ("postcode", "D02 AF30")),
        ("my number is 943 476 5919", ("nhs-number", "943 476 5919")),
        ("my reference was 943 476 5918", ("phone", "943 476 5918")),
        ("on 3 March 2026 I", ("date", "3 March 2026")),
        ("on March 3rd I", ("date", "March 3rd")),
        ("born 03/04/1980", ("date", "03/04/1980")),
        ("2026-03-04 it was", ("date", "2026-03-04")),
        ("I went on the 14th, alone", ("date", "14th")),
        ("see www.ward.example/nine.", ("link", "www.ward.example/nine")),
        ("I am @gullwing there", ("handle", "@gullwing")),
    ],
)
def test_what_might_say_who_somebody_is_is_found(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I come every Tuesday. Nobody says how long it is.",
        "In March I went to Royal Northmoor Infirmary with Mum.",
        "From 2019 2020 and 1990-1995 it was worse.",
        "They gave me 10mg, then e10 5mg of Oramorph.",
        "He has Parkinson's Disease and Down Syndrome.",
        "I waited from 10.30 to 11.45 on the 4th floor, 12 times.",
        "WHY DID NOBODY TELL ME",
        "My grace period was over. Grace is a fine thing. Will they? Hope so.",
        "The Nurse Practitioner and the Ward Manager came.",
        "The doctor I’d seen before was away, and the nurse I'll see next is new.",
        "I was told by the doctor They’ve sent it.",
    ],
)
def test_everyday_words_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # initials between a title and a surname, or before a surname
        ("We asked Mrs. J. Smith about it.", ("name", "Mrs. J. Smith")),
        ("Mrs J Smith called.", ("name", "Mrs J Smith")),
        ("Dr A Khan saw you.", ("staff-name", "Dr A Khan")),
        ("We asked Dr. A.B. Khan about it.", ("staff-name", "Dr. A.B. Khan")),
        ("Miss O Neill called.", ("name", "Miss O Neill")),
        ("Thanks, Dr. Ó Dálaigh was on duty.", ("staff-name", "Dr. Ó Dálaigh")),
        ("We spoke with J. Smith today.", ("name", "J. Smith")),
        ("We spoke with J.R. Smith today.", ("name", "J.R. Smith")),
        ("We spoke with J Smith today.", ("name", "J Smith")),
        ("M. Okafor, ward manager", ("name", "M. Okafor")),
        # surnames that are words, too
        ("Dr Hill saw you.", ("staff-name", "Dr Hill")),
        ("We asked Mr Green about it.", ("name", "Mr Green")),
        ("Sister West is sorry.", ("staff-name", "Sister West")),
        ("the ward manager, Mrs Hall, is sorry.", ("name", "Mrs Hall")),
        ("We asked Nurse Field.", ("staff-name", "Nurse Field")),
        ("Mr May, Dr English", ("name", "Mr May")),
        ("We asked Mr Park.", ("name", "Mr Park")),
        # no blank between, or one without width, which is dropped as the text comes in
        ("We asked Dr.Okafor.", ("staff-name", "Dr.Okafor")),
        ("We asked NurseOkafor.", ("staff-name", "NurseOkafor")),
        # two with one title
        ("Drs Smith and Jones operated.", ("staff-name", "Drs Smith and Jones")),
        ("We asked Nurses Patel and Brown.", ("staff-name", "Nurses Patel and Brown")),
        # surnames of several words
        ("We asked Mr de Souza.", ("name", "Mr de Souza")),
        ("We asked Dr van der Berg.", ("staff-name", "Dr van der Berg")),
        ("We asked Dr el-Sayed.", ("staff-name", "Dr el-Sayed")),
        ("We asked Dr d'Souza.", ("staff-name", "Dr d'Souza")),
        # first names of those who work and are looked after here
        ("Thank you to Nancy at the desk.", ("first-name", "Nancy")),
        ("I spoke to Agnieszka and then Emeka.", ("first-name", "Agnieszka")),
        ("I spoke to Ffion, and Jincy after her.", ("first-name", "Jincy")),
        # as it is typed on a telephone, and as it is shouted
        ("we asked mr smith about it", ("name", "mr smith")),
        ("we asked mrs. hill about it", ("name", "mrs. hill")),
        ("then dr patel came", ("staff-name", "dr patel")),
        ("dr o'neill was kind", ("staff-name", "dr o'neill")),
        ("JOHN SMITH CAME IN.", ("first-name", "JOHN")),
        ("I asked SIOBHAN twice", ("first-name", "SIOBHAN")),
    ],
)
def test_a_name_is_found_however_names_are_written_here(text, expected):
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I asked the dr about it, and the dr said no. My dr was kind.",
        "dr said no. I asked a dr to come. Then dr came.",
        "They tested for Hepatitis B. Nurses came. Ward B Staff were kind, and vitamin D tablets helped.",
        "I miss home. Miss the bus and you wait. We will miss Friday.",
        "The Nurse Station is by the Sister Ward. The Doctor Line was busy.",
        "I saw the doctor. A Consultant followed, and the GP. I Googled it.",
        "GREEN, AMBER, RED. MRI AND CT. DNR. TIA.",
        "The doctor de facto ran it. Mr and Mrs came.",
        "Plan B. Staff helped. E. coli was found.",
        "He has MRSA and an MRCP. I told the nurse.Then it rained, and the GPs left.",
    ],
)
def test_what_only_looks_like_a_title_or_an_initial_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I live at 14 Acacia Road, come round", ("address", "14 Acacia Road")),
        ("We sent the bed to 3a St Mary's Close on Monday", ("address", "3a St Mary's Close")),
        ("they wrote to 14 acacia road again", ("address", "14 acacia road")),
        ("Flat 12, Larch Court", ("address", "Flat 12")),
        ("the old man in flat 3b", ("address", "flat 3b")),
        ("27 Upper Church Lane", ("address", "27 Upper Church Lane")),
        ("her national insurance is QQ 12 34 56 C", ("number", "QQ 12 34 56 C")),
        ("ab123456d", ("number", "ab123456d")),
        ("a blue car, AB12 CDE, was in the bay", ("number", "AB12 CDE")),
        ("my hospital number is A1234567", ("number", "hospital number is A1234567")),
        ("MRN 4402917", ("number", "MRN 4402917")),
        ("your complaint, ref. 20311/24", ("number", "ref. 20311/24")),
        ("Patient no: 55-1203", ("number", "Patient no: 55-1203")),
        ("DOB 120348", ("date", "DOB 120348")),
        ("date of birth: 12 03 48", ("date", "date of birth: 12 03 48")),
        ("born on the third of March", ("date", "third of March")),
        ("on March the twenty-first", ("date", "March the twenty-first")),
        ("write to jane at example dot com", ("email", "jane at example dot com")),
        ("jane (at) example (dot) org", ("email", "jane (at) example (dot) org")),
        ("jane.smith[at]example.co.uk", ("email", "jane.smith[at]example.co.uk")),
        ("please ring 412345 and ask", ("phone", "412345")),
        ("oh seven seven double nine one two three", ("phone", "oh seven seven double nine one two three")),
    ],
)
def test_what_leads_to_a_person_without_a_name_is_found(text, expected):
    assert expected in [(hit.kind, hit.excerpt) for hit in find_personal_data(text)]


@pytest.mark.parametrize(
    "text",
    [
        "I waited 4 hours on the road.",
        "At 10 please close the door.",
        "It is a one way street and 2 miles down the road.",
        "Beds 3 and 4 on Castle Ward.",
        "They took 20 minutes to drive 5 miles.",
        "I was in room 12, then in bay 3.",
        "The number of times I rang is 12.",
        "I had one or two or three of them, and four at the weekend.",
        "Look at the dot on the scan.",
        "In case no one comes, wait.",
        "For the second May was fine.",
        "I rang 111 and then 999.",
        "There were 120000 people on the list.",
        "My blood pressure was 120 over 80, my oxygen 94.",
        "It went flat 3 times.",
    ],
)
def test_figures_that_lead_to_nobody_are_left_alone(text):
    assert find_personal_data(text) == []


@pytest.mark.parametrize("sign", ["A. ", "Dr ", "Dr A. ", "de ", "dr van ", "A", "DR A B ", "Nurses A and "])
def test_titles_and_initials_without_end_are_looked_through_in_a_moment(sign):
    began = time.process_time()
    find_personal_data((sign * 90_000)[:90_000])
    assert time.process_time() - began < 5


def test_what_is_said_openly_is_no_secret():
    text = "Dear Gull, come to Quayside Recovery Service or Harbour Point. Yours, Rowan Sellick"
    assert found(text, known=["Gull", "Quayside Recovery Service", "Harbour Point", "Rowan Sellick"]) == []
    assert ("name", "Rowan Sellick") in found(text)


def test_a_known_name_does_not_hide_a_number():
    assert found("Harbour Point 0191 498 0123", known=["Harbour Point"]) == [("phone", "0191 498 0123")]


def test_nhs_numbers_need_their_check_digit():
    assert is_nhs_number("943 476 5919")
    assert is_nhs_number("943-476-5919")
    assert not is_nhs_number("943 476 5918")
    assert not is_nhs_number("0000000000")
    assert not is_nhs_number("12345")


@pytest.mark.parametrize("name", ["Sarah Jones", "gull1974", "gull@sea.example", "NHS nurse", "@gull", "Mrs Abernethy"])
def test_chosen_names_that_give_somebody_away(name):
    assert find_in_chosen_name(name)


@pytest.mark.parametrize("name", ["Gull", "a tired mum", "Seaside walker 22", ""])
def test_chosen_names_that_do_not(name):
    assert find_in_chosen_name(name) == []


WORDS = st.text(
    st.sampled_from(list("aAbBzZ019@./-:,’' \n\t\u200b\u202eéÉ٣🙂"))
    | st.characters(codec="utf-8"),
    max_size=300,
)  # fmt: skip


@given(WORDS, st.lists(WORDS, max_size=3))
def test_any_text_gives_ordered_spans_inside_it(text, known):
    hits = find_personal_data(text, known=known)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.excerpt
        assert hit.kind in LABELS
        assert hit.why
    assert all(first.end <= second.start for first, second in pairwise(hits))


@given(WORDS)
def test_any_chosen_name_gives_spans_inside_it(name):
    for hit in find_in_chosen_name(name):
        assert 0 <= hit.start < hit.end <= len(name)
        assert name[hit.start : hit.end] == hit.excerpt


@given(st.integers(0, 999999999))
def test_exactly_one_check_digit_at_most_makes_an_nhs_number(stem):
    valid = [digit for digit in range(10) if is_nhs_number(f"{stem:09}{digit}")]
    assert len(valid) <= 1


@given(WORDS, WORDS)
def test_an_address_is_found_wherever_it_stands(before, after):
    hits = find_personal_data(f"{before} gull@sea.example {after}")
    assert any(hit.kind == HitKind.EMAIL and "gull@sea.example" in hit.excerpt for hit in hits)


@pytest.mark.parametrize("said", ["صلى الله عليه وسلم ", "\ufdfa", "\ufdfb", "Анна Ивановна ", "Anna Анна "])
def test_a_long_text_in_another_script_is_looked_through_in_a_moment(said):
    began = time.process_time()
    find_personal_data((said * 90_000)[:90_000])
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["Doctor Okafor shouted at me.", "I asked Dr. Okafor.", "Then nurse Okafor came.", "Matron Okafor’s rule"])
def test_who_is_called_like_somebody_of_staff_hides_nobody(text):
    (hit,) = find_personal_data(text, known=["Okafor", "Gull"])
    assert hit.kind == HitKind.STAFF_NAME
    assert find_personal_data("Okafor, thank you.", known=["Okafor"]) == []


@pytest.mark.parametrize("name", ["dr okafor", "Dr Okafor", "nurse okafor"])
def test_a_chosen_name_that_names_staff_is_noticed_however_it_is_written(name):
    (noticed,) = look_through([GoesOut("chosen_name", "the chosen name", name, As.CHOSEN_NAME)])
    assert [(hit.kind, hit.excerpt) for hit in noticed.hits] == [(HitKind.STAFF_NAME, name)]


def test_a_process_that_looks_through_no_text_compiles_none_of_the_great_patterns():
    asked = "import django; django.setup(); from heard.core.texts.patterns import compiled; print(compiled.cache_info().currsize)"
    said = subprocess.run([sys.executable, "-c", asked], cwd=settings.ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout == "0\n"
