"""What can be decided from words and numbers alone: how long things may be, how an answer goes on, what to advise while writing."""
