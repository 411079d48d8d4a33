"""Secrets of mailed links. They are worked out again when their letter is written, so that no copy need be kept: what the database holds
(`digest_of`) opens nothing without the key they are made with.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode


def made_token(said: str, *, key: bytes, size: int = 32) -> str:
    """The token for `said`, always the same: `size` bytes as letters that an address can hold."""
    return urlsafe_b64encode(hmac.digest(key, said.encode(), hashlib.sha256)[:size]).rstrip(b"=").decode()


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
