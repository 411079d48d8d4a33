"""What operators write before it is sent: the kinds of their sheets (`heard.writing`), and which field holds the words that matter."""

ANSWER, CLOSE = "enquiry-answer", "enquiry-close"
MAIN: dict[str, tuple[str, ...]] = {ANSWER: ("answer",), CLOSE: ("reason",)}
LABELS: dict[str, str] = {ANSWER: "An answer", CLOSE: "A reason to close it"}
