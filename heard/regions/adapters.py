"""What `manage.py doctor` asks of regions."""

from collections.abc import Iterator

from heard.core import links
from heard.core.health import Finding, looked_at
from heard.regions.queries import all_regions, hosts_named_twice, is_path_of_heard


@looked_at
def addresses() -> Iterator[Finding]:
    """Addresses that were free when a region took them and are no more: a later release has a page there, or the settings name the host."""
    for region in all_regions():
        if is_path_of_heard(region.path) or links.is_taken(region.path):
            words = (
                f"{region.name} is at /{region.path}/, where Heard has pages of its own now, and no one can open those."
                " Give it another path (“Running Heard”, Regions): the old one won’t lead there"
            )
            yield Finding("Regions", words, well=False)
    for host, name in hosts_named_twice():
        words = f"{host} is in ALLOWED_HOSTS and leads to {name}: take it out of ALLOWED_HOSTS, which is for the main region’s names"
        yield Finding("Regions", words, warns=True)
