"""What a PDF costs: ten questions and twenty answers, each time in other words, as nothing is made twice."""

import statistics
import time
from datetime import date
from typing import Any

import django

MADE = 40
ANSWER = "We used to ring people once and give up. Now someone rings three times, at different hours, and leaves a message. " * 5


def measure() -> dict[str, Any]:
    django.setup()
    took, size = [], 0
    for each in range(MADE):
        began = time.process_time()
        size = len(_made(each))
        took.append(time.process_time() - began)
    return {"first, ms of CPU": round(took[0] * 1000), "then, ms of CPU": round(statistics.median(took[1:]) * 1000), "kB": size // 1000}


def _made(number: int) -> bytes:
    from heard.ui.pdf import Answer, Heading, PdfDocument, make_pdf

    blocks = [
        block
        for question in range(10)
        for block in (Heading(f"What did you change, {question}?"), Answer([f"{number}. {ANSWER}"] * 2, "Rowan"), Answer([ANSWER], "Gull"))
    ]
    address = "https://heard.example/case-studies/quayside"
    return make_pdf(PdfDocument(title=f"Case study {number}", language="en-gb", day=date(2026, 11, 28), blocks=blocks, address=address))
