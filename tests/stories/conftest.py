from tests.telling.conftest import an_open_site  # noqa: F401 - a fixture
