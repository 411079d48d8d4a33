"""The only places that write stories: `telling` (the author), `publishing` (moderation), `progress` (what others did), `groups` (who
tells, counted).
"""
