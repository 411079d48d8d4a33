"""What the desk reads: the queue, one case with everything beside it, and how the day goes. A module for each concept."""
