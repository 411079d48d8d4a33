"""Somebody with a browser. A request without an answer is made again, as people do: whether it was taken, only the site knows."""

import http.client
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from heard.accounts.models import Person
from heard.core.errors import DomainError

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_COOKIE = re.compile(r"(?:^|, ?)((?:__Host-)?heard)=([^;]*)")
PATIENCE = 120.0
"""Seconds that somebody tries for: a database that was killed recovers first."""
PAUSE = 0.2
ANSWER_WITHIN = 30.0
BROKEN = 500

Fields = Mapping[str, str | Sequence[str]]


class Refused(DomainError):
    """The site answered, and not as it should."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    location: str


class Browser:
    """One visitor with a cookie of their own. `counted` holds how many requests were made, and how many were made again."""

    def __init__(self, port: int, *, counted: Counter[str], cookie: tuple[str, str] | None = None) -> None:
        self._port, self._counted = port, counted
        self._cookie = cookie
        self._token = ""

    def open(self, path: str) -> Answer:
        """Open a page. Raises Refused for anything but a page."""
        answer = self._ask("GET", path)
        if answer.status != http.HTTPStatus.OK:
            raise Refused(f"GET {path} was answered with {answer.status} {answer.location}.")
        if found := _TOKEN.search(answer.body):
            self._token = found[1]
        return answer

    def send(self, path: str, fields: Fields) -> Answer:
        """Send the form of the page that was opened last. Raises Refused when it is not taken."""
        answer = self._ask("POST", path, {"csrfmiddlewaretoken": self._token, **fields})
        if answer.status != http.HTTPStatus.FOUND:
            errors = re.findall(r'class="nhsuk-error-message"[^>]*>(.*?)</', answer.body, re.DOTALL)
            raise Refused(f"POST {path} was answered with {answer.status}: {errors[:3]}")
        return answer

    def _ask(self, method: str, path: str, fields: Fields | None = None) -> Answer:
        until = time.monotonic() + PATIENCE
        body = urlencode(fields, doseq=True) if fields is not None else None
        while True:
            self._counted["made"] += 1
            try:
                answer = self._once(method, path, body)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status < BROKEN:
                return answer
            if time.monotonic() > until:
                raise Refused(f"{method} {path} had no answer for {PATIENCE:.0f} seconds.")
            self._counted["made again"] += 1
            time.sleep(PAUSE)

    def _once(self, method: str, path: str, body: str | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_WITHIN)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        if self._cookie:
            headers["Cookie"] = "=".join(self._cookie)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            said = answer.read().decode()
            if found := _COOKIE.search(answer.getheader("Set-Cookie") or ""):
                self._cookie = found[1], found[2]
            return Answer(answer.status, said, answer.getheader("Location") or "")
        finally:
            connection.close()


def signed_in(person: Person) -> tuple[str, str]:
    """A new session of somebody, as if they had signed in: name and value of its cookie. The rehearsal is of the loop, not of passwords."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return settings.SESSION_COOKIE_NAME, str(request.session.session_key)
