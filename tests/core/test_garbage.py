import gc
from contextlib import suppress

from heard.core.garbage import left_lying


def test_rubbish_is_looked_for_again_afterwards_also_after_a_fault():
    with suppress(ValueError), left_lying():
        assert not gc.isenabled()
        int("half-way")
    assert gc.isenabled()


def test_where_nobody_looked_before_nobody_looks_afterwards():
    gc.disable()
    try:
        with left_lying():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
