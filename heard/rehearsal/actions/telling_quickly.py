"""How soon after its publication everybody concerned is told of a story: one every two seconds, and a whole night's at once.

Each story concerns twenty members, and every fourth the registered contact of a provider that does not listen, too. Measured from the
moment of its publication to the moment when the mail server takes each message.
"""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from heard.accounts.actions.authors import make_author
from heard.moderation.actions import cases
from heard.moderation.actions import stories as desk
from heard.moderation.models import Case
from heard.rehearsal import queries, rules
from heard.rehearsal.actions.driving import AT_ANY_LENGTH, Drive, work_on
from heard.rehearsal.actions.world import CONTACTS, Tell, World
from heard.rehearsal.gateways import mailing
from heard.rehearsal.rules import Comment, Script
from heard.stories.rules import consent
from heard.telling.actions import drafts

EVERY_SECONDS = 2.0
TWO_PLACES_EVERY = 4
AT_MOST = timedelta(minutes=15)
"""After the last publication; by then whatever is not told is lost."""
PAUSE = 0.1


def measure(world: World, comments: Iterable[Comment], *, stories: int, port: int, tell: Tell) -> dict[str, Any]:
    """Both measurements, each with `stories` stories."""
    drive = Drive(world, port=port, tell=tell)
    usable = (each for each in comments if Script(1, each.words).decision == "publish")
    ready = [_tell(world, comment, number) for number, comment in enumerate(usable, 1) if number <= 2 * stories]
    tell(f"{len(ready)} stories are told; waiting until they are at the desk")
    _wait(lambda: not queries.jobs_left() and Case.objects.filter(closed_at=None).count() >= len(ready))
    one_by_one, at_once = ready[: len(ready) // 2], ready[len(ready) // 2 :]
    paced = _one_by_one(drive, one_by_one, tell)
    morning = _a_morning(drive, at_once, tell)
    lost = paced.pop("lost") + morning.pop("lost")
    differences = [f"{lost} were never told"] if lost else []
    return {"one every two seconds": paced, "a morning": morning, "does not add up": differences}


def _tell(world: World, comment: Comment, number: int) -> int:
    """Sent, by the real actions; how long telling takes is not the question here. The story's number."""
    heard = number if not Script(number, comment.words).nobody_listens else number + 1
    places = [world.place_for(comment, Script(heard, comment.words))]
    if number % TWO_PLACES_EVERY == 0 and world.nobody_listens:
        places.append(world.nobody_listens[number % min(CONTACTS, len(world.nobody_listens))])
    author = make_author()
    draft = drafts.begin_draft(region_id=world.region.pk, author=author)
    told = {
        "words": comment.words,
        "services": places,
        "good": list(comment.good),
        "better": list(comment.better),
        "role": "patient",
        "chosen_name": f"Teller {number}",
        "consents": {"publish": consent.CURRENT},
    }
    drafts.save_draft(draft_id=draft.pk, changes=told, by=author)
    return drafts.send_draft(draft_id=draft.pk, by=author).pk


def _one_by_one(drive: Drive, stories: list[int], tell: Tell) -> dict[str, Any]:
    """One every two seconds: half published at the desk, half approved for a morning that has come, and so released by the worker."""
    began = time.monotonic()
    for position, story_id in enumerate(stories):
        time.sleep(max(0.0, began + position * EVERY_SECONDS - time.monotonic()))
        _decide(drive, story_id, by_worker=position % 2 == 1)
        if position % 15 == 0:
            tell(f"{position} of {len(stories)} published, {queries.owed()} messages under way")
    return _figures(stories, tell)


def _a_morning(drive: Drive, stories: list[int], tell: Tell) -> dict[str, Any]:
    """All approved in one night: the worker finds them at once."""
    with transaction.atomic():
        for story_id in stories:
            _decide(drive, story_id, by_worker=True)
    tell(f"{len(stories)} are approved, and their morning has come")
    found = _figures(stories, tell)
    levels = queries.criticality_of(stories)
    published = queries.published_at(stories)
    order = [levels[story] for story in sorted(published, key=lambda story: published[story])]
    return found | {
        "published most critical first": order == sorted(order, reverse=True),
        "last told of, s, by criticality": _last_of(levels),
    }


def _decide(drive: Drive, story_id: int, *, by_worker: bool) -> None:
    senior = drive.world.moderators[-1]
    case = Case.objects.select_related("story").get(story_id=story_id, closed_at=None)
    case = cases.claim_case(case_id=case.pk, by=senior)
    if by_worker:
        drive.approve_at_night(case, case.story, senior)
    else:
        desk.publish(case_id=case.pk, seen_story=case.story.version, work=work_on(case.story), **AT_ANY_LENGTH, by=senior)


def _figures(stories: list[int], tell: Tell) -> dict[str, Any]:
    settled = _wait(lambda: queries.all_published(stories) and not queries.jobs_left() and not queries.owed())
    tell("everybody is told" if settled else "it was not over in time")
    published = queries.published_at(stories)
    told = _taken().first_told()
    due = {(email, story) for email, story in queries.who_should_hear().due if story in published}
    waits = [told[key] - published[key[1]] for key in due if key in told]
    began = min(published.values(), default=0.0)
    last = max((told[key] for key in due if key in told), default=began)
    return {
        "stories": len(published),
        "released by the worker": queries.released_by_worker(stories),
        "to be told": len(due),
        "lost": len(due - set(told)),
        "p50 s": round(rules.percentile(waits, 0.5), 2),
        "p95 s": round(rules.percentile(waits, 0.95), 2),
        "longest s": round(max(waits, default=0.0), 2),
        "over 60 s": sum(wait > 60 for wait in waits),
        "first publication to last message s": round(last - began, 1),
    }


def _last_of(levels: dict[int, int]) -> dict[str, float]:
    """Of each criticality, how long after the first publication of all its last message was taken."""
    published, told = queries.published_at(list(levels)), _taken().first_told()
    began = min(published.values(), default=0.0)
    last: dict[int, float] = {}
    for (_, story), at in told.items():
        if story in levels:
            last[levels[story]] = max(at - began, last.get(levels[story], 0.0))
    return {str(level): round(last[level], 1) for level in sorted(last, reverse=True)}


def _taken() -> mailing.Taken:
    return mailing.taken(Path(settings.HEARD_HOME) / mailing.LOG)


def _wait(until: Callable[[], bool]) -> bool:
    end = time.monotonic() + AT_MOST.total_seconds()
    while not until():
        if time.monotonic() > end:
            return False
        time.sleep(PAUSE)
    return True
