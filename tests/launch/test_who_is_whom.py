"""Who may be the owner of what is in the embedded database: asked of a real one, by the kernel's word, for every number there is."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from launch import database
from launch.plan import SITE, WEB, WORKER
from tests.launch.processes import ROOT, ask

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
NAMESPACES = subprocess.run(["unshare", "--user", "true"], capture_output=True, check=False).returncode == 0
WAYS = [pytest.param("namespace", marks=pytest.mark.skipif(not NAMESPACES, reason="no namespaces here")), "account"]

# What a program needs to connect is loaded while it is still root: the Python itself may lie where nobody else can reach it.
CONNECT = """
import os, sys, psycopg
url, uid, gid = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
psycopg.connect("postgresql://heard_site@" + url.partition("@")[2]).close()
if uid:
    os.setgroups([]), os.setgid(gid), os.setuid(uid)
try:
    with psycopg.connect(url) as connection:
        print(connection.execute("SELECT current_user").fetchone()[0])
except psycopg.OperationalError as refused:
    print("refused", refused)
"""


@pytest.fixture
def home():
    """Where everybody may pass: pytest's own folders are closed, and it is not a closed folder that is to keep anybody out."""
    with tempfile.TemporaryDirectory(prefix="heard whom ") as name:
        Path(name).chmod(0o755)
        yield Path(name, "home")


def connect(url, role, ids, *before):
    as_role = url.replace("heard@", f"{role}@", 1)
    done = subprocess.run(
        [*before, sys.executable, "-c", CONNECT, as_role, str(ids[0]), str(ids[1])], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("way", WAYS)
def test_only_root_is_the_owner_and_the_site_s_numbers_are_the_site_alone(home, way, join):
    url = join(home, env={"HEARD_PG_ROOT_MODE": way}).url
    assert connect(url, "heard", (0, 0)) == "heard"
    for ids in (WEB, WORKER):
        assert connect(url, "heard_site", (ids.uid, ids.gid)) == "heard_site"
        assert "refused" in connect(url, "heard", (ids.uid, ids.gid))
    assert "refused" in connect(url, "heard_site", (65_534, 65_534)), "a stranger has no way to the socket at all"
    assert "refused" in connect(url, "heard", (65_534, SITE)), "nor is nobody the owner, though all strangers look so in a namespace"
    assert "refused" in connect(url, "postgres", (0, 0)), "there are two roles and no third"


def old(home):
    """Make a home look as one that an earlier Heard made: whoever reached the socket was whoever they said."""
    data = home / "postgres" / "data"
    (data / "pg_hba.conf").write_text("local all all trust\n")
    (data / "pg_ident.conf").write_text("")
    for folder in (home, home / "postgres"):
        folder.chmod(0o700)


@pytest.mark.parametrize("way", WAYS)
def test_a_home_of_an_earlier_heard_starts_with_what_it_held_and_trusts_nobody_any_more(home, way, join):
    before = join(home, env={"HEARD_PG_ROOT_MODE": way})
    ask(before.url, "CREATE TABLE kept AS SELECT 'acknowledged' AS word")
    before.leave()
    old(home)
    after = join(home, env={"HEARD_PG_ROOT_MODE": way})
    assert ask(after.url, "SELECT word FROM kept") == ("acknowledged",)
    assert "refused" in connect(after.url, "heard", (WEB.uid, WEB.gid))
    assert connect(after.url, "heard_site", (WEB.uid, WEB.gid)) == "heard_site"


def test_a_server_that_an_earlier_heard_left_running_lets_the_site_in(home, join):
    url = join(home).url
    socket = Path(ask(url, "SHOW unix_socket_directories")[0].strip('"'))
    for folder in (home, home / "postgres", socket):
        folder.chmod(0o700)
    os.chown(socket, -1, 0)
    assert "refused" in connect(url, "heard_site", (WEB.uid, WEB.gid))
    database.let_site_in(home)
    assert connect(url, "heard_site", (WEB.uid, WEB.gid)) == "heard_site"
