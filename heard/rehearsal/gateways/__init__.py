"""What a rehearsal needs around it: a site of its own that can be killed, a mail server that keeps what it takes, a browser."""
