"""`python3 -m launch VERB`: what `make VERB` runs. Any Python can read this file, to say that it is the wrong one."""

import os
import shutil
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def fitting_python() -> None:
    """Carry on in a Python that fits: this one, else one that is installed beside it."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        # A name alone proves nothing: version managers leave names that only complain.
        if other and subprocess.call([other, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(other, [other, "-m", "launch", *sys.argv[1:]])  # noqa: S606 - no shell is wanted
    this = f"{_words(sys.version_info)} ({sys.executable})"
    sys.exit(
        f"Heard needs Python {_words(OLDEST)} to {_words(NEWEST)}; this is {this}.\n"
        "Install one (on Debian: apt-get install python3 python3-venv), then choose it: make run PYTHON=python3.11"
    )


def _words(version: "tuple[object, ...]") -> str:
    return ".".join(str(part) for part in version[:2])


if __name__ == "__main__":
    fitting_python()
    from launch.verbs import main

    sys.exit(main(sys.argv[1:]))
