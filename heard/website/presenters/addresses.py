"""Addresses of public pages. A list names fifty of them: the pattern is asked for once for each site, not each time."""

from functools import lru_cache
from urllib.parse import quote

from django.utils.crypto import salted_hmac

from heard.core import links, sites
from heard.published.queries.parts import ServiceRef

_NUMBER = 1234567890
_KEY = "key-of-a-service"


def story_path(number: int) -> str:
    return _story_pattern(sites.script_prefix()).replace(str(_NUMBER), str(number))


def service_path(key: str) -> str:
    return _service_pattern(sites.script_prefix()).replace(_KEY, key)


def stories_path() -> str:
    return links.to("stories")


@lru_cache(maxsize=1024)
def _story_pattern(prefix: str) -> str:
    with sites.below(prefix):
        return links.to("story", number=_NUMBER)


@lru_cache(maxsize=1024)
def _service_pattern(prefix: str) -> str:
    with sites.below(prefix):
        return links.to("service", key=_KEY)


def tag_path(kind: str, slug: str) -> str:
    return f"{stories_path()}?tag={kind}%3A{quote(slug)}"


def anchor(kind: str, number: int) -> str:
    """Where one voice stands in a page: always the same, and telling nothing of how many others were sent that nobody may see yet."""
    return f"{kind}-{salted_hmac('heard.website.anchor', f'{kind} {number}', algorithm='sha256').hexdigest()[:10]}"


def path_of(service: ServiceRef) -> str:
    return service_path(service.path_key)
