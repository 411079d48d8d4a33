"""Many stories by COPY: copies of the prototypes that the real actions made, under other numbers, days, places and words.

Every row of a copy is a row that an action wrote, with its ids, times, words and places replaced; `tests/bench` compares them.
"""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench.world import BENCH, Branch, World, some_words
from heard.stories.actions.finding import index_waiting

# Table, the column of the story or thing it hangs on, and where its id is given out. Parents come before what hangs on them.
TABLES = (
    ("accounts_author", "author"),
    ("stories_story", "story"),
    ("stories_original", "story_id"),
    ("stories_version", "story_id"),
    ("stories_storyservice", "story_id"),
    ("stories_storybranch", "story_id"),
    ("stories_storytag", "story_id"),
    ("stories_storymove", "story_id"),
    ("stories_consent", "story_id"),
    ("reach_telling", "story_id"),
    ("reach_rolereading", "telling_id"),
    ("reach_asking", "story_id"),
    ("responses_answer", "story_id"),
    ("responses_answermove", "answer_id"),
    ("responses_reply", "story_id"),
    ("responses_replymove", "reply_id"),
    ("responses_change", "story_id"),
    ("responses_changemove", "change_id"),
)
OWN_IDS = {"author_id": "accounts_author", "story_id": "stories_story", "telling_id": "reach_telling", "answer_id": "responses_answer",
           "reply_id": "responses_reply", "change_id": "responses_change"}  # fmt: skip
GENERATED = {"stories_story": {"search"}}
BATCH = 1000
DIFFERENT = 100_000
"""So many stories are made one by one; more are copies of these."""
LARGE_SHARE = 0.4


@dataclass(frozen=True)
class Prototype:
    """The rows of one story by table, each a dict by column, as the actions left them."""

    rows: dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Copy:
    """What is different in a copy. `places`, `organisations`, `people` and `regions` map ids; `text` and `title` replace the story's
    words.
    """

    shift: timedelta
    places: dict[int, int]
    organisations: dict[int, int]
    people: dict[int, int]
    regions: dict[int, int]
    title: str = ""
    text: str = ""


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        found = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return [column for column in found if column not in GENERATED.get(table, set())]


