"""What we say of a password that is easy to guess. What is easy to guess is Django's to know."""

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Your password is too short. Use at least %(limit)s characters.") % {"limit": self.min_length}


class NotLikeTheirName(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("Your password is too much like your name or email address. Choose another.")


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Your password is too common. Choose one that’s harder to guess.")
