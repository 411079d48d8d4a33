"""Read models that only the public pages need: one statement each, frozen rows out, of public views as those in `published`."""
