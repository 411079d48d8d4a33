"""What the demo is made of (`content`), when it all happened (`calendar`), and how a message is shown (`letters`)."""
