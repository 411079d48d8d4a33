"""The only places that write responses: `answers` and `changes` (organisations, then moderators), `replies` and `authors` (authors)."""
