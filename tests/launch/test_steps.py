"""What runs beside the steps that are shown, and what is said when it fails."""

import os
import subprocess
import sys

import pytest

from launch.steps import StepFailed, run_beside
from tests.launch.processes import ROOT, is_alive, wait_for

TITLE = "Counting"


def python(*lines):
    return [sys.executable, "-c", "\n".join(lines)]


def test_it_runs_beside_the_block_and_is_told_as_a_step(tmp_path, capsys):
    there = tmp_path / "there"
    with run_beside(TITLE, python(f"open({str(there)!r}, 'w').close()")):
        assert wait_for(there.exists), "it did not run while the block did"
    assert TITLE in capsys.readouterr().out


def test_its_failure_is_told_with_the_end_of_its_output():
    with (
        pytest.raises(StepFailed, match=r"(?s)Counting: failed.*no more numbers"),
        run_beside(TITLE, python("raise SystemExit('no more numbers')")),
    ):
        pass


def test_it_is_stopped_when_the_block_fails(tmp_path):
    told = tmp_path / "pid"
    lives = python("import os, time", f"open({str(told)!r}, 'w').write(str(os.getpid()))", "time.sleep(600)")

    def fail_once_it_lives():
        assert wait_for(lambda: told.exists() and told.read_text())
        raise KeyError

    with pytest.raises(KeyError), run_beside(TITLE, lives):
        fail_once_it_lives()
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
@pytest.mark.parametrize(
    "way", ["run_step('Waiting', command)", "held = run_beside('Waiting', command); held.__enter__(); sys.stdin.read()"]
)
def test_what_a_step_runs_ends_with_a_launcher_that_is_killed(tmp_path, way):
    place = tmp_path / "number"
    command = [sys.executable, "-c", f"import os, sys, time; open({str(place)!r}, 'w').write(f'{{os.getpid()}} '); time.sleep(600)"]
    script = f"import sys; from launch.steps import run_beside, run_step; command = {command!r}; {way}"
    launcher = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    child = int(wait_for(lambda: place.exists() and place.read_text().partition(" ")[0]))
    assert is_alive(child)
    launcher.kill()
    launcher.communicate()
    wait_for(lambda: not is_alive(child))
