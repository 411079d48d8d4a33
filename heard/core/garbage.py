"""Python's search for rubbish, put off while a short process makes a great deal that it keeps to its end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_lying() -> Iterator[None]:
    """Look for no rubbish meanwhile: for a process that ends soon, and would look through all it has after every few hundred objects."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()
