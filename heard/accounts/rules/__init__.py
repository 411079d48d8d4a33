"""Rules that need no database: how a story key reads, and how a detail is sealed."""
