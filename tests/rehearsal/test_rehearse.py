"""The real command over small made-up files: a real site in a home of its own, a real mail server, and each part killed on the way."""

import csv
import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from heard.rehearsal.gateways import site
from launch.processes import told_to_stop
from tests.launch.processes import is_alive, processes_mentioning, wait_for

WARDS = "icb_code,trust_code,trust_name,site_code,site_name,ward_name\n"
HOSPITALS = "OrganisationCode¬OrganisationName¬Latitude¬Longitude\nRX301¬MADE UP COTTAGE HOSPITAL¬54.1¬-1.5\n"
COLUMNS = ["Service type 1", "FFT question", "FFT answer", "Comment sentiment", "Timeliness of care"]
COMMENTS = [
    ["111", "What was good?", "The crew told my mother what they did, and why. She was calm.", "1", "1"],
    ["PTS", "How could we improve?", "I waited three hours in the cold, and Doctor Alan Smithers said ring 07700 900123.", "5", "1"],
    ["Unknown", "FFT Why?", "Did not answer", "", ""],
    ["Community health services", "What was good?", "The nurse came when she said she would.", "1", ""],
    ["Forensic", "FFT Why?", "Good.", "2", ""],
    ["Local partnerships- MH", "What could we do better?", "Nobody rang me back for nine days.", "5", ""],
]


def ods(code, name):
    cells = [code, name, "Y60", "QXX", "1 HIGH STREET", "", "", "MOORPORT", "", "XN1 1AA", "20200101", *[""] * 16]
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


@pytest.fixture
def files(tmp_path):
    registers = tmp_path / "ods"
    registers.mkdir()
    names = ["AMBULANCE SERVICE", "MENTAL HEALTH", "COMMUNITY HEALTH", "HOSPITALS"]
    (registers / "etr.csv").write_text("".join(ods(f"RX{number}", f"MADE UP {name} NHS TRUST") for number, name in enumerate(names)))
    (registers / "epraccur.csv").write_text("".join(ods(f"X8100{number}", f"SURGERY {number}") for number in range(3)))
    (registers / "wards.csv").write_text(WARDS + "QXX,RX1,MADE UP MENTAL HEALTH NHS TRUST,RX101,OLD HOUSE,ELM WARD\n")
    (registers / "nhs_choices_hospital.csv").write_bytes(HOSPITALS.encode("latin-1"))
    comments = tmp_path / "fft" / "comments.csv"
    comments.parent.mkdir()
    with comments.open("w", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *COMMENTS])
    return comments


