"""The pages of telling, in order: one question each, gathered in six steps."""

PAGES = (
    "words", "hope", "title", "services", "good", "better", "feelings", "you", "name", "when", "more", "reach", "check", "consent",
)  # fmt: skip
STEP = {
    "words": 1, "hope": 1, "title": 1, "services": 2, "good": 3, "better": 3, "feelings": 3, "you": 4, "name": 4, "when": 4, "more": 4,
    "reach": 4, "check": 5, "consent": 6,
}  # fmt: skip
STEPS = 6


def after(page: str) -> str:
    """The page that follows."""
    return PAGES[PAGES.index(page) + 1]


def before(page: str) -> str | None:
    """The page before; None for the first one."""
    position = PAGES.index(page)
    return PAGES[position - 1] if position else None


def further(one: str, other: str) -> str:
    """Whichever of two pages comes later."""
    return max(one, other, key=PAGES.index)
