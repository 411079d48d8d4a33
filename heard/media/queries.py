from heard.media import gateways
from heard.media.models import Picture


def shown(key: str) -> Picture | None:
    """The picture with this key, unless it waits for its form to be right."""
    return Picture.objects.filter(key=key).exclude(kind=Picture.Kind.WAITING).first()


def held(key: str, *, by: str) -> Picture | None:
    """The picture that was kept for this person until their form is right."""
    return Picture.objects.filter(key=key, kind=Picture.Kind.WAITING, sent_by=by).first()


def copy_of(key: str, width: int, ending: str) -> bytes | None:
    """One copy of a picture that something shows; None when nothing does, or there is no such copy."""
    widths = Picture.objects.filter(key=key).values_list("widths", flat=True).first()
    return gateways.read(key, width, ending) if widths and width in widths else None


def without_files() -> tuple[int, list[str]]:
    """How many pictures there are, and the keys of those that have lost a file.

    Raises:
        OSError: the place where the files lie can't be asked.
    """
    rows = list(Picture.objects.order_by("pk").values_list("key", "width"))
    return len(rows), gateways.lacking(rows)