@pytest.mark.slow
def test_worker_web_and_database_are_killed_and_everything_owed_arrives_once(files, tmp_path):
    # As somebody would run it: the site's own settings, here over the tests' database server, in a folder with a space in its path.
    folder = tmp_path / "a folder"
    folder.mkdir()
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "heard.config.settings.site", "DATABASE_URL": settings.DATABASE_URL}
    env |= {"HEARD_HOME": str(tmp_path / "home"), "DEMO": "0", "TMPDIR": str(folder)}
    command = [sys.executable, str(site.MANAGE), "rehearse", str(files), "--limit", "5", "--kill"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads(done.stdout)
    assert report["does not add up"] == []
    assert report["killed"] == {"worker": 1, "web": 1, "database": 1}
    assert report["comments"] == {"told": 5, "skipped": {"nothing said": 1}}
    assert report["reached"]["stories"] == {"published": 4, "declined": 1}
    assert report["alerts"]["due"] == report["alerts"]["sent"] > 0
    assert (report["alerts"]["sent twice"], report["alerts"]["lost"]) == (0, 0)
    assert report["notices to authors"] == {"due": 1, "sent": 1, "lost": 0, "too many": 0}
    assert report["reached"]["answers"] == {"published": 1}
    assert report["by_worker"] == {"published": 4, "published in all": 4, "answered": 1, "answered in all": 1}
    assert list(folder.iterdir()) == []


class TestRefusals:
    def refused(self, words, *arguments):
        with pytest.raises(CommandError, match=words):
            call_command("rehearse", *arguments, stdout=StringIO(), stderr=StringIO())

    def test_no_file(self):
        self.refused("doesn’t exist", "/nowhere.csv")

    def test_no_registers(self, files):
        self.refused("is missing etr.csv", str(files), "--registers", str(files.parent))

    def test_no_stories(self, files):
        self.refused("at least one", str(files), "--limit", "0")


WRITES = """
import pathlib, sys
for n in range(5000):
    (pathlib.Path(sys.argv[1]) / f"{n}/a").mkdir(parents=True)
"""


def test_a_home_in_which_something_is_still_written_goes_all_the_same():
    with site.own_home() as home:
        last = subprocess.Popen([sys.executable, "-c", WRITES, str(home)], stderr=subprocess.DEVNULL)  # noqa: S603
        wait_for((home / "1").exists, seconds=30)
    last.wait(30)
    assert not home.exists()


def test_a_signal_while_the_site_is_being_started_waits_until_it_can_be_stopped(tmp_path, monkeypatch):
    """Otherwise nobody would know of it: it would go on writing in the home that is being removed."""
    start = subprocess.Popen

    def start_and_be_told_to_stop(*arguments, **how):
        child = start(*arguments, **how)
        signal.raise_signal(signal.SIGTERM)
        return child

    monkeypatch.setattr(subprocess, "Popen", start_and_be_told_to_stop)
    home = tmp_path / "home"
    home.mkdir()
    running = site.Site(home, mail_port=1)
    with pytest.raises(SystemExit), told_to_stop():
        running.start()
    monkeypatch.undo()

    assert starting_or_running(tmp_path)
    running.stop()
    assert not starting_or_running(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
@pytest.mark.parametrize(("number", "whom"), [(signal.SIGTERM, "rehearsal"), (signal.SIGKILL, "rehearsal"), (signal.SIGKILL, "parent")])
def test_a_rehearsal_that_is_cut_off_leaves_no_site_running(files, tmp_path, number, whom):
    folder = tmp_path / "a folder"
    folder.mkdir()
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "heard.config.settings.site", "DATABASE_URL": settings.DATABASE_URL}
    env |= {"HEARD_HOME": str(tmp_path / "home"), "DEMO": "0", "TMPDIR": str(folder)}
    env |= {"HEARD_COMMENTS": str(files), "HEARD_REGISTERS": str(files.parent.parent / "ods"), "STORIES": "1"}
    rehearse = [sys.executable, str(site.MANAGE), "rehearse", str(files), "--limit", "5"]
    command = rehearse if whom == "rehearsal" else [sys.executable, "-c", BENCH_TOLD]
    said = tmp_path / "said"
    with said.open("wb") as out:
        cut_off = subprocess.Popen(command, cwd=settings.ROOT, env=env, stdout=out, stderr=out, start_new_session=True)  # noqa: S603
    try:
        whole = (number, whom) == (signal.SIGKILL, "rehearsal")  # the others are cut off while the site still makes its database
        wait_for(lambda: starting_or_running(folder, "web" if whole else "") or cut_off.poll() is not None, seconds=180)
        assert cut_off.poll() is None, said.read_text()
        cut_off.send_signal(number)
        cut_off.wait(90)
        wait_for(lambda: not processes_mentioning(str(folder)) and not starting_or_running(folder), seconds=90)
        assert whom == "parent" or number == signal.SIGKILL or not list(folder.iterdir()), "told to stop, it takes its home along"
    finally:
        for pid in starting_or_running(folder):  # what a failure left
            os.kill(pid, signal.SIGKILL)


BENCH_TOLD = "import bench.told; bench.told.measure()"


def starting_or_running(folder, verb=""):
    """The processes of a site whose home lies in this folder, by their surroundings; with a verb, only `manage.py`'s of that."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            surroundings, words = (entry / "environ").read_bytes(), (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        wanted = not verb or verb.encode() in words
        if wanted and f"HEARD_HOME={folder}/".encode() in surroundings and is_alive(int(entry.name)):
            found.append(int(entry.name))
    return found
