"""`coming_back`: the key and the mailed link. `my_story`: everything an author can do once inside."""
