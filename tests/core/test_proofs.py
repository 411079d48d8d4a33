"""Counting what a place does, and the proof of work: signed, in time, once, and about nobody."""

import base64
import json
import operator
from datetime import UTC, datetime, timedelta

import altcha
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from heard.core import clock, limits, proofs
from heard.core.models import Attempt

HOUR = timedelta(hours=1)
KEYS = ("challenge", "solution", "parameters", "signature", "algorithm", "nonce", "salt", "cost", "expiresAt", "counter", "derivedKey")
WRITTEN_OUT = operator.attrgetter("exploded")
"""An address in full: “::” stands in any digest by chance."""
NOON = datetime(2026, 11, 28, 12, 10, tzinfo=UTC)


@pytest.fixture
def quick(monkeypatch):
    """Challenges that are solved in a moment: what a proof costs is not looked at here."""
    monkeypatch.setattr(proofs, "ROUNDS", 1)
    monkeypatch.setattr(proofs, "TRIES", (1, 20))


def solved(challenge=None):
    """What the widget sends."""
    made = altcha.Challenge.from_dict(challenge or proofs.challenge())
    return altcha.Payload(made, altcha.solve_challenge(made)).to_base64()


def opened(proof):
    return json.loads(base64.b64decode(proof))


def packed(said):
    return base64.b64encode(json.dumps(said).encode()).decode()


# ---------------------------------------------------------------- proofs


def test_a_proof_is_good_once(db, quick):
    proof = solved()
    assert proofs.redeem(proof)
    assert not proofs.redeem(proof)


def test_a_proof_used_up_stays_so_in_the_next_hour_and_after_midnight(db, quick):
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with clock.at(midnight - timedelta(minutes=1)):
        proof = solved()
        assert proofs.redeem(proof)
    with clock.at(midnight + timedelta(minutes=1)):
        limits.forget_old()
        assert not proofs.redeem(proof)


def test_a_proof_that_was_undone_with_its_transaction_is_good_again(db, quick):
    proof = solved()
    with transaction.atomic():
        assert proofs.redeem(proof)
        transaction.set_rollback(True)
    assert proofs.redeem(proof)


def test_a_proof_is_worth_nothing_after_an_hour(db, quick):
    proof = solved()
    with clock.at(clock.now() + proofs.GOOD_FOR + timedelta(seconds=1)):
        assert not proofs.redeem(proof)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said["challenge"]["parameters"].update(expiresAt=said["challenge"]["parameters"]["expiresAt"] + 3600),
        lambda said: said["challenge"]["parameters"].update(cost=2),
        lambda said: said["challenge"]["parameters"].update(nonce="00" * 16),
        lambda said: said["challenge"].update(signature="00" * 32),
        lambda said: said["challenge"].pop("signature"),
        lambda said: said["solution"].update(derivedKey="00" * 32),
        lambda said: said.pop("solution"),
    ],
)
def test_a_proof_that_was_tampered_with_is_refused(db, quick, change):
    said = opened(solved())
    change(said)
    assert not proofs.redeem(packed(said))


def test_a_challenge_of_another_site_is_refused(db, quick, settings):
    proof = solved()
    settings.SECRET_KEY = "another " * 8
    assert not proofs.redeem(proof)


@pytest.mark.parametrize(
    "said", ["", "x", "é", "e30=", "bnVsbA==", "W10=", "A" * 5000, packed({"challenge": 1, "solution": 2}), "\0", "//"]
)
def test_what_is_no_proof_is_refused_and_breaks_nothing(db, said):
    assert not proofs.redeem(said)


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(KEYS) | some.text(max_size=4), inner, max_size=6),
    max_leaves=12,
)


@given(said=JSON, part=some.sampled_from(["whole", "challenge", "parameters", "solution"]))
def test_whatever_a_program_sends_is_no_proof_and_breaks_nothing(said, part):
    shape = {
        "whole": said,
        "challenge": {"challenge": said, "solution": {"counter": 1, "derivedKey": "00"}},
        "parameters": {"challenge": {"parameters": said, "signature": "00"}, "solution": {"counter": 1, "derivedKey": "00"}},
        "solution": {"challenge": {"parameters": dict.fromkeys(KEYS, said), "signature": said}, "solution": said},
    }[part]
    assert not proofs.redeem(packed(shape))


def test_a_challenge_holds_a_random_number_and_a_time_alone(db, quick):
    made = proofs.challenge()["parameters"]
    assert set(made) == {"algorithm", "cost", "keyLength", "keyPrefix", "nonce", "salt", "expiresAt", "keySignature"}
    assert made["nonce"] != proofs.challenge()["parameters"]["nonce"]


def test_a_challenge_is_given_to_anybody_and_kept_by_no_cache(db, client):
    answer = client.get("/tell/proof/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


# ---------------------------------------------------------------- counting


class Counting(TestCase):
    """Properties of counting."""

    @given(amounts=some.lists(some.integers(0, limits.MOST_COUNTED * 3), max_size=8), who=some.text(min_size=1, max_size=50))
    def test_amounts_add_up_and_stop_where_the_column_ends(self, amounts, who):
        with clock.at(NOON):
            sums = [limits.count("letters", who, amount=amount, per=HOUR) for amount in amounts]
            expected, so_far = [], 0
            for amount in amounts:
                so_far = min(so_far + amount, limits.MOST_COUNTED)
                expected.append(so_far)
            assert sums == expected
            assert limits.counted("letters", who, per=HOUR) == so_far

    @given(places=some.lists(some.ip_addresses().map(WRITTEN_OUT), min_size=2, max_size=5, unique=True))
    def test_places_are_counted_apart_and_none_is_stored(self, places):
        with clock.at(NOON):
            for n, place in enumerate(places):
                limits.count("letters", place, amount=n + 1, per=HOUR)
            assert [limits.counted("letters", place, per=HOUR) for place in places] == [n + 1 for n in range(len(places))]
            kept = b"".join(bytes(row.bucket) for row in Attempt.objects.all())
            assert not any(place.encode() in kept for place in places)
            assert {len(bytes(row.bucket)) for row in Attempt.objects.all()} == {32}

    @given(minutes=some.integers(0, 59), later=some.integers(0, 59))
    def test_an_hour_counts_by_itself(self, minutes, later):
        first = NOON.replace(minute=minutes)
        with clock.at(first):
            limits.count("letters", "place", amount=7, per=HOUR)
            assert limits.next_window(HOUR) == NOON.replace(hour=13, minute=0)
        with clock.at(NOON.replace(hour=13, minute=later)):
            assert limits.counted("letters", "place", per=HOUR) == 0


def test_the_same_place_has_another_hash_the_next_day(db):
    for day in (NOON, NOON + timedelta(days=1)):
        with clock.at(day):
            limits.count("letters", "192.0.2.7", per=HOUR)
    assert len({bytes(row.bucket) for row in Attempt.objects.all()}) == 2
