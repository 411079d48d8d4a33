"""The only places that write accounts: `authors` (who tell stories) and `people` (who work here)."""
