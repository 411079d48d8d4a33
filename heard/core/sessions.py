"""Sessions in the database, as Django keeps them, except that a cookie nobody was given is no session at all."""

import re
from typing import Any

from django.contrib.sessions.backends import db

_GIVEN = re.compile(r"[a-z0-9]{32}\Z")


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: Any) -> bool:
        """Only what this site gives out is looked up: a NUL or a kilobyte from elsewhere would be a fault in the database."""
        return isinstance(key, str) and _GIVEN.match(key) is not None
