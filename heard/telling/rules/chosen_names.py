"""Names to tell a story under: one to begin with, and a gentle word about names that give somebody away."""

import re

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from heard.core.texts.reading import Plain, plainly
from heard.stories.rules.personal_data import HitKind, find_in_chosen_name

NAMES = (
    "Alder", "Acorn", "Apple", "Aspen", "Badger", "Beech", "Birch", "Blackbird", "Bluebell", "Bracken", "Bramble", "Brook", "Buttercup",
    "Cedar", "Cherry", "Chestnut", "Clover", "Comet", "Coral", "Cowslip", "Curlew", "Dandelion", "Dolphin", "Dragonfly", "Elder", "Elm",
    "Falcon", "Fern", "Finch", "Firefly", "Fox", "Foxglove", "Gannet", "Gorse", "Grasshopper", "Hare", "Harebell", "Hawthorn", "Hornbeam",
    "Honeysuckle", "Hedgehog", "Heron", "Honeybee", "Ibis", "Jackdaw", "Jasper", "Juniper", "Kestrel", "Kingfisher", "Kite", "Lapwing",
    "Larch", "Lark", "Lavender", "Lichen", "Linden", "Magpie", "Mallow", "Maple", "Marigold", "Minnow", "Meadow", "Mint", "Moss", "Moth",
    "Nightingale", "Nuthatch", "Oak", "Oriole", "Osprey", "Otter", "Owl", "Pebble", "Petrel", "Pine", "Plover", "Poppy", "Primrose",
    "Puffin", "Quail", "Raven", "Reed", "Redwing", "Rosehip", "Rook", "Saffron", "Seahorse", "Seal", "Skylark", "Snowdrop", "Sorrel",
    "Sparrow", "Starling", "Swallow", "Swan", "Swift", "Sycamore", "Tansy", "Teal", "Tern", "Thistle", "Thrush", "Thyme", "Turnstone",
    "Vole", "Wagtail", "Warbler", "Willow", "Woodpecker", "Wren", "Yarrow", "Yew",
)  # fmt: skip
"""None that our own check takes for a first name, or it would be pointed at. Each keeps its place, by which drafts know theirs."""

_WHY = {
    HitKind.NAME: gettext_lazy("It looks like a full name or workplace."),
    HitKind.FIRST_NAME: gettext_lazy("It could be your own first name."),
    HitKind.STAFF_NAME: gettext_lazy("It looks like someone’s name."),
    HitKind.PHONE: gettext_lazy("It looks like a phone number."),
    HitKind.EMAIL: gettext_lazy("It looks like an email address."),
    HitKind.POSTCODE: gettext_lazy("It looks like a postcode."),
    HitKind.ADDRESS: gettext_lazy("It looks like part of an address."),
    HitKind.NHS_NUMBER: gettext_lazy("It looks like an NHS number."),
    HitKind.NUMBER: gettext_lazy("It looks like a personal, case or car number."),
    HitKind.DATE: gettext_lazy("The numbers could be a year or date of birth."),
    HitKind.LINK: gettext_lazy("It looks like a link to a page about someone."),
    HitKind.HANDLE: gettext_lazy("It looks like a social media name."),
}
_PART_OF_EMAIL = gettext_lazy("It looks like part of an email address.")
_SURE_TO_NAME = re.compile(r"\w[._-]\w")


def suggested(number: int) -> str:
    """A name to begin with, for draft `number`: the same one however often it is asked. It is public later, and drawn with the site's
    secret key, so that it does not tell who began before whom.
    """
    drawn = salted_hmac("heard.stories.suggested", str(number), algorithm="sha256").digest()
    return NAMES[int.from_bytes(drawn[:8]) % len(NAMES)]


def advice(name: str) -> list[str]:
    """Why `name` might tell staff who the author is, each a sentence of its own."""
    kinds = [HitKind(hit.kind) for hit in find_in_chosen_name(name)]
    if HitKind.EMAIL in kinds:
        return [str(_WHY[HitKind.EMAIL])]  # whatever else it holds, names or figures, is part of the address
    found = [str(_WHY[kind]) for kind in kinds]
    plain = plainly(name)
    if re.search(r"\d{2,}", plain) and not found:
        found.append(str(_WHY[HitKind.DATE]))
    if _SURE_TO_NAME.search(plain):
        found.append(str(_PART_OF_EMAIL))
    return list(dict.fromkeys(found))


def is_part_of(name: str, email: str) -> bool:
    """Whether the name gives away part of the e-mail address. Only to be asked while the address is being typed: it is sealed after.

    A part is a whole word of the address of three letters or more, or a name of four letters or more that stands in it.
    """
    plain = _letters(plainly(name))
    words = [_letters(Plain(part)) for part in re.findall(r"[^\W_\d]+", plainly(email.partition("@")[0]))]
    if any(len(word) >= 3 and word in plain for word in words):
        return True
    whole = "".join(words)
    return len(plain) >= 4 and plain in whole


def _letters(text: Plain) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalpha())
