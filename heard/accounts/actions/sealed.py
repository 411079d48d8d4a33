"""Addresses that the web process closes and only the worker can open (`rules.sealing`), whoever keeps them."""

from collections.abc import Callable

from heard.accounts.gateways import key_folder
from heard.accounts.rules import sealing

_kept_elsewhere: list[Callable[[], int]] = []


def seal_address(plain: str, *, context: str) -> bytes:
    """Close an address to the worker's newest key. `context` says whose it is: moved to another row, it cannot be opened."""
    generation, public_key = key_folder().worker_public()
    return sealing.seal(plain, public_key=public_key, generation=generation, context=context)


def open_address(sealed: bytes, *, context: str) -> str:
    """Only ever called by the worker, at the moment of sending: nobody else has the key.

    Raises:
        CannotOpen: another key, another context, or damage.
    """
    return sealing.open_sealed(sealed, private_key=key_folder().worker_private, context=context)


def seal_anew(sealed: bytes, *, context: str) -> bytes | None:
    """The same address closed to the newest key; None when it is already. Needs the private keys."""
    if sealing.generation_of(sealed) == key_folder().worker_public()[0]:
        return None
    return seal_address(open_address(sealed, context=context), context=context)


def sealed_as_well(reseal: Callable[[], int]) -> None:
    """Register what seals again the addresses that a higher slice keeps, and returns how many."""
    _kept_elsewhere.append(reseal)


def reseal_elsewhere() -> int:
    return sum(reseal() for reseal in _kept_elsewhere)
