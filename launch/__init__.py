"""Everything between a bare machine and a running Heard: environment, embedded database, processes.

Standard library only: it runs with the system's Python before anything is installed.
"""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
