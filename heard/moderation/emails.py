"""What the desk emails its own people: that somebody has to look now, and nothing of the story."""

from zoneinfo import ZoneInfo

from heard.accounts.queries import person_by_id
from heard.core import links, mail
from heard.core.models import Delivery
from heard.moderation.models import Call
from heard.moderation.policies import line_of
from heard.ui.wording import time_of


@mail.letter("danger", to="colleague")
def danger(delivery: Delivery) -> mail.Letter | None:
    """To whoever is told of a call. Dropped once somebody has the case: then nobody needs to be woken."""
    call = Call.objects.select_related("case__story__region").get(pk=int(delivery.params["call_id"] or 0))
    person = person_by_id(int(delivery.params["person_id"] or 0))
    if call.ended_at is not None or person is None or not line_of(person):
        return None
    region = call.case.story.region
    came = time_of(call.began_at.astimezone(ZoneInfo(region.time_zone)).replace(tzinfo=None))
    return mail.Letter(
        subject=f"Someone may be in danger: please look now ({came})",
        paragraphs=[
            f"At {came}, something was sent to Heard ({region.name}) that may mean someone is in danger or needs care now.",
            "You get this email because you’re on the rota of Heard’s moderators, or because no one on the rota has taken it.",
            "Open it, sign in, and choose “I’m on it”. If no one does, we tell the next person, and then every senior moderator:",
        ],
        path=links.to("case", case_id=call.case_id),
    )
