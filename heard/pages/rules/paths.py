"""What the address of a page looks like."""

import re

PART = "[a-z0-9]+(?:-[a-z0-9]+)*"
PATH = rf"^{PART}(?:/{PART})*$"
MOST_LETTERS = 120
VERSIONS = "versions"
"""The last part of the address at which a policy's earlier versions are; no page has it as a part of its own."""


def is_path(path: str) -> bool:
    return re.fullmatch(PATH, path) is not None
