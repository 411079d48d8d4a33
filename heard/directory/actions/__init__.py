"""The only places that write the directory: `importing` (registers), `corrections` (by hand), `adding` (one by one)."""
