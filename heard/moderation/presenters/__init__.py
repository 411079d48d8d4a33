"""What the desk’s templates would otherwise work out. A module for each concept."""
