"""Suggestions for moderators: offline, explained, none acts by itself. Pure functions over text."""
