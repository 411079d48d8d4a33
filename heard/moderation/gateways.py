"""The outside things that the desk calls: a paging service."""

import socket
import ssl
import threading
from collections.abc import Iterable
from contextlib import suppress
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_network
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from heard.moderation.rules.paging import Network, Target, may_be_called, target_of

SECONDS = 10.0
"""For all of it, from the first packet to the answer: the next person must not wait for a service that dawdles."""


class NotPaged(Exception):
    """The paging service has not taken it, or nobody knows. It can be tried again."""


class Pager(Protocol):
    """Something that wakes people."""

    def page(self, address: str, words: str) -> None:
        """Hand `words` to the paging service at `address`.

        Raises:
            NotPaged: it was not taken; the words of the error name neither the address nor what was said.
        """


class HttpsPager:
    """POSTs plain text over HTTPS. Any answer of 2xx means taken; redirects are not followed, private addresses are not called."""

    def __init__(
        self, *, context: ssl.SSLContext | None = None, allowed: Iterable[Network] | None = None, seconds: float = SECONDS
    ) -> None:
        self._context = context or ssl.create_default_context()
        given = settings.PAGING_PRIVATE_NETWORKS if allowed is None else ()
        self._allowed = tuple(ip_network(each) for each in given) if allowed is None else tuple(allowed)
        self._seconds = seconds

    def page(self, address: str, words: str) -> None:
        try:
            target = target_of(address)
        except ValueError:
            raise NotPaged("the address is no https:// address") from None
        connection = _Connection(target, self._reachable(target), seconds=self._seconds, context=self._context)
        over = threading.Timer(self._seconds, connection.cut)
        over.daemon = True
        over.start()
        try:
            connection.request("POST", target.path, body=words.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})
            status = connection.getresponse().status
        except (OSError, HTTPException, ValueError) as error:
            raise NotPaged(f"no answer ({type(error).__name__})") from None
        finally:
            over.cancel()
            connection.close()
        if connection.was_cut:
            raise NotPaged("no answer in time")
        if not 200 <= status < 300:
            raise NotPaged(f"answered {status}")

    def _reachable(self, target: Target) -> str:
        """The one network address that is called: looked up once, so that what was checked is what is called."""
        try:
            found = [str(each[4][0]) for each in socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError):
            raise NotPaged("its host was not found") from None
        if not found or not all(may_be_called(each, allowed=self._allowed) for each in found):
            raise NotPaged("its host is a private address")
        return found[0]


class _Connection(HTTPSConnection):
    """To a network address that was checked, under the name that its certificate must carry."""

    def __init__(self, target: Target, number: str, *, seconds: float, context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port, timeout=seconds, context=context)
        self._number, self._tls = number, context
        self.was_cut = False

    def connect(self) -> None:
        plain = socket.create_connection((self._number, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock.do_handshake()

    def cut(self) -> None:
        """The time is over, whatever trickles in."""
        self.was_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def pager() -> Pager:
    """This site's way of paging."""
    return cast("Pager", import_string(settings.PAGER)())
