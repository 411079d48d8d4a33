"""What can go wrong on the way to a running site, said in words a person can act on."""


class LaunchError(RuntimeError):
    """A sentence for the person at the keyboard: what is wrong, and what to do about it."""


class DatabaseUnavailable(LaunchError):
    """The embedded database cannot be found, made or started."""
