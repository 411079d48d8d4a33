"""What the sites of this house are called where a page says of which it is: only where there are several."""

from heard.core import links, sites
from heard.ui.presenters import Link
from heard.ui.wording import name_here, name_of, site_name

__all__ = ["name_here", "name_of", "page_elsewhere"]


def page_elsewhere(region_id: int, path: str) -> Link | None:
    """Where the page at `path` belongs, if that is the site of another region."""
    site = sites.elsewhere(region_id)
    return Link(site_name(site), links.at(site, path)) if site else None
