"""What is said about a story, as the desk reads it: answers, authors' replies, changes, reports of unfair treatment."""

from heard.responses.reviewables import answers, changes, replies, reports

__all__ = ["answers", "changes", "replies", "reports"]
