"""One real start for each kind of answer that `launch.plan` has; its table is in test_plan.py. As a user: see test_database.py."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from launch.entering import can_pass
from launch.plan import KEYS, WEB, WORKER
from launch.programs import find_programs, from_the_package
from tests.launch.processes import ROOT, ask, postmaster
from tests.launch.sites import Site

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.geteuid() != 0, reason="only root has the choice")]
ACCOUNT = {"HEARD_PG_ROOT_MODE": "account"}
NAMESPACES = subprocess.run(["unshare", "--user", "true"], capture_output=True, check=False).returncode == 0
REACHED = can_pass(ROOT, WEB) and can_pass(Path(os.path.realpath(sys.executable)).parent, WEB)
"""Whether web and worker can be who they are to be here."""


@pytest.fixture
def open_folder():
    """A folder that everybody can enter: pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="heard places ") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@pytest.fixture
def start():
    sites = []

    def begin(home, **settings):
        sites.append(Site(home, settings=settings))
        sites[-1].wait_until("To stop: Ctrl-C")
        return sites[-1]

    yield begin
    for site in sites:
        site.process.send_signal(signal.SIGINT)
        site.process.wait(60)


def numbers(pid):
    """The user's and the group's number of a process, seen from outside, and the powers it has."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["Uid"].split()[0]), int(fields["Gid"].split()[0]), int(fields["CapEff"], 16)


def reads(place, pid):
    """Whether a process could read a file, asked in its own place: its namespace, its user and its groups."""
    groups = Path(f"/proc/{pid}/status").read_text().partition("Groups:")[2].split("\n")[0].split()
    fields = numbers(pid)
    enter = ["nsenter", f"--user=/proc/{pid}/ns/user"] if inside_a_namespace(pid) else []
    wanted = ",".join(groups) if groups and not enter else ""
    become = ["setpriv", f"--reuid={fields[0]}", f"--regid={fields[1]}", f"--groups={wanted}" if wanted else "--clear-groups"]
    return subprocess.run([*(enter or become), "cat", place], capture_output=True, check=False).returncode == 0


def inside_a_namespace(pid):
    return os.readlink(f"/proc/{pid}/ns/user") != os.readlink("/proc/self/ns/user")


@pytest.mark.skipif(not REACHED, reason="the checkout or its Python lies in a folder closed to others")
@pytest.mark.parametrize("database", ["namespace" if NAMESPACES else "account", "account"][: 2 if NAMESPACES else 1])
def test_web_and_worker_have_numbers_of_their_own_whichever_way_the_database_runs(open_folder, start, migrated, database):
    way, home = {"HEARD_PG_ROOT_MODE": database}, open_folder / "home"
    if database == "account" and NAMESPACES:
        migrated(home, **way)  # the other is a first start from nothing
    site = start(home, **way)
    running, key = site.children(), site.home / "keys" / "worker-1.key"
    assert numbers(running["web"]) == (WEB.uid, WEB.gid, 0)
    assert numbers(running["worker"]) == (WORKER.uid, WORKER.gid, 0)
    assert inside_a_namespace(postmaster(site.home)) == (database == "namespace")
    assert numbers(postmaster(site.home))[0] not in {WEB.uid, WORKER.uid}
    assert reads(key, running["worker"])
    assert not reads(key, running["web"])
    assert reads(site.home / "keys" / "worker-1.pub", running["web"])
    assert not can_pass(site.home / "keys", KEYS), "nobody else may look"
    keys = (site.home / "keys").stat()
    assert (keys.st_uid, keys.st_mode & 0o022) == (0, 0), "nor take a key away and put another in its place"
    assert "root's" not in site.said()
    assert "as root" not in site.said()
    assert ask_site(site, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'heard_site'") > 0
    assert ask_site(site, "SELECT count(*) FROM pg_class WHERE relowner = 'heard_site'::regrole") == 0


@pytest.mark.skipif(not NAMESPACES, reason="no namespaces here")
def test_in_a_closed_folder_web_and_worker_have_no_power_and_only_the_worker_its_keys_and_what_is_open_is_said(start, migrated, tmp_path):
    site = start(migrated(tmp_path / "home", HEARD_PG_ROOT_MODE="namespace"), HEARD_PG_ROOT_MODE="namespace")
    assert "can still reach root's files and the database" in site.said()
    running, key = site.children(), site.home / "keys" / "worker-1.key"
    for pid in running.values():
        assert inside_a_namespace(pid)
        assert numbers(pid)[2] == 0
    assert (key.stat().st_uid, key.stat().st_gid, key.stat().st_mode & 0o777) == (KEYS.uid, KEYS.gid, 0o640)
    groups = {name: Path(f"/proc/{pid}/status").read_text().partition("Groups:")[2].split("\n")[0].split() for name, pid in running.items()}
    assert groups == {"web": [], "worker": [str(KEYS.gid)]}
    assert ask_site(site, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'heard_site'") > 0


def ask_site(site, question):
    folder = (site.home / "postgres" / "data" / "postmaster.pid").read_text().splitlines()[4]
    return ask(f"host='{folder}' user=heard dbname=heard", question)[0]


@pytest.mark.skipif(not from_the_package(find_programs()), reason="PostgreSQL's programs are not the package's")
def test_in_a_folder_closed_to_others_programs_and_data_are_brought_to_where_the_account_can_reach_them(tmp_path, open_folder, join):
    closed = tmp_path / "root's own"
    closed.mkdir(mode=0o700)
    package = find_programs().parents[1]
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.exists():
            shutil.copytree(source, closed / source.name, symlinks=True)
    home = closed / "home"
    place = {**ACCOUNT, "HEARD_SPARE": str(open_folder / "spare"), "PG_BIN": str(closed / package.name / "pginstall" / "bin")}
    # What was there before namespaces were forbidden is brought along.
    before = join(home, env={**place, "HEARD_PG_ROOT_MODE": "namespace"})
    ask(before.url, "CREATE TABLE kept (word text)")
    ask(before.url, "INSERT INTO kept VALUES ('acknowledged')")
    before.leave()

    for _ in range(2):
        client = join(home, env=place)
        assert ask(client.url, "SELECT word FROM kept") == ("acknowledged",)
        uid = numbers(postmaster(home))[0]
        assert uid not in {0, WEB.uid, WORKER.uid}
        running = os.readlink(f"/proc/{postmaster(home)}/exe")
        assert Path(running).is_relative_to(open_folder / "spare")
        client.leave()
    assert (home / "postgres" / "data").resolve().is_relative_to(open_folder / "spare")
    assert (home / "postgres" / "data").stat().st_mode & 0o777 == 0o700
    assert len(list((open_folder / "spare").glob("programs-*"))) == 1

    shutil.copytree(home, closed / "copy", symlinks=True)
    said = join(closed / "copy", env=place, wait=False).leave()
    assert "was copied from" in said
    assert "make restore" in said


def test_where_namespaces_are_forbidden_and_root_can_be_nobody_else_a_sentence_says_what_to_do(tmp_path):
    script = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$0" -c "$1" "$2"'
    start = """
import sys
from pathlib import Path
from launch import database, errors
try:
    database.ensure(Path(sys.argv[1]))
except errors.LaunchError as sentence:
    print(sentence)
"""
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "sh", "-c", script, sys.executable, start, tmp_path / "home"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "max_user_namespaces" in done.stderr or "unshare" in done.stderr:
        pytest.skip("this machine lets nobody forbid namespaces for a test")
    assert "refuses to run as root" in done.stdout
    assert "Run this as an ordinary user, or set DATABASE_URL" in done.stdout
    assert done.stdout.count("\n") == 1
