"""An empty database again after a test that commits.

Django truncates every table and then has its own content types and permissions made anew, which takes longer than most tests: a
truncated table gets new files for itself and each index. Deleting the few rows that one test left, jobs among them, is many times quicker.
"""

from contextlib import nullcontext, suppress

from django.db import OperationalError, connection, transaction

from heard.pages.actions.house import load_house_texts
from heard.pages.rules import house

STAY = ("django_migrations", "django_content_type", "auth_permission")
"""What migrating wrote, and nothing that a test is about ever changes."""
HOUSE_TEXTS = ("pages_page", "pages_text", "pages_version", "pages_textmove", "pages_oldpath", "pages_term", "pages_termversion")
"""What comes with Heard stays as well, until a test has changed any of it: it is then brought again."""
ARE_CHANGED = """
SELECT EXISTS (SELECT FROM pages_textmove WHERE by <> %(house)s) OR EXISTS (SELECT FROM pages_version WHERE made_by <> %(house)s)
    OR EXISTS (SELECT FROM pages_termversion WHERE made_by <> %(house)s) OR EXISTS (SELECT FROM pages_oldpath)
    OR EXISTS (SELECT FROM pages_term WHERE is_removed) OR NOT EXISTS (SELECT FROM pages_page)
"""

# A table into which nothing was ever written has no pages, and is passed over. The lock waits, as TRUNCATE does, for a request or a
# worker that is still writing. Foreign keys are looked at when all is gone.
DELETE_ALL = """
DO $$
DECLARE written regclass[];
BEGIN
    SELECT coalesce(array_agg(oid::regclass), '{}') INTO written FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> ALL (%s) AND pg_relation_size(oid) > 0;
    FOR n IN 1 .. cardinality(written) LOOP
        EXECUTE format('LOCK TABLE %%s IN EXCLUSIVE MODE', written[n]);
    END LOOP;
    SET CONSTRAINTS ALL DEFERRED;
    FOR n IN 1 .. cardinality(written) LOOP
        EXECUTE format('DELETE FROM %%s', written[n]);
    END LOOP;
END $$
"""


def empty_the_database():
    """Tried again if what is still being written holds one table and waits for another."""
    for left in reversed(range(5)):
        with suppress(OperationalError) if left else nullcontext(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ARE_CHANGED, {"house": house.BY.actor_ref})
            (are_changed,) = cursor.fetchone()
            cursor.execute(DELETE_ALL, [[*STAY, *(() if are_changed else HOUSE_TEXTS)]])
            if are_changed:
                load_house_texts()
            return
