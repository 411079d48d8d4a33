"""How a reference becomes an address, at the moment of sending."""

from heard.accounts.models import Person
from heard.core import mail


@mail.resolver("person")
def address_of_person(reference: str) -> str | None:
    return Person.objects.filter(pk=int(reference.partition(":")[2]), is_active=True).values_list("email", flat=True).first()
