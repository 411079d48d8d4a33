"""Pages of the desk, as a moderator's browser asks for them and sends their forms."""

from django.urls import reverse


def at(view, case, **more):
    return reverse(f"moderation:{view}", kwargs={"case_id": case.pk, **more})


def day_of(name, day):
    """A date as its three inputs send it."""
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def text_of(response):
    return response.content.decode()


def on_one_line(response):
    """The page, however its template is broken into lines."""
    return " ".join(response.content.decode().split())
