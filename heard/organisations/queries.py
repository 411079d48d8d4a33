from collections.abc import Iterable
from datetime import timedelta

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from heard.accounts.queries import WHO_MAY_SIGN_IN, was_closed
from heard.core import clock, mail
from heard.core.actors import ActorRef
from heard.core.keyset import Page, read_page
from heard.core.reckoning import Missing, Window
from heard.core.spans import held
from heard.directory.models import Placing, Service, Standing
from heard.organisations.models import (
    Invitation,
    JoinedRemit,
    Membership,
    Organisation,
    PublicContact,
    RemitBranch,
    Role,
    ShownPicture,
    Subscription,
)
from heard.organisations.rules.invitations import INVITATION

LISTENING = f"""
SELECT count(DISTINCT sub.organisation_id) AS organisations, count(DISTINCT person.id) AS members
  FROM organisations_subscription sub
  LEFT JOIN organisations_membership member ON member.organisation_id = sub.organisation_id AND member.frozen_at IS NULL
  LEFT JOIN ({WHO_MAY_SIGN_IN}) person ON person.id = member.person_id
 WHERE %s::date BETWEEN sub.starts_on AND sub.ends_on"""  # noqa: S608 - put together from constants
"""SQL: how many organisations listen on the day that is its parameter, and how many people may sign in for one of them (ADR 42)."""
LISTENING_IN = f"{LISTENING} AND sub.organisation_id IN (SELECT id FROM organisations_organisation WHERE region_id = %s::bigint)"  # noqa: S608 - as above
"""SQL: the same of the region that is its second parameter."""


def organisations_hearing(ancestors: Iterable[int]) -> QuerySet[Organisation]:
    """Organisations with a running subscription whose remit holds any of these services (a story's `ancestors`)."""
    today = clock.today()
    return Organisation.objects.filter(
        remit__service_id__in=list(ancestors), subscriptions__starts_on__lte=today, subscriptions__ends_on__gte=today
    ).distinct()


def is_in_remit(organisation_id: int, ancestors: Iterable[int]) -> bool:
    return Organisation.objects.filter(pk=organisation_id, remit__service_id__in=list(ancestors)).exists()


def open_membership(person_id: int, membership_id: int) -> Membership | None:
    """One membership of the person, unless it is frozen."""
    return _open(person_id).filter(pk=membership_id).first()


def open_membership_in(organisation_id: int, person_id: int) -> Membership | None:
    """The person's membership of this organisation, if they can work under it."""
    return _open(person_id).filter(organisation_id=organisation_id).first()


def open_memberships(person_id: int) -> list[Membership]:
    """The memberships under which the person can work, by name of the organisation."""
    return list(_open(person_id).order_by("organisation__name", "pk"))


