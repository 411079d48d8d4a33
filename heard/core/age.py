"""Files in the age format (age-encryption.org/v1), written and read as a stream: a dump of any size passes in pieces.

    python -m heard.core.age close --to age1… < plain > closed         to public keys
    python -m heard.core.age close --passphrase-fd 5 < plain > closed  with a passphrase, which is read from that descriptor
    python -m heard.core.age open [--identity FILE | --passphrase-fd 5] < closed > plain

A program of its own, without Django: `launch` runs it with the environment's Python. What is closed here is opened by the `age` program,
and the other way round. Public keys are pyrage's work. It handles passphrases too, but only whole files in memory; so the frame of a
passphrase's file, which is short, stands here: https://c2sp.org/age.
"""

import argparse
import hashlib
import hmac
import os
import re
import secrets
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import BinaryIO

import pyrage  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

PIECE = 64 * 1024
_TAG = 16
_WORK = 18
"""2^18 rounds of scrypt, as the age program: 256 MB of memory and about a second for each guess."""
_MOST_WORK = 22
_32_BYTES = rb"([A-Za-z0-9+/]{43})"
_HEAD = re.compile(
    rb"(age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n" + _32_BYTES + rb"\n---) " + _32_BYTES + rb"\n\Z"
)
_ONLY_ONCE = bytes(12)
"""The nonce of what a fresh key closes once."""


class CannotOpen(Exception):
    """Why, in a sentence."""


def close_with_passphrase(plain: BinaryIO, closed: BinaryIO, passphrase: str, *, work: int = _WORK) -> None:
    file_key, salt = secrets.token_bytes(16), secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, work)).encrypt(_ONLY_ONCE, file_key, None)
    head = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_plain64(salt), work, _plain64(wrapped))
    closed.write(head + b" " + _plain64(_seal_of_head(file_key, head)) + b"\n")
    nonce = secrets.token_bytes(16)
    closed.write(nonce)
    box = ChaCha20Poly1305(_derived(file_key, salt=nonce, purpose=b"payload"))
    closed.writelines(
        box.encrypt(_nonce(number, is_last=is_last), piece, None) for number, (piece, is_last) in enumerate(_pieces(plain, PIECE))
    )


def open_with_passphrase(closed: BinaryIO, plain: BinaryIO, passphrase: str) -> None:
    """Write what was closed. Nothing is to be believed before this has returned: the end may be missing.

    Raises:
        CannotOpen: another passphrase, or the file is damaged or cut off.
    """
    head = b"".join(closed.readline(200) for _ in range(4))
    found = _HEAD.match(head)
    if found is None or int(found[3]) > _MOST_WORK:
        raise CannotOpen("It was not closed with a passphrase, or it is damaged.")
    said, salt, work, wrapped, seal = found.groups()
    try:
        file_key = ChaCha20Poly1305(_stretched(passphrase, _from64(salt), int(work))).decrypt(_ONLY_ONCE, _from64(wrapped), None)
    except InvalidTag:
        raise CannotOpen("This is not the passphrase it was closed with.") from None
    if not hmac.compare_digest(_seal_of_head(file_key, said), _from64(seal)):
        raise CannotOpen("Its head was changed.")
    box = ChaCha20Poly1305(_derived(file_key, salt=closed.read(16), purpose=b"payload"))
    for number, (piece, is_last) in enumerate(_pieces(closed, PIECE + _TAG)):
        try:
            opened = box.decrypt(_nonce(number, is_last=is_last), piece, None)
        except InvalidTag:
            raise CannotOpen("It is damaged, or its end is missing.") from None
        if number and not opened:
            raise CannotOpen("It is damaged: an empty piece at its end.")
        plain.write(opened)


def close_to(plain: BinaryIO, closed: BinaryIO, recipients: list[str]) -> None:
    """Close it so that the holder of any of these public keys can open it.

    Raises:
        CannotOpen: one of them is no public key of age or SSH.
    """
    pyrage.encrypt_io(plain, closed, [_recipient(each) for each in recipients])


def open_as(closed: BinaryIO, plain: BinaryIO, identity: str) -> None:
    """Open it with the private keys that a file of age's holds (`AGE-SECRET-KEY-1…`), or one of SSH.

    Raises:
        CannotOpen: none of them fits, or it is damaged.
    """
    try:
        pyrage.decrypt_io(closed, plain, _identities(identity))
    except (pyrage.DecryptError, pyrage.IdentityError, OSError) as wrong:
        if isinstance(wrong, BrokenPipeError):
            raise
        raise CannotOpen(f"It cannot be opened with this identity: {wrong}.") from None


def _recipient(said: str) -> pyrage.x25519.Recipient | pyrage.ssh.Recipient:
    try:
        return pyrage.ssh.Recipient.from_str(said) if said.startswith("ssh-") else pyrage.x25519.Recipient.from_str(said)
    except pyrage.RecipientError:
        raise CannotOpen(f"{said} is not a complete age public key. Copy all of it: it begins with age1.") from None


def _identities(text: str) -> list[pyrage.x25519.Identity | pyrage.ssh.Identity]:
    if text.lstrip().startswith("-----BEGIN"):
        return [pyrage.ssh.Identity.from_buffer(text.encode())]
    lines = [line.strip() for line in text.splitlines()]
    return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """The file in pieces of this size, the last one marked; an empty file is one empty piece."""
    piece = _exactly(file, size)
    while len(piece) == size:
        following = _exactly(file, size)
        yield piece, not following
        if not following:
            return
        piece = following
    yield piece, True


def _exactly(file: BinaryIO, size: int) -> bytes:
    """So many bytes, however they come through the pipe; fewer only at the end."""
    got = b""
    while len(got) < size and (more := file.read(size - len(got))):
        got += more
    return got


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=2**work, r=8, p=1).derive(passphrase.encode())


def _derived(file_key: bytes, *, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(file_key)


def _seal_of_head(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(file_key, salt=None, purpose=b"header"), head, hashlib.sha256)


def _plain64(raw: bytes) -> bytes:
    return b64encode(raw).rstrip(b"=")


def _from64(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="heard.core.age")
    parser.add_argument("verb", choices=["close", "open"])
    parser.add_argument("--to", action="append", default=[])
    parser.add_argument("--identity", type=argparse.FileType(encoding="utf-8"))
    parser.add_argument("--passphrase-fd", type=int)
    asked = parser.parse_args(arguments)
    came, goes = sys.stdin.buffer, sys.stdout.buffer
    try:
        if asked.passphrase_fd is not None:
            with os.fdopen(asked.passphrase_fd, encoding="utf-8") as file:
                passphrase = file.read()
            (close_with_passphrase if asked.verb == "close" else open_with_passphrase)(came, goes, passphrase)
        elif asked.verb == "close":
            close_to(came, goes, asked.to)
        else:
            open_as(came, goes, asked.identity.read() if asked.identity else "")
        goes.flush()
    except CannotOpen as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 1
    except BrokenPipeError:  # whoever reads had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), goes.fileno())
        return 141
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
