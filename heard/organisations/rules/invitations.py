"""Invitations: how long one lasts, and the token in its letter."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from django.conf import settings

INVITATION_LASTS = timedelta(days=14)


def invitation_token(invitation_id: int, made_at: datetime) -> str:
    """The token of an invitation. It is worked out again whenever its letter is written, so that no copy need be kept: what the
    database holds (`digest_of`) opens nothing without the site's secret key.
    """
    said = f"invitation {invitation_id} {made_at.timestamp():.6f}".encode()
    return urlsafe_b64encode(hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256)[:24]).decode()


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
