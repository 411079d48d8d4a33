"""How registers are written and read, without a database: `registers` (files), `names` (writing them for people), `positions` (where)."""
