"""Take pictures of pages of a running site, to look at them.

    .venv/bin/python tests/journeys/look.py http://localhost:8000 OUT / /stories/ /look/

Each page at 360 and 1280 pixels, light and dark, and once without JavaScript. `--only 360-dark` takes one kind.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip
KINDS = {
    "360": {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2},
    "360-dark": {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "color_scheme": "dark"},
    "1280": {"viewport": {"width": 1280, "height": 900}},
    "1280-dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "360-plain": {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False},
}


def take(site: str, out: Path, paths: list[str], kinds: list[str]) -> list[Path]:
    """Pictures of `paths` (relative to `site`) in each of `kinds` (keys of KINDS) into the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for kind in kinds:
            context = browser.new_context(**KINDS[kind], locale="en-GB", timezone_id="Europe/London")
            page = context.new_page()
            for path in paths:
                page.goto(f"{site.rstrip('/')}{path}", wait_until="load")
                name = "".join(sign if sign.isalnum() else "-" for sign in path).strip("-") or "home"
                picture = out / f"{name}.{kind}.png"
                page.screenshot(path=picture, full_page=True)
                taken.append(picture)
            context.close()
        browser.close()
    return taken


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site")
    parser.add_argument("out", type=Path)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--only", choices=sorted(KINDS), action="append")
    asked = parser.parse_args()
    for picture in take(asked.site, asked.out, asked.paths, asked.only or list(KINDS)):
        sys.stdout.write(f"{picture}\n")
