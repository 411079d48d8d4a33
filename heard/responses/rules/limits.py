"""How long things may be, in characters. Generous: about 1,300 words for an answer."""

ANSWER = 8_000
REPLY = 8_000
CHANGE = 2_000
REASON = 2_000
NAME = 100
JOB_TITLE = 120
SIGN_OFF = 160
