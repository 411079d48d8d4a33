"""Spans for what was written around the actions that keep them."""

from django.db import transaction

from heard.core.actors import Actor
from heard.organisations.models import Membership, MembershipSpan, RemitBranch, RemitSpan, Subscription, TermSpan


@transaction.atomic
def keep_what_stands(*, kind: str, number: int, by: Actor) -> None:
    """Begin the span that is missing, or end the one that should have ended (see `queries.unkept`). Since when it stood, nobody can say."""
    match kind:
        case "remit":
            branch = RemitBranch.objects.select_for_update().get(pk=number)
            RemitSpan.begin(organisation_id=branch.organisation_id, service_id=branch.service_id, since_known=False)
        case "term":
            term = Subscription.objects.select_for_update().get(pk=number)
            days = {"starts_on": term.starts_on, "ends_on": term.ends_on}
            TermSpan.change(organisation_id=term.organisation_id, subscription_number=term.pk, **days, since_known=False)
        case "member":
            member = Membership.objects.select_for_update().get(pk=number)
            who = {"organisation_id": member.organisation_id, "person_id": member.person_id}
            MembershipSpan.begin(**who, membership_number=member.pk, since_known=False)
        case _:
            spans = {"remit-span": RemitSpan, "term-span": TermSpan, "member-span": MembershipSpan}
            spans[kind].objects.filter(pk=number).end()
