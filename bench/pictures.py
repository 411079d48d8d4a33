"""What it takes to draw a picture of nearly 10 MB anew, each in a process of its own, which alone can say how much memory it needed."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image

FULL = 9_900_000
DRAW = """
import json, sys, time
from pathlib import Path
from heard.media.rules.drawing import copies
def most():  # of this process alone: `getrusage` also counts the one that began it
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
content, before, began = sys.stdin.buffer.read(), most(), time.process_time()
made = copies(content)
needed = most() - before
print(json.dumps({"CPU seconds": round(time.process_time() - began, 2), "MB of memory": round(needed),
                  "kB kept": round(sum(map(len, made.files.values())) / 1000)}))
"""


def measure() -> dict[str, Any]:
    """For each kind its CPU seconds, memory and what is kept of it."""
    kinds: dict[str, tuple[str, dict[str, Any], float]] = {
        "JPEG of 12 million dots": ("JPEG", {"quality": 92}, 12),
        "JPEG of 48 million dots": ("JPEG", {"quality": 75}, 48),
        "JPEG of 12 million dots, progressive": ("JPEG", {"quality": 92, "progressive": True}, 12),
        "PNG": ("PNG", {"compress_level": 1}, 12),
        "WebP": ("WEBP", {"quality": 90, "method": 0}, 12),
    }
    return {name: _drawn(_full(kind, how, dots)) for name, (kind, how, dots) in kinds.items()}


def _full(kind: str, how: dict[str, Any], dots: float) -> bytes:
    """A picture of this kind as large as it may be: noise, the coarser the fewer bytes there is room for."""
    width, height = round((dots * 4e6 / 3) ** 0.5), round((dots * 3e6 / 4) ** 0.5)
    made, coarse = b"", 1.0
    while not made or len(made) > FULL:
        noise = Image.effect_noise((round(width / coarse), round(height / coarse)), 60).resize((width, height), Image.Resampling.BICUBIC)
        file = io.BytesIO()
        Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise)).save(file, kind, **how)
        made, coarse = file.getvalue(), coarse * 1.3
    return made


def _drawn(content: bytes) -> dict[str, Any]:
    root = Path(__file__).parents[1]
    ran = subprocess.run([sys.executable, "-c", DRAW], input=content, capture_output=True, check=True, cwd=root)  # noqa: S603 - ours
    return {"MB sent": round(len(content) / 1e6, 1)} | json.loads(ran.stdout)
