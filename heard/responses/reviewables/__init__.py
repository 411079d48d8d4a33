"""What is said about a story, as the desk reads it: answers, authors' replies, changes, reports of being treated
differently. They are registered in the order of a conversation, which is that of the queue.
"""

from heard.responses.reviewables import answers, replies

# isort: split
from heard.responses.reviewables import changes, reports

__all__ = ["answers", "changes", "replies", "reports"]
