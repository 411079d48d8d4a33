from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from heard.accounts.models import Author
from heard.accounts.queries import author_of_contact, wants_notices
from heard.alerts.models import Alert, AlertSetting
from heard.alerts.rules import stopped_by
from heard.organisations.models import Membership
from heard.reach.models import Telling
from heard.stories.models import Story

AT_ONCE = AlertSetting.When.AT_ONCE


def setting_of(membership: Membership) -> AlertSetting:
    """The member's setting, or the one that holds while none was made (not saved)."""
    try:
        return membership.alert_setting
    except AlertSetting.DoesNotExist:
        return AlertSetting(membership=membership)


def has_stopped(membership: Membership) -> bool:
    """Whether the member stopped every message, as the link in each of them does."""
    setting = setting_of(membership)
    return setting.stories == setting.answers == AlertSetting.When.NEVER


@dataclass(frozen=True)
class Recipient:
    """Whom a stop link is about; neither of the two when they, or the way to reach them, are no longer there."""

    kind: Literal["author", "membership"]
    author: Author | None = None
    membership: Membership | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether nothing more is sent there."""
        if self.author is not None:
            return not wants_notices(self.author.pk)
        return self.membership is None or has_stopped(self.membership)


def recipient_of(token: str) -> Recipient | None:
    """Whom the stop link with this token is about; None when it is not ours."""
    said = stopped_by(token)
    if said is None:
        return None
    kind, number, mark = said
    if kind == "membership":
        return Recipient("membership", membership=Membership.objects.select_related("alert_setting").filter(pk=number).first())
    if kind == "contact":
        return Recipient("author", author=author_of_contact(number, mark))
    return Recipient("author", author=Author.objects.filter(pk=number).first())


def members_to_alert(story: Story, *, of_answers: bool = False) -> QuerySet[Membership]:
    """Members who want to be told at once of this story (or, `of_answers`, of what is answered to it): one statement.

    They belong to an organisation that was told of it, are not frozen, and the story is critical enough for their setting. Without
    a setting of their own, members hear of stories and not of answers. Of a story each organisation hears once: when another becomes
    concerned later, those who joined the first one in between are not told of what was news before their time.
    """
    critical = Q(alert_setting__least_criticality__lte=story.criticality or 0)
    wanted = (
        Q(alert_setting__answers=AT_ONCE) & critical
        if of_answers
        else (Q(alert_setting__stories=AT_ONCE) & critical) | Q(alert_setting=None)
    )
    told = Telling.objects.filter(story=story)
    if not of_answers:
        told = told.exclude(organisation_id__in=Alert.objects.filter(story=story, about="story").values("membership__organisation_id"))
    return Membership.objects.filter(
        wanted, organisation_id__in=told.values("organisation_id"), frozen_at=None, person__is_active=True
    ).order_by("pk")
