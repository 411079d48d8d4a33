"""Pure rules about telling: no database, no web, nothing that acts."""
