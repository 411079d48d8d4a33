import importlib.metadata
import os
import shutil
import subprocess
import sys

import pytest

from launch import environment
from launch.errors import LaunchError
from launch.home import Home
from launch.ports import port_from
from tests.launch.processes import ROOT


@pytest.fixture
def bare(tmp_path):
    """A checkout with the launcher alone, whose lock holds nothing."""
    checkout = tmp_path / "a checkout"
    checkout.mkdir()
    shutil.copytree(ROOT / "launch", checkout / "launch")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (checkout / lock).write_text("# nothing\n")
    return checkout


def setup(checkout, **env):
    return subprocess.run(
        [sys.executable, "-m", "launch", "setup"],
        cwd=checkout,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_python_without_venv_is_told_what_to_install(bare, tmp_path):
    shadow = tmp_path / "shadow"
    shadow.mkdir()
    # What Debian's Python says when python3-venv is missing.
    (shadow / "venv.py").write_text(
        "import sys; sys.exit('The virtual environment was not created successfully because ensurepip is not available.')"
    )
    done = setup(bare, PYTHONPATH=str(shadow))
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_wrong_python_is_named_by_any_python(bare):
    """The first file must be readable for old Pythons, so it is run with its limits moved instead."""
    script = (
        "import sys, runpy; sys.version_info = (3, 8, 1); sys.argv = ['launch', 'run']; runpy.run_module('launch', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=bare, env={"PATH": "/nowhere"}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Heard needs Python 3.11 to 3.13; this is 3.8" in done.stderr


@pytest.mark.parametrize("lock", [environment.LOCK, environment.TOOLS_LOCK])
def test_every_package_of_a_lock_is_found_with_its_hashes(lock):
    packages = environment._packages(lock)
    assert "django" in packages
    assert all("--hash=sha256:" in text for text in packages.values())


def test_the_site_s_lock_holds_no_tools_and_the_other_holds_all_of_it():
    site, both = environment._packages(environment.LOCK), environment._packages(environment.TOOLS_LOCK)
    assert not {"pytest", "pytest-django", "hypothesis", "playwright", "ruff", "mypy", "uv", "aiosmtpd"} & set(site)
    assert {name: both.get(name) for name in site} == site, "the locks were not made one after the other: see their heads"
    assert both["uv"].startswith("uv==")
    assert both["uv"].count("--hash=sha256:") > 5


def test_what_the_site_imports_is_in_its_lock():
    """Imported in a Python that can find nothing but the site's packages and what comes with it."""
    tools = sorted(set(environment._packages(environment.TOOLS_LOCK)) - set(environment._packages(environment.LOCK)))
    script = """
import importlib.metadata, sys
hidden = {top for name in sys.argv[1:] for file in importlib.metadata.files(name) or () if len(file.parts) > 1 for top in [file.parts[0]]}
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"{name} is only there for tests")
sys.meta_path.insert(0, Hidden())
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from heard.core.management.commands import doctor, web, worker
"""
    here = {name for name in tools if is_here(name)}
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "heard.config.settings.site",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    done = subprocess.run([sys.executable, "-c", script, *here], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def is_here(package):
    """Whether a package is installed: some are for other systems."""
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


SITE, BOTH = environment.stamp_of(environment.LOCK), environment.stamp_of(environment.TOOLS_LOCK)


@pytest.mark.parametrize(
    ("stamp", "tools", "lock"),
    [
        ("", False, environment.LOCK),
        ("", True, environment.TOOLS_LOCK),
        (SITE, False, None),
        (SITE, True, environment.TOOLS_LOCK),
        (BOTH, True, None),
        (BOTH, False, None),
        ("requirements.lock older", False, environment.LOCK),
        ("requirements-dev.lock older", True, environment.TOOLS_LOCK),
        ("requirements-dev.lock older", False, environment.TOOLS_LOCK),
        ("0123456789abcdef", False, environment.TOOLS_LOCK),
    ],
    ids=[
        "new, for the site", "new, for tests", "the site again", "tests after the site", "tests again", "the site after tests",
        "a newer lock where the site runs", "a newer lock where tests run",
        "a newer lock takes no tools away", "when there was one lock for all",
    ],
)  # fmt: skip
def test_what_is_installed_follows_from_what_was(stamp, tools, lock):
    assert environment.lock_to_install(stamp, tools=tools) == lock


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "Don’t work around"),
        ("Temporary failure in name resolution", "needs the network"),
        ("No matching distribution found for x", "isn’t available for this machine"),
    ],
)
def test_failed_installation_ends_with_advice(output, advice):
    assert advice in environment._advice(output)


@pytest.mark.parametrize("port", ["", "0", "65536", "http", "-1", "８０００ "])
def test_impossible_port_is_refused(port):
    with pytest.raises(LaunchError, match="from 1 to 65535"):
        port_from(port)


def test_empty_settings_count_as_absent(monkeypatch):
    for name in ("PORT", "HOST", "DATABASE_URL", "DEMO", "HEARD_HOME"):
        monkeypatch.setenv(name, "")
    home = Home.from_environment()
    assert (home.host, home.port, home.embedded) == ("127.0.0.1", 8000, True)
    assert home.folder == ROOT / ".heard"
    assert "DEMO" not in home.environment()
    assert "DATABASE_URL" not in home.environment()


def test_what_python_compiled_is_kept_whatever_an_image_says(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in Home.from_environment().environment()


def test_odd_demo_setting_is_refused(monkeypatch):
    monkeypatch.setenv("DEMO", "maybe")
    with pytest.raises(LaunchError, match="DEMO is 'maybe'"):
        Home.from_environment()


def test_unknown_verb_lists_the_known_ones():
    done = subprocess.run([sys.executable, "-m", "launch", "fly"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "backup" in done.stderr


def test_help_names_every_verb():
    done = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for verb in ("run", "setup", "test", "check", "journeys", "fix", "seed", "bench", "reset", "backup", "restore"):
        assert f"make {verb} " in done.stdout
