import os
import signal

import pytest

from tests.launch.processes import Client, is_alive, postmaster, wait_for


@pytest.fixture
def join(request):
    """Start a client; whatever is still there at the end is killed, its server with it."""
    clients = []

    def start(home, **options):
        client = Client(home, **options)
        clients.append((client, home))
        return client

    yield start
    for client, home in clients:
        if client.process.poll() is None:
            client.kill()
        try:
            os.kill(postmaster(home), signal.SIGQUIT)
        except (OSError, ValueError, IndexError):
            continue
        wait_for(lambda home=home: not (home / "postgres/data/postmaster.pid").exists() or not is_alive(postmaster(home)))