def read_prototype(story_id: int) -> Prototype:
    """All rows of one story."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, parent in TABLES:
        if parent in {"author", "story"}:
            where, ids = "id", [story_id] if parent == "story" else [_author_of(story_id)]
        else:
            ids = [row["id"] for row in found[OWN_IDS[parent]]] if parent != "story_id" else [story_id]
            where = parent
        names = columns_of(table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(names)} FROM {table} WHERE {where} = ANY(%s) ORDER BY id",  # noqa: S608 - names from the catalogue
                [ids],
            )
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return Prototype(found)


def _author_of(story_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT author_id FROM stories_story WHERE id = %s", [story_id])
        return int(cursor.fetchone()[0])


class Copier:
    """Gives out ids and makes copies of prototypes."""

    def __init__(self) -> None:
        self.next = {table: _highest(table) + 1 for table, _ in TABLES}

    def copy(self, prototype: Prototype, changed: Copy) -> dict[str, list[dict[str, Any]]]:
        """The rows of one more story."""
        ids: dict[str, dict[int, int]] = {}
        for table, rows in prototype.rows.items():
            first = self.next[table]
            ids[table] = {row["id"]: first + n for n, row in enumerate(rows)}
            self.next[table] += len(rows)
        return {table: [self._row(table, row, ids, changed) for row in rows] for table, rows in prototype.rows.items()}

    def _row(self, table: str, row: dict[str, Any], ids: dict[str, dict[int, int]], changed: Copy) -> dict[str, Any]:
        made = {column: _moved(column, value, ids, changed) for column, value in row.items()}
        made["id"] = ids[table][row["id"]]
        if changed.text:
            for column in ("text", "words") if table.startswith("stories_") else ():
                if column in made:
                    made[column] = changed.text
            if table in {"stories_story", "stories_version"}:
                made["title"] = changed.title
        return made


def _moved(column: str, value: Any, ids: dict[str, dict[int, int]], changed: Copy) -> Any:
    match value:
        case None | bool() | str():
            return value
        case datetime():
            return value + changed.shift
        case date():
            day = value + timedelta(days=round(changed.shift / timedelta(days=1)))
            return day.replace(day=1) if column == "happened_month" else day
        case list() if column in {"service_ids", "ancestors"}:
            return sorted(changed.places[each] for each in value) if column == "ancestors" else [changed.places[each] for each in value]
        case int():
            if column in OWN_IDS:
                return ids[OWN_IDS[column]][value]
            table = {"service_id": changed.places, "provider_id": changed.places, "organisation_id": changed.organisations,
                     "person_id": changed.people, "region_id": changed.regions}.get(column)  # fmt: skip
            return table[value] if table is not None else value
    return value


def write(rows: dict[str, list[dict[str, Any]]]) -> int:
    """COPY the rows into their tables; returns how many."""
    written = 0
    with connection.cursor() as cursor:
        for table, found in rows.items():
            if not found:
                continue
            names = list(found[0])
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copied:
                for row in found:
                    copied.write_row(tuple(row.values()))
            written += len(found)
    return written


def _highest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - a table of ours
        return int(cursor.fetchone()[0])


def settle_sequences() -> None:
    """The next row made by an action gets the next id."""
    with connection.cursor() as cursor:
        for table, _ in TABLES:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, max(1, _highest(table))])


# ---------------------------------------------------------------- many


def identity(world: World) -> tuple[dict[int, int], dict[int, int], dict[int, int], dict[int, int]]:
    """Maps that change nothing."""
    places = {place.pk: place.pk for branch in world.branches for place in (branch.provider, *(x for pair in branch.wards for x in pair))}
    organisations = {each.organisation_id: each.organisation_id for each in (*world.watchers, *(b.member for b in world.branches))}
    people = {each.person_id: each.person_id for each in (*world.watchers, *(b.member for b in world.branches))}
    return places, organisations, people, {branch.provider.region_id: branch.provider.region_id for branch in world.branches}


def copies(world: World, count: int) -> Iterator[tuple[int, Copy]]:
    """Which prototype, and what is different, for each of `count` stories; two of five are about the large provider."""
    dice = random.Random(11)  # noqa: S311
    home = world.branches[1]
    sites = [pair[0].pk for pair in home.wards]
    watchers = world.watchers_in(home.provider.region_id)
    for n in range(count):
        branch = world.large if dice.random() < LARGE_SHARE else dice.choice(world.branches[1:])
        first, second = _two_wards(branch, dice)
        there = list(zip(watchers, world.watchers_in(branch.provider.region_id), strict=True))
        yield dice.randrange(len(world.prototypes)), Copy(
            shift=timedelta(days=-dice.randrange(3, 1800), minutes=dice.randrange(-200, 200)),
            places={
                home.provider.pk: branch.provider.pk, sites[0]: first[0].pk,
                home.wards[0][1].pk: first[1].pk, home.wards[1][1].pk: second[1].pk,
            },
            organisations={a.organisation_id: b.organisation_id for a, b in there} | {home.organisation.pk: branch.organisation.pk},
            people={a.person_id: b.person_id for a, b in there} | {home.member.person_id: branch.member.person_id},
            regions={home.provider.region_id: branch.provider.region_id},
            title=some_words(dice, 7).split(".")[0][:120] or f"Story {n}",
            text=some_words(dice, dice.randrange(60, 240)),
        )  # fmt: skip


def _two_wards(branch: Branch, dice: random.Random) -> tuple[Any, Any]:
    """Two wards of one site."""
    first = dice.choice(branch.wards)
    return first, dice.choice([pair for pair in branch.wards if pair[0] == first[0] and pair != first])


def fill(world: World, count: int) -> float:
    """Load `count` copies with a progress bar; returns stories per second. Indexes that only searches need are made afterwards."""
    prototypes = [read_prototype(pk) for pk in world.prototypes]
    copier = Copier()
    began = time.monotonic()
    with connection.cursor() as cursor:
        # Copies keep every reference whole by construction; checking eighty million of them again takes longer than loading.
        cursor.execute("SET session_replication_role = replica")
        dropped = _drop_indexes(cursor)
        batch: dict[str, list[dict[str, Any]]] = {table: [] for table, _ in TABLES}
        for n, (which, changed) in enumerate(copies(world, count), start=1):
            for table, rows in copier.copy(prototypes[which], changed).items():
                batch[table] += rows
            if n % BATCH == 0 or n == count:
                with transaction.atomic():
                    write(batch)
                batch = {table: [] for table, _ in TABLES}
                progress("stories", n, count, began)
        for position, statement in enumerate(dropped, start=1):
            cursor.execute(statement)
            progress("indexes", position, len(dropped), began)
        cursor.execute("SET session_replication_role = DEFAULT")
        settle_sequences()
        # Triggers were off: what they note down when a story is published is noted down here.
        cursor.execute(
            "INSERT INTO stories_storytoindex SELECT id, now() FROM stories_story WHERE state = 'published' ON CONFLICT DO NOTHING"
        )
    rate = count / (time.monotonic() - began)
    began, done = time.monotonic(), 0
    while found := index_waiting(by=BENCH, most=1000):
        done += found
        progress("indexed", min(done, count), count, began)
    return rate


def multiply(times: int) -> None:
    """Have `times` as many stories as there are, the words by which they are found included: each some days older than the one before. The
    database copies its own rows, which takes a fifth of the time of `fill`; so there are only as many different texts as that made.
    """
    tables = [*TABLES, ("stories_storywords", "story_id")]
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        beyond = {table: _highest(table) for table, _ in TABLES}
        dropped = _drop_indexes(cursor, every=True)
        for position, (table, _) in enumerate(tables, start=1):
            names = columns_of(table)
            said = ", ".join(_moved_in_sql(table, column, beyond) for column in names)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {said} FROM {table}, generate_series(1, %s) AS n",  # noqa: S608 - as above
                [times - 1],
            )
            progress("tables", position, len(tables), began)
        for position, statement in enumerate(dropped, start=1):
            cursor.execute(statement)
            progress("indexes", position, len(dropped), began)
        cursor.execute("SET session_replication_role = DEFAULT")
    settle_sequences()


def _moved_in_sql(table: str, column: str, beyond: dict[str, int]) -> str:
    """What stands in a column of the `n`th copy of a row."""
    if column == "id":
        return f"id + n * {beyond[table]}"
    if column in OWN_IDS:
        return f"{column} + n * {beyond[OWN_IDS[column]]}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s", [table, column])
        ((kind,),) = cursor.fetchall()
    if kind == "timestamp with time zone":
        return f"{column} - n * interval '48 hours'"
    return f"{column} - n * 2" if kind == "date" and column != "happened_month" else column


def _drop_indexes(cursor: Any, *, every: bool = False) -> Sequence[str]:
    """Drop what is slow to keep while loading: indexes of many keys for a row, or every one that no constraint rests on. Returns the
    statements that make them again.
    """
    cursor.execute(
        """SELECT c.relname, pg_get_indexdef(c.oid)
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
            WHERE i.indrelid::regclass::text = ANY(%s) AND (%s OR a.amname = 'gin')
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid)""",
        [[*(table for table, _ in TABLES), *(["stories_storywords"] if every else [])], every],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def progress(what: str, done: int, total: int, began: float) -> None:
    """One line that is written over, or every tenth when nobody watches."""
    share = done / total
    line = f"{what}: {done:,} of {total:,} ({share:.0%}, {time.monotonic() - began:.0f} s)"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r[{'#' * int(share * 30):30}] {line}{chr(10) if done == total else ''}")
    elif done == total or done % max(1, total // 10) < (BATCH if what == "stories" else 1):
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
