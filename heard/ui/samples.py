"""Made-up words for the gallery: each component in each state, the long and the foreign included."""

SHEETS: dict[str, str] = {"pieces": "Pieces", "forms": "Forms", "story": "A story", "errors": "Errors"}


def context(sheet: str) -> dict[str, object]:
    return {}
