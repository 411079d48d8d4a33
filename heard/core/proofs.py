"""A proof of work: a browser shows that it spent a second or two, so that a flood costs whoever sends it, and a person hardly anything.

The challenge is signed, good for an hour and for one use, and holds nothing about whoever asked for it: a random number and a time. The
widget (altcha, served by us) solves it in the browser; no other site is asked. Only a browser with JavaScript on an https page can do it,
so nothing may ever depend on it alone: whoever has none goes on without, and waits a little longer.
"""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import altcha
from django.conf import settings

from heard.core import clock, limits

FIELD: Final = "altcha"
"""The name under which the widget adds its proof to a form."""
GOOD_FOR: Final = timedelta(hours=1)
ALGORITHM: Final = "PBKDF2/SHA-256"
ROUNDS: Final = 5_000
"""Rounds of one try: some 2 ms in a browser and about as long here, where a challenge is made with one try and checked with none."""
TRIES: Final = (400, 1_600)
"""Between how many tries a browser needs: about a second on a laptop, some ten on an old phone."""
MOST_SIGNS: Final = 4_000
"""A proof has some 700 signs; whatever is longer is none, and is not read."""


def challenge() -> dict[str, Any]:
    """A new challenge, for the widget to solve."""
    least, most = TRIES
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=least + secrets.randbelow(most - least),
        expires_at=int((clock.now() + GOOD_FOR).timestamp()),
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("solution"),
    )
    return made.to_dict()


def redeem(proof: str) -> bool:
    """Whether this is a proof of one of our challenges, in time, and shown for the first time. It is used up then."""
    if not 0 < len(proof) <= MOST_SIGNS or not proof.isascii():
        return False
    if not altcha.verify_solution(proof, _key("challenge"), hmac_key_secret=_key("solution")).verified:
        return False
    signed = json.loads(base64.b64decode(proof))["challenge"]  # what the signature was just found to be right for
    until = datetime.fromtimestamp(signed["parameters"]["expiresAt"], tz=UTC)
    return until > clock.now() and limits.once("proof of work", str(signed["parameters"]["nonce"]), until=until)


def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"proof of work, {purpose}".encode(), hashlib.sha256)
