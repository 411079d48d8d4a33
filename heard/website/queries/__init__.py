"""Read models of the public pages: one statement each, frozen rows out. Every one of them reads published stories only."""
