"""Read models of what is public, for whatever shows it: one statement each, frozen rows out. They read the `public_` views of owners."""
