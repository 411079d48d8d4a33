"""What Heard says itself, against hello: a page of help, and a policy."""

from collections.abc import Callable


def ways(get: Callable[[str], Callable[[], bytes]]) -> dict[str, Callable[[], bytes]]:
    """Each page, and how it's fetched."""
    from heard.pages.actions.house import load_house_texts

    load_house_texts()
    return {
        "help": get("/help/how-heard-works/"),
        "policy, the longest": get("/privacy/"),
    }
