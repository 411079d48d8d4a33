import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from launch import database
from launch.errors import DatabaseUnavailable
from launch.plan import SITE
from launch.programs import find_programs
from launch.secrets import secret_key
from tests.launch.processes import ROOT, ask, can_run_heard, is_alive, postmaster, wait_for

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has the choice")


@pytest.fixture
def home(tmp_path, made):
    """With a cluster that nobody has used yet."""
    return made(tmp_path / "home")


def test_first_client_makes_the_cluster_and_the_last_to_leave_stops_it(tmp_path, join):
    first, second = join(tmp_path), join(tmp_path)
    server = postmaster(tmp_path)
    assert ask(second.url, "SELECT current_database()") == ("heard",)
    first.leave()
    assert is_alive(server)
    assert ask(second.url, "SELECT 1") == (1,)
    second.leave()
    assert not is_alive(server)
    assert not list((tmp_path / "postgres" / "s").iterdir())


def test_racing_first_start_makes_one_cluster(tmp_path, join):
    racing = [join(tmp_path, wait=False) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        urls = list(pool.map(lambda client: client.process.stdout.readline().strip(), racing))
    assert len(set(urls)) == 1
    assert ask(urls[0], "SELECT 1") == (1,)
    server = postmaster(tmp_path)
    for client in racing:
        assert "Traceback" not in client.leave()
        assert client.process.returncode == 0
    assert not is_alive(server)


def test_killed_client_holds_nothing_back(home, join):
    killed, polite = join(home), join(home)
    server = postmaster(home)
    killed.kill()
    assert is_alive(server)
    polite.leave()
    assert not is_alive(server)


def test_server_killed_with_9_recovers_and_says_so(home, join):
    first = join(home, durable=True)
    ask(first.url, "CREATE TABLE kept (word text)")
    ask(first.url, "INSERT INTO kept VALUES ('acknowledged')")
    server = postmaster(home)
    os.kill(server, signal.SIGKILL)
    first.kill()
    wait_for(lambda: not is_alive(server))
    second = join(home, durable=True)
    assert ask(second.url, "SELECT word FROM kept") == ("acknowledged",)
    said = second.leave()
    assert "stopped without warning" in said
    assert "has recovered" in said


def test_stale_lock_naming_somebody_elses_process_is_not_believed(home, join):
    join(home).leave()
    left = home / "postgres" / "data" / "postmaster.pid"
    left.write_text(f"{os.getpid()}\n{home}/postgres/data\n1\n5432\n{home}/postgres/s\n\n1 1\nready\n")
    (home / "postgres" / "s" / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    again = join(home)
    assert ask(again.url, "SELECT 1") == (1,)
    assert "recovered" in again.leave()


def test_interrupted_making_of_a_cluster_begins_again(tmp_path, join):
    half = tmp_path / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    client = join(tmp_path)
    assert ask(client.url, "SELECT 1") == (1,)
    client.leave()
    assert not half.exists()


def test_long_and_spaced_path_gets_a_short_socket_that_is_cleared_away(tmp_path, join):
    home = tmp_path / "a home with spaces" / ("deep" * 30)
    client = join(home)
    assert ask(client.url, "SELECT 1") == (1,)
    folder = Path(ask(client.url, "SHOW unix_socket_directories")[0].strip('"'))
    assert not folder.is_relative_to(home)
    seen = folder.stat()
    # Root's is open to the group of web and worker, who are not root, and to nobody else.
    assert (seen.st_mode & 0o777, seen.st_gid) == ((0o750, SITE) if os.geteuid() == 0 else (0o700, os.getegid()))
    client.leave()
    assert not folder.exists()


@pytest.fixture
def spare():
    """Where what lies in pytest's closed folder is brought to, instead of this machine's own place for that."""
    with tempfile.TemporaryDirectory(prefix="heard-spare-") as folder:
        Path(folder).chmod(0o755)
        yield str(Path(folder, "heard"))


@needs_root
def test_without_user_namespaces_an_account_of_its_own_runs_it(tmp_path, spare, join):
    home = tmp_path / "closed to others"
    home.mkdir(mode=0o700)
    client = join(home, env={"HEARD_PG_ROOT_MODE": "account", "HEARD_SPARE": spare})
    assert ask(client.url, "SELECT 1") == (1,)
    uid = (home / "postgres" / "data").stat().st_uid
    assert uid != 0
    assert Path(f"/proc/{postmaster(home)}").stat().st_uid == uid
    client.leave()
    # and back again: the same data, once namespaces are allowed
    other = join(home, env={"HEARD_PG_ROOT_MODE": "namespace"})
    assert ask(other.url, "SELECT 1") == (1,)
    assert (home / "postgres" / "data").stat().st_uid == 0
    other.leave()


@needs_root
@pytest.mark.skipif(not can_run_heard("/usr/bin/python3"), reason="no Python that other users can reach")
def test_ordinary_user_needs_nothing_special():
    # Not pytest's own folder, which is closed to others.
    with tempfile.TemporaryDirectory(prefix="heard user ") as folder:
        copy = Path(folder)
        package = find_programs().parent.parent  # the wheel's libraries lie beside it, found by a relative path
        shutil.copytree(ROOT / "launch", copy / "launch")
        for source in (package, package.with_name(package.name + ".libs")):
            if source.exists():
                shutil.copytree(source, copy / source.name, symlinks=True)
        subprocess.run(["chown", "-R", "65534:65534", copy], check=True)
        script = (
            "from launch import database; from pathlib import Path; import subprocess, os;"
            "url = database.ensure(Path('home'), durable=False);"
            "subprocess.run([os.environ['PG_BIN'] + '/psql', url, '-Atc', 'SELECT 40 + 2'], check=True)"
        )
        become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        done = subprocess.run(
            [*become, "/usr/bin/python3", "-c", script],
            cwd=copy,
            env={"PATH": "/usr/bin:/bin", "PG_BIN": str(copy / package.name / "pginstall" / "bin")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.strip() == "42", done.stderr
        assert (copy / "home" / "postgres" / "data").stat().st_uid == 65534
        assert not (copy / "home" / "postgres" / "data" / "postmaster.pid").exists()


@needs_root
def test_folder_of_another_user_is_named_and_so_is_the_way_out(tmp_path, monkeypatch):
    def denied(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(database.os, "open", denied)
    with pytest.raises(DatabaseUnavailable, match=r"made by another user.*HEARD_HOME"):
        database.ensure(tmp_path / "home")


def test_forked_child_keeps_a_share_of_its_own(home):
    script = """
import os, sys
from pathlib import Path
from launch import database
url = database.ensure(Path(sys.argv[1]), durable=False)
ready, go = os.pipe(), os.pipe()
if os.fork() == 0:
    os.write(ready[1], b"1")
    os.read(go[0], 1)          # until the parent has left
    alive = database.running(Path(sys.argv[1]))
    database.release()
    print("alive" if alive else "gone", "stopped" if not database.running(Path(sys.argv[1])) else "left", flush=True)
    os._exit(0)
os.read(ready[0], 1)
database.release()
os.write(go[1], b"1")
os.wait()
"""
    done = subprocess.run([sys.executable, "-c", script, str(home)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["alive", "stopped"]


def test_database_of_another_major_version_is_refused_with_the_way_across(home, join):
    join(home).leave()
    (home / "postgres" / "data" / "PG_VERSION").write_text("15\n")
    refused = join(home, wait=False)
    said = refused.leave()
    assert "made by PostgreSQL 15" in said
    assert "make restore" in said


def test_database_that_will_not_start_shows_the_end_of_its_log(home, join):
    join(home).leave()
    with (home / "postgres" / "data" / "postgresql.conf").open("a") as file:
        file.write("\nno_such_setting = 1\n")
    said = join(home, wait=False).leave()
    assert "would not start" in said
    assert "no_such_setting" in said


def test_programs_that_are_not_there_are_named(tmp_path, join):
    said = join(tmp_path, env={"PG_BIN": "/nowhere"}, wait=False).leave()
    assert "PG_BIN is /nowhere" in said


def test_what_people_wrote_is_not_in_the_log(home, join):
    client = join(home)
    ask(client.url, "CREATE TABLE story (words text UNIQUE)")
    ask(client.url, "INSERT INTO story VALUES ('a private sentence')")
    for statement in ("INSERT INTO story VALUES ('a private sentence')", "SELECT 'a private sentence'::int"):
        with pytest.raises(Exception, match="private"):
            ask(client.url, statement)
    client.leave()
    log = (home / "postgres" / "log").read_text()
    assert "duplicate key" in log
    assert "INSERT" not in log
    assert "Key (words)" not in log


def test_server_listens_on_no_network(home, join):
    client = join(home)
    assert ask(client.url, "SHOW listen_addresses") == ("",)
    assert int(ask(client.url, "SHOW max_connections")[0]) >= 100
    client.leave()


def test_secret_key_is_made_once_and_closed_to_others(tmp_path):
    home = tmp_path / "home"
    ask_once = f"from launch.secrets import secret_key; from pathlib import Path; print(secret_key(Path({str(home)!r})))"
    with ThreadPoolExecutor(4) as pool:
        keys = set(
            pool.map(
                lambda _: subprocess.run([sys.executable, "-c", ask_once], cwd=ROOT, capture_output=True, text=True, check=True).stdout,
                range(4),
            )
        )
    assert len(keys) == 1
    assert len(secret_key(home)) >= 50
    assert (home / "keys").stat().st_mode & 0o777 == 0o700
    assert (home / "keys" / "secret").stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in (home / "keys").iterdir()] == ["secret"]


def test_a_temporary_folder_that_lies_too_deep_is_not_where_the_socket_goes(tmp_path, monkeypatch):
    home, deep = tmp_path / "far" / ("down" * 20), tmp_path / ("deep" * 20)
    for folder in (home, deep):
        folder.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    url = database.ensure(home, durable=False)
    try:
        assert ask(url, "SELECT 1") == (1,)
    finally:
        database.release(home)
