"""What is read of sheets: by those who write on them."""

from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q

from heard.core.reckoning import Missing, Window
from heard.stories.queries import taken_back
from heard.writing.models import Sheet, Text
from heard.writing.rules import About


def texts_on(about: About) -> list[Text]:
    """Everything on a sheet that was not sent, newest first, with its writers."""
    whose = Q(sheet__organisation__isnull=True) if about.organisation_id is None else Q(sheet__organisation_id=about.organisation_id)
    return list(
        Text.objects.filter(whose, sheet__kind=about.kind, sheet__thing=about.thing, sent_at=None)
        .select_related("writer")
        .order_by("-version")
    )


def unsent_about(*, organisation_id: int, story_id: int) -> list[Text]:
    """Everything that an organisation's members have begun about a story and not sent, newest first."""
    return list(
        Text.objects.filter(sheet__organisation_id=organisation_id, sheet__story_id=story_id, sent_at=None)
        .select_related("writer", "sheet")
        .order_by("-written_at", "-pk")
    )


def unsent_at_the_desk(*, thing: int, kinds: Sequence[str]) -> list[Text]:
    """What moderators have begun about a case and not sent, newest first."""
    return list(
        Text.objects.filter(sheet__organisation__isnull=True, sheet__thing=thing, sheet__kind__in=kinds, sent_at=None)
        .select_related("writer", "sheet")
        .order_by("-written_at", "-pk")
    )


def unsent_about_enquiry(enquiry_id: int, *, but: int | None = None) -> list[Text]:
    """What operators have begun about a message to Heard and not sent, newest first; without what the person `but` wrote."""
    texts = Text.objects.filter(sheet__enquiry_id=enquiry_id, sent_at=None).exclude(writer_id=but)
    return list(texts.select_related("writer", "sheet").order_by("-written_at", "-pk"))


def who_began_on(enquiry_ids: Sequence[int]) -> dict[int, list[str]]:
    """By message to Heard, the names of those who have begun something about it and not sent it."""
    found: dict[int, list[str]] = {}
    texts = Text.objects.filter(sheet__enquiry_id__in=enquiry_ids, sent_at=None).exclude(words={})
    for enquiry_id, name in texts.order_by("writer__name").values_list("sheet__enquiry_id", "writer__name").distinct():
        found.setdefault(enquiry_id, []).append(name)
    return found


def left_of_done_enquiries(window: Window) -> list[Missing]:
    """Messages to Heard that were answered or closed, about which something is still kept that whoever did that had written."""
    done = Text.objects.filter(sheet__enquiry__done_at__gte=window.since, sheet__enquiry__done_at__lt=window.before)
    left = done.filter(writer=F("sheet__enquiry__done_by"), sent_at=None)
    return [Missing(at, None, of=pk) for at, pk in left.values_list("sheet__enquiry__done_at", "sheet__enquiry").distinct() if at]


def left_of_withdrawn_stories(window: Window) -> list[Missing]:
    """Withdrawn stories about which something is still kept that was being written."""
    left = Sheet.objects.filter(story=OuterRef("story"), outlives_story=False)
    return [Missing(*row) for row in taken_back(window).filter(Exists(left)).values_list("at", "story_id")]
