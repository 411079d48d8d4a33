from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Staff sign in with e-mail and password; nobody signs up by themselves, members are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
