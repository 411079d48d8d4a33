"""On which sites something stands."""

from heard.core import sites


def of_site(column: str, within: int | None = None) -> str:
    """The condition that what has the region in this column, or no region, stands on the site of the region `within`; None: on whichever.
    What is of a region that isn't open yet is seen on its own site alone, which only staff get to.
    """
    if within is not None:
        return f"({column} IS NULL OR {column} = {within:d})"
    hidden = ", ".join(f"{each:d}" for each in sites.not_opened())
    return f"({column} IS NULL OR {column} NOT IN ({hidden}))" if hidden else "true"
