"""Great patterns are compiled when a text is first looked through: most processes (a migration, a doctor) never look through one, and
start a sixth of a second sooner.
"""

import re
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
