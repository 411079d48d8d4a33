"""The only places that write drafts: `drafts` (the author), `rush` (what one place tells in an hour)."""
