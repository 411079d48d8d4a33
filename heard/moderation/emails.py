"""What the desk emails its own people: that somebody has to look now, and nothing of the story."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from heard.accounts.policies import is_operator
from heard.accounts.queries import person_by_id
from heard.core import links, mail
from heard.core.models import Delivery
from heard.moderation import policies
from heard.moderation.models import Call, Case, Line
from heard.moderation.queries.calls import path_of
from heard.moderation.queries.locked import is_for_nobody
from heard.moderation.rules.risk import calls_somebody
from heard.regions.queries import are_several
from heard.ui.wording import time_of


@mail.letter("danger", to="colleague")
def danger(delivery: Delivery) -> mail.Letter | None:
    """To whoever is told of a call. Dropped once somebody has it: then nobody needs to be woken; and for who cannot open it any more."""
    call = Call.objects.select_related("case__story__region", "enquiry__region").get(pk=int(delivery.params["call_id"] or 0))
    person = person_by_id(int(delivery.params["person_id"] or 0))
    if call.ended_at is not None or person is None or not policies.may_open(person, call):
        return None
    region = call.region
    came = time_of(call.began_at.astimezone(ZoneInfo(region.time_zone)).replace(tzinfo=None))
    return mail.Letter(
        subject=_("Someone may be in danger: please look now (%(time)s)") % {"time": f"{region.name}, {came}" if are_several() else came},
        paragraphs=[
            _("Something was sent to Heard (%(region)s) at %(time)s. It may mean that someone is in danger or needs care now.")
            % {"region": region.name, "time": came},
            _("Open it, sign in and choose “I’m on it”. If no one does, we’ll alert the next person, and then every senior moderator:"),
        ],
        why=_("You’re getting this email because you’re on the moderators’ rota, or because no one on the rota has taken it."),
        path=path_of(call),
    )


@mail.letter("locked", to="colleague")
def locked(delivery: Delivery) -> mail.Letter | None:
    """To an operator: a case that no moderator can open. Dropped once somebody can, or it is decided."""
    case = Case.objects.select_related("story__region").get(pk=int(delivery.params["case_id"] or 0))
    person = person_by_id(int(delivery.params["person_id"] or 0))
    if case.closed_at is not None or person is None or not is_operator(person) or not is_for_nobody(case):
        return None
    danger = calls_somebody(risk=case.risk, signs=case.signs)
    role = Line.SENIOR if case.senior_only else Line(case.line)
    region = case.story.region.name
    subject = (
        _("Please act now: someone may be in danger, and no moderator can open the case")
        if danger
        else _("No moderator can open a case that’s waiting")
    )
    here = {"number": case.pk, "role": role.label, "region": region}
    return mail.Letter(
        subject=f"{subject} ({region})" if are_several() else subject,
        paragraphs=[
            _(
                "Case %(number)s needs a moderator for %(region)s with this role: %(role)s. No one who can sign in is one, so no one can "
                "read the case."
            )
            % here
            if are_several()
            else _(
                "Case %(number)s needs a moderator with this role: %(role)s. No one who can sign in has it, so no one can read the case."
            )
            % here,
            _("What was sent: %(kind)s. Region: %(region)s.") % {"kind": case.kind_words, "region": region},
            _("Give a moderator that role here, then ring them. They can open the case straight away:"),
        ],
        path=links.to("people-of-heard"),
    )
