"""Postcodes and where they are."""

import math
import re
from dataclasses import dataclass

from heard.core.texts.reading import plainly

FULL = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9])([A-Z]{2})\Z")
PART = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?: ?([0-9])[A-Z]?)?\Z")
EIRCODE = re.compile(r"([A-Z][0-9][0-9W]) ?((?=[A-Z]{0,3}[0-9])[0-9AC-FHKNPRTV-Y]{4})\Z")
"""A postcode of Ireland: an area, and then one home. With its space it looks like no British one, and without it has a digit second and
seven signs, which no British one has. The area alone is a `PART`.
"""

_PARTS = re.compile(r"[A-Z0-9]+")
"""Words without the signs around them: finding looks past those, too."""


@dataclass(frozen=True)
class Position:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


def rounded(latitude: float, longitude: float) -> Position:
    """A position to a hundredth of a degree, a kilometre or so: enough to find what is near, and not somebody's door."""
    return Position(round(latitude, 2), round(longitude, 2))


def postcode(text: str) -> str | None:
    """A postcode or the beginning of one, written with its space: `ts181hu` → `TS18 1HU`, `ts18` → `TS18`, `a65f4e2` → `A65 F4E2`. None: it
    is not one.
    """
    tidy = " ".join(plainly(text).upper().split())
    if found := FULL.match(tidy) or FULL.match(tidy.replace(" ", "")):
        return f"{found[1]} {found[2]}{found[3]}"
    if found := EIRCODE.match(tidy) or EIRCODE.match(tidy.replace(" ", "")):
        return f"{found[1]} {found[2]}"
    if found := PART.match(tidy):
        return f"{found[1]} {found[2]}" if found[2] else found[1]
    return None


def holds_postcode(text: str) -> bool:
    """Whether this is a postcode or the beginning of one, or a whole one stands among other words: it may be where somebody lives."""
    words = _PARTS.findall(plainly(text).upper())
    several = ["".join(words[n : n + length]) for length in (1, 2, 3) for n in range(len(words))]
    return postcode(text) is not None or any(FULL.match(each) or EIRCODE.match(each) for each in several)


def sector(full: str) -> str:
    """The sector of a written postcode: `TS18 1HU` → `TS18 1`; a shorter one stays as it is."""
    outward, _, inward = full.partition(" ")
    return f"{outward} {inward[0]}" if inward else outward


def distance_km(one: Position, other: Position) -> float:
    """Kilometres along the ground (haversine, mean Earth radius 6,371 km)."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def from_national_grid(easting: float, northing: float) -> Position:
    """British National Grid metres to WGS 84 degrees, right to some 5 m.

    Source: Ordnance Survey, “A guide to coordinate systems in Great Britain” (v3.6), annexes B, C and the Helmert transformation of 6.6.
    """
    a, b, f0 = 6377563.396, 6356256.909, 0.9996012717
    lat0, lon0, n0, e0 = math.radians(49), math.radians(-2), -100000.0, 400000.0
    e2, n = 1 - (b * b) / (a * a), (a - b) / (a + b)
    lat, m = lat0, 0.0
    while northing - n0 - m >= 0.00001:
        lat += (northing - n0 - m) / (a * f0)
        m = _meridian_arc(lat, lat0, n, b * f0)
    sin2 = math.sin(lat) ** 2
    nu = a * f0 / math.sqrt(1 - e2 * sin2)
    rho = a * f0 * (1 - e2) / (1 - e2 * sin2) ** 1.5
    eta2, tan, sec, de = nu / rho - 1, math.tan(lat), 1 / math.cos(lat), easting - e0
    latitude = (
        lat
        - tan / (2 * rho * nu) * de**2
        + tan / (24 * rho * nu**3) * (5 + 3 * tan**2 + eta2 - 9 * tan**2 * eta2) * de**4
        - tan / (720 * rho * nu**5) * (61 + 90 * tan**2 + 45 * tan**4) * de**6
    )
    longitude = (
        lon0
        + sec / nu * de
        - sec / (6 * nu**3) * (nu / rho + 2 * tan**2) * de**3
        + sec / (120 * nu**5) * (5 + 28 * tan**2 + 24 * tan**4) * de**5
    )
    return _to_wgs84(latitude, longitude, a, e2)


def _meridian_arc(lat: float, lat0: float, n: float, bf0: float) -> float:
    minus, plus = lat - lat0, lat + lat0
    return bf0 * (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * minus
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(minus) * math.cos(plus)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * math.sin(2 * minus) * math.cos(2 * plus)
        - 35 / 24 * n**3 * math.sin(3 * minus) * math.cos(3 * plus)
    )


def _to_wgs84(lat: float, lon: float, a: float, e2: float) -> Position:
    """The seven-parameter Helmert transformation from OSGB36 (Airy) to WGS 84 (GRS80), height taken as 0."""
    nu = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    x, y, z = nu * math.cos(lat) * math.cos(lon), nu * math.cos(lat) * math.sin(lon), (1 - e2) * nu * math.sin(lat)
    scale, second = 1 - 20.4894e-6, math.pi / 648000
    rx, ry, rz = 0.1502 * second, 0.2470 * second, 0.8421 * second
    x2 = 446.448 + scale * x - rz * y + ry * z
    y2 = -125.157 + rz * x + scale * y - rx * z
    z2 = 542.060 - ry * x + rx * y + scale * z
    a2, e22 = 6378137.0, 0.00669438
    p = math.hypot(x2, y2)
    lat2 = math.atan2(z2, p * (1 - e22))
    for _ in range(6):
        nu2 = a2 / math.sqrt(1 - e22 * math.sin(lat2) ** 2)
        lat2 = math.atan2(z2 + e22 * nu2 * math.sin(lat2), p)
    return Position(math.degrees(lat2), math.degrees(math.atan2(y2, x2)))
