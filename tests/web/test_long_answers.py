"""The room that a long answer takes on the disk counts for as long as its visitor reads."""

import asyncio
import os

from heard.config.bridge import Bridge, Parcel, Rules

SIZE = 300_000


def test_a_long_answer_counts_until_its_visitor_has_it_or_has_gone(tmp_path):
    async def run():
        bridge = Bridge(lambda *_: (), rules=Rules(limit=1, folder=tmp_path, seconds=0), threads=1)
        parcel = Parcel(bridge.store)
        parcel.add(b"x" * SIZE)
        read = os.open(f"/proc/self/fd/{parcel.file.fileno()}", os.O_RDONLY)  # as granian opens it
        bridge._look_after(parcel)
        bridge._put_away()
        assert bridge.store.held == SIZE
        assert os.read(read, 1) == b"x"
        os.close(read)
        bridge._put_away()
        assert bridge.store.held == 0
        assert parcel.file.closed

    asyncio.run(run())


def test_an_answer_that_nobody_has_opened_yet_is_not_put_away(tmp_path):
    async def run():
        bridge = Bridge(lambda *_: (), rules=Rules(limit=1, folder=tmp_path, seconds=3600), threads=1)
        parcel = Parcel(bridge.store)
        parcel.add(b"x" * SIZE)
        bridge._look_after(parcel)
        bridge._put_away()
        assert bridge.store.held == SIZE
        parcel.__exit__()

    asyncio.run(run())
