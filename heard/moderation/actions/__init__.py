"""What moderators do: open and claim cases (`cases`), decide stories (`stories`) and what was said about them (`conversation`)."""
