"""What the sites of this house are called where a page says of which it is: only where there are several."""

from django.utils.translation import gettext as _

from heard.core import links, sites
from heard.core.sites import Site
from heard.ui.presenters import Link


def site_name(site: Site) -> str:
    """“Heard Scotland”."""
    return _("Heard %(region)s") % {"region": site.name}


def name_here() -> str:
    """What this site is called: “Heard” alone while it is the only one."""
    return site_name(sites.here()) if sites.sites().several else "Heard"


def name_of(region_id: int, *, all_named: bool) -> str:
    """Of a story in a list, the site it was told on, where that is another one or all of them are named; else nothing."""
    known = sites.sites()
    site = known.of_regions.get(region_id) if all_named and known.several else sites.elsewhere(region_id)
    return site_name(site) if site else ""


def page_elsewhere(region_id: int, path: str) -> Link | None:
    """Where the page at `path` belongs, if that is the site of another region."""
    site = sites.elsewhere(region_id)
    return Link(site_name(site), links.at(site, path)) if site else None
