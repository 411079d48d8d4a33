"""Where this site's data lives and what was asked for: the few settings that the launcher itself reads."""

import os
from dataclasses import dataclass
from pathlib import Path

from launch import CHECKOUT, database, roles
from launch.environment import PYTHON
from launch.errors import LaunchError
from launch.ports import port_from
from launch.steps import say


@dataclass(frozen=True)
class Home:
    """What `PORT=`, `HOST=`, `DATABASE_URL=`, `MIGRATE_DATABASE_URL=`, `HEARD_HOME=` and `DEMO=` said, and what follows from it."""

    folder: Path
    host: str
    port: int
    database_url: str
    owners_url: str
    demo: str
    """What `DEMO=` said: "" when nothing, else "0" or "1"."""

    @classmethod
    def from_environment(cls) -> "Home":
        """Read the settings; an empty one counts as absent. LaunchError for a value that cannot be."""
        demo = os.environ.get("DEMO", "")
        if demo not in {"", "0", "1"}:
            raise LaunchError(f"DEMO is {demo!r}. It can be 0 (no demo) or 1.")
        return cls(
            folder=Path(os.environ.get("HEARD_HOME") or CHECKOUT / ".heard").expanduser().resolve(),
            host=os.environ.get("HOST") or "127.0.0.1",
            port=port_from(os.environ.get("PORT") or "8000"),
            database_url=roles.given(os.environ, as_owner=False),
            owners_url=roles.given(os.environ, as_owner=True),
            demo=demo,
        )

    @property
    def embedded(self) -> bool:
        """Whether the database is the one that lives in this home."""
        return not self.database_url

    def url(self) -> str:
        """The database's URL, as its owner; the embedded one runs when this returns, and is shared until `database.release()`."""
        return self.owners_url or database.ensure(self.folder, say=lambda sentence: say(f"  {sentence}"))

    def sites_url(self) -> str:
        """The same database under the role that the site runs under."""
        return self.database_url or roles.sites(self.url())

    def environment(self, *, as_owner: bool = False) -> dict[str, str]:
        """What the programs we start see: the settings made plain, output at once, and nothing empty."""
        wanted = {
            "HEARD_HOME": str(self.folder),
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "heard.config.settings.site",
        }
        # DATABASE_URL stays empty for the embedded database: each process then holds its own share in it. And what Python compiled is kept:
        # images often say otherwise, to be small, and each of a dozen processes would compile all modules, which doubles its start.
        unset = {name for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL", "DEMO") if not os.environ.get(name)}
        unset |= {roles.AS_OWNER, "PYTHONDONTWRITEBYTECODE"}
        if as_owner:
            wanted[roles.AS_OWNER] = "1"
        return {**{name: value for name, value in os.environ.items() if name not in unset}, **wanted}


def manage(*arguments: str) -> list[str]:
    """The command that runs `manage.py` with the environment's Python."""
    return [str(PYTHON), str(CHECKOUT / "manage.py"), *arguments]
