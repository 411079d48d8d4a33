from django.urls import reverse

from heard.media.rules.pictures import WIDTHS


def photo_path(key: str) -> str:
    """Where the smallest copy of a picture is, without the dot and ending that say its format: a face beside what somebody says.
    Nothing for nothing.
    """
    return reverse("media:picture", kwargs={"key": key, "width": WIDTHS[0], "ending": "jpg"}).removesuffix(".jpg") if key else ""
