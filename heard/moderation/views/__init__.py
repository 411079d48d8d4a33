"""The moderators' desk: lists (`lists`), a story's case (`story`), and the cases of what was said about stories (`conversation`)."""
