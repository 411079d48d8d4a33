"""What runs beside the steps that are shown, and what is said when it fails."""

import os
import sys
import time

import pytest

from launch.steps import StepFailed, meanwhile

TITLE = "Counting"


def wait_for(happened):
    until = time.monotonic() + 20
    while not happened() and time.monotonic() < until:
        time.sleep(0.02)
    return happened()


def python(*lines):
    return [sys.executable, "-c", "\n".join(lines)]


def test_it_runs_beside_the_block_and_is_told_as_a_step(tmp_path, capsys):
    there = tmp_path / "there"
    with meanwhile(TITLE, python(f"open({str(there)!r}, 'w').close()")):
        assert wait_for(there.exists), "it did not run while the block did"
    assert TITLE in capsys.readouterr().out


def test_its_failure_is_told_with_the_end_of_its_output():
    with (
        pytest.raises(StepFailed, match=r"(?s)Counting: failed.*no more numbers"),
        meanwhile(TITLE, python("raise SystemExit('no more numbers')")),
    ):
        pass


def test_it_is_stopped_when_the_block_fails(tmp_path):
    told = tmp_path / "pid"
    lives = python("import os, time", f"open({str(told)!r}, 'w').write(str(os.getpid()))", "time.sleep(600)")

    def fail_once_it_lives():
        assert wait_for(lambda: told.exists() and told.read_text())
        raise KeyError

    with pytest.raises(KeyError), meanwhile(TITLE, lives):
        fail_once_it_lives()
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)
