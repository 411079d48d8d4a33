"""What `manage.py doctor` asks of stories, and what pages say of them."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy

from heard.core import clock
from heard.core.health import Finding, age, looked_at
from heard.pages.presenters.blocks import block
from heard.pages.rules.live import Facts
from heard.regions.rules import SettingKey
from heard.stories.models import DeclineReason, EditReason
from heard.stories.queries import to_index
from heard.stories.rules.levels import criteria_of
from heard.stories.rules.taking_back import taking_back


@looked_at
def search() -> Iterator[Finding]:
    """Stories that wait to be indexed. After an upgrade they all do, for a while; else none does for long."""
    count, since = to_index()
    if not count or since is None:
        yield Finding("Search", "every public story is found by the words it has now")
        return
    waited = clock.now() - since
    wait = "1 story waits" if count == 1 else f"{count:,} stories wait"
    yield Finding(
        "Search",
        f"{wait} to be indexed, the first for {age(since)}: the worker does it every minute, a hundred at a time."
        " `manage.py index_stories` does it at once, beside the worker, and says how far it is",
        warns=waited > timedelta(minutes=10),
    )


@block("edit_reasons", "pages/live/list.html", words=gettext_lazy("why we edit stories: the list of reasons"))
def _edit_reasons(_facts: Facts) -> dict[str, object]:
    return {"said": EditReason.labels}


@block("decline_reasons", "pages/live/list.html", words=gettext_lazy("why we decline stories: the list of reasons"))
def _decline_reasons(_facts: Facts) -> dict[str, object]:
    return {"said": DeclineReason.labels}


@block("taking_back", "stories/_taking_back.html", words=gettext_lazy("what happens when an author takes their story back"))
def _taking_back(facts: Facts) -> dict[str, object]:
    return {"said": taking_back(days_kept=facts.numbers[SettingKey.TAKEN_BACK_KEPT])}


@block("criteria", "stories/_criteria.html", words=gettext_lazy("what each level of criticality means here, with examples"))
def _criteria(facts: Facts) -> dict[str, object]:
    return {"criteria": criteria_of(facts.own_words, facts.languages)}
