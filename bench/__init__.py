"""`make bench`: what pages cost, as ratios within one run, in a database of its own. See docs/measured.md."""
