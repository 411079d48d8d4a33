"""How many characters each part of what editors write can have: a page may count what is left, and the action refuses more."""

TITLE, LEAD, SUMMARY, CHANGE = 120, 300, 155, 300
WORD, MEANING = 60, 600
