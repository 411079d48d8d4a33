"""Pure rules about stories: no database, no web, nothing that acts."""
