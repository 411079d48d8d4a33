"""What happens to listening organisations and their members."""

from dataclasses import dataclass
from typing import ClassVar

from heard.core.events import Fact


@dataclass(frozen=True)
class OrganisationMade(Fact):
    name: ClassVar[str] = "organisations.made"
    organisation_id: int


@dataclass(frozen=True)
class OrganisationRenamed(Fact):
    name: ClassVar[str] = "organisations.renamed"
    organisation_id: int


@dataclass(frozen=True)
class RemitSet(Fact):
    """From now on other stories concern the organisation."""

    name: ClassVar[str] = "organisations.remit_set"
    organisation_id: int


@dataclass(frozen=True)
class SubscriptionGiven(Fact):
    name: ClassVar[str] = "organisations.subscription_given"
    organisation_id: int
    subscription_id: int
    level: str


@dataclass(frozen=True)
class SubscriptionEnded(Fact):
    """Shortened, or called off before it began."""

    name: ClassVar[str] = "organisations.subscription_ended"
    organisation_id: int
    subscription_id: int


@dataclass(frozen=True)
class ContactAdded(Fact):
    name: ClassVar[str] = "organisations.contact_added"
    organisation_id: int
    contact_id: int


@dataclass(frozen=True)
class ContactRemoved(Fact):
    name: ClassVar[str] = "organisations.contact_removed"
    organisation_id: int
    contact_id: int


@dataclass(frozen=True)
class PictureShown(Fact):
    """Of the organisation, or of a service that it looks after: another picture, or other words for it."""

    name: ClassVar[str] = "organisations.picture_shown"
    organisation_id: int
    service_id: int | None


@dataclass(frozen=True)
class PictureRemoved(Fact):
    name: ClassVar[str] = "organisations.picture_removed"
    organisation_id: int
    service_id: int | None


@dataclass(frozen=True)
class MemberInvited(Fact):
    name: ClassVar[str] = "organisations.member_invited"
    organisation_id: int
    invitation_id: int


@dataclass(frozen=True)
class InvitationCancelled(Fact):
    name: ClassVar[str] = "organisations.invitation_cancelled"
    organisation_id: int
    invitation_id: int


@dataclass(frozen=True)
class MemberJoined(Fact):
    """By an operator's hand, or with an invitation."""

    name: ClassVar[str] = "organisations.member_joined"
    organisation_id: int
    membership_id: int
    invitation_id: int | None = None


@dataclass(frozen=True)
class RolesChanged(Fact):
    name: ClassVar[str] = "organisations.roles_changed"
    organisation_id: int
    membership_id: int


@dataclass(frozen=True)
class MemberFrozen(Fact):
    name: ClassVar[str] = "organisations.member_frozen"
    organisation_id: int
    membership_id: int


@dataclass(frozen=True)
class MemberThawed(Fact):
    name: ClassVar[str] = "organisations.member_thawed"
    organisation_id: int
    membership_id: int


@dataclass(frozen=True)
class MemberLeft(Fact):
    """The membership is gone. What the person wrote in the organisation's name stays."""

    name: ClassVar[str] = "organisations.member_left"
    organisation_id: int
    person_id: int
