"""What goes on in organisations while stories are told: members join, leave, are frozen and thawed, change what they want to be told of,
and remits change. So what was owed to whom depends on the moment."""

from collections import deque
from collections.abc import Callable
from itertools import count

from heard.alerts.actions import set_alerts
from heard.alerts.models import AlertSetting
from heard.organisations.actions import members, organising
from heard.organisations.models import Membership
from heard.rehearsal.actions.world import EACH, World, add_holder

ONES_AT_WORK = 8
"""Organisations among which it goes on: the first ones, of which most stories are told."""
UNDONE_AFTER = 4
"""Steps after which something is put back: a member thawed, a remit as it was."""
FROZEN, NEVER, LEAVING = 1, 2, 3
"""Which members, by number within their organisation."""

Undo = Callable[[], None]


class Stir:
    """Each `step` does one such thing, and puts back an earlier one."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._organisations = list(world.remits)[:ONES_AT_WORK]
        self._newcomers = count(EACH)
        self._undo: deque[Undo] = deque()
        self.steps = 0

    def step(self) -> None:
        """The next thing. Each may be done twice: a database that was killed may have kept it and not said so."""
        ways: list[Callable[[int], Undo | None]] = [self._freeze, self._say_never, self._leave, self._join, self._take_off_the_remit]
        organisation = self._organisations[self.steps // len(ways) % len(self._organisations)]
        undo = ways[self.steps % len(ways)](organisation)
        self.steps += 1
        if undo is not None:
            self._undo.append(undo)
        if len(self._undo) >= UNDONE_AFTER:
            self._undo[0]()
            self._undo.popleft()

    def put_back(self) -> None:
        """Everything that is not as it was."""
        while self._undo:
            self._undo[0]()
            self._undo.popleft()

    def _member(self, organisation: int, number: int) -> Membership | None:
        email = f"member{number}@organisation{organisation}.rehearsal.example"
        return Membership.objects.select_related("person").filter(organisation_id=organisation, person__email=email).first()

    def _freeze(self, organisation: int) -> Undo | None:
        member = self._member(organisation, FROZEN)
        if member is None:
            return None
        members.freeze_member(membership_id=member.pk, by=self._world.operator)

        def thaw() -> None:
            members.thaw_member(membership_id=member.pk, by=self._world.operator)

        return thaw

    def _say_never(self, organisation: int) -> Undo | None:
        member = self._member(organisation, NEVER)
        if member is None:
            return None

        def want(stories: str) -> None:
            never = AlertSetting.When.NEVER
            set_alerts(membership=member, stories=stories, answers=never, least_criticality=0, by=member)

        want(AlertSetting.When.NEVER)
        return lambda: want(AlertSetting.When.AT_ONCE)

    def _leave(self, organisation: int) -> Undo | None:
        member = self._member(organisation, LEAVING)
        if member is None:
            return None
        roles, person_id = member.roles, member.person_id
        members.leave(membership_id=member.pk, by=member)

        def come_back() -> None:
            if self._member(organisation, LEAVING) is None:
                members.add_member(organisation_id=organisation, person_id=person_id, roles=roles, by=self._world.operator)

        return come_back

    def _join(self, organisation: int) -> None:
        add_holder(self._world, organisation, next(self._newcomers))

    def _take_off_the_remit(self, organisation: int) -> Undo:
        provider = self._world.remits[organisation]
        organising.change_remit(organisation_id=organisation, remove=[provider], by=self._world.operator)
        return lambda: void(organising.change_remit(organisation_id=organisation, add=[provider], by=self._world.operator))


def void(_: object) -> None:
    """Nothing, of something."""