def _open(person_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(person_id=person_id, frozen_at=None, person__is_active=True).select_related("organisation", "person")


def frozen_memberships(person_id: int) -> list[Membership]:
    """The memberships that the person cannot work under, for telling them so."""
    return list(Membership.objects.filter(person_id=person_id).exclude(frozen_at=None).select_related("organisation"))


def members_of(organisation_id: int, *, search: str = "", page: str = "") -> Page[Membership]:
    """The organisation's members by name, those whose name or job title holds `search`; frozen ones too, a page at a time."""
    rows = Membership.objects.filter(organisation_id=organisation_id).select_related("person__photo")
    if search:
        rows = rows.filter(Q(person__name__icontains=search) | Q(job_title__icontains=search))
    return read_page(rows, by={"person__name": str, "pk": int}, page=page)


def member_of(organisation_id: int, membership_id: int) -> Membership | None:
    """One member of this organisation; of another one there is none."""
    return Membership.objects.filter(organisation_id=organisation_id, pk=membership_id).select_related("person", "organisation").first()


def member_count(organisation_id: int) -> int:
    return Membership.objects.filter(organisation_id=organisation_id, frozen_at=None, person__is_active=True).count()


def contacts_of(organisation_id: int) -> list[PublicContact]:
    """The organisation's public contacts, in the order in which they were added."""
    return list(PublicContact.objects.filter(organisation_id=organisation_id).order_by("pk"))


def open_invitations(organisation_id: int) -> list[Invitation]:
    """Invitations that can still be accepted or have just expired, newest first."""
    rows = Invitation.objects.filter(organisation_id=organisation_id, accepted_at=None, cancelled_at=None)
    return list(rows.order_by("-made_at", "-pk")[:100])


def refused_invitations(invitations: Iterable[Invitation]) -> set[int]:
    """Which of these could not be delivered: the mail server of the address refused them for good."""
    return {ref.number for ref in mail.refused_since(ActorRef.of(INVITATION, each.pk) for each in invitations)}


def invitation_by_id(invitation_id: int) -> Invitation | None:
    return Invitation.objects.filter(pk=invitation_id).select_related("organisation").first()


def invitation_by_digest(digest: bytes) -> Invitation | None:
    return Invitation.objects.filter(digest=digest).select_related("organisation").first()


def remit_of(organisation_id: int) -> list[Service]:
    """The branches of the directory that concern the organisation, by name, with what each belongs to."""
    rows = Service.objects.filter(remits__organisation_id=organisation_id).select_related("parent", "parent__parent")
    return list(rows.order_by("name", "pk"))


def services_of(organisation_id: int, *, search: str = "", page: str = "", size: int = 25) -> Page[Service]:
    """Every open service that the organisation looks after, and whatever is part of one, by name; those whose name holds `search`."""
    branches = RemitBranch.objects.filter(organisation_id=organisation_id).values_list("service_id", flat=True)
    rows = Service.objects.filter(ancestors__overlap=list(branches), standing=Standing.OPEN).select_related("parent")
    if search:
        rows = rows.filter(name__icontains=search)
    return read_page(rows, by={"name": str, "pk": int}, page=page, size=size)


def service_of(organisation_id: int, service_id: int) -> Service | None:
    """One service that the organisation looks after; of others there is none."""
    service = Service.objects.filter(pk=service_id).first()
    return service if service and is_in_remit(organisation_id, service.ancestors) else None


def picture_of(organisation_id: int, service_id: int | None) -> ShownPicture | None:
    """The picture that the organisation shows of itself, or of this service."""
    of_this = Q(service=None) if service_id is None else Q(service=service_id)
    return ShownPicture.objects.filter(of_this, organisation_id=organisation_id).select_related("picture").first()


def pictures_of(organisation_id: int) -> list[ShownPicture]:
    """What it shows: of itself first, then of its services by name."""
    rows = ShownPicture.objects.filter(organisation_id=organisation_id).select_related("picture", "service")
    return list(rows.order_by(F("service__name").asc(nulls_first=True), "pk"))


def terms_of(organisation_id: int) -> list[Subscription]:
    """Every term of the organisation, newest first."""
    return list(Subscription.objects.filter(organisation_id=organisation_id).order_by("-starts_on"))


def invitation_of(organisation_id: int, invitation_id: int) -> Invitation | None:
    """One invitation of this organisation; of another one there is none."""
    return Invitation.objects.filter(organisation_id=organisation_id, pk=invitation_id).first()


def organisation_by_id(organisation_id: int) -> Organisation | None:
    return Organisation.objects.filter(pk=organisation_id).select_related("region").first()


def find_organisations(*, search: str = "", region_id: int | None = None, page: str = "") -> Page[Organisation]:
    """Every organisation by name, those of one region or those whose name holds `search`, a page at a time."""
    rows = Organisation.objects.filter(name__icontains=search) if search else Organisation.objects.all()
    rows = rows if region_id is None else rows.filter(region_id=region_id)
    return read_page(rows, by={"name": str, "pk": int}, page=page)


def terms_by_organisation(ids: Iterable[int]) -> dict[int, list[Subscription]]:
    """Every term of these organisations, oldest first."""
    found: dict[int, list[Subscription]] = {}
    for term in Subscription.objects.filter(organisation_id__in=list(ids)).order_by("starts_on"):
        found.setdefault(term.organisation_id, []).append(term)
    return found


def term_of(organisation_id: int, subscription_id: int) -> Subscription | None:
    """One term of this organisation; of another one there is none."""
    return Subscription.objects.filter(organisation_id=organisation_id, pk=subscription_id).first()


def member_counts(ids: Iterable[int]) -> dict[int, int]:
    """How many can sign in and read, by organisation."""
    rows = Membership.objects.filter(organisation_id__in=list(ids), frozen_at=None, person__is_active=True)
    return dict(rows.values_list("organisation_id").annotate(count=Count("pk")))


def administrators_of(organisation_id: int) -> list[Membership]:
    rows = Membership.objects.filter(organisation_id=organisation_id, roles__contains=[Role.ADMINISTRATOR]).select_related("person")
    return list(rows.order_by("person__name")[:50])


def memberships_of(person_id: int) -> list[Membership]:
    """Every membership of a person, frozen ones too."""
    return list(Membership.objects.filter(person_id=person_id).select_related("organisation", "person").order_by("organisation__name"))


def ending_soon(*, days: int) -> list[Subscription]:
    """Terms that end within `days` and that no later one of the same organisation follows, soonest first."""
    today = clock.today()
    later = Subscription.objects.filter(organisation_id=OuterRef("organisation_id"), starts_on__gt=OuterRef("ends_on"))
    rows = Subscription.objects.filter(ends_on__gte=today, ends_on__lte=today + timedelta(days=days)).exclude(Exists(later))
    return list(rows.select_related("organisation").order_by("ends_on")[:50])


# ---------------------------------------------------------------- how it was, and is, for statements of others (ADR 42)

MEMBERSHIPS = "SELECT id, organisation_id, person_id, roles, frozen_at IS NOT NULL AS is_frozen FROM organisations_membership"
"""SQL: the memberships of now, frozen ones too."""
MEMBERSHIP_SPANS = "SELECT organisation_id, person_id, membership_number, since, until, since_known FROM organisations_membershipspan"
"""SQL: from when until when who was a member of what, and not frozen."""


def could_work(member: str, at: str, *, in_doubt: str = "") -> str:
    """SQL: whether by one of MEMBERSHIP_SPANS somebody could work there in that moment, as far as spans say: a member, not frozen, their
    account open. With `in_doubt`, whether they surely could; where that condition holds, whether they may have been able to.
    """
    closed = was_closed(f"{member}.person_id", at, in_doubt=in_doubt and f"NOT {in_doubt}")
    return f"({held(member, at, in_doubt=in_doubt)} AND NOT {closed})"


def listening_as_of(at: str, *, in_doubt: str) -> str:
    """SQL: which branch of the directory concerned which organisation in that moment: it was in their remit, and a term ran. Where
    `in_doubt`, also where nobody can say. To be joined as LATERAL.
    """
    return f"""
        SELECT remit.organisation_id, remit.service_id
          FROM organisations_remitspan remit
          JOIN organisations_termspan term ON term.organisation_id = remit.organisation_id
           AND {clock.day_sql(at)} BETWEEN term.starts_on AND term.ends_on AND {held("term", at, in_doubt=in_doubt)}
         WHERE {held("remit", at, in_doubt=in_doubt)}"""  # noqa: S608 - no value is in it


UNKEPT = """
SELECT branch.id, 'remit' FROM organisations_remitbranch branch
 WHERE NOT EXISTS (SELECT 1 FROM organisations_remitspan span WHERE span.until IS NULL
                      AND span.organisation_id = branch.organisation_id AND span.service_id = branch.service_id)
 UNION ALL
SELECT term.id, 'term' FROM organisations_subscription term
 WHERE NOT EXISTS (SELECT 1 FROM organisations_termspan span WHERE span.until IS NULL AND span.subscription_number = term.id
                      AND span.starts_on = term.starts_on AND span.ends_on = term.ends_on)
 UNION ALL
SELECT member.id, 'member' FROM organisations_membership member
 WHERE member.frozen_at IS NULL AND NOT EXISTS (SELECT 1 FROM organisations_membershipspan span
                                                 WHERE span.until IS NULL AND span.membership_number = member.id)
 UNION ALL
SELECT span.id, 'remit-span' FROM organisations_remitspan span
 WHERE span.until IS NULL AND NOT EXISTS (SELECT 1 FROM organisations_remitbranch branch
                                           WHERE branch.organisation_id = span.organisation_id AND branch.service_id = span.service_id)
 UNION ALL
SELECT span.id, 'term-span' FROM organisations_termspan span
 WHERE span.until IS NULL AND NOT EXISTS (SELECT 1 FROM organisations_subscription term WHERE term.id = span.subscription_number)
 UNION ALL
SELECT span.id, 'member-span' FROM organisations_membershipspan span
 WHERE span.until IS NULL AND NOT EXISTS (SELECT 1 FROM organisations_membership member
                                           WHERE member.id = span.membership_number AND member.frozen_at IS NULL)
"""


def unkept(window: Window) -> list[Missing]:
    """Remits, terms and memberships whose span does not say what they say: rows that no action of ours wrote, or that the program of before
    an upgrade wrote while it still ran. `about` is the kind, `of` the row; of a kind that ends in -span, the span that should have ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNKEPT)
        return [Missing(window.before, None, pk, kind) for pk, kind in cursor.fetchall()]


def left_at_a_joined_place(window: Window) -> list[Missing]:
    """Places (`of`) that were joined with another one, to which somebody still listens."""
    steps = Placing.objects.filter(step=Placing.Step.JOINED, at__gte=window.since, at__lt=window.before, service__remits__isnull=False)
    steps = steps.filter(undone_by=None)
    return [Missing(each.at, None, each.service_id) for each in steps.distinct().order_by("at", "pk")]


def not_back_at_a_parted_place(window: Window) -> list[Missing]:
    """Undone joins (`of`), of which some organisation that went along does not listen again to its own place."""
    steps = Placing.objects.filter(step=Placing.Step.PARTED, at__gte=window.since, at__lt=window.before)
    waiting = JoinedRemit.objects.filter(back_at=None).values("placing_id")
    return [Missing(each.at, None, each.pk) for each in steps.filter(undoes__in=waiting).order_by("at", "pk")]
