"""What should be at the desk and is not."""

from django.db import connection

from heard.core.reckoning import Missing, Window
from heard.moderation.models import Subject


def without_a_case(subject: str, window: Window) -> list[Missing]:
    """Things of this kind that wait for a moderator and have no open case, since they began to wait: nobody would ever read them. However
    long ago that was: what waits is owed a reading for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD[Subject(subject)], [window.before])
        return [Missing(*row) for row in cursor.fetchall()]


def replied_and_still_waiting(window: Window) -> list[Missing]:
    """Stories whose author answered the moderator's question, while their case goes on waiting for the author."""
    return _cases(
        """SELECT reply.at, c.story_id, c.id FROM moderation_case c
             JOIN stories_story story ON story.id = c.story_id AND story.state <> 'asked'
             JOIN LATERAL (SELECT max(at) AS at FROM stories_storymove
                            WHERE story_id = c.story_id AND name IN ('reply', 'correct')) reply ON true
            WHERE c.closed_at IS NULL AND c.subject = 'story' AND c.waiting_for = 'author' AND reply.at < %s""",
        window,
    )


def corrected_and_not_looked_through(window: Window) -> list[Missing]:
    """Open cases of stories whose author corrected their words, while the case still stands where the old ones put it."""
    return _cases(
        """SELECT corrected.at, c.story_id, c.id FROM moderation_case c
             JOIN LATERAL (SELECT max(at) AS at FROM stories_storymove
                            WHERE story_id = c.story_id AND name IN ('correct', 'correct-held')) corrected ON corrected.at IS NOT NULL
            WHERE c.closed_at IS NULL AND c.subject = 'story' AND corrected.at > c.opened_at AND corrected.at < %s
              AND NOT EXISTS (SELECT 1 FROM moderation_casemove m
                               WHERE m.case_id = c.id AND m.name = 'corrected' AND m.at >= corrected.at)""",
        window,
    )


def left_of_erased(window: Window) -> list[Missing]:
    """Stories whose words were deleted, with closed cases of which notes or a report are still there: they waited for the case, or the job
    that deletes them was lost.
    """
    return _cases(
        """SELECT max(greatest(story.erased_at, c.closed_at)), c.story_id, 0 FROM moderation_case c
             JOIN stories_story story ON story.id = c.story_id AND story.erased_at IS NOT NULL
            WHERE c.closed_at IS NOT NULL AND greatest(story.erased_at, c.closed_at) < %s
              AND (EXISTS (SELECT FROM moderation_casemove WHERE case_id = c.id AND (note <> '' OR message <> ''))
                   OR EXISTS (SELECT FROM responses_treateddifferently WHERE id = c.report_id AND text <> ''))
            GROUP BY c.story_id""",
        window,
    )


def open_for_nothing(window: Window) -> list[Missing]:
    """Open cases about what its author took back: `of` is the reply, or 0 when the whole story was."""
    return _cases(
        """SELECT DISTINCT gone.at, c.story_id, 0 FROM moderation_case c
             JOIN stories_storymove gone ON gone.story_id = c.story_id AND gone.name = 'withdraw'
             JOIN stories_story story ON story.id = c.story_id AND story.state = 'withdrawn'
            WHERE c.closed_at IS NULL AND c.subject <> 'treated-differently' AND gone.at < %s
            UNION ALL
           SELECT gone.at, c.story_id, c.reply_id FROM moderation_case c
             JOIN responses_replymove gone ON gone.reply_id = c.reply_id AND gone.name = 'withdraw'
             JOIN stories_story story ON story.id = c.story_id AND story.state <> 'withdrawn'
            WHERE c.closed_at IS NULL AND c.subject = 'reply' AND gone.at < %s""",
        window,
        times=2,
    )


def read_by_nobody_here(window: Window) -> list[Missing]:
    """Cases claimed by somebody whose account was closed. `of` is the person."""
    return _cases(
        """SELECT DISTINCT closed.since, c.story_id, c.claimed_by_id FROM moderation_case c
             JOIN accounts_closedspan closed ON closed.person_id = c.claimed_by_id AND closed.until IS NULL
            WHERE c.closed_at IS NULL AND closed.since < %s""",
        window,
    )


_UNREAD = {
    Subject.STORY: """
        SELECT waits.at, story.id, 0 FROM stories_story story
          JOIN LATERAL (SELECT coalesce(max(at), story.sent_at) AS at FROM stories_storymove WHERE story_id = story.id) waits ON true
         WHERE story.state IN ('waiting', 'asked', 'held') AND waits.at < %s
           AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.story_id = story.id AND c.subject = 'story' AND c.closed_at IS NULL)""",
    Subject.ANSWER: """
        SELECT waits.at, answer.story_id, answer.id FROM responses_answer answer
          JOIN LATERAL (SELECT coalesce(max(at), answer.sent_at) AS at FROM responses_answermove WHERE answer_id = answer.id) waits ON true
         WHERE answer.state = 'waiting' AND waits.at < %s
           AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.answer_id = answer.id AND c.closed_at IS NULL)
           AND EXISTS (SELECT 1 FROM stories_story story WHERE story.id = answer.story_id AND story.state <> 'withdrawn')""",
    Subject.REPLY: """
        SELECT reply.sent_at, reply.story_id, reply.id FROM responses_reply reply
         WHERE reply.state = 'waiting' AND reply.sent_at < %s
           AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.reply_id = reply.id AND c.closed_at IS NULL)
           AND EXISTS (SELECT 1 FROM stories_story story WHERE story.id = reply.story_id AND story.state <> 'withdrawn')""",
    Subject.CHANGE: """
        SELECT waits.at, change.story_id, change.id FROM responses_change change
          JOIN LATERAL (SELECT coalesce(max(at), change.sent_at) AS at FROM responses_changemove WHERE change_id = change.id) waits ON true
         WHERE change.state IN ('plan-waiting', 'made-waiting') AND waits.at < %s
           AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.change_id = change.id AND c.closed_at IS NULL)
           AND EXISTS (SELECT 1 FROM stories_story story WHERE story.id = change.story_id AND story.state <> 'withdrawn')""",
    Subject.TREATED_DIFFERENTLY: """
        SELECT report.told_at, report.story_id, report.id FROM responses_treateddifferently report
         WHERE report.told_at < %s AND NOT EXISTS (SELECT 1 FROM moderation_case c WHERE c.report_id = report.id)""",
}


def _cases(statement: str, window: Window, *, times: int = 1) -> list[Missing]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [window.before] * times)
        return [Missing(*row) for row in cursor.fetchall()]
