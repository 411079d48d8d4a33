"""The searches of `words/searches.csv`, through the page: what each must find, and what it must not."""

import csv
import html
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROWS = list(csv.DictReader((Path(__file__).parent / "words" / "searches.csv").read_text(encoding="utf-8").splitlines()))
TITLE = re.compile(r"\b(finds|never) (\d+)\b")


def titles(client, query):
    """The stories that this search lists, on all its pages; of the one that was meant, if it has none."""
    address = f"/stories/?{query}"
    found, meant = set(), False
    while address:
        page = client.get(address).text
        listed = page[page.index('id="results"') :]
        found |= {(kind, int(n)) for kind, n in TITLE.findall(listed)}
        older = re.search(r'href="([^"]*page=[^"]*)"[^>]*rel="next"', listed) or re.search(r'rel="next"[^>]*href="([^"]*)"', listed)
        guess = re.search(r'Did you mean <a href="([^"]+)"', listed)
        address = html.unescape(older[1]) if older else html.unescape(guess[1]) if guess and not meant else ""
        meant = meant or bool(guess)
    return found


def test_every_search_finds_what_it_must_and_not_what_it_must_not(client):
    place, moderator = factories.service(name="Quayside"), factories.moderator()
    for n, row in enumerate(ROWS):
        factories.published_story(title=f"finds {n}", words=row["finds"], services=[place], by=moderator)
        factories.published_story(title=f"never {n}", words=row["never"], services=[place], by=moderator)
    wrong, right = [], 0
    for n, row in enumerate(ROWS):
        found = titles(client, urlencode({"q": row["query"]}))
        right += ("finds", n) in found and ("never", n) not in found
        if ("finds", n) not in found:
            wrong.append(f"{row['query']!r} does not find {row['finds']!r} ({row['why']})")
        if ("never", n) in found:
            wrong.append(f"{row['query']!r} finds {row['never']!r} ({row['why']})")
    assert not wrong, f"{right} of {len(ROWS)} searches are right:\n" + "\n".join(wrong)
