"""What is done with people's words the same way everywhere."""


def beginning(text: str, letters: int) -> str:
    """The first words of a text, in at most `letters` and an ellipsis, cut between words, as one paragraph."""
    flat = " ".join(text.split())
    if len(flat) <= letters:
        return flat
    cut = flat[:letters]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:–-") + "…"
