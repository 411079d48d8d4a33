"""Cases that wait for their author, for advice or for the morning."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from heard.accounts.models import Person
from heard.core import clock
from heard.core.actors import PERSON, ActorRef
from heard.core.reckoning import Missing, Window
from heard.moderation.lifecycle import CaseMoves
from heard.moderation.models import STORY, Case, CaseMove, Turn, WaitingFor
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.lifecycle import StoryMoves
from heard.stories.models import HoldReason, State, StoryMove
from heard.stories.queries import AUTHOR_SPOKE

AT_ONCE = 500
DUE_FIRST = {"-risk": int, "due_back": datetime, "opened_at": datetime, "pk": int}
"""The order of what waits for somebody: risk, then whatever is due first, then age. What has no day, from before holds had one, is due."""
LATE_AFTER = timedelta(minutes=5)


def public_from(story_id: int) -> datetime | None:
    """When a story that is approved and waits for the morning will be public; None for any other, and once its author has said something
    since, which the desk may not have been told yet.
    """
    case = Case.objects.filter(story_id=story_id, subject=STORY, closed_at=None, waiting_for=WaitingFor.MORNING).first()
    return None if case is None or answered_since_approved(case) else case.waiting_until


def approved_by_now() -> list[int]:
    """Ids of approved cases whose morning has come, the most critical story first: of a whole night's those are told first that matter
    most."""
    due = Case.objects.filter(closed_at=None, waiting_for=WaitingFor.MORNING, waiting_until__lte=clock.now())
    return list(due.order_by(F("work__criticality").desc(nulls_last=True), "waiting_until", "pk").values_list("pk", flat=True))


def approved_and_late() -> QuerySet[Case]:
    """Approved cases whose morning came more than `LATE_AFTER` ago: the sweep of every minute should have published them."""
    return Case.objects.filter(closed_at=None, waiting_for=WaitingFor.MORNING, waiting_until__lt=clock.now() - LATE_AFTER)


def answered_since_approved(case: Case) -> bool:
    """Whether the author told the moderators something after the case was approved for the morning: nobody has read that."""
    approved = CaseMove.objects.filter(case=case, name=CaseMoves.APPROVE).order_by("-pk").values_list("at", flat=True).first()
    return approved is not None and StoryMove.objects.filter(story_id=case.story_id, name__in=AUTHOR_SPOKE, at__gt=approved).exists()


def approver_of(case: Case) -> Person | None:
    """Who approved a case that waits for the morning."""
    by = ActorRef(CaseMove.objects.filter(case=case, name=CaseMoves.APPROVE).order_by("-pk").values_list("by", flat=True).first() or "")
    return Person.objects.filter(pk=by.number).first() if by.kind == PERSON else None


def waited_for(case: Case) -> str:
    """What a claimed case would wait for if it were put back: its story may be asked or held."""
    if not case.is_story:
        return ""
    if case.story.state == State.ASKED:
        return str(WaitingFor.AUTHOR)
    if case.story.state == State.HELD:
        held = (
            StoryMove.objects.filter(story_id=case.story_id, name=StoryMoves.HOLD).order_by("-pk").values_list("reason", flat=True).first()
        )
        return held or str(WaitingFor.SAFEGUARDING)
    return ""


def waited_last_long_enough() -> list[int]:
    """Ids of cases that stood behind the others for ⚙ `read_last_for` days."""
    found: list[int] = []
    for region_id in Case.objects.filter(closed_at=None, turn=Turn.LAST).values_list("story__region_id", flat=True).distinct():
        since = clock.now() - timedelta(days=setting(region_id, SettingKey.READ_LAST_FOR))
        cases = Case.objects.filter(closed_at=None, turn=Turn.LAST, story__region_id=region_id, opened_at__lt=since)
        found += cases.values_list("pk", flat=True)
    return found


def waited_for_of(case: Case) -> str:
    """What the case waits for; of one that is being read, whether its story is held."""
    return case.waiting_for or (HoldReason.SAFEGUARDING.value if case.story.state == State.HELD and case.is_story else "")


def waits_that_are_over() -> list[int]:
    """Ids of cases whose hold has ended, or whose author did not answer in time: a moderator looks again. The gravest first."""
    return list(_over(clock.now()).order_by(*DUE_FIRST).values_list("pk", flat=True)[:AT_ONCE])


def over_and_still_waiting(window: Window) -> list[Missing]:
    """The same, as the sweep reckons it; `of` is the case."""
    return [Missing(case.waiting_until or case.opened_at, case.story_id, case.pk) for case in _over(window.before).order_by(*DUE_FIRST)]


def _over(moment: datetime) -> QuerySet[Case]:
    waits = Case.objects.filter(closed_at=None).exclude(waiting_for="").exclude(waiting_for=WaitingFor.MORNING)
    return waits.annotate(due_back=Coalesce("waiting_until", "opened_at")).filter(due_back__lte=moment)
