"""Public pages. Everybody may see all of them; who is signed in sees the same, uncached."""
