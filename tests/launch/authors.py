"""People who tell their stories over real HTTP, as a browser without JavaScript would, and try again when the site has a break."""

import re
import threading
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
GIVES_UP_AFTER = 180


class Author(threading.Thread):
    """Tells one story. `statuses` are all that was answered; `sent` says that the site acknowledged the story."""

    def __init__(self, port, words):
        super().__init__(daemon=True)
        self.at, self.words = f"http://localhost:{port}", words
        self.statuses, self.pages_of_breaks, self.sent = [], [], False
        cookies = CookieJar(DefaultCookiePolicy(strict_domain=False))
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))

    def run(self):
        until = time.monotonic() + GIVES_UP_AFTER
        for page, typed in (
            ("words", {"words": self.words}),
            ("you", {"role": "patient"}),
            ("name", {"chosen_name": "somebody"}),
            ("consent", {"publish": "on"}),
        ):
            while not self._fill_in(page, typed) and time.monotonic() < until:
                time.sleep(0.1)
        self.sent = self._ask("/tell/sent/")[0] == 200

    def _fill_in(self, page, typed):
        """Open a page, type, press the button; whether that was taken."""
        path = f"/tell/{page}/"
        status, address, body = self._ask(path)
        if status != 200:
            return False
        if not address.endswith(path):
            return address.endswith("/tell/sent/")  # it was taken before the break, though nobody could say so any more
        status, address, _ = self._ask(path, dict(HIDDEN.findall(body)) | typed)
        return status == 200 and not address.endswith(path)

    def _ask(self, path, data=None):
        try:
            with self._browser.open(self.at + path, urlencode(data).encode() if data else None, timeout=30) as answer:
                status, address, body = answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, address, body = error.code, error.url, error.read().decode()
            if status == 503:
                self.pages_of_breaks.append(body)
        except (OSError, HTTPException):
            return 0, "", ""  # nobody answered: the page stays as it is, and is sent again
        self.statuses.append(status)
        return status, address, body
