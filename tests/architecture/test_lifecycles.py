"""Every lifecycle is a complete table: each state with each move either leads where the table says or is refused."""

import pytest

from heard.core.errors import WrongState
from heard.core.lifecycle import BEGINNING, Lifecycle


def cases():
    for lifecycle in Lifecycle.registry.values():
        for state in (*lifecycle.states, BEGINNING):
            for name in lifecycle.moves:
                yield pytest.param(lifecycle, state, name, id=f"{lifecycle.name}-{state or 'new'}-{name}")


@pytest.mark.parametrize(("lifecycle", "state", "name"), list(cases()))
def test_every_move_from_every_state(lifecycle, state, name):
    if state in lifecycle.moves[name].sources:
        assert lifecycle.after(state, name) == lifecycle.moves[name].target
    else:
        with pytest.raises(WrongState):
            lifecycle.after(state, name)


@pytest.mark.parametrize("lifecycle", list(Lifecycle.registry.values()), ids=lambda each: each.name)
def test_every_state_can_be_reached(lifecycle):
    assert {move.target for move in lifecycle.moves.values()} == set(lifecycle.states)
