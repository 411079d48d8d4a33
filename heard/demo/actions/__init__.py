"""What the demo does: keeps sent messages (`mailbox`), and lives through two years (`seeding`) by calling every other slice's actions."""
