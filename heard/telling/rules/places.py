"""What an author reads when no story is taken about a place they came from, or chose."""

from datetime import date

from heard.directory.rules.telling import WhyNot

IN_OWN_WORDS = "Tell us about it in your own words, and a moderator will look for it."
NOT_ON_THE_LIST = f"That place isn’t on our list. {IN_OWN_WORDS}"


def not_taken(why: WhyNot, *, name: str, closed_on: date | None, years: int) -> str:
    """Why, and what to do instead. `years`: stories are taken about care in the last so many."""
    match why:
        case WhyNot.UNKNOWN:
            return NOT_ON_THE_LIST
        case WhyNot.ELSEWHERE:
            return f"{name} isn’t in the area this site covers. If your care was somewhere else, find that place. {IN_OWN_WORDS}"
        case WhyNot.NOT_OPEN_YET:
            return f"{name} hasn’t opened yet. If your care was somewhere else, find that place, or tell us where it was in your own words."
        case WhyNot.CLOSED_LONG_AGO:
            when = f"closed in {closed_on:%B %Y}" if closed_on else "has closed"
            last = "in the last year" if years == 1 else f"in the last {years} years"
            return f"{name} {when}, and we take stories about care {last}. If your care was later, tell us where it was in your own words."
