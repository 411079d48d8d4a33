"""Whether a form was sent from one of our own pages. Everything that asks uses this rule."""

from django.http import HttpRequest


def is_from_here(request: HttpRequest, *, if_silent: bool = True) -> bool:
    """What the browser says of where this form comes from; `if_silent` is the answer where it says nothing.

    Asked where a form has no token, since a token would start a session. A form from elsewhere comes without the cookie of whoever sent
    it, so a session begun for it would take the place of theirs.
    """
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "null")
    if site == "same-origin":
        return True  # no page can say so itself
    if site not in {"", "none"}:
        return False
    # Behind a proxy the scheme is the proxy's business, so only the host is compared.
    return if_silent if origin == "null" else origin.partition("://")[2] == request.get_host()
