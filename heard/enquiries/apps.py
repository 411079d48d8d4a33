from django.apps import AppConfig


class Config(AppConfig):
    name = "heard.enquiries"
    label = "enquiries"

    def ready(self) -> None:
        from heard.accounts.actions.sealed import sealed_as_well
        from heard.enquiries import emails, handlers, lifecycle  # noqa: F401
        from heard.enquiries.actions import reseal_addresses

        sealed_as_well(reseal_addresses)
