from heard.media import gateways
from heard.media.models import Picture


def copy_of(key: str, width: int, ending: str) -> bytes | None:
    """One copy of a picture that something shows; None when nothing does, or there is no such copy."""
    widths = Picture.objects.filter(key=key).values_list("widths", flat=True).first()
    return gateways.read(key, width, ending) if widths and width in widths else None


def without_files() -> tuple[int, int]:
    """How many pictures there are, and how many of them have lost their files."""
    found = [gateways.has(key, width) for key, width in Picture.objects.values_list("key", "width").iterator()]
    return len(found), found.count(False)
