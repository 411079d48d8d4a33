"""How soon those concerned are told: the rehearsal's own measurement (`manage.py rehearse --told`), if real comments are at hand."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import registers
from launch.processes import ends_with_parent, told_to_stop, undisturbed
from launch.steps import end

FAREWELL_SECONDS = 50.0
"""Time for the rehearsal to stop its site when this is cut off."""
COMMENTS = Path(os.environ.get("HEARD_COMMENTS") or registers.FOLDER.parent / "fft" / "comments.csv")


def measure() -> dict[str, Any]:
    """A quarter of an hour: 300 stories, one every two seconds, then as many on one morning. STORIES= says how many instead."""
    if not COMMENTS.is_file():
        return {"skipped": f"There are no comments in {COMMENTS.name}; say where they are with HEARD_COMMENTS="}
    limit = os.environ.get("STORIES") or "300"
    command = [sys.executable, "manage.py", "rehearse", str(COMMENTS), "--registers", str(registers.FOLDER), "--told", "--limit", limit]
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "heard.config.settings.site"}
    said, code = _run(command, surroundings)
    if not said:
        return {"failed": f"exit code {code}"}
    found: dict[str, Any] = json.loads(said)
    return {name: found[name] for name in ("one every two seconds", "a morning", "does not add up")}


def _run(command: Sequence[str], surroundings: Mapping[str, str]) -> tuple[str, int]:
    """What the rehearsal says, and its exit code. Cut off, wait until it and its site have stopped as well."""
    with told_to_stop():
        with undisturbed():
            child = subprocess.Popen(  # noqa: S603 - our own program
                command,
                cwd=Path(__file__).parents[1],
                env=surroundings,
                stdout=subprocess.PIPE,
                text=True,
                preexec_fn=ends_with_parent(),  # noqa: PLW1509 - no threads run here
            )
        try:
            said, _ = child.communicate()
        except BaseException:
            end(child, FAREWELL_SECONDS)
            raise
    return said, child.returncode
