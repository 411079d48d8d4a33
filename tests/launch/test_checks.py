"""What `make test` and `make check` make of the checks that they run."""

import os
import sys

import pytest

from launch import checks
from launch.checks import Check
from launch.errors import LaunchError
from tests.launch.processes import ROOT


def says(title, words, code=0):
    return Check(title, [sys.executable, "-c", f"print({words!r}); raise SystemExit({code})"])


def test_what_is_looked_at_meanwhile_is_said_in_one_piece_and_counts(capfd):
    code = checks.perform([says("tests", "dots")], dict(os.environ), beside=[says("lint", "a fault", 1), says("types", "no fault")])
    assert code == 1
    said = capfd.readouterr().out
    assert "== lint\na fault\n" in said
    assert "== types\nno fault\n" in said
    summary = said.partition("== summary")[2]
    assert [each.split()[:2] for each in summary.strip().splitlines()[:3]] == [["FAILED", "lint"], ["passed", "types"], ["passed", "tests"]]
    assert "Failed: lint after" in summary


def test_when_everything_is_well_the_code_is_nought(capfd):
    assert checks.perform([says("tests", "dots")], dict(os.environ), beside=[says("lint", "nothing")]) == 0
    assert "All passed after" in capfd.readouterr().out


def test_a_slice_that_is_not_there_is_said():
    with pytest.raises(LaunchError, match="Say one slice of: accounts,"):
        checks.tests_of("no-such-slice")


def test_a_slices_tests_are_its_own_and_those_of_others_that_use_it():
    command = checks.tests_of("responses").command
    assert "not journey and not slow" in command
    assert "tests/responses/test_answers.py" in command
    assert "tests/moderation/test_deciding.py" in command
    assert not [each for each in command if each.startswith(("tests/journeys", "tests/directory", "tests/core"))]


def test_what_starts_processes_is_tested_beside_the_rest_and_no_test_is_left_out():
    (rest, journeys), beside = checks.everything()
    left_out = [each.partition("=")[2] for each in rest.command if each.startswith("--ignore=")]
    assert [each for each in beside[-1].command if each.startswith("tests/")] == left_out
    assert left_out
    assert all((ROOT / each).exists() for each in left_out)
    assert journeys == checks.journeys()
