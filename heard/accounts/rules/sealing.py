"""Sealing: what one side can close and only the other side can open.

The web process holds the worker's public key alone: it can seal an author's email address and never read it again. The worker holds the
private keys, the present one and those before it (generations), and opens an address at the moment of sending.

A sealed detail is: format (1 byte), generation (2), ephemeral public key (32), ciphertext with tag; X25519, HKDF-SHA256 and
ChaCha20-Poly1305. The context (whose detail, of which kind) is authenticated, so that a sealed value cannot be moved to somebody else's
row. Values are padded, so that the length tells little.
"""

import secrets
import struct
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1
_HEAD = struct.Struct(">BH32s")
_BLOCK = 64
_NONCE = 12


class CannotOpen(Exception):
    """Not sealed to this key, moved from elsewhere, or damaged."""


def seal(plain: str, *, public_key: bytes, generation: int, context: str) -> bytes:
    """Close `plain` so that only the holder of the private key of this generation can read it."""
    ephemeral = X25519PrivateKey.generate()
    mine = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public_key))
    key, nonce = _derive(shared, mine, public_key)
    head = _HEAD.pack(FORMAT, generation, mine)
    return head + ChaCha20Poly1305(key).encrypt(nonce, _pad(plain.encode()), head + context.encode())


def generation_of(sealed: bytes) -> int:
    """Which private key opens it."""
    if len(sealed) < _HEAD.size or sealed[0] != FORMAT:
        raise CannotOpen("This is not a sealed detail.")
    return int(_HEAD.unpack_from(sealed)[1])


def open_sealed(sealed: bytes, *, private_key: Callable[[int], bytes], context: str) -> str:
    """Open what `seal` closed; `private_key` gives the key of a generation.

    Raises:
        CannotOpen: another key, another context, or damage.
    """
    own = X25519PrivateKey.from_private_bytes(private_key(generation_of(sealed)))
    head = sealed[: _HEAD.size]
    theirs = _HEAD.unpack(head)[2]
    key, nonce = _derive(own.exchange(X25519PublicKey.from_public_bytes(theirs)), theirs, own.public_key().public_bytes_raw())
    try:
        padded = ChaCha20Poly1305(key).decrypt(nonce, sealed[_HEAD.size :], head + context.encode())
    except InvalidTag as wrong:
        raise CannotOpen("This was sealed to another key or for another place.") from wrong
    return _unpad(padded).decode()


def lock(plain: str, *, key: bytes, context: str) -> bytes:
    """Close `plain` with a key that both sides hold: 12 bytes of nonce, ciphertext with tag."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, plain.encode(), context.encode())


def unlock(locked: bytes, *, key: bytes, context: str) -> str:
    """Open what `lock` closed. Raises CannotOpen."""
    try:
        return ChaCha20Poly1305(key).decrypt(locked[:_NONCE], locked[_NONCE:], context.encode()).decode()
    except (InvalidTag, ValueError) as wrong:
        raise CannotOpen("This was closed with another key or for another place.") from wrong


def public_half(private_key: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def new_private_key() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw()


def _derive(shared: bytes, ephemeral: bytes, recipient: bytes) -> tuple[bytes, bytes]:
    both = HKDF(algorithm=SHA256(), length=32 + _NONCE, salt=None, info=b"heard contact detail\n" + ephemeral + recipient).derive(shared)
    return both[:32], both[32:]


def _pad(plain: bytes) -> bytes:
    return plain + b"\x80" + b"\0" * (-(len(plain) + 1) % _BLOCK)


def _unpad(padded: bytes) -> bytes:
    return padded.rstrip(b"\0")[:-1]
