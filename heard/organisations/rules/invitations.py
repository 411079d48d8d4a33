"""Invitations: how long one lasts, and the token in its letter."""

from datetime import datetime, timedelta

from django.conf import settings

from heard.core.tokens import made_token

INVITATION = "invitation"
"""The kind of reference (`core.actors`) under which whoever is invited is written to."""
INVITATION_LASTS = timedelta(days=14)


def invitation_token(invitation_id: int, made_at: datetime) -> str:
    """The token of an invitation. It is worked out again whenever its letter is written, so that no copy need be kept: what the
    database holds (`digest_of`) opens nothing without the site's secret key.
    """
    said = f"invitation {invitation_id} {made_at.timestamp():.6f}"
    return made_token(said, key=settings.SECRET_KEY.encode(), size=24)
