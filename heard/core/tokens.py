"""What mailed links carry.

* Secrets that are used once (`made_token`) are worked out again when their letter is written, so that no copy need be kept: what the
  database holds (`digest_of`) opens nothing without the key they are made with.
* Links that stay good for as long as something stands (`sealed_token`) say what they are about, closed: who reads the letter or the
  address learns no number, and two letters to the same person carry nothing in common.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings

_NONCE = 12
_LONGEST = 500
"""Letters. Whatever is longer is no token of ours."""


def made_token(said: str, *, key: bytes, size: int = 32) -> str:
    """The token for `said`, always the same: `size` bytes as letters that an address can hold."""
    return _letters(hmac.digest(key, said.encode(), hashlib.sha256)[:size])


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def sealed_token(said: str, *, purpose: str) -> str:
    """A token that says `said` to this site alone, and only where the same purpose is asked for. It does not expire by itself."""
    nonce = secrets.token_bytes(_NONCE)
    return _letters(nonce + _box(settings.SECRET_KEY, purpose).encrypt(nonce, said.encode(), None))


def open_token(token: str, *, purpose: str) -> str | None:
    """What a sealed token says; None when it is not ours, for something else, or damaged."""
    try:
        raw = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4)) if len(token) <= _LONGEST else b""
    except ValueError:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _box(str(secret), purpose).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
        except (InvalidTag, ValueError):
            continue
    return None


def _box(secret: str, purpose: str) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hmac.digest(secret.encode(), f"sealed token\n{purpose}".encode(), hashlib.sha256))


def _letters(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
