"""How soon those concerned are told: the rehearsal's own measurement (`manage.py rehearse --told`), if real comments are at hand."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import registers

COMMENTS = Path(os.environ.get("HEARD_COMMENTS") or registers.FOLDER.parent / "fft" / "comments.csv")


def measure() -> dict[str, Any]:
    """A quarter of an hour: 300 stories, one every two seconds, then as many on one morning. STORIES= says how many instead."""
    if not COMMENTS.is_file():
        return {"skipped": f"There are no comments in {COMMENTS.name}; say where they are with HEARD_COMMENTS="}
    limit = os.environ.get("STORIES") or "300"
    command = [sys.executable, "manage.py", "rehearse", str(COMMENTS), "--registers", str(registers.FOLDER), "--told", "--limit", limit]
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "heard.config.settings.site"}
    done = subprocess.run(  # noqa: S603 - our own program
        command, cwd=Path(__file__).parents[1], env=surroundings, stdout=subprocess.PIPE, text=True, check=False
    )
    if not done.stdout:
        return {"failed": f"exit code {done.returncode}"}
    found: dict[str, Any] = json.loads(done.stdout)
    return {name: found[name] for name in ("one every two seconds", "a morning", "does not add up")}
