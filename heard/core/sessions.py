"""Sessions in the database, as Django keeps them, except that

* a cookie nobody was given is no session at all;
* the table holds a digest of the cookie, never the cookie: whoever reads it, or a copy of it, cannot come in as anybody. A session key
  is drawn from some 165 bits, so one round of a plain hash is enough, and a look-up stays one statement by primary key;
* what was looked for is not kept longer than `searches.LASTS`, however long the session goes on.
"""

import re
from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now

from heard.core import searches

_GIVEN = re.compile(r"[a-z0-9]{32}\Z")
_LETTERS = 40
"""As many as Django's column holds: 160 bits."""


def kept_as(session_key: str) -> str:
    """What stands in the table for the session of this cookie. The migration that converted older rows says the same in SQL."""
    return sha256(session_key.encode()).hexdigest()[:_LETTERS]


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: Any) -> bool:
        """Only what this site gives out is looked up: a NUL or a kilobyte from elsewhere would be a fault in the database."""
        return isinstance(key, str) and _GIVEN.match(key) is not None

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        found = Session.objects.filter(session_key=kept_as(key), expire_date__gt=Now()).first() if key else None
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = kept_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=kept_as(key)).delete()

    def decode(self, session_data: Any) -> dict[str, Any]:
        return _without_old(super().decode(session_data))

    def encode(self, session_dict: dict[str, Any]) -> str:
        return super().encode(_without_old(session_dict))

    # Django's own ones look for the cookie itself; these go by way of the methods above.
    aload = SessionBase.aload
    aexists = SessionBase.aexists
    acreate = SessionBase.acreate
    asave = SessionBase.asave
    adelete = SessionBase.adelete


def _without_old(data: dict[str, Any]) -> dict[str, Any]:
    old = searches.old_in(data)
    return {name: value for name, value in data.items() if name not in old} if old else data


BATCH = 500


def forget_old_searches() -> int:
    """Take what was looked for too long ago out of sessions that go on, also where nobody comes back. Returns out of how many. A session
    lasts no longer for it: its end stays as it is.
    """
    forgotten, after = 0, ""
    while keys := list(Session.objects.filter(session_key__gt=after).order_by("session_key").values_list("pk", flat=True)[:BATCH]):
        after = keys[-1]
        with transaction.atomic():
            for row in Session.objects.select_for_update(skip_locked=True).filter(pk__in=keys).order_by("pk"):
                data = db.SessionStore.decode(store := SessionStore(), row.session_data)
                if searches.old_in(data):
                    Session.objects.filter(pk=row.pk).update(session_data=store.encode(data))
                    forgotten += 1
    return forgotten
