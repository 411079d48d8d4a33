CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION public.directory_keep_words() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO directory_placeword (word)
  SELECT DISTINCT word FROM written, unnest(string_to_array(search_text, ' ')) AS word WHERE word <> '' ORDER BY word
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION public.moderation_case_thing() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.thing_id IS NULL THEN
    NEW.thing_id := CASE NEW.subject WHEN 'answer' THEN NEW.answer_id WHEN 'reply' THEN NEW.reply_id WHEN 'change' THEN NEW.change_id
                                     WHEN 'treated-differently' THEN NEW.report_id ELSE NEW.story_id END;
    NEW.once := NEW.subject = 'treated-differently';
  ELSE
    CASE NEW.subject
      WHEN 'answer' THEN NEW.answer_id := NEW.thing_id;
      WHEN 'reply' THEN NEW.reply_id := NEW.thing_id;
      WHEN 'change' THEN NEW.change_id := NEW.thing_id;
      WHEN 'treated-differently' THEN NEW.report_id := NEW.thing_id;
      ELSE NULL;
    END CASE;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.moderation_erase_notes(taken_back bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stories_story WHERE id = taken_back AND state = 'withdrawn') THEN
    RAISE EXCEPTION 'only a story that was taken back is erased';
  END IF;
  UPDATE moderation_casemove SET note = '', message = '', looked_at = '{}', why = ''
   WHERE case_id IN (SELECT id FROM moderation_case WHERE story_id = taken_back AND closed_at IS NOT NULL);
END $$;

CREATE FUNCTION public.pages_versions_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was written stays as it is: make another version' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.responses_change_has_a_region() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.region_id IS NULL THEN
    SELECT region_id INTO NEW.region_id FROM stories_story WHERE id = NEW.story_id;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION public.responses_erase_reasons(taken_back bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stories_story WHERE id = taken_back AND state = 'withdrawn') THEN
    RAISE EXCEPTION 'only a story that was taken back is erased';
  END IF;
  UPDATE responses_replymove SET reason = '' WHERE reply_id IN (SELECT id FROM responses_reply WHERE story_id = taken_back);
END $$;

CREATE FUNCTION public.showcase_versions_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was written stays as it is: make another version' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION public.stories_erase_words(taken_back bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stories_story WHERE id = taken_back AND state = 'withdrawn') THEN
    RAISE EXCEPTION 'only a story that was taken back is erased';
  END IF;
  UPDATE stories_original SET title = '', words = '', hope = '', chosen_name = '' WHERE story_id = taken_back;
  UPDATE stories_correctedwords SET title = '', words = '', hope = '', chosen_name = '' WHERE story_id = taken_back;
  UPDATE stories_edit SET note = CASE reason WHEN 'other' THEN '–' ELSE '' END
   WHERE version_id IN (SELECT id FROM stories_version WHERE story_id = taken_back);
  UPDATE stories_version SET title = '', text = '', hope = '' WHERE story_id = taken_back;
  UPDATE stories_storymove SET message = '', changed = '{}' WHERE story_id = taken_back;
END $$;

CREATE FUNCTION public.stories_to_be_found() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.state, NEW.title, NEW.text, NEW.hope, NEW.ancestors)
     IS NOT DISTINCT FROM (OLD.state, OLD.title, OLD.text, OLD.hope, OLD.ancestors) THEN
    RETURN NULL;
  END IF;
  IF NEW.state = 'published' OR (TG_OP = 'UPDATE' AND OLD.state = 'published') THEN
    INSERT INTO stories_storytoindex (story_id, since) VALUES (NEW.id, now())
    ON CONFLICT (story_id) DO UPDATE SET since = EXCLUDED.since;
  END IF;
  IF NEW.state <> 'published' THEN
    DELETE FROM stories_storywords WHERE story_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;

CREATE TEXT SEARCH CONFIGURATION public.heard_english (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR asciiword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR word WITH public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR hword_part WITH public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR hword WITH public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.heard_english
    ADD MAPPING FOR uint WITH simple;

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_author (
    id bigint NOT NULL,
    key_digest bytea,
    key_to_show bytea,
    pin_hash character varying(200) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    key_replaced_at timestamp with time zone,
    forgotten_at timestamp with time zone
);

ALTER TABLE public.accounts_author ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_author_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_closedspan (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    since_known boolean DEFAULT true NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT closing_ends_after_it_began CHECK (((until IS NULL) OR (until >= since)))
);

ALTER TABLE public.accounts_closedspan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_closedspan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_contactdetail (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    sealed bytea NOT NULL,
    lookup bytea NOT NULL,
    wants_notices boolean NOT NULL,
    given_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    confirmed_at timestamp with time zone,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT accounts_contactdetail_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

ALTER TABLE public.accounts_contactdetail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_contactdetail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_keytoshow (
    author_id bigint NOT NULL,
    locked bytea NOT NULL,
    until timestamp with time zone NOT NULL
);

CREATE TABLE public.accounts_noticesspan (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    since_known boolean DEFAULT true NOT NULL,
    author_id bigint NOT NULL,
    CONSTRAINT notices_end_after_they_began CHECK (((until IS NULL) OR (until >= since)))
);

ALTER TABLE public.accounts_noticesspan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_noticesspan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_person (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    job_title character varying(120) NOT NULL,
    platform_roles character varying(20)[] NOT NULL,
    is_active boolean NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    sessions_ended_at timestamp with time zone,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    moderates_in bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    photo_id bigint,
    CONSTRAINT accounts_person_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

ALTER TABLE public.accounts_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_signinlink (
    id bigint NOT NULL,
    digest bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    author_id bigint NOT NULL,
    CONSTRAINT link_used_before_it_expired CHECK (((used_at IS NULL) OR (used_at <= expires_at)))
);

ALTER TABLE public.accounts_signinlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_signinlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.alerts_alert (
    id bigint NOT NULL,
    about character varying(40) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    membership_id bigint NOT NULL,
    story_id bigint NOT NULL,
    summary_id bigint
);

ALTER TABLE public.alerts_alert ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.alerts_alert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.alerts_alertsetting (
    id bigint NOT NULL,
    stories character varying(10) NOT NULL,
    answers character varying(10) NOT NULL,
    least_criticality smallint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    membership_id bigint NOT NULL,
    CONSTRAINT alerts_alertsetting_least_criticality_check CHECK ((least_criticality >= 0))
);

ALTER TABLE public.alerts_alertsetting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.alerts_alertsetting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.alerts_alertspan (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    since_known boolean DEFAULT true NOT NULL,
    membership_number bigint NOT NULL,
    stories character varying(10) NOT NULL,
    answers character varying(10) NOT NULL,
    least_criticality smallint NOT NULL,
    CONSTRAINT alerts_alertspan_least_criticality_check CHECK ((least_criticality >= 0)),
    CONSTRAINT setting_ends_after_it_began CHECK (((until IS NULL) OR (until >= since)))
);

ALTER TABLE public.alerts_alertspan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.alerts_alertspan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.alerts_summary (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.alerts_summary ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.alerts_summary_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE UNLOGGED TABLE public.core_attempt (
    id bigint NOT NULL,
    bucket bytea NOT NULL,
    window_start timestamp with time zone NOT NULL,
    count integer NOT NULL,
    CONSTRAINT core_attempt_count_check CHECK ((count >= 0))
);

ALTER TABLE public.core_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.core_delivery (
    id bigint NOT NULL,
    key character varying(150) NOT NULL,
    kind character varying(40) NOT NULL,
    recipient character varying(60) NOT NULL,
    params jsonb NOT NULL,
    message_id character varying(120) NOT NULL,
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    doubts smallint NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    due_at timestamp with time zone,
    urgency smallint DEFAULT 0 NOT NULL,
    CONSTRAINT core_delivery_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT core_delivery_doubts_check CHECK ((doubts >= 0)),
    CONSTRAINT core_delivery_urgency_check CHECK ((urgency >= 0)),
    CONSTRAINT delivery_finished_has_a_time CHECK (((NOT ((state)::text = ANY ((ARRAY['sent'::character varying, 'dropped'::character varying, 'failed'::character varying, 'refused'::character varying])::text[]))) OR (finished_at IS NOT NULL)))
);

ALTER TABLE public.core_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.core_event (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    payload jsonb NOT NULL,
    actor_ref character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE public.core_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.core_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.core_reckoned (
    name character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    count integer NOT NULL,
    oldest timestamp with time zone,
    things jsonb NOT NULL,
    CONSTRAINT core_reckoned_count_check CHECK ((count >= 0))
);

CREATE TABLE public.demo_loading (
    id bigint NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    tour_id bigint,
    tour_key character varying(80) DEFAULT ''::character varying NOT NULL
);

ALTER TABLE public.demo_loading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demo_loading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.demo_mailboxmessage (
    id bigint NOT NULL,
    "to" character varying(254) NOT NULL,
    subject character varying(998) NOT NULL,
    body text NOT NULL,
    headers jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE public.demo_mailboxmessage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.demo_mailboxmessage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_correction (
    id bigint NOT NULL,
    field character varying(30) NOT NULL,
    value jsonb,
    was jsonb,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    service_id bigint NOT NULL
);

ALTER TABLE public.directory_correction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.directory_correction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_everydayname (
    id bigint NOT NULL,
    title character varying(80) NOT NULL,
    words character varying(60)[] NOT NULL,
    kinds character varying(30)[] NOT NULL,
    specialities character varying(4)[] NOT NULL,
    called character varying(60)[] NOT NULL,
    hidden boolean NOT NULL,
    region_id bigint,
    note character varying(300) DEFAULT ''::character varying NOT NULL,
    same character varying(60)[] DEFAULT '{}'::character varying(60)[] NOT NULL,
    note_language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT an_everyday_name_finds_something CHECK ((NOT ((called = '{}'::character varying(60)[]) AND (kinds = '{}'::character varying(30)[])))),
    CONSTRAINT an_everyday_name_has_words CHECK ((NOT (words = '{}'::character varying(60)[]))),
    CONSTRAINT directory_everydayname_note_language_check CHECK (((note_language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

ALTER TABLE public.directory_everydayname ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.directory_everydayname_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_everydaystep (
    id bigint NOT NULL,
    step character varying(8) NOT NULL,
    was jsonb,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    name_id bigint NOT NULL
);

ALTER TABLE public.directory_everydaystep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.directory_everydaystep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_formername (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    until date,
    service_id bigint NOT NULL
);

ALTER TABLE public.directory_formername ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.directory_formername_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_placeword (
    word character varying(600) NOT NULL
);

CREATE TABLE public.directory_placing (
    id bigint NOT NULL,
    step character varying(10) NOT NULL,
    words character varying(500) NOT NULL,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    form_key uuid,
    other_id bigint,
    service_id bigint NOT NULL,
    was jsonb,
    undoes_id bigint,
    CONSTRAINT joined_or_apart_names_the_other CHECK ((((other_id IS NOT NULL) AND ((step)::text = ANY ((ARRAY['joined'::character varying, 'apart'::character varying, 'parted'::character varying])::text[]))) OR ((NOT ((step)::text = ANY ((ARRAY['joined'::character varying, 'apart'::character varying, 'parted'::character varying])::text[]))) AND (other_id IS NULL)))),
    CONSTRAINT undone_is_a_join CHECK (((((step)::text = 'parted'::text) AND (undoes_id IS NOT NULL)) OR ((NOT ((step)::text = 'parted'::text)) AND (undoes_id IS NULL))))
);

ALTER TABLE public.directory_placing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.directory_placing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_postcodesector (
    id bigint NOT NULL,
    code character varying(8) NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL
);

ALTER TABLE public.directory_postcodesector ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.directory_postcodesector_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_service (
    id bigint NOT NULL,
    level character varying(10) NOT NULL,
    kind character varying(30) NOT NULL,
    name character varying(200) NOT NULL,
    slug character varying(120) NOT NULL,
    register character varying(30) NOT NULL,
    code character varying(20) NOT NULL,
    identity character varying(250) NOT NULL,
    ancestors bigint[] NOT NULL,
    address character varying(200)[] NOT NULL,
    town character varying(80) NOT NULL,
    postcode character varying(10) NOT NULL,
    latitude double precision,
    longitude double precision,
    telephone character varying(80) NOT NULL,
    website character varying(200) NOT NULL,
    opened_on date,
    closed_on date,
    standing character varying(10) NOT NULL,
    not_in_register boolean NOT NULL,
    registered_contact character varying(254) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    search_text character varying(600) NOT NULL,
    parent_id bigint,
    region_id bigint NOT NULL,
    successor_id bigint,
    contact_asked_at timestamp with time zone,
    contact_confirmed_at timestamp with time zone,
    contact_set_by character varying(60) DEFAULT ''::character varying NOT NULL,
    contact_language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT closed_after_opened CHECK (((opened_on IS NULL) OR (closed_on IS NULL) OR (closed_on >= opened_on))),
    CONSTRAINT directory_service_contact_language_check CHECK (((contact_language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT joined_is_closed_and_goes_on CHECK (((NOT ((register)::text = 'joined'::text)) OR (((standing)::text = 'closed'::text) AND (successor_id IS NOT NULL)))),
    CONSTRAINT no_register_no_code CHECK (((NOT ((register)::text = ANY ((ARRAY['by-hand'::character varying, 'proposed'::character varying, 'joined'::character varying])::text[]))) OR (((code)::text = ''::text) AND ((identity)::text = ''::text)))),
    CONSTRAINT only_a_contact_is_confirmed CHECK (((contact_confirmed_at IS NULL) OR (NOT ((registered_contact)::text = ''::text)))),
    CONSTRAINT only_a_provider_stands_alone CHECK ((((level)::text = 'provider'::text) OR (parent_id IS NOT NULL))),
    CONSTRAINT proposed_stands_alone CHECK (((NOT ((register)::text = 'proposed'::text)) OR (((level)::text = 'provider'::text) AND (parent_id IS NULL))))
);

ALTER TABLE public.directory_service ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.directory_service_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.enquiries_enquiry (
    id bigint NOT NULL,
    form_key uuid NOT NULL,
    kind character varying(10) NOT NULL,
    words text NOT NULL,
    sealed bytea NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    state character varying(8) NOT NULL,
    answer text NOT NULL,
    done_at timestamp with time zone,
    done_by_id bigint,
    region_id bigint NOT NULL,
    signs character varying(20)[],
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT enquiries_enquiry_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT enquiry_answered_with_words CHECK (((NOT ((state)::text = 'answered'::text)) OR (NOT (answer = ''::text)))),
    CONSTRAINT enquiry_done_or_waiting CHECK ((((done_at IS NULL) AND ((state)::text = 'waiting'::text)) OR ((NOT ((state)::text = 'waiting'::text)) AND (done_at IS NOT NULL))))
);

ALTER TABLE public.enquiries_enquiry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enquiries_enquiry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.enquiries_enquirymove (
    id bigint NOT NULL,
    name character varying(10) NOT NULL,
    to_state character varying(8) NOT NULL,
    by character varying(60) NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    enquiry_id bigint NOT NULL
);

ALTER TABLE public.enquiries_enquirymove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.enquiries_enquirymove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.media_film (
    id bigint NOT NULL,
    key character varying(32) NOT NULL,
    title character varying(120) NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    state character varying(10) NOT NULL,
    version integer NOT NULL,
    refused character varying(30) NOT NULL,
    ending character varying(4) NOT NULL,
    size bigint NOT NULL,
    seconds integer NOT NULL,
    width smallint NOT NULL,
    height smallint NOT NULL,
    has_sound boolean NOT NULL,
    captions text NOT NULL,
    transcript text NOT NULL,
    seen character varying(10) NOT NULL,
    signs_id bigint,
    CONSTRAINT film_has_a_key CHECK (((key)::text ~ '^[a-z0-9]{20,32}$'::text)),
    CONSTRAINT film_is_prepared CHECK (((NOT ((state)::text = ANY ((ARRAY['ready'::character varying, 'published'::character varying, 'withdrawn'::character varying])::text[]))) OR (((ending)::text = ANY ((ARRAY['mp4'::character varying, 'webm'::character varying])::text[])) AND (height > 0) AND (size > 0) AND (width > 0)))),
    CONSTRAINT film_signs_another CHECK (((signs_id IS NULL) OR (NOT ((signs_id = id) AND (signs_id IS NOT NULL))))),
    CONSTRAINT media_film_height_check CHECK ((height >= 0)),
    CONSTRAINT media_film_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT media_film_seconds_check CHECK ((seconds >= 0)),
    CONSTRAINT media_film_size_check CHECK ((size >= 0)),
    CONSTRAINT media_film_version_check CHECK ((version >= 0)),
    CONSTRAINT media_film_width_check CHECK ((width >= 0)),
    CONSTRAINT published_film_has_its_words CHECK (((NOT ((state)::text = 'published'::text)) OR ((NOT ((title)::text = ''::text)) AND (NOT (transcript = ''::text)) AND (NOT ((seen)::text = ''::text)) AND ((NOT has_sound) OR (NOT (captions = ''::text))))))
);

ALTER TABLE public.media_film ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.media_film_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.media_filmmove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    to_state character varying(10) NOT NULL,
    film_id bigint NOT NULL
);

ALTER TABLE public.media_filmmove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.media_filmmove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.media_picture (
    id bigint NOT NULL,
    key character varying(32) NOT NULL,
    width smallint NOT NULL,
    height smallint NOT NULL,
    widths smallint[] NOT NULL,
    sent_by character varying(60) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    kind character varying(10) DEFAULT 'face'::character varying NOT NULL,
    alt character varying(250) DEFAULT ''::character varying NOT NULL,
    alt_language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    is_decorative boolean DEFAULT false NOT NULL,
    CONSTRAINT media_picture_alt_language_check CHECK (((alt_language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT media_picture_height_check CHECK ((height >= 0)),
    CONSTRAINT media_picture_width_check CHECK ((width >= 0)),
    CONSTRAINT picture_has_a_key CHECK (((key)::text ~ '^[a-z0-9]{20,32}$'::text)),
    CONSTRAINT picture_has_a_size CHECK (((height > 0) AND (width > 0) AND (
CASE
    WHEN (widths IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(widths, 1), 0)
END > 0))),
    CONSTRAINT picture_is_described CHECK (((((alt)::text = ''::text) AND is_decorative AND ((kind)::text = 'picture'::text)) OR ((NOT is_decorative) AND ((kind)::text = 'picture'::text) AND (NOT ((alt)::text = ''::text))) OR (((alt)::text = ''::text) AND (NOT is_decorative) AND ((kind)::text = ANY ((ARRAY['face'::character varying, 'waiting'::character varying])::text[])))))
);

ALTER TABLE public.media_picture ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.media_picture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.moderation_call (
    id bigint NOT NULL,
    why character varying(20) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    everybody_at timestamp with time zone,
    ended_at timestamp with time zone,
    case_id bigint,
    taken_by_id bigint,
    enquiry_id bigint,
    settled boolean DEFAULT false NOT NULL,
    CONSTRAINT call_is_about_one_thing CHECK ((((case_id IS NOT NULL) AND (enquiry_id IS NULL)) OR ((case_id IS NULL) AND (enquiry_id IS NOT NULL)))),
    CONSTRAINT call_settled_is_over CHECK (((NOT settled) OR (ended_at IS NOT NULL))),
    CONSTRAINT call_taken_is_over CHECK (((taken_by_id IS NULL) OR (ended_at IS NOT NULL)))
);

ALTER TABLE public.moderation_call ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moderation_call_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.moderation_callstep (
    id bigint NOT NULL,
    on_rota boolean NOT NULL,
    told_at timestamp with time zone NOT NULL,
    call_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.moderation_callstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moderation_callstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.moderation_case (
    id bigint NOT NULL,
    subject character varying(20) NOT NULL,
    risk smallint NOT NULL,
    signs character varying(20)[] NOT NULL,
    word_count integer NOT NULL,
    line smallint NOT NULL,
    senior_only boolean NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    decided_at timestamp with time zone,
    claimed_at timestamp with time zone,
    waiting_for character varying(30) NOT NULL,
    waiting_until timestamp with time zone,
    closed_at timestamp with time zone,
    outcome character varying(30) NOT NULL,
    work jsonb,
    version integer NOT NULL,
    answer_id bigint,
    change_id bigint,
    claimed_by_id bigint,
    proposed_by_id bigint,
    reply_id bigint,
    report_id bigint,
    story_id bigint NOT NULL,
    appeal boolean DEFAULT false NOT NULL,
    not_for bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    turn smallint DEFAULT 0 NOT NULL,
    found character varying(20)[] DEFAULT '{}'::character varying(20)[] NOT NULL,
    thing_id bigint NOT NULL,
    once boolean DEFAULT false NOT NULL,
    CONSTRAINT case_names_its_subject CHECK ((NOT ((subject)::text = ''::text))),
    CONSTRAINT claim_has_both_who_and_when CHECK ((((claimed_at IS NULL) AND (claimed_by_id IS NULL)) OR (claimed_at IS NOT NULL))),
    CONSTRAINT claimed_or_waiting_not_both CHECK (((claimed_at IS NULL) OR ((waiting_for)::text = ''::text))),
    CONSTRAINT closed_case_has_an_outcome CHECK (((closed_at IS NULL) OR (NOT ((outcome)::text = ''::text)))),
    CONSTRAINT closed_case_is_put_away CHECK (((closed_at IS NULL) OR ((claimed_by_id IS NULL) AND ((waiting_for)::text = ''::text) AND (work = 'null'::jsonb)))),
    CONSTRAINT moderation_case_line_check CHECK ((line >= 0)),
    CONSTRAINT moderation_case_risk_check CHECK ((risk >= 0)),
    CONSTRAINT moderation_case_thing_id_check CHECK ((thing_id >= 0)),
    CONSTRAINT moderation_case_turn_check CHECK ((turn >= 0)),
    CONSTRAINT moderation_case_version_check CHECK ((version >= 0)),
    CONSTRAINT moderation_case_word_count_check CHECK ((word_count >= 0))
);

ALTER TABLE public.moderation_case ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moderation_case_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.moderation_casemove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    by character varying(60) NOT NULL,
    note text NOT NULL,
    message text NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id bigint NOT NULL,
    looked_at character varying(80)[] DEFAULT '{}'::character varying(80)[] NOT NULL,
    why character varying(30) DEFAULT ''::character varying NOT NULL
);

ALTER TABLE public.moderation_casemove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moderation_casemove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.moderation_page (
    step_id bigint NOT NULL,
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    due_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    CONSTRAINT moderation_page_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT page_finished_has_a_time CHECK (((NOT ((state)::text = ANY ((ARRAY['sent'::character varying, 'dropped'::character varying])::text[]))) OR (finished_at IS NOT NULL)))
);

CREATE TABLE public.moderation_pagingaddress (
    person_id bigint NOT NULL,
    address character varying(500) NOT NULL,
    given_at timestamp with time zone NOT NULL
);

CREATE TABLE public.moderation_rotaplace (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    person_id bigint NOT NULL,
    shift_id bigint NOT NULL,
    CONSTRAINT moderation_rotaplace_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.moderation_rotaplace ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moderation_rotaplace_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.moderation_rotashift (
    id bigint NOT NULL,
    weekday smallint NOT NULL,
    begins time without time zone NOT NULL,
    ends time without time zone NOT NULL,
    region_id bigint NOT NULL,
    CONSTRAINT moderation_rotashift_weekday_check CHECK ((weekday >= 0)),
    CONSTRAINT shift_begins_on_a_day_of_the_week CHECK ((weekday <= 6))
);

ALTER TABLE public.moderation_rotashift ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.moderation_rotashift_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_invitation (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(100) NOT NULL,
    job_title character varying(120) NOT NULL,
    roles character varying(20)[] NOT NULL,
    digest bytea NOT NULL,
    by character varying(60) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    organisation_id bigint NOT NULL,
    form_key uuid,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT accepted_or_cancelled CHECK (((accepted_at IS NULL) OR (cancelled_at IS NULL))),
    CONSTRAINT an_invitation_has_a_role CHECK ((NOT (roles = '{}'::character varying(20)[]))),
    CONSTRAINT open_invitation_has_an_address CHECK (((NOT ((email)::text = ''::text)) OR (accepted_at IS NOT NULL) OR (cancelled_at IS NOT NULL))),
    CONSTRAINT organisations_invitation_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

ALTER TABLE public.organisations_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_joinedremit (
    id bigint NOT NULL,
    "both" boolean NOT NULL,
    back_at timestamp with time zone,
    organisation_id bigint NOT NULL,
    placing_id bigint NOT NULL
);

ALTER TABLE public.organisations_joinedremit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_joinedremit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_membership (
    id bigint NOT NULL,
    roles character varying(20)[] NOT NULL,
    job_title character varying(120) NOT NULL,
    frozen_at timestamp with time zone,
    sessions_ended_at timestamp with time zone,
    joined_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT a_member_has_a_role CHECK ((NOT (roles = '{}'::character varying(20)[])))
);

ALTER TABLE public.organisations_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_membershipspan (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    since_known boolean DEFAULT true NOT NULL,
    membership_number bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT membership_ends_after_it_began CHECK (((until IS NULL) OR (until >= since)))
);

ALTER TABLE public.organisations_membershipspan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_membershipspan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_organisation (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    name character varying(160) NOT NULL,
    slug character varying(80) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    region_id bigint NOT NULL,
    form_key uuid
);

ALTER TABLE public.organisations_organisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_publiccontact (
    id bigint NOT NULL,
    value character varying(200) NOT NULL,
    what character varying(120) NOT NULL,
    key character varying(220) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT a_contact_can_be_compared CHECK ((NOT ((key)::text = ''::text)))
);

ALTER TABLE public.organisations_publiccontact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_publiccontact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_remitbranch (
    id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    service_id bigint NOT NULL
);

ALTER TABLE public.organisations_remitbranch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_remitbranch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_remitspan (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    since_known boolean DEFAULT true NOT NULL,
    organisation_id bigint NOT NULL,
    service_id bigint NOT NULL,
    CONSTRAINT concern_ends_after_it_began CHECK (((until IS NULL) OR (until >= since)))
);

ALTER TABLE public.organisations_remitspan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_remitspan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_shownpicture (
    id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    picture_id bigint NOT NULL,
    service_id bigint
);

ALTER TABLE public.organisations_shownpicture ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_shownpicture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_subscription (
    id bigint NOT NULL,
    level character varying(10) NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT subscription_ends_after_it_starts CHECK ((ends_on >= starts_on))
);

ALTER TABLE public.organisations_subscription ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_subscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organisations_termspan (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    since_known boolean DEFAULT true NOT NULL,
    subscription_number bigint NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT saying_ends_after_it_began CHECK (((until IS NULL) OR (until >= since)))
);

ALTER TABLE public.organisations_termspan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organisations_termspan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pages_oldpath (
    id bigint NOT NULL,
    path character varying(120) NOT NULL,
    page_id bigint NOT NULL
);

ALTER TABLE public.pages_oldpath ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_oldpath_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pages_page (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    path character varying(120) NOT NULL,
    "position" smallint NOT NULL,
    review_months smallint NOT NULL,
    review_by date,
    review_asked_on date,
    CONSTRAINT pages_page_position_check CHECK (("position" >= 0)),
    CONSTRAINT pages_page_review_months_check CHECK ((review_months >= 0)),
    CONSTRAINT path_of_a_page CHECK (((path)::text ~ '^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*$'::text))
);

ALTER TABLE public.pages_page ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_page_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pages_pagepicture (
    id bigint NOT NULL,
    picture_id bigint NOT NULL
);

ALTER TABLE public.pages_pagepicture ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_pagepicture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pages_term (
    id bigint NOT NULL,
    slug character varying(60) NOT NULL,
    is_removed boolean NOT NULL
);

ALTER TABLE public.pages_term ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pages_termversion (
    id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    number integer NOT NULL,
    word character varying(60) NOT NULL,
    also character varying(60)[] NOT NULL,
    meaning text NOT NULL,
    made_by character varying(60) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    region_id bigint,
    term_id bigint NOT NULL,
    CONSTRAINT pages_termversion_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT pages_termversion_number_check CHECK ((number >= 0))
);

ALTER TABLE public.pages_termversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_termversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pages_text (
    id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    state character varying(10) NOT NULL,
    due_at timestamp with time zone,
    html text NOT NULL,
    names character varying(160)[] NOT NULL,
    page_id bigint NOT NULL,
    region_id bigint,
    due_version_id bigint,
    published_version_id bigint,
    CONSTRAINT due_text_has_a_version CHECK ((((due_at IS NULL) AND (due_version_id IS NULL)) OR ((due_at IS NOT NULL) AND (due_version_id IS NOT NULL)))),
    CONSTRAINT pages_text_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT published_text_has_a_version CHECK (((NOT ((state)::text = 'published'::text)) OR (published_version_id IS NOT NULL)))
);

ALTER TABLE public.pages_text ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_text_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pages_textmove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    to_state character varying(10) NOT NULL,
    reason text NOT NULL,
    text_id bigint NOT NULL,
    version_id bigint
);

ALTER TABLE public.pages_textmove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_textmove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pages_version (
    id bigint NOT NULL,
    number integer NOT NULL,
    title character varying(120) NOT NULL,
    lead text NOT NULL,
    summary character varying(155) NOT NULL,
    source text NOT NULL,
    summary_of_change character varying(300) NOT NULL,
    made_by character varying(60) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    from_version_id bigint,
    text_id bigint NOT NULL,
    CONSTRAINT pages_version_number_check CHECK ((number >= 0))
);

ALTER TABLE public.pages_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pages_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.public_picture AS
 SELECT id,
    key,
    width,
    height,
    widths,
    kind,
    alt,
    alt_language,
    is_decorative
   FROM public.media_picture
  WHERE ((kind)::text <> 'waiting'::text);

CREATE VIEW public.public_photo AS
 SELECT person.id AS person_id,
    picture.key
   FROM (public.accounts_person person
     JOIN public.public_picture picture ON ((picture.id = person.photo_id)));

CREATE TABLE public.stories_story (
    id bigint NOT NULL,
    state character varying(10) NOT NULL,
    title character varying(140) NOT NULL,
    text text NOT NULL,
    hope text NOT NULL,
    role character varying(20) NOT NULL,
    chosen_name character varying(60) NOT NULL,
    happened_month date,
    postcode character varying(10) NOT NULL,
    is_question boolean NOT NULL,
    unknown_service text NOT NULL,
    criticality smallint,
    about_child boolean,
    sent_at timestamp with time zone NOT NULL,
    published_on date,
    told_at timestamp with time zone,
    heard_at timestamp with time zone,
    read_at timestamp with time zone,
    answered_at timestamp with time zone,
    planned_at timestamp with time zone,
    made_at timestamp with time zone,
    helped_at timestamp with time zone,
    progress smallint NOT NULL,
    answer_count integer NOT NULL,
    service_ids bigint[] NOT NULL,
    ancestors bigint[] NOT NULL,
    tag_slugs character varying(80)[] NOT NULL,
    views integer NOT NULL,
    me_too integer NOT NULL,
    protective_edits smallint NOT NULL,
    civil_edits smallint NOT NULL,
    clarity_edits smallint NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    region_id bigint NOT NULL,
    search tsvector GENERATED ALWAYS AS ((setweight(to_tsvector('public.heard_english'::regconfig, (title)::text), 'A'::"char") || setweight(to_tsvector('public.heard_english'::regconfig, text), 'B'::"char"))) STORED,
    edited_on date,
    read_last boolean DEFAULT false NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT answered_has_a_time CHECK (((answer_count = 0) OR (answered_at IS NOT NULL))),
    CONSTRAINT criticality_0_to_5 CHECK (((criticality IS NULL) OR (criticality <= 5))),
    CONSTRAINT progress_0_to_6 CHECK ((progress <= 6)),
    CONSTRAINT published_story_is_complete CHECK (((NOT ((state)::text = 'published'::text)) OR ((progress >= 1) AND (published_on IS NOT NULL) AND (told_at IS NOT NULL) AND (NOT (text = ''::text)) AND (NOT ((title)::text = ''::text))))),
    CONSTRAINT stories_story_answer_count_check CHECK ((answer_count >= 0)),
    CONSTRAINT stories_story_civil_edits_check CHECK ((civil_edits >= 0)),
    CONSTRAINT stories_story_clarity_edits_check CHECK ((clarity_edits >= 0)),
    CONSTRAINT stories_story_criticality_check CHECK ((criticality >= 0)),
    CONSTRAINT stories_story_me_too_check CHECK ((me_too >= 0)),
    CONSTRAINT stories_story_progress_check CHECK ((progress >= 0)),
    CONSTRAINT stories_story_protective_edits_check CHECK ((protective_edits >= 0)),
    CONSTRAINT stories_story_version_check CHECK ((version >= 0)),
    CONSTRAINT stories_story_views_check CHECK ((views >= 0))
);

CREATE VIEW public.public_story AS
 SELECT id,
    region_id,
    title,
    text,
    hope,
    role,
    chosen_name,
    happened_month,
    is_question,
    published_on,
    edited_on,
    progress,
    service_ids,
    ancestors,
    tag_slugs,
    views,
    me_too,
    protective_edits,
    civil_edits,
    clarity_edits,
    version,
    ((told_at AT TIME ZONE 'Europe/London'::text))::date AS told_on,
    ((heard_at AT TIME ZONE 'Europe/London'::text))::date AS heard_on,
    ((read_at AT TIME ZONE 'Europe/London'::text))::date AS read_on,
    ((answered_at AT TIME ZONE 'Europe/London'::text))::date AS answered_on,
    ((planned_at AT TIME ZONE 'Europe/London'::text))::date AS planned_on,
    ((made_at AT TIME ZONE 'Europe/London'::text))::date AS made_on,
    ((helped_at AT TIME ZONE 'Europe/London'::text))::date AS helped_on,
    ((changed_at AT TIME ZONE 'Europe/London'::text))::date AS changed_on
   FROM public.stories_story
  WHERE ((state)::text = 'published'::text);

CREATE TABLE public.responses_answer (
    id bigint NOT NULL,
    name character varying(100) NOT NULL,
    job_title character varying(120) NOT NULL,
    text text NOT NULL,
    sign_off character varying(160) NOT NULL,
    claims_change boolean NOT NULL,
    state character varying(12) NOT NULL,
    route character varying(20) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    published_at timestamp with time zone,
    heavily_edited boolean NOT NULL,
    helpful character varying(10) NOT NULL,
    helpful_at timestamp with time zone,
    as_sent text NOT NULL,
    form_key uuid,
    version integer NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    story_id bigint NOT NULL,
    times_rated integer DEFAULT 0 NOT NULL,
    CONSTRAINT answer_in_window_has_an_end CHECK (((NOT ((state)::text = 'window'::text)) OR (due_at IS NOT NULL))),
    CONSTRAINT published_answer_has_a_time CHECK (((NOT ((state)::text = 'published'::text)) OR (published_at IS NOT NULL))),
    CONSTRAINT responses_answer_times_rated_check CHECK ((times_rated >= 0)),
    CONSTRAINT responses_answer_version_check CHECK ((version >= 0))
);

CREATE VIEW public.public_answer AS
 SELECT id,
    story_id,
    organisation_id,
    name,
    job_title,
    text,
    sign_off,
    helpful,
    ((published_at AT TIME ZONE 'Europe/London'::text))::date AS published_on,
    COALESCE(( SELECT photo.key
           FROM public.public_photo photo
          WHERE (photo.person_id = said.person_id)), ''::character varying) AS photo
   FROM public.responses_answer said
  WHERE (((state)::text = 'published'::text) AND (EXISTS ( SELECT
           FROM public.public_story story
          WHERE (story.id = said.story_id)
         OFFSET 0)));

CREATE TABLE public.reach_asking (
    id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    provider_id bigint NOT NULL,
    story_id bigint NOT NULL,
    CONSTRAINT delivered_after_asked CHECK (((delivered_at IS NULL) OR (delivered_at >= asked_at)))
);

CREATE VIEW public.public_asking AS
 SELECT story_id,
    provider_id,
    ((asked_at AT TIME ZONE 'Europe/London'::text))::date AS asked_on,
    ((delivered_at AT TIME ZONE 'Europe/London'::text))::date AS delivered_on
   FROM public.reach_asking asked
  WHERE (EXISTS ( SELECT
           FROM public.public_story story
          WHERE (story.id = asked.story_id)));

CREATE TABLE public.showcase_casestudy (
    id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    slug character varying(80) NOT NULL,
    state character varying(9) NOT NULL,
    published_on date,
    form_key uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    region_id bigint,
    published_id bigint,
    CONSTRAINT case_study_published_has_a_version CHECK ((((published_id IS NULL) AND ((state)::text = 'draft'::text)) OR ((NOT ((state)::text = 'draft'::text)) AND (published_id IS NOT NULL) AND (published_on IS NOT NULL)))),
    CONSTRAINT showcase_casestudy_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

CREATE TABLE public.showcase_casestudyversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    body jsonb NOT NULL,
    digest character varying(32) NOT NULL,
    pdf_pages smallint,
    pdf_size integer,
    made_by character varying(60) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    case_study_id bigint NOT NULL,
    CONSTRAINT case_study_pdf_has_pages CHECK ((((pdf_pages IS NULL) AND (pdf_size IS NULL)) OR ((pdf_pages > 0) AND (pdf_size > 0)))),
    CONSTRAINT showcase_casestudyversion_number_check CHECK ((number >= 0)),
    CONSTRAINT showcase_casestudyversion_pdf_pages_check CHECK ((pdf_pages >= 0)),
    CONSTRAINT showcase_casestudyversion_pdf_size_check CHECK ((pdf_size >= 0))
);

CREATE TABLE public.showcase_interviewee (
    id bigint NOT NULL,
    agreed_on date,
    agreed_how character varying(6) NOT NULL,
    agreed_where character varying(200) NOT NULL,
    recorded_by character varying(60) NOT NULL,
    recorded_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    withdrawn_by character varying(60) NOT NULL,
    name character varying(80) NOT NULL,
    case_study_id bigint NOT NULL,
    photo_id bigint
);

CREATE VIEW public.public_case_study AS
 SELECT study.id,
    study.slug,
    study.region_id,
    study.language,
    study.published_on,
    said.id AS version_id,
    (said.body)::json AS body,
    said.digest,
    said.pdf_pages,
    said.pdf_size,
    ( SELECT json_agg(json_build_object('number', who.id, 'key', picture.key) ORDER BY who.id) AS json_agg
           FROM (public.showcase_interviewee who
             JOIN public.public_picture picture ON ((picture.id = who.photo_id)))
          WHERE ((who.case_study_id = study.id) AND (who.agreed_on IS NOT NULL) AND (who.withdrawn_at IS NULL))) AS photos
   FROM (public.showcase_casestudy study
     JOIN public.showcase_casestudyversion said ON ((said.id = study.published_id)))
  WHERE ((study.state)::text = 'published'::text);

CREATE TABLE public.responses_change (
    id bigint NOT NULL,
    state character varying(14) NOT NULL,
    what text NOT NULL,
    who_leads character varying(120) NOT NULL,
    due_on date,
    made_what text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    planned_at timestamp with time zone,
    made_at timestamp with time zone,
    helped character varying(10) NOT NULL,
    helped_at timestamp with time zone,
    form_key uuid,
    version integer NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    story_id bigint NOT NULL,
    first_due_on date,
    times_rated integer DEFAULT 0 NOT NULL,
    region_id bigint NOT NULL,
    CONSTRAINT made_change_is_complete CHECK (((NOT ((state)::text = 'made'::text)) OR ((made_at IS NOT NULL) AND (NOT (made_what = ''::text))))),
    CONSTRAINT planned_change_is_complete CHECK (((NOT ((state)::text = 'planned'::text)) OR ((due_on IS NOT NULL) AND (planned_at IS NOT NULL) AND (NOT (what = ''::text)) AND (NOT ((who_leads)::text = ''::text))))),
    CONSTRAINT responses_change_times_rated_check CHECK ((times_rated >= 0)),
    CONSTRAINT responses_change_version_check CHECK ((version >= 0))
);

CREATE VIEW public.public_change AS
 SELECT id,
    story_id,
    region_id,
    organisation_id,
    is_planned,
    is_made,
        CASE
            WHEN (planned_at IS NOT NULL) THEN what
            ELSE ''::text
        END AS what,
    who_leads,
    due_on,
    first_due_on,
    ((planned_at AT TIME ZONE 'Europe/London'::text))::date AS planned_on,
        CASE
            WHEN is_made THEN made_what
            ELSE ''::text
        END AS made_what,
    ((made_at AT TIME ZONE 'Europe/London'::text))::date AS made_on,
        CASE
            WHEN is_made THEN helped
            ELSE ''::character varying
        END AS helped
   FROM ( SELECT responses_change.id,
            responses_change.story_id,
            responses_change.region_id,
            responses_change.organisation_id,
            responses_change.what,
            responses_change.who_leads,
            responses_change.due_on,
            responses_change.first_due_on,
            responses_change.planned_at,
            responses_change.made_what,
            responses_change.made_at,
            responses_change.helped,
            (((responses_change.state)::text = ANY ((ARRAY['planned'::character varying, 'made-waiting'::character varying])::text[])) AND (responses_change.planned_at IS NOT NULL)) AS is_planned,
            ((responses_change.state)::text = 'made'::text) AS is_made
           FROM public.responses_change) said
  WHERE ((is_planned OR is_made) AND (EXISTS ( SELECT
           FROM public.public_story story
          WHERE (story.id = said.story_id)
         OFFSET 0)));

CREATE TABLE public.showcase_exemplar (
    id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    why text NOT NULL,
    since date NOT NULL,
    checked_on date NOT NULL,
    state character varying(7) NOT NULL,
    ended_on date,
    why_former text NOT NULL,
    case_study_id bigint,
    organisation_id bigint NOT NULL,
    film character varying(32) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT exemplar_former_has_a_reason CHECK ((((ended_on IS NULL) AND ((state)::text = 'current'::text) AND (why_former = ''::text)) OR ((ended_on IS NOT NULL) AND ((state)::text = 'former'::text) AND (NOT (why_former = ''::text))))),
    CONSTRAINT showcase_exemplar_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

CREATE VIEW public.public_exemplar AS
 SELECT chosen.id,
    chosen.organisation_id,
    chosen.language,
    chosen.why,
    chosen.since,
    chosen.checked_on,
    chosen.state,
    chosen.ended_on,
    chosen.why_former,
    study.slug AS case_study,
    (study.body ->> 'title'::text) AS case_study_title,
    chosen.film
   FROM (public.showcase_exemplar chosen
     LEFT JOIN public.public_case_study study ON ((study.id = chosen.case_study_id)));

CREATE VIEW public.public_former_name AS
 SELECT service_id,
    name
   FROM public.directory_formername;

CREATE VIEW public.public_organisation AS
 SELECT id,
    region_id,
    kind,
    name,
    slug,
    ( SELECT count(*) AS count
           FROM (public.organisations_membership member
             JOIN public.accounts_person person ON ((person.id = member.person_id)))
          WHERE ((member.organisation_id = organisation.id) AND (member.frozen_at IS NULL) AND person.is_active)) AS members
   FROM public.organisations_organisation organisation;

CREATE VIEW public.public_remit_branch AS
 SELECT organisation_id,
    service_id
   FROM public.organisations_remitbranch;

CREATE TABLE public.stories_storybranch (
    id bigint NOT NULL,
    told_at timestamp with time zone NOT NULL,
    service_id bigint NOT NULL,
    story_id bigint NOT NULL,
    news_at timestamp with time zone
);

CREATE VIEW public.public_story_branch AS
 SELECT story_id,
    service_id,
    ((told_at AT TIME ZONE 'Europe/London'::text))::date AS told_on
   FROM public.stories_storybranch;

CREATE VIEW public.public_service AS
 SELECT id,
    region_id,
    level,
    kind,
    name,
    slug,
    code,
    COALESCE(NULLIF((code)::text, ''::text), (slug)::text) AS path_key,
    register,
    parent_id,
    ancestors,
    address,
    town,
    postcode,
    telephone,
    website,
    opened_on,
    closed_on,
    standing,
    successor_id,
    not_in_register
   FROM public.directory_service service
  WHERE (((register)::text <> 'proposed'::text) OR (EXISTS ( SELECT
           FROM public.public_story_branch told
          WHERE (told.service_id = service.id)
         OFFSET 0)));

CREATE VIEW public.public_organisation_picture AS
 SELECT shown.organisation_id,
    shown.service_id,
    json_build_object('key', picture.key, 'widths', picture.widths, 'width', picture.width, 'height', picture.height, 'alt', picture.alt, 'alt_language', picture.alt_language) AS picture
   FROM (public.organisations_shownpicture shown
     JOIN public.public_picture picture ON (((picture.id = shown.picture_id) AND ((picture.kind)::text = 'picture'::text))))
  WHERE ((shown.service_id IS NULL) OR (EXISTS ( SELECT
           FROM (public.public_service service
             JOIN public.public_remit_branch branch ON ((branch.service_id = ANY (service.ancestors))))
          WHERE ((service.id = shown.service_id) AND (branch.organisation_id = shown.organisation_id)))));

CREATE TABLE public.responses_reply (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    text text NOT NULL,
    original text NOT NULL,
    state character varying(12) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    form_key uuid,
    answer_id bigint,
    story_id bigint NOT NULL,
    change_id bigint,
    promised_for date,
    CONSTRAINT not_yet_names_its_promise CHECK ((((change_id IS NOT NULL) AND ((kind)::text = 'not-yet'::text) AND (promised_for IS NOT NULL)) OR ((NOT ((kind)::text = 'not-yet'::text)) AND (change_id IS NULL) AND (promised_for IS NULL)))),
    CONSTRAINT published_reply_is_complete CHECK (((NOT ((state)::text = 'published'::text)) OR ((published_at IS NOT NULL) AND ((NOT (text = ''::text)) OR ((kind)::text = 'not-yet'::text)))))
);

CREATE VIEW public.public_reply AS
 SELECT id,
    story_id,
    answer_id,
    change_id,
    promised_for,
    kind,
    text,
    ((published_at AT TIME ZONE 'Europe/London'::text))::date AS published_on
   FROM public.responses_reply said
  WHERE (((state)::text = 'published'::text) AND (EXISTS ( SELECT
           FROM public.public_story story
          WHERE (story.id = said.story_id)
         OFFSET 0)));

CREATE TABLE public.reach_rolereading (
    id bigint NOT NULL,
    role character varying(20) NOT NULL,
    first_at timestamp with time zone NOT NULL,
    telling_id bigint NOT NULL
);

CREATE TABLE public.reach_telling (
    id bigint NOT NULL,
    told_at timestamp with time zone NOT NULL,
    heard_at timestamp with time zone,
    read_at timestamp with time zone,
    organisation_id bigint NOT NULL,
    story_id bigint NOT NULL,
    news_at timestamp with time zone,
    followed_at timestamp with time zone
);

CREATE TABLE public.regions_setting (
    id bigint NOT NULL,
    name character varying(40) NOT NULL,
    value integer NOT NULL,
    region_id bigint NOT NULL,
    CONSTRAINT regions_setting_value_check CHECK ((value >= 0))
);

CREATE VIEW public.public_role_reading AS
 SELECT reading.telling_id,
    reading.role
   FROM ((public.reach_rolereading reading
     JOIN public.reach_telling told ON ((told.id = reading.telling_id)))
     JOIN public.public_story story ON ((story.id = told.story_id)))
  WHERE ((told.read_at IS NOT NULL) AND (( SELECT count(*) AS count
           FROM public.organisations_membership member
          WHERE ((member.organisation_id = told.organisation_id) AND (member.frozen_at IS NULL) AND ((reading.role)::text = ANY ((member.roles)::text[])))) >= COALESCE(( SELECT setting.value
           FROM public.regions_setting setting
          WHERE ((setting.region_id = story.region_id) AND ((setting.name)::text = 'role_shown_from'::text))), 5)));

CREATE TABLE public.stories_storytag (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    story_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    CONSTRAINT stories_storytag_position_check CHECK (("position" >= 0))
);

CREATE VIEW public.public_story_tag AS
 SELECT story_id,
    tag_id,
    "position"
   FROM public.stories_storytag tagged
  WHERE (EXISTS ( SELECT
           FROM public.public_story story
          WHERE (story.id = tagged.story_id)));

CREATE TABLE public.stories_storywords (
    story_id bigint NOT NULL,
    words tsvector NOT NULL
);

CREATE VIEW public.public_story_words AS
 SELECT story_id,
    words
   FROM public.stories_storywords;

CREATE VIEW public.public_subscription AS
 SELECT organisation_id,
    level,
    starts_on,
    ends_on
   FROM public.organisations_subscription;

CREATE TABLE public.tags_tag (
    id bigint NOT NULL,
    slug character varying(60) NOT NULL,
    name character varying(60) NOT NULL,
    kind character varying(10) NOT NULL,
    offered boolean NOT NULL,
    synonyms character varying(60)[] NOT NULL
);

CREATE VIEW public.public_tag AS
 SELECT id,
    kind,
    slug,
    name,
    offered
   FROM public.tags_tag tag
  WHERE (offered OR (EXISTS ( SELECT
           FROM public.public_story_tag tagged
          WHERE (tagged.tag_id = tag.id)
         OFFSET 0)));

CREATE TABLE public.showcase_teammember (
    id bigint NOT NULL,
    agreed_on date,
    agreed_how character varying(6) NOT NULL,
    agreed_where character varying(200) NOT NULL,
    recorded_by character varying(60) NOT NULL,
    recorded_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    withdrawn_by character varying(60) NOT NULL,
    "group" character varying(5) NOT NULL,
    "position" smallint NOT NULL,
    name character varying(80) NOT NULL,
    role character varying(160) NOT NULL,
    words text NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    photo_id bigint,
    region_id bigint,
    form_key uuid,
    CONSTRAINT showcase_teammember_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT showcase_teammember_position_check CHECK (("position" >= 0))
);

CREATE VIEW public.public_team_member AS
 SELECT id,
    region_id,
    "group",
    "position",
    name,
    role,
    words,
    language,
    COALESCE(( SELECT picture.key
           FROM public.public_picture picture
          WHERE (picture.id = who.photo_id)), ''::character varying) AS photo
   FROM public.showcase_teammember who
  WHERE ((agreed_on IS NOT NULL) AND (withdrawn_at IS NULL));

CREATE VIEW public.public_telling AS
 SELECT id,
    story_id,
    organisation_id,
    ((told_at AT TIME ZONE 'Europe/London'::text))::date AS told_on,
    ((heard_at AT TIME ZONE 'Europe/London'::text))::date AS heard_on,
    ((read_at AT TIME ZONE 'Europe/London'::text))::date AS read_on
   FROM public.reach_telling told
  WHERE (EXISTS ( SELECT
           FROM public.public_story story
          WHERE (story.id = told.story_id)));

ALTER TABLE public.reach_asking ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reach_asking_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.reach_rolereading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reach_rolereading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.reach_telling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reach_telling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.regions_complaintway (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    about character varying(8) NOT NULL,
    words character varying(300) NOT NULL,
    contact character varying(80) NOT NULL,
    address character varying(200) NOT NULL,
    "position" smallint NOT NULL,
    region_id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT complaint_way_can_be_reached CHECK (((NOT ((contact)::text = ''::text)) OR (NOT ((address)::text = ''::text)))),
    CONSTRAINT regions_complaintway_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT regions_complaintway_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.regions_complaintway ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_complaintway_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.regions_crisisline (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    contact character varying(80) NOT NULL,
    "when" character varying(80) NOT NULL,
    who_for character varying(160) NOT NULL,
    "position" smallint NOT NULL,
    in_strip boolean NOT NULL,
    region_id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT regions_crisisline_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text)),
    CONSTRAINT regions_crisisline_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.regions_crisisline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_crisisline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.regions_holiday (
    id bigint NOT NULL,
    day date NOT NULL,
    name character varying(80) NOT NULL,
    region_id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT regions_holiday_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

ALTER TABLE public.regions_holiday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_holiday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.regions_ownwords (
    id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    name character varying(40) NOT NULL,
    words text NOT NULL,
    region_id bigint NOT NULL,
    CONSTRAINT own_words_say_something CHECK ((NOT (words = ''::text))),
    CONSTRAINT regions_ownwords_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

ALTER TABLE public.regions_ownwords ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_ownwords_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.regions_region (
    id bigint NOT NULL,
    slug character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    host character varying(120) NOT NULL,
    is_default boolean NOT NULL,
    time_zone character varying(40) NOT NULL,
    leave_to character varying(200) NOT NULL,
    complaint_words text NOT NULL,
    contact_email character varying(254) DEFAULT ''::character varying NOT NULL,
    languages character varying(12)[] DEFAULT '{}'::character varying(12)[] NOT NULL,
    path character varying(40) DEFAULT ''::character varying NOT NULL,
    words_language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    former_paths character varying(40)[] DEFAULT '{}'::character varying(40)[] NOT NULL,
    calendar character varying(16) DEFAULT ''::character varying NOT NULL,
    closed_on date,
    state character varying(10) DEFAULT 'open'::character varying NOT NULL,
    more_time_zones character varying(40)[] DEFAULT '{}'::character varying(40)[] NOT NULL,
    emergency_number character varying(4) DEFAULT '999'::character varying NOT NULL,
    CONSTRAINT emergency_number_can_be_dialled CHECK (((emergency_number)::text ~ '^[0-9]{3,4}$'::text)),
    CONSTRAINT path_of_a_region CHECK ((((path)::text = ''::text) OR ((NOT is_default) AND ((path)::text ~ '^[a-z][a-z0-9-]{0,38}[a-z0-9]$'::text)))),
    CONSTRAINT regions_region_words_language_check CHECK (((words_language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

ALTER TABLE public.regions_region ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_region_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.regions_regionaddress (
    id bigint NOT NULL,
    host character varying(253) NOT NULL,
    is_main boolean NOT NULL,
    region_id bigint NOT NULL,
    CONSTRAINT host_as_browsers_send_it CHECK (((host)::text ~ '^[a-z0-9][a-z0-9.-]*$'::text))
);

ALTER TABLE public.regions_regionaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_regionaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.regions_regionmove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    to_state character varying(10) NOT NULL,
    reason text NOT NULL,
    region_id bigint NOT NULL
);

ALTER TABLE public.regions_regionmove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_regionmove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.regions_setting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.regions_setting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.responses_answer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.responses_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.responses_answermove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    to_state character varying(12) NOT NULL,
    by character varying(60) NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    answer_id bigint NOT NULL,
    why jsonb DEFAULT '[]'::jsonb NOT NULL
);

ALTER TABLE public.responses_answermove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.responses_answermove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.responses_change ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.responses_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.responses_changemove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    to_state character varying(14) NOT NULL,
    by character varying(60) NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    change_id bigint NOT NULL
);

ALTER TABLE public.responses_changemove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.responses_changemove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.responses_reply ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.responses_reply_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.responses_replymove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    to_state character varying(12) NOT NULL,
    by character varying(60) NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    reply_id bigint NOT NULL
);

ALTER TABLE public.responses_replymove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.responses_replymove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.responses_treateddifferently (
    id bigint NOT NULL,
    text text NOT NULL,
    told_at timestamp with time zone NOT NULL,
    form_key uuid,
    story_id bigint NOT NULL
);

ALTER TABLE public.responses_treateddifferently ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.responses_treateddifferently_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.showcase_casestudy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.showcase_casestudy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.showcase_casestudymove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    to_state character varying(9) NOT NULL,
    reason character varying(400) NOT NULL,
    case_study_id bigint NOT NULL
);

ALTER TABLE public.showcase_casestudymove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.showcase_casestudymove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.showcase_casestudyversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.showcase_casestudyversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.showcase_exemplar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.showcase_exemplar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.showcase_exemplarmove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    to_state character varying(7) NOT NULL,
    exemplar_id bigint NOT NULL
);

ALTER TABLE public.showcase_exemplarmove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.showcase_exemplarmove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.showcase_interviewee ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.showcase_interviewee_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.showcase_oldslug (
    id bigint NOT NULL,
    slug character varying(80) NOT NULL,
    case_study_id bigint NOT NULL
);

ALTER TABLE public.showcase_oldslug ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.showcase_oldslug_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.showcase_teammember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.showcase_teammember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_aboutauthor (
    id bigint NOT NULL,
    age_group character varying(10) DEFAULT ''::character varying NOT NULL,
    gender character varying(10) DEFAULT ''::character varying NOT NULL,
    ethnic_group character varying(10) DEFAULT ''::character varying NOT NULL,
    condition character varying(10) DEFAULT ''::character varying NOT NULL,
    story_id bigint NOT NULL
);

ALTER TABLE public.stories_aboutauthor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_aboutauthor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_consent (
    id bigint NOT NULL,
    use character varying(20) NOT NULL,
    wording character varying(20) NOT NULL,
    given_at timestamp with time zone NOT NULL,
    taken_back_at timestamp with time zone,
    story_id bigint NOT NULL,
    language character varying(20) DEFAULT 'en-gb'::character varying NOT NULL,
    CONSTRAINT stories_consent_language_check CHECK (((language)::text ~ '^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$'::text))
);

ALTER TABLE public.stories_consent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_consent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_correctedwords (
    id bigint NOT NULL,
    number integer NOT NULL,
    title character varying(140) NOT NULL,
    words text NOT NULL,
    hope text NOT NULL,
    chosen_name character varying(60) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    story_id bigint NOT NULL,
    CONSTRAINT corrected_words_come_second CHECK ((number >= 2)),
    CONSTRAINT stories_correctedwords_number_check CHECK ((number >= 0))
);

ALTER TABLE public.stories_correctedwords ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_correctedwords_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_countedgroups (
    id bigint NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    told_before date NOT NULL,
    groups jsonb NOT NULL,
    region_id bigint NOT NULL
);

ALTER TABLE public.stories_countedgroups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_countedgroups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_draft (
    id bigint NOT NULL,
    title character varying(140) NOT NULL,
    words text NOT NULL,
    hope text NOT NULL,
    unknown_service text NOT NULL,
    good character varying(60)[] NOT NULL,
    better character varying(60)[] NOT NULL,
    feelings character varying(60)[] NOT NULL,
    role character varying(20) NOT NULL,
    chosen_name character varying(60) NOT NULL,
    happened_month date,
    postcode character varying(10) NOT NULL,
    is_question boolean NOT NULL,
    consents jsonb NOT NULL,
    furthest character varying(20) NOT NULL,
    version integer NOT NULL,
    "window" character varying(32) NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    author_id bigint NOT NULL,
    region_id bigint NOT NULL,
    age_group character varying(10) DEFAULT ''::character varying NOT NULL,
    condition character varying(10) DEFAULT ''::character varying NOT NULL,
    ethnic_group character varying(10) DEFAULT ''::character varying NOT NULL,
    gender character varying(10) DEFAULT ''::character varying NOT NULL,
    proof character varying(10) DEFAULT ''::character varying NOT NULL,
    help character varying(10) DEFAULT ''::character varying NOT NULL,
    CONSTRAINT stories_draft_version_check CHECK ((version >= 0))
);

ALTER TABLE public.stories_draft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_draft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_draft_services (
    id bigint NOT NULL,
    draft_id bigint NOT NULL,
    service_id bigint NOT NULL
);

ALTER TABLE public.stories_draft_services ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_draft_services_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_edit (
    id bigint NOT NULL,
    reason character varying(20) NOT NULL,
    note character varying(300) NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT other_edit_is_explained CHECK (((NOT ((reason)::text = 'other'::text)) OR (NOT ((note)::text = ''::text))))
);

ALTER TABLE public.stories_edit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_edit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_joinedstory (
    id bigint NOT NULL,
    "both" boolean NOT NULL,
    branches jsonb NOT NULL,
    back_at timestamp with time zone,
    placing_id bigint NOT NULL,
    story_id bigint NOT NULL
);

ALTER TABLE public.stories_joinedstory ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_joinedstory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_knownword (
    word character varying(40) NOT NULL
);

CREATE TABLE public.stories_original (
    id bigint NOT NULL,
    title character varying(140) NOT NULL,
    words text NOT NULL,
    hope text NOT NULL,
    chosen_name character varying(60) NOT NULL,
    story_id bigint NOT NULL
);

ALTER TABLE public.stories_original ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_original_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_rush (
    id bigint NOT NULL,
    hour timestamp with time zone NOT NULL,
    places integer NOT NULL,
    region_id bigint NOT NULL,
    CONSTRAINT stories_rush_places_check CHECK ((places >= 0))
);

ALTER TABLE public.stories_rush ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_rush_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.stories_story ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_story_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.stories_storybranch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_storybranch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_storymove (
    id bigint NOT NULL,
    name character varying(20) NOT NULL,
    to_state character varying(10) NOT NULL,
    by character varying(60) NOT NULL,
    reason character varying(30) NOT NULL,
    message text NOT NULL,
    at timestamp with time zone NOT NULL,
    story_id bigint NOT NULL,
    changed jsonb DEFAULT '{}'::jsonb NOT NULL
);

ALTER TABLE public.stories_storymove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_storymove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_storyservice (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    service_id bigint NOT NULL,
    story_id bigint NOT NULL,
    CONSTRAINT stories_storyservice_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.stories_storyservice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_storyservice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.stories_storytag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_storytag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stories_storytoindex (
    story_id bigint NOT NULL,
    since timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);

CREATE TABLE public.stories_version (
    id bigint NOT NULL,
    number integer NOT NULL,
    title character varying(140) NOT NULL,
    text text NOT NULL,
    hope text NOT NULL,
    by character varying(60) NOT NULL,
    at timestamp with time zone NOT NULL,
    story_id bigint NOT NULL,
    CONSTRAINT stories_version_number_check CHECK ((number >= 0))
);

ALTER TABLE public.stories_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.tags_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tags_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.website_countedstatistics (
    id smallint NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    counted_on date NOT NULL,
    lines jsonb NOT NULL,
    CONSTRAINT statistics_are_one_row CHECK ((id = 1)),
    CONSTRAINT website_countedstatistics_id_check CHECK ((id >= 0))
);

CREATE TABLE public.writing_sheet (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    thing bigint NOT NULL,
    outlives_story boolean DEFAULT false NOT NULL,
    version integer NOT NULL,
    organisation_id bigint,
    story_id bigint,
    enquiry_id bigint,
    CONSTRAINT a_sheet_is_about_one_thing CHECK ((((enquiry_id IS NOT NULL) AND (story_id IS NULL)) OR ((enquiry_id IS NULL) AND (story_id IS NOT NULL)))),
    CONSTRAINT writing_sheet_version_check CHECK ((version >= 0))
);

ALTER TABLE public.writing_sheet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.writing_sheet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.writing_text (
    id bigint NOT NULL,
    words jsonb NOT NULL,
    version integer NOT NULL,
    "window" character varying(40) NOT NULL,
    turn integer NOT NULL,
    took integer[] NOT NULL,
    written_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    sheet_id bigint NOT NULL,
    writer_id bigint NOT NULL,
    CONSTRAINT sent_text_is_gone CHECK (((sent_at IS NULL) OR (words = '{}'::jsonb))),
    CONSTRAINT writing_text_turn_check CHECK ((turn >= 0)),
    CONSTRAINT writing_text_version_check CHECK ((version >= 0))
);

ALTER TABLE public.writing_text ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.writing_text_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

INSERT INTO public.directory_everydayname VALUES (1, 'Accident and emergency (A&E)', '{A&E,"A and E","accident and emergency","accident & emergency",casualty,"emergency department",ED,emergency,emergencies,"emergency room",ER,"emergency ward","emergency unit","emergency services",resus}', '{}', '{180}', '{"emergency department","accident and emergency","accident emergency",A&E,"A and E",casualty,"emergency room","emergency dept",ED,"emergency unit","emergency centre",emergency}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (2, 'GP surgery', '{GP,GPs,doctor,doctors,"the doctors","my doctor","doctor’s surgery","GP surgery","GP practice","family doctor","general practice","general practitioner","health centre","medical centre","medical practice",surgery,"practice nurse","family practice","local doctor","local surgery","GP receptionist",receptionist,"dr surgery",dr,"Dr’s surgery",meddygfa,"doctors receptionist","repeat prescription"}', '{general-practice}', '{}', '{meddygfa}', false, NULL, '', '{GP,"GP surgery","doctor’s surgery",meddygfa}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (3, 'Out-of-hours doctors', '{"out of hours","out of hours doctor","out of hours doctors","out of hours GP",OOH,"on call doctor","doctor on call","evening doctor","weekend doctor","GP out of hours","NHS out of hours"}', '{out-of-hours}', '{}', '{"out of hours",OOH,"doctors on call","on call"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (4, 'NHS 111', '{111,"NHS 111","one one one","NHS direct","NHS helpline","NHS 24","111 online"}', '{phone-service}', '{}', '{"NHS 111",111,"NHS direct","NHS 24",OOH,"out of hours","ambulance service"}', false, NULL, 'NHS 111 is a phone and online service, not a place. If you need help now, call 111. To tell us about a call, choose the service that answered it: often an ambulance or out-of-hours service.', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (5, 'Ambulance', '{ambulance,ambulances,"ambulance service",999,paramedic,paramedics,"air ambulance","patient transport","hospital transport",PTS}', '{ambulance}', '{}', '{ambulance,"patient transport"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (6, 'Urgent treatment and walk-in centre', '{"walk in","walk in centre","walk in clinic","drop in centre","urgent care","urgent care centre","urgent treatment centre",UTC,UCC,"minor injuries","minor injuries unit","minor injury","minor injury unit",MIU,WIC,"minor ailments"}', '{urgent-care}', '{}', '{"urgent treatment centre","urgent care centre","walk in centre","minor injuries unit","minor injury unit",UTC,UCC,MIU,WIC,"walk in","urgent care","urgent treatment","minor injuries","minor injury"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (7, 'Pharmacy', '{chemist,chemists,pharmacy,pharmacist,pharmacies,"drug store",drugstore,prescriptions,"the chemist",dispensary,"dispensing chemist",fferyllfa,farmacy,"over the counter",apteka}', '{pharmacy}', '{}', '{pharmacy,chemist,fferyllfa}', false, NULL, '', '{pharmacy,fferyllfa,apteka}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (8, 'Dentist', '{dentist,dentists,dental,"dental practice","dental surgery",teeth,tooth,toothache,"dental hygienist","dental clinic","NHS dentist","emergency dentist",deintydd,"dental hospital","dental nurse","dental unit","root canal",filling,dentysta}', '{dental-practice}', '{140,141,142,143}', '{dental,dentist,"oral surgery",deintydd,deintyddfa}', false, NULL, '', '{dentist,deintydd,dentysta}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (9, 'Orthodontist', '{orthodontist,orthodontics,braces,brace}', '{dental-practice}', '{143}', '{orthodontic,orthodontics,orthodontist}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (10, 'Optician and eye clinic', '{"eye clinic","eye hospital","eye unit","eye doctor",eyes,eye,"eye ward",ophthalmology,ophthalmologist,cataract,cataracts,"eye casualty"}', '{}', '{130,460,662}', '{"eye clinic","eye unit","eye hospital",eye,ophthalmology,ophthalmic,opthalmology}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (11, 'Optician', '{optician,opticians,optometrist,glasses,"eye test","sight test"}', '{optician}', '{662,130}', '{optician,opticians,optometry,optometrist,"eye clinic",eye,ophthalmology,ophthalmic}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (12, 'Care home', '{"care home","care homes","nursing home","old people’s home","old folks home","residential home","residential care","rest home","retirement home","home for the elderly","elderly care home","nursing care","sheltered housing","extra care housing"}', '{care-home}', '{}', '{"care home","nursing home","residential home"}', false, NULL, '', '{"care home","nursing home","residential home","old people’s home"}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (13, 'Care at home', '{"home care",homecare,"care at home",carers,"home help","home carer","home carers","domiciliary care","dom care","carer visits","live in carer","personal assistant",carer,careers,"careers at home","carers at home","help at home"}', '{home-care}', '{}', '{"home care","domiciliary care","care at home"}', false, NULL, '', '{"care at home","home care","domiciliary care"}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (14, 'Hospice and end-of-life care', '{hospice,hospices,palliative,"palliative care","end of life","end of life care",dying,Macmillan,"terminal care","Macmillan nurse","Macmillan nurses","Marie Curie"}', '{hospice}', '{315}', '{hospice,"palliative care",palliative,macmillan,"end of life"}', false, NULL, '', '{"end of life care","palliative care"}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (15, 'Social care', '{"social services","social worker","social workers","social care","adult social care","children’s services","council care","day centre",respite,"respite care","care assessment","the social","meals on wheels","food bank",benefits,"blue badge"}', '{social-care}', '{319}', '{"social care","social services","day centre",respite}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (16, 'Hospital', '{hospital,hospitals,"the hospital",infirmary,"general hospital","NHS hospital","cottage hospital","community hospital",ysbyty,"district general","teaching hospital","royal infirmary",szpital}', '{hospital}', '{}', '{hospital,infirmary,ysbyty}', false, NULL, '', '{hospital,infirmary,ysbyty,szpital}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (17, 'Children’s ward and clinic', '{"kids ward",kids,"children’s ward","childrens ward","children’s hospital",children,child,paediatrics,paediatric,pediatric,pediatrics,paeds,peds,"kids hospital","children’s unit","child ward","kids clinic","children’s clinic","children’s outpatients","paediatric ward","kids unit","bairns ward",bairns,"weans ward",weans,"sick kids","sick children","kiddies ward","baby doctor"}', '{}', '{420,171,290}', '{"children’s ward","paediatric ward","children’s hospital","children’s unit",childrens,children,paediatric,paediatrics,paeds,paed}', false, NULL, '', '{"children’s ward","kids ward","paediatric ward"}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (18, 'Children’s emergency department', '{"kids A&E","children’s A&E","paediatric A&E","children’s emergency","kids casualty","paediatric emergency"}', '{}', '{180}', '{"children’s emergency department","paediatric emergency","children’s A&E","paediatric A&E","children’s emergency","emergency department","children’s assessment unit",A&E,"paediatric assessment unit"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (19, 'Maternity', '{maternity,"maternity ward","maternity unit",midwife,midwives,midwifery,"having a baby",pregnancy,pregnant,antenatal,"ante natal",postnatal,"post natal","antenatal clinic","baby ward","maternity hospital",obstetrics,"early pregnancy",EPAU,"pregnancy scan",howdie,"baby scan","early pregnancy unit",bump,"early pregnancy assessment unit","postnatal ward","antenatal ward"}', '{}', '{501,560}', '{"maternity ward","maternity unit",maternity,midwifery,midwife,antenatal,"ante natal",postnatal,"post natal",obstetric,obstetrics,"early pregnancy","birth centre","labour ward"}', false, NULL, '', '{"maternity ward","maternity unit","postnatal ward","antenatal ward"}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (20, 'Labour ward and birth centre', '{"labour ward","labor ward",labour,"delivery suite","delivery ward","delivery room","birth centre","birthing centre",birth,births,"giving birth","birthing unit","birthing pool","birth unit"}', '{}', '{501,560}', '{"labour ward","delivery suite","birth centre","birthing centre","birth place","central delivery suite",delivery,labour,births,"maternity ward",maternity}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (21, 'Newborn and special care babies', '{neonatal,NICU,SCBU,"special care baby unit","special baby care","premature babies","premature baby","prem baby unit",preemie,newborn,"neonatal unit","baby unit",incubator,premature,"neonatal intensive care"}', '{}', '{422}', '{"special care baby unit","neonatal intensive care unit","neonatal unit",neonatal,SCBU,NICU,NNU,"baby unit",neonates}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (22, 'Health visitor', '{"health visitor","health visitors","health visiting","baby clinic","school nurse","school nurses","school nursing"}', '{}', '{290}', '{"health visiting","health visitor","health visitors","school nursing","school nurse","baby clinic"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (23, 'Mental health', '{"mental health","mental health team","mental health hospital","mental hospital",psychiatric,psychiatrist,psychiatry,"psych ward","psychiatric ward","psychiatric hospital","crisis team","mental health crisis","mental health ward","mental health nurse",CMHT,"community mental health team","mental illness",depression,anxiety,sectioned,"home treatment team","early intervention",psychosis}', '{mental-health-trust}', '{710,715,723,725}', '{"mental health",psychiatric,psychiatry,"crisis team",CMHT}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (24, 'Counselling and talking therapies', '{counselling,counseling,counsellor,counselor,"talking therapy","talking therapies",therapist,therapy,psychologist,psychology,psychotherapy,CBT,IAPT,bereavement,"bereavement counselling","talk to someone","improving access to psychological therapy"}', '{mental-health-trust}', '{656,713}', '{"talking therapies",counselling,IAPT,psychology,psychological,psychotherapy,wellbeing}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (25, 'Children’s mental health (CAMHS)', '{CAMHS,"children’s mental health","child mental health","kids mental health","teenage mental health","young people’s mental health","adolescent mental health","child psychologist",CYPMHS,"child and adolescent mental health","young people mental health"}', '{mental-health-trust}', '{711}', '{CAMHS,adolescent,"child and adolescent","children and young people"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (26, 'Drugs and alcohol', '{"drug and alcohol",drugs,alcohol,addiction,"rehab clinic","drug clinic","drug service","drug and alcohol service","alcohol service",detox,"substance misuse","substance abuse","drink and drugs","recovery service",methadone,"methadone clinic","drink problem","drug rehab",alcoholics,drinking,"rehab for drugs","needle exchange","drug problem",drink}', '{}', '{721,726}', '{"drug and alcohol",drug,drugs,alcohol,"substance misuse",addiction,addictions,recovery,detox}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (27, 'Eating disorders', '{"eating disorder","eating disorders",anorexia,bulimia}', '{}', '{720}', '{"eating disorders","eating disorder"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (28, 'Dementia and memory', '{"memory clinic",dementia,alzheimers,Alzheimer’s,memory,"memory service","memory nurse","dementia ward","dementia care"}', '{mental-health-trust,care-home}', '{727,715}', '{"memory clinic","memory service",dementia,memory,"older persons","older peoples"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (29, 'Learning disability and autism', '{"learning disability","learning disabilities","learning difficulties",autism,autistic,"special needs","LD team",ADHD,"autism assessment","ADHD clinic"}', '{mental-health-trust,community-trust}', '{700}', '{"learning disability","learning disabilities",autism,ADHD,LD}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (30, 'Outpatients', '{outpatients,outpatient,"out patients","out patient","outpatient clinic",OPD,"clinic appointment","hospital appointment","hospital clinic"}', '{}', '{}', '{outpatients,outpatient,"out patients",OPD}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (31, 'X-ray and scans', '{x-ray,xray,x-rays,scan,scans,MRI,"CT scan",CT,ultrasound,radiology,imaging,radiographer,"MRI scan",scanner,"x-ray department","diagnostic centre","baby scan",radiographers,"CAT scan","PET scan"}', '{}', '{812,811}', '{"x ray department","x ray",xray,radiology,imaging,MRI,CT,scanning,ultrasound,"diagnostic centre"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (32, 'Blood tests', '{"blood test","blood tests",phlebotomy,bloods,"blood clinic",phlebotomist}', '{}', '{}', '{phlebotomy,"blood tests","blood test",pathology,blood}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (33, 'Blood disorders', '{haematology,hematology,"blood clots",anticoagulation,"warfarin clinic",anticoagulant,"sickle cell","blood disorders"}', '{}', '{303,324,309}', '{haematology,haemophilia,anticoagulation,anticoagulant,"sickle cell",haem}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (34, 'Cancer', '{cancer,"cancer ward","cancer clinic",oncology,oncologist,chemo,chemotherapy,radiotherapy,"cancer unit","cancer hospital","cancer centre"}', '{}', '{370,800}', '{"cancer centre",chemotherapy,oncology,cancer,radiotherapy,chemo,macmillan}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (35, 'Breast clinic', '{"breast clinic",breast,"breast screening",mammogram,mammograms,"breast cancer","breast unit","breast lump",mammography}', '{}', '{103}', '{"breast clinic","breast screening",breast,mammography}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (36, 'Heart', '{heart,"heart clinic","heart ward",cardiology,cardiac,cardiologist,"coronary care",CCU,"heart attack","heart failure","heart unit","heart hospital","cardiac ward","heart surgery","cardiac care unit"}', '{}', '{320,170,172,328}', '{cardiology,cardiac,heart,"coronary care unit",coronary,CCU}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (37, 'Stroke', '{stroke,"stroke ward","stroke unit",strokes,TIA,"TIA clinic","mini stroke"}', '{}', '{328,329}', '{"stroke unit","stroke ward",stroke,HASU,TIA}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (38, 'Lungs and breathing', '{lungs,lung,"chest clinic",chest,respiratory,breathing,asthma,"asthma clinic",COPD,"chest ward","respiratory ward","lung clinic","sleep clinic","sleep apnoea"}', '{}', '{340,341}', '{respiratory,chest,lung,thoracic,asthma}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (39, 'Kidneys and dialysis', '{kidney,kidneys,dialysis,renal,"kidney unit","dialysis unit","kidney ward","renal unit","kidney clinic"}', '{}', '{361}', '{"renal unit",dialysis,haemodialysis,kidney,renal,nephrology}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (40, 'Stomach, bowel and liver', '{bowel,stomach,endoscopy,colonoscopy,gastro,gastroenterology,gastroscopy,"camera test",liver,"liver clinic","bowel clinic",tummy,IBD,"bowel screening"}', '{}', '{301,306,104}', '{"endoscopy unit",endoscopy,gastroenterology,gastro,bowel,colorectal,liver,hepatology}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (41, 'Bones and joints', '{bones,"broken bone",fracture,"fracture clinic","broken leg","broken arm",orthopaedics,orthopaedic,orthopedic,orthopedics,"hip replacement","knee replacement","hips and knees","plaster room",trauma,"orthopaedic ward","bone clinic",joints,sprain,"hip ward",hip,hips,"hip fracture",knee,knees,shoulder}', '{}', '{110,214}', '{"fracture clinic",orthopaedics,orthopaedic,"trauma and orthopaedics",fracture,trauma,ortho,T&O,hip,knee}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (42, 'Joints and rheumatism', '{arthritis,rheumatology,rheumatism,rheumatologist,lupus}', '{}', '{410}', '{rheumatology,rheum,arthritis}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (43, 'Ear, nose and throat', '{ENT,"ear nose and throat","ear nose throat",ears,"ear clinic",throat,tonsils,"ENT clinic",nose,sinus,"ears nose and throat"}', '{}', '{120}', '{ENT,"ear nose and throat","ear nose throat"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (44, 'Hearing', '{hearing,"hearing test","hearing tests","hearing aid","hearing aids",audiology,"hearing clinic",deaf,audiologist}', '{}', '{840,310}', '{audiology,hearing,audiological}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (45, 'Skin', '{skin,"skin clinic",dermatology,dermatologist,eczema,rash,"mole check",moles,acne,psoriasis}', '{}', '{330}', '{dermatology,skin,derm}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (46, 'Diabetes', '{diabetes,diabetic,"diabetic clinic","diabetes clinic","sugar clinic","diabetes nurse",endocrinology,thyroid}', '{}', '{307,302}', '{diabetes,diabetic,endocrinology,endocrine}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (47, 'Feet', '{feet,foot,"foot clinic",chiropody,chiropodist,podiatry,podiatrist,toenails,"foot doctor"}', '{}', '{653,663}', '{podiatry,podiatric,chiropody,foot}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (48, 'Physiotherapy', '{physio,physiotherapy,physiotherapist,physios,"back pain",MSK,musculoskeletal,"rehab physio",fizzio,fizio,"physical therapy"}', '{}', '{650}', '{physiotherapy,physio,musculoskeletal,MSK}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (49, 'Occupational therapy', '{"occupational therapy","occupational therapist",OT,"aids and adaptations",equipment}', '{}', '{651}', '{"occupational therapy",OT,equipment}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (50, 'Speech therapy', '{"speech therapy","speech therapist","speech and language","speech and language therapy",SALT,SLT,stammer,stutter,swallowing}', '{}', '{652}', '{"speech and language","speech therapy",SALT,SLT}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (51, 'Diet and weight', '{dietitian,dietician,nutrition,dietetics,"weight loss","weight clinic","weight management",slimming,bariatric}', '{}', '{654}', '{dietetics,dietetic,dietitian,nutrition,"weight management",bariatric}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (52, 'Pain', '{pain,"pain clinic","pain management","chronic pain","back pain clinic"}', '{}', '{191}', '{"pain clinic","pain management",pain}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (53, 'Brain and nerves', '{brain,neurology,neurologist,neuro,epilepsy,"epilepsy clinic","MS clinic",Parkinson’s,parkinsons,"headache clinic",nerves,"brain surgery",neurosurgery}', '{}', '{400,150}', '{neurology,neurosurgery,neurosciences,neuroscience,neuro,neurosurgical,epilepsy}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (54, 'Spine', '{spine,spinal,"back surgery","spinal unit","spinal injuries"}', '{}', '{108,323}', '{spinal,spine}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (55, 'Older people', '{elderly,"elderly ward","old people’s ward","older people","care of the elderly",geriatric,geriatrics,"geriatric ward",frailty,frail,"falls clinic",falls,"elderly care","over 65s"}', '{}', '{430}', '{"elderly care","care of the elderly",elderly,frailty,"older persons","older people","older adults",geriatric,falls}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (56, 'Intensive care', '{"intensive care",ICU,ITU,"critical care","life support","high dependency",HDU,"intensive care unit","intensive therapy"}', '{}', '{192}', '{"intensive care unit","critical care unit","intensive therapy unit","intensive care","critical care",ITU,ICU,HDU,"high dependency"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (57, 'Children’s intensive care', '{PICU,"paediatric intensive care","pediatric intensive care","children’s intensive care","paediatric critical care"}', '{}', '{242}', '{"paediatric intensive care","paediatric critical care",PICU,"children’s intensive care","intensive care","critical care"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (58, 'Women’s health', '{gynae,gynaecology,gynaecologist,gynecology,gynecologist,"women’s clinic","women’s health","women’s hospital",smear,"smear test",menopause,"menopause clinic",hysterectomy,"womens ward",colposcopy,gyno,gyny}', '{}', '{502}', '{gynaecology,gynae,"womens health",womens,colposcopy,menopause}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (59, 'Sexual health', '{"sexual health","sexual health clinic","STI clinic","STD clinic",STI,STD,GUM,"GUM clinic","family planning",contraception,"family planning clinic","clap clinic",HIV,"HIV clinic","the pill",coil,"contraception clinic","genito urinary medicine","genitourinary medicine"}', '{}', '{360,350}', '{"sexual health",GUM,contraception,contraceptive,"family planning",genitourinary,CASH,HIV}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (60, 'Fertility', '{fertility,IVF,"fertility clinic","IVF clinic",infertility,"trying for a baby"}', '{}', '{502}', '{fertility,IVF,reproductive,"assisted conception"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (61, 'Abortion', '{abortion,"abortion clinic",termination,"termination of pregnancy",BPAS,"pregnancy advice"}', '{}', '{502}', '{BPAS,"pregnancy advisory",termination,abortion,MSI}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (62, 'Sexual assault', '{"sexual assault",rape,"rape crisis",SARC}', '{}', '{}', '{SARC,"sexual assault",SAS}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (63, 'Waterworks', '{urology,bladder,prostate,waterworks,urologist,"water infection",vasectomy}', '{}', '{101}', '{urology,bladder,prostate,vasectomy}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (64, 'Vascular', '{"varicose veins",vascular,veins,circulation,"leg ulcer","leg ulcers","vein clinic"}', '{}', '{107}', '{vascular,vein,"leg ulcer"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (65, 'Plastic surgery and burns', '{"plastic surgery",burns,"burns unit","cosmetic surgery",burn,"hand surgery","skin graft"}', '{}', '{160,161}', '{burns,"plastic surgery",plastics,plastic,hand}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (66, 'Allergy', '{allergy,allergies,"allergy clinic","hay fever",immunology}', '{}', '{317,313,316}', '{allergy,immunology}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (67, 'Genetics', '{genetics,"genetic testing","genetic counselling"}', '{}', '{311}', '{genetics,genetic}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (68, 'Operations and day surgery', '{operation,operations,"day surgery",theatre,theatres,"operating theatre","day case","day case unit","surgery ward","surgical ward",surgeon,"day unit",anaesthetist,pre-op,"recovery room"}', '{}', '{100,190}', '{"day surgery unit","day surgery",theatres,theatre,"surgical ward","day case unit","day case",surgical,recovery}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (69, 'Assessment and admissions ward', '{admissions,"admissions unit","assessment unit",AMU,MAU,SAU,"medical assessment","acute medical unit","observation ward",CDU,"same day emergency care",SDEC,"medical assessment unit","acute admissions unit"}', '{}', '{300,326}', '{"acute medical unit","medical assessment unit","admissions unit",AMU,MAU,"assessment unit",SDEC,"same day emergency care",SAU,CDU,admissions}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (70, 'General medical ward', '{"medical ward","general medicine","general ward"}', '{}', '{300}', '{"medical ward","general medical","general medicine",medical}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (71, 'Rehabilitation', '{rehab,rehabilitation,"rehab ward","recovery ward",convalescence,"convalescent home",convalescent,"intermediate care","step down"}', '{}', '{314,318}', '{rehabilitation,rehab,"intermediate care",convalescent}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (72, 'Going home from hospital', '{"discharge lounge",discharge,"discharge team","hospital discharge"}', '{}', '{}', '{"discharge lounge",discharge}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (73, 'District and community nurses', '{"district nurse","district nurses","community nurse","community nurses","nurse at home","district nursing","community nursing","wound clinic",dressings,"visiting nurse"}', '{community-trust}', '{}', '{"district nursing","community nursing","district nurses","community health",wound}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (74, 'Transplants', '{transplant,transplants,"organ transplant","kidney transplant","liver transplant"}', '{}', '{102,174}', '{transplant,transplantation}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (75, 'Prison health care', '{prison,"prison doctor",jail,"prison healthcare","prison nurse",HMP,"young offenders"}', '{prison-health}', '{}', '{HMP,prison,YOI}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (76, 'Vaccination', '{vaccination,vaccinations,vaccine,jab,jabs,"flu jab","covid jab","covid vaccine",immunisation,immunisations,injection,"travel clinic","travel jabs","vaccination centre",covid,"covid jabs",jags,jag,"flu vaccine"}', '{pharmacy,general-practice}', '{}', '{vaccination,vaccine,immunisation,travel}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (77, 'Virtual ward', '{"virtual ward","hospital at home"}', '{}', '{}', '{"virtual ward","hospital at home"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (78, 'Wheelchairs and limbs', '{wheelchair,wheelchairs,"wheelchair service","artificial limbs",prosthetics,"limb centre",orthotics,insoles}', '{}', '{657,658}', '{wheelchair,prosthetics,limb,orthotics}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (79, 'Private care', '{"private hospital","private clinic","private doctor",private}', '{private}', '{}', '{private,nuffield,spire,bupa}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (80, 'Charity', '{charity,charities,voluntary,"support group",samaritans,"food bank","meals on wheels","citizens advice",helpline}', '{charity}', '{}', '{charity,support}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (81, 'Blood donation', '{"give blood","blood donation","blood donor","blood donors","donate blood"}', '{other,charity}', '{}', '{"blood donor","blood donation","blood transfusion"}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (82, 'Complaints and PALS', '{PALS,"complaints department",complaints,"patient advice","patient advice and liaison"}', '{acute-trust}', '{}', '{PALS,"patient advice",complaints}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (83, 'Stoma care', '{stoma,"stoma nurse","stoma nurses",colostomy,ileostomy}', '{}', '{104}', '{stoma}', false, NULL, '', '{}', 'en-gb');
INSERT INTO public.directory_everydayname VALUES (84, 'Continence', '{incontinence,"incontinence pads",continence,"continence clinic","continence nurse",pads,catheter}', '{}', '{101}', '{continence}', false, NULL, '', '{}', 'en-gb');

INSERT INTO public.directory_everydaystep VALUES (1, 'added', NULL, 'system:upgrade', now(), 1);
INSERT INTO public.directory_everydaystep VALUES (2, 'added', NULL, 'system:upgrade', now(), 2);
INSERT INTO public.directory_everydaystep VALUES (3, 'added', NULL, 'system:upgrade', now(), 3);
INSERT INTO public.directory_everydaystep VALUES (4, 'added', NULL, 'system:upgrade', now(), 4);
INSERT INTO public.directory_everydaystep VALUES (5, 'added', NULL, 'system:upgrade', now(), 5);
INSERT INTO public.directory_everydaystep VALUES (6, 'added', NULL, 'system:upgrade', now(), 6);
INSERT INTO public.directory_everydaystep VALUES (7, 'added', NULL, 'system:upgrade', now(), 7);
INSERT INTO public.directory_everydaystep VALUES (8, 'added', NULL, 'system:upgrade', now(), 8);
INSERT INTO public.directory_everydaystep VALUES (9, 'added', NULL, 'system:upgrade', now(), 9);
INSERT INTO public.directory_everydaystep VALUES (10, 'added', NULL, 'system:upgrade', now(), 10);
INSERT INTO public.directory_everydaystep VALUES (11, 'added', NULL, 'system:upgrade', now(), 11);
INSERT INTO public.directory_everydaystep VALUES (12, 'added', NULL, 'system:upgrade', now(), 12);
INSERT INTO public.directory_everydaystep VALUES (13, 'added', NULL, 'system:upgrade', now(), 13);
INSERT INTO public.directory_everydaystep VALUES (14, 'added', NULL, 'system:upgrade', now(), 14);
INSERT INTO public.directory_everydaystep VALUES (15, 'added', NULL, 'system:upgrade', now(), 15);
INSERT INTO public.directory_everydaystep VALUES (16, 'added', NULL, 'system:upgrade', now(), 16);
INSERT INTO public.directory_everydaystep VALUES (17, 'added', NULL, 'system:upgrade', now(), 17);
INSERT INTO public.directory_everydaystep VALUES (18, 'added', NULL, 'system:upgrade', now(), 18);
INSERT INTO public.directory_everydaystep VALUES (19, 'added', NULL, 'system:upgrade', now(), 19);
INSERT INTO public.directory_everydaystep VALUES (20, 'added', NULL, 'system:upgrade', now(), 20);
INSERT INTO public.directory_everydaystep VALUES (21, 'added', NULL, 'system:upgrade', now(), 21);
INSERT INTO public.directory_everydaystep VALUES (22, 'added', NULL, 'system:upgrade', now(), 22);
INSERT INTO public.directory_everydaystep VALUES (23, 'added', NULL, 'system:upgrade', now(), 23);
INSERT INTO public.directory_everydaystep VALUES (24, 'added', NULL, 'system:upgrade', now(), 24);
INSERT INTO public.directory_everydaystep VALUES (25, 'added', NULL, 'system:upgrade', now(), 25);
INSERT INTO public.directory_everydaystep VALUES (26, 'added', NULL, 'system:upgrade', now(), 26);
INSERT INTO public.directory_everydaystep VALUES (27, 'added', NULL, 'system:upgrade', now(), 27);
INSERT INTO public.directory_everydaystep VALUES (28, 'added', NULL, 'system:upgrade', now(), 28);
INSERT INTO public.directory_everydaystep VALUES (29, 'added', NULL, 'system:upgrade', now(), 29);
INSERT INTO public.directory_everydaystep VALUES (30, 'added', NULL, 'system:upgrade', now(), 30);
INSERT INTO public.directory_everydaystep VALUES (31, 'added', NULL, 'system:upgrade', now(), 31);
INSERT INTO public.directory_everydaystep VALUES (32, 'added', NULL, 'system:upgrade', now(), 32);
INSERT INTO public.directory_everydaystep VALUES (33, 'added', NULL, 'system:upgrade', now(), 33);
INSERT INTO public.directory_everydaystep VALUES (34, 'added', NULL, 'system:upgrade', now(), 34);
INSERT INTO public.directory_everydaystep VALUES (35, 'added', NULL, 'system:upgrade', now(), 35);
INSERT INTO public.directory_everydaystep VALUES (36, 'added', NULL, 'system:upgrade', now(), 36);
INSERT INTO public.directory_everydaystep VALUES (37, 'added', NULL, 'system:upgrade', now(), 37);
INSERT INTO public.directory_everydaystep VALUES (38, 'added', NULL, 'system:upgrade', now(), 38);
INSERT INTO public.directory_everydaystep VALUES (39, 'added', NULL, 'system:upgrade', now(), 39);
INSERT INTO public.directory_everydaystep VALUES (40, 'added', NULL, 'system:upgrade', now(), 40);
INSERT INTO public.directory_everydaystep VALUES (41, 'added', NULL, 'system:upgrade', now(), 41);
INSERT INTO public.directory_everydaystep VALUES (42, 'added', NULL, 'system:upgrade', now(), 42);
INSERT INTO public.directory_everydaystep VALUES (43, 'added', NULL, 'system:upgrade', now(), 43);
INSERT INTO public.directory_everydaystep VALUES (44, 'added', NULL, 'system:upgrade', now(), 44);
INSERT INTO public.directory_everydaystep VALUES (45, 'added', NULL, 'system:upgrade', now(), 45);
INSERT INTO public.directory_everydaystep VALUES (46, 'added', NULL, 'system:upgrade', now(), 46);
INSERT INTO public.directory_everydaystep VALUES (47, 'added', NULL, 'system:upgrade', now(), 47);
INSERT INTO public.directory_everydaystep VALUES (48, 'added', NULL, 'system:upgrade', now(), 48);
INSERT INTO public.directory_everydaystep VALUES (49, 'added', NULL, 'system:upgrade', now(), 49);
INSERT INTO public.directory_everydaystep VALUES (50, 'added', NULL, 'system:upgrade', now(), 50);
INSERT INTO public.directory_everydaystep VALUES (51, 'added', NULL, 'system:upgrade', now(), 51);
INSERT INTO public.directory_everydaystep VALUES (52, 'added', NULL, 'system:upgrade', now(), 52);
INSERT INTO public.directory_everydaystep VALUES (53, 'added', NULL, 'system:upgrade', now(), 53);
INSERT INTO public.directory_everydaystep VALUES (54, 'added', NULL, 'system:upgrade', now(), 54);
INSERT INTO public.directory_everydaystep VALUES (55, 'added', NULL, 'system:upgrade', now(), 55);
INSERT INTO public.directory_everydaystep VALUES (56, 'added', NULL, 'system:upgrade', now(), 56);
INSERT INTO public.directory_everydaystep VALUES (57, 'added', NULL, 'system:upgrade', now(), 57);
INSERT INTO public.directory_everydaystep VALUES (58, 'added', NULL, 'system:upgrade', now(), 58);
INSERT INTO public.directory_everydaystep VALUES (59, 'added', NULL, 'system:upgrade', now(), 59);
INSERT INTO public.directory_everydaystep VALUES (60, 'added', NULL, 'system:upgrade', now(), 60);
INSERT INTO public.directory_everydaystep VALUES (61, 'added', NULL, 'system:upgrade', now(), 61);
INSERT INTO public.directory_everydaystep VALUES (62, 'added', NULL, 'system:upgrade', now(), 62);
INSERT INTO public.directory_everydaystep VALUES (63, 'added', NULL, 'system:upgrade', now(), 63);
INSERT INTO public.directory_everydaystep VALUES (64, 'added', NULL, 'system:upgrade', now(), 64);
INSERT INTO public.directory_everydaystep VALUES (65, 'added', NULL, 'system:upgrade', now(), 65);
INSERT INTO public.directory_everydaystep VALUES (66, 'added', NULL, 'system:upgrade', now(), 66);
INSERT INTO public.directory_everydaystep VALUES (67, 'added', NULL, 'system:upgrade', now(), 67);
INSERT INTO public.directory_everydaystep VALUES (68, 'added', NULL, 'system:upgrade', now(), 68);
INSERT INTO public.directory_everydaystep VALUES (69, 'added', NULL, 'system:upgrade', now(), 69);
INSERT INTO public.directory_everydaystep VALUES (70, 'added', NULL, 'system:upgrade', now(), 70);
INSERT INTO public.directory_everydaystep VALUES (71, 'added', NULL, 'system:upgrade', now(), 71);
INSERT INTO public.directory_everydaystep VALUES (72, 'added', NULL, 'system:upgrade', now(), 72);
INSERT INTO public.directory_everydaystep VALUES (73, 'added', NULL, 'system:upgrade', now(), 73);
INSERT INTO public.directory_everydaystep VALUES (74, 'added', NULL, 'system:upgrade', now(), 74);
INSERT INTO public.directory_everydaystep VALUES (75, 'added', NULL, 'system:upgrade', now(), 75);
INSERT INTO public.directory_everydaystep VALUES (76, 'added', NULL, 'system:upgrade', now(), 76);
INSERT INTO public.directory_everydaystep VALUES (77, 'added', NULL, 'system:upgrade', now(), 77);
INSERT INTO public.directory_everydaystep VALUES (78, 'added', NULL, 'system:upgrade', now(), 78);
INSERT INTO public.directory_everydaystep VALUES (79, 'added', NULL, 'system:upgrade', now(), 79);
INSERT INTO public.directory_everydaystep VALUES (80, 'added', NULL, 'system:upgrade', now(), 80);
INSERT INTO public.directory_everydaystep VALUES (81, 'added', NULL, 'system:upgrade', now(), 81);
INSERT INTO public.directory_everydaystep VALUES (82, 'added', NULL, 'system:upgrade', now(), 82);
INSERT INTO public.directory_everydaystep VALUES (83, 'added', NULL, 'system:upgrade', now(), 83);
INSERT INTO public.directory_everydaystep VALUES (84, 'added', NULL, 'system:upgrade', now(), 84);

INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0002_email_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0003_alter_emailaddress_create_unique_verified_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0004_alter_emailaddress_drop_unique_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0005_emailaddress_idx_upper_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0006_emailaddress_lower', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0007_emailaddress_idx_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0008_emailaddress_unique_primary_email_fixup', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('account', '0009_emailaddress_unique_primary_email', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0002_key_to_show_apart', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0003_closed_spans', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0004_closed_spans_begin', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0005_no_telephone_numbers', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0006_contact_confirmed', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0007_notices_spans', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0008_notices_begin', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0009_one_form_of_addresses', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0010_passkeys_without_a_name', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0011_languages_of_recipients', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0012_moderators_of_regions', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('accounts', '0013_photos', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('alerts', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('alerts', '0002_spans', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('alerts', '0003_spans_begin', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('alerts', '0004_told_of_work_since', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0002_alter_permission_name_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0003_alter_user_email_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0004_alter_user_username_opts', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0005_alter_user_last_login_null', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0006_require_contenttypes_0002', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0007_alter_validators_add_error_messages', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0008_alter_user_username_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0009_alter_user_last_name_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0010_alter_group_name_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0011_update_proxy_permissions', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('auth', '0012_alter_user_first_name_max_length', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('contenttypes', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('contenttypes', '0002_remove_content_type_name', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('core', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('core', '0002_extensions_and_unlogged', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('core', '0003_search_without_accents', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('core', '0004_urgency_and_due', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('core', '0005_sessions_by_digest', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('core', '0006_what_was_reckoned', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('core', '0007_refused', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('core', '0008_labels', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('demo', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('demo', '0002_key_to_show_apart', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0002_words_of_places', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0003_contacts_are_confirmed', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0004_words_are_found_at_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0005_places_by_hand', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0006_joins_can_be_undone', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0007_everyday_names', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0008_kinds_and_notes', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0009_public_views', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0010_language_of_a_contact', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('directory', '0011_language_of_a_note', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('enquiries', '0001_enquiries', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('enquiries', '0002_signs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('enquiries', '0003_language_of_whoever_writes', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('media', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('media', '0002_words_for_pictures', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('media', '0003_films', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('mfa', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('mfa', '0002_authenticator_timestamps', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('mfa', '0003_authenticator_type_uniq', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0002_appeals', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0003_approved_for_the_morning', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0004_turn', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0005_notes_can_be_erased', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0006_waits_by_risk', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0007_rota', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0008_calls_to_messages', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0009_open_cases_keep_their_notes', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0010_looked_at', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0011_any_thing', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0012_one_case_per_thing', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0013_pager_message', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0014_labels', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('moderation', '0015_why_as_code', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0002_public_contacts', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0003_made_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0004_spans', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0005_spans_begin', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0006_joined_remits', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0007_invited_once', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0008_public_views', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0009_words_of_choices', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0010_language_of_an_invitation', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('organisations', '0011_pictures', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('pages', '0001_pages', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('pages', '0002_pictures', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0002_drop_started_at_column', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0003_drop_started_at_column', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0004_drop_procrastinate_version_table', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0005_fix_procrastinate_fetch_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0006_fix_trigger_status_events_insert', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0007_add_queueing_lock_column', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0008_close_fetch_job_race_condition', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0009_add_defer_job_function', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0010_add_procrastinate_periodic_defers', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0011_add_foreign_key_index', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0012_add_locks_to_periodic_defer', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0013_fix_procrastinate_defer_periodic_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0014_add_finish_job_and_retry_job_functions', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0015_add_trigger_on_job_deletion', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0016_delete_finished_jobs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0017_add_checks_to_finish_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0018_add_checks_to_retry_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0019_fix_finish_job_compat_issue', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0020_add_index_on_procrastinate_jobs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0021_add_kwargs_to_defer_periodic_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0022_null_locks_excluded', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0023_remove_old_finish_job_function', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0024_job_id_bigint', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0025_add_models', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0026_add_job_priority', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0027_add_periodic_job_priority', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0028_add_cancel_states', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0029_add_additional_params_to_retry_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0030_alter_procrastinateevent_options', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0031_add_indexes_for_fetch_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0032_pre_cancel_notification', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0033_post_cancel_notification', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0034_pre_add_heartbeat', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0035_post_add_heartbeat', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0036_add_worker_model', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0037_pre_batch_defer_jobs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0038_post_batch_defer_jobs', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0039_pre_priority_lock_fetch_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0040_pre_retry_failed_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('procrastinate', '0041_post_retry_failed_job', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('reach', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('reach', '0002_news_of_a_telling', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('reach', '0003_news_begins', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('reach', '0004_followed_at', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('reach', '0005_public_views', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0002_where_to_write_to', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0003_complaint_ways', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0004_addresses_and_languages', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0005_hosts_of_before', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0006_languages_of_what_is_written', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0007_former_paths', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0008_own_words', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0009_what_was_said_so_far', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0010_open_and_closed', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0011_more_time_zones', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0012_emergency_number', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('regions', '0013_paths_end_with_a_letter', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0002_lists_of_what_changed', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0003_newest_answers', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0004_lists_by_days', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0005_what_is_owed', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0006_reasons_can_be_erased', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0007_rated_when', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0008_not_yet', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0009_public_views', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0010_why_in_codes', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0011_words_of_choices', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0012_old_reasons_in_codes', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0013_region_of_a_change', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0014_region_of_every_change', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0015_change_lists_of_a_region', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('responses', '0016_photos', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('sessions', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('showcase', '0001_showcase', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('showcase', '0002_films_of_exemplars', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('showcase', '0003_card_form_key', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('showcase', '0004_versions_stay', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0002_lists_of_what_changed', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0003_what_authors_say_of_themselves', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0004_search_without_accents', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0005_reason_wrong_service', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0006_edited_on', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0007_who_tells_counted', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0008_rush', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0009_lists_by_days', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0010_news_of_a_branch', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0011_news_begins', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0012_corrected_words', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0013_words_can_be_erased', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0014_help_in_telling', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0015_joined_stories', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0016_erased', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0017_found_by_words', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0018_public_views', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0019_drafts_move_to_telling', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0020_days_are_counted', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0021_particulars', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0022_tags_of_public_stories', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0023_words_of_choices', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0024_what_edits_changed', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0025_old_changes_by_name', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0026_consent_in_a_language', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0027_places_with_a_page', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('stories', '0028_lists_of_a_region', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('tags', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('tags', '0002_public_view', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('telling', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('telling', '0002_words_of_choices', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('website', '0001_kept_statistics', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('writing', '0001_initial', now());
INSERT INTO public.django_migrations (app, name, applied) VALUES ('writing', '0002_messages_to_heard', now());

SELECT pg_catalog.setval('public.directory_everydayname_id_seq', 84, true);

SELECT pg_catalog.setval('public.directory_everydaystep_id_seq', 84, true);

ALTER TABLE ONLY public.organisations_membershipspan
    ADD CONSTRAINT a_member_once_at_a_time EXCLUDE USING gist (organisation_id WITH =, person_id WITH =, tstzrange(since, until) WITH &&);

ALTER TABLE ONLY public.writing_text
    ADD CONSTRAINT a_version_names_one_text UNIQUE (sheet_id, version);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_author
    ADD CONSTRAINT accounts_author_key_digest_key UNIQUE (key_digest);

ALTER TABLE ONLY public.accounts_author
    ADD CONSTRAINT accounts_author_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_closedspan
    ADD CONSTRAINT accounts_closedspan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_contactdetail
    ADD CONSTRAINT accounts_contactdetail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_keytoshow
    ADD CONSTRAINT accounts_keytoshow_pkey PRIMARY KEY (author_id);

ALTER TABLE ONLY public.accounts_noticesspan
    ADD CONSTRAINT accounts_noticesspan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_email_key UNIQUE (email);

ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_photo_id_key UNIQUE (photo_id);

ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alerted_once UNIQUE (membership_id, story_id, about);

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alerts_alert_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alerts_alertsetting
    ADD CONSTRAINT alerts_alertsetting_membership_id_key UNIQUE (membership_id);

ALTER TABLE ONLY public.alerts_alertsetting
    ADD CONSTRAINT alerts_alertsetting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alerts_alertspan
    ADD CONSTRAINT alerts_alertspan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alerts_summary
    ADD CONSTRAINT alerts_summary_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reach_asking
    ADD CONSTRAINT asked_once UNIQUE (story_id, provider_id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.showcase_casestudyversion
    ADD CONSTRAINT case_study_versions_count UNIQUE (case_study_id, number);

ALTER TABLE ONLY public.accounts_closedspan
    ADD CONSTRAINT closed_once_at_a_time EXCLUDE USING gist (person_id WITH =, tstzrange(since, until) WITH &&);

ALTER TABLE ONLY public.organisations_remitspan
    ADD CONSTRAINT concerned_once_at_a_time EXCLUDE USING gist (organisation_id WITH =, service_id WITH =, tstzrange(since, until) WITH &&);

ALTER TABLE ONLY public.core_attempt
    ADD CONSTRAINT core_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.core_delivery
    ADD CONSTRAINT core_delivery_key_key UNIQUE (key);

ALTER TABLE ONLY public.core_delivery
    ADD CONSTRAINT core_delivery_message_id_key UNIQUE (message_id);

ALTER TABLE ONLY public.core_delivery
    ADD CONSTRAINT core_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.core_event
    ADD CONSTRAINT core_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.core_reckoned
    ADD CONSTRAINT core_reckoned_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.stories_correctedwords
    ADD CONSTRAINT corrected_words_have_their_number UNIQUE (story_id, number);

ALTER TABLE ONLY public.demo_loading
    ADD CONSTRAINT demo_loading_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.demo_mailboxmessage
    ADD CONSTRAINT demo_mailboxmessage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_correction
    ADD CONSTRAINT directory_correction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_everydayname
    ADD CONSTRAINT directory_everydayname_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_everydaystep
    ADD CONSTRAINT directory_everydaystep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_formername
    ADD CONSTRAINT directory_formername_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_placeword
    ADD CONSTRAINT directory_placeword_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.directory_placing
    ADD CONSTRAINT directory_placing_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.directory_placing
    ADD CONSTRAINT directory_placing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_placing
    ADD CONSTRAINT directory_placing_undoes_id_key UNIQUE (undoes_id);

ALTER TABLE ONLY public.directory_postcodesector
    ADD CONSTRAINT directory_postcodesector_code_key UNIQUE (code);

ALTER TABLE ONLY public.directory_postcodesector
    ADD CONSTRAINT directory_postcodesector_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_service
    ADD CONSTRAINT directory_service_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.directory_service
    ADD CONSTRAINT directory_service_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.enquiries_enquiry
    ADD CONSTRAINT enquiries_enquiry_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.enquiries_enquiry
    ADD CONSTRAINT enquiries_enquiry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.enquiries_enquirymove
    ADD CONSTRAINT enquiries_enquirymove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_joinedstory
    ADD CONSTRAINT joined_once UNIQUE (placing_id, story_id);

ALTER TABLE ONLY public.media_film
    ADD CONSTRAINT media_film_key_key UNIQUE (key);

ALTER TABLE ONLY public.media_film
    ADD CONSTRAINT media_film_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.media_film
    ADD CONSTRAINT media_film_signs_id_key UNIQUE (signs_id);

ALTER TABLE ONLY public.media_filmmove
    ADD CONSTRAINT media_filmmove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.media_picture
    ADD CONSTRAINT media_picture_key_key UNIQUE (key);

ALTER TABLE ONLY public.media_picture
    ADD CONSTRAINT media_picture_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.moderation_call
    ADD CONSTRAINT moderation_call_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.moderation_callstep
    ADD CONSTRAINT moderation_callstep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.moderation_case
    ADD CONSTRAINT moderation_case_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.moderation_casemove
    ADD CONSTRAINT moderation_casemove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.moderation_page
    ADD CONSTRAINT moderation_page_pkey PRIMARY KEY (step_id);

ALTER TABLE ONLY public.moderation_pagingaddress
    ADD CONSTRAINT moderation_pagingaddress_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.moderation_rotaplace
    ADD CONSTRAINT moderation_rotaplace_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.moderation_rotashift
    ADD CONSTRAINT moderation_rotashift_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_noticesspan
    ADD CONSTRAINT notices_once_at_a_time EXCLUDE USING gist (author_id WITH =, tstzrange(since, until) WITH &&);

ALTER TABLE ONLY public.moderation_rotaplace
    ADD CONSTRAINT once_in_a_shift UNIQUE (shift_id, person_id);

ALTER TABLE ONLY public.accounts_contactdetail
    ADD CONSTRAINT one_contact_of_each_kind UNIQUE (author_id, kind);

ALTER TABLE ONLY public.directory_correction
    ADD CONSTRAINT one_correction_per_field UNIQUE (service_id, field);

ALTER TABLE ONLY public.core_attempt
    ADD CONSTRAINT one_count_per_window UNIQUE (bucket, window_start);

ALTER TABLE ONLY public.directory_everydayname
    ADD CONSTRAINT one_everyday_name_in_a_region UNIQUE (region_id, title);

ALTER TABLE ONLY public.regions_holiday
    ADD CONSTRAINT one_holiday_a_day UNIQUE (region_id, day);

ALTER TABLE ONLY public.pages_termversion
    ADD CONSTRAINT one_meaning_a_number UNIQUE NULLS NOT DISTINCT (term_id, region_id, language, number);

ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT one_membership_each UNIQUE (organisation_id, person_id);

ALTER TABLE ONLY public.moderation_rotaplace
    ADD CONSTRAINT one_person_for_each_turn UNIQUE (shift_id, "position");

ALTER TABLE ONLY public.organisations_shownpicture
    ADD CONSTRAINT one_picture_of_a_service UNIQUE (service_id);

ALTER TABLE ONLY public.reach_rolereading
    ADD CONSTRAINT one_reading_per_role UNIQUE (telling_id, role);

ALTER TABLE ONLY public.organisations_remitbranch
    ADD CONSTRAINT one_row_per_branch UNIQUE (organisation_id, service_id);

ALTER TABLE ONLY public.organisations_publiccontact
    ADD CONSTRAINT one_row_per_contact UNIQUE (organisation_id, key);

ALTER TABLE ONLY public.directory_formername
    ADD CONSTRAINT one_row_per_former_name UNIQUE (service_id, name);

ALTER TABLE ONLY public.stories_storybranch
    ADD CONSTRAINT one_row_per_story_and_branch UNIQUE (story_id, service_id);

ALTER TABLE ONLY public.stories_storyservice
    ADD CONSTRAINT one_row_per_story_and_service UNIQUE (story_id, service_id);

ALTER TABLE ONLY public.stories_storytag
    ADD CONSTRAINT one_row_per_story_and_tag UNIQUE (story_id, tag_id);

ALTER TABLE ONLY public.stories_rush
    ADD CONSTRAINT one_rush_an_hour UNIQUE (region_id, hour);

ALTER TABLE ONLY public.alerts_alertspan
    ADD CONSTRAINT one_setting_at_a_time EXCLUDE USING gist (membership_number WITH =, tstzrange(since, until) WITH &&);

ALTER TABLE ONLY public.moderation_rotashift
    ADD CONSTRAINT one_shift_of_the_same_hours UNIQUE (region_id, weekday, begins, ends);

ALTER TABLE ONLY public.tags_tag
    ADD CONSTRAINT one_tag_per_kind_and_slug UNIQUE (kind, slug);

ALTER TABLE ONLY public.pages_text
    ADD CONSTRAINT one_text_a_region_and_language UNIQUE NULLS NOT DISTINCT (page_id, region_id, language);

ALTER TABLE ONLY public.regions_setting
    ADD CONSTRAINT one_value_per_number UNIQUE (region_id, name);

ALTER TABLE ONLY public.pages_version
    ADD CONSTRAINT one_version_a_number UNIQUE (text_id, number);

ALTER TABLE ONLY public.stories_version
    ADD CONSTRAINT one_version_per_number UNIQUE (story_id, number);

ALTER TABLE ONLY public.organisations_invitation
    ADD CONSTRAINT organisations_invitation_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.organisations_invitation
    ADD CONSTRAINT organisations_invitation_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.organisations_invitation
    ADD CONSTRAINT organisations_invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_joinedremit
    ADD CONSTRAINT organisations_joinedremit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_membershipspan
    ADD CONSTRAINT organisations_membershipspan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_organisation
    ADD CONSTRAINT organisations_organisation_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.organisations_organisation
    ADD CONSTRAINT organisations_organisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_organisation
    ADD CONSTRAINT organisations_organisation_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.organisations_publiccontact
    ADD CONSTRAINT organisations_publiccontact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_remitbranch
    ADD CONSTRAINT organisations_remitbranch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_remitspan
    ADD CONSTRAINT organisations_remitspan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_shownpicture
    ADD CONSTRAINT organisations_shownpicture_picture_id_key UNIQUE (picture_id);

ALTER TABLE ONLY public.organisations_shownpicture
    ADD CONSTRAINT organisations_shownpicture_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_subscription
    ADD CONSTRAINT organisations_subscription_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_termspan
    ADD CONSTRAINT organisations_termspan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_ownwords
    ADD CONSTRAINT own_words_once_a_language UNIQUE (region_id, language, name);

ALTER TABLE ONLY public.pages_oldpath
    ADD CONSTRAINT pages_oldpath_path_key UNIQUE (path);

ALTER TABLE ONLY public.pages_oldpath
    ADD CONSTRAINT pages_oldpath_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pages_page
    ADD CONSTRAINT pages_page_path_key UNIQUE (path);

ALTER TABLE ONLY public.pages_page
    ADD CONSTRAINT pages_page_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pages_pagepicture
    ADD CONSTRAINT pages_pagepicture_picture_id_key UNIQUE (picture_id);

ALTER TABLE ONLY public.pages_pagepicture
    ADD CONSTRAINT pages_pagepicture_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pages_term
    ADD CONSTRAINT pages_term_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pages_term
    ADD CONSTRAINT pages_term_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.pages_termversion
    ADD CONSTRAINT pages_termversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pages_text
    ADD CONSTRAINT pages_text_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pages_textmove
    ADD CONSTRAINT pages_textmove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.pages_version
    ADD CONSTRAINT pages_version_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reach_asking
    ADD CONSTRAINT reach_asking_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reach_rolereading
    ADD CONSTRAINT reach_rolereading_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reach_telling
    ADD CONSTRAINT reach_telling_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_complaintway
    ADD CONSTRAINT regions_complaintway_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_crisisline
    ADD CONSTRAINT regions_crisisline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_holiday
    ADD CONSTRAINT regions_holiday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_ownwords
    ADD CONSTRAINT regions_ownwords_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_region
    ADD CONSTRAINT regions_region_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_region
    ADD CONSTRAINT regions_region_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.regions_regionaddress
    ADD CONSTRAINT regions_regionaddress_host_key UNIQUE (host);

ALTER TABLE ONLY public.regions_regionaddress
    ADD CONSTRAINT regions_regionaddress_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_regionmove
    ADD CONSTRAINT regions_regionmove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.regions_setting
    ADD CONSTRAINT regions_setting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_joinedremit
    ADD CONSTRAINT remit_joined_once UNIQUE (placing_id, organisation_id);

ALTER TABLE ONLY public.responses_answer
    ADD CONSTRAINT responses_answer_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.responses_answer
    ADD CONSTRAINT responses_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.responses_answermove
    ADD CONSTRAINT responses_answermove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.responses_change
    ADD CONSTRAINT responses_change_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.responses_change
    ADD CONSTRAINT responses_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.responses_changemove
    ADD CONSTRAINT responses_changemove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.responses_reply
    ADD CONSTRAINT responses_reply_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.responses_reply
    ADD CONSTRAINT responses_reply_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.responses_replymove
    ADD CONSTRAINT responses_replymove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.responses_treateddifferently
    ADD CONSTRAINT responses_treateddifferently_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.responses_treateddifferently
    ADD CONSTRAINT responses_treateddifferently_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_termspan
    ADD CONSTRAINT said_of_a_term_once_at_a_time EXCLUDE USING gist (subscription_number WITH =, tstzrange(since, until) WITH &&);

ALTER TABLE ONLY public.showcase_casestudy
    ADD CONSTRAINT showcase_casestudy_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.showcase_casestudy
    ADD CONSTRAINT showcase_casestudy_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.showcase_casestudy
    ADD CONSTRAINT showcase_casestudy_published_id_key UNIQUE (published_id);

ALTER TABLE ONLY public.showcase_casestudy
    ADD CONSTRAINT showcase_casestudy_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.showcase_casestudymove
    ADD CONSTRAINT showcase_casestudymove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.showcase_casestudyversion
    ADD CONSTRAINT showcase_casestudyversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.showcase_exemplar
    ADD CONSTRAINT showcase_exemplar_organisation_id_key UNIQUE (organisation_id);

ALTER TABLE ONLY public.showcase_exemplar
    ADD CONSTRAINT showcase_exemplar_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.showcase_exemplarmove
    ADD CONSTRAINT showcase_exemplarmove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.showcase_interviewee
    ADD CONSTRAINT showcase_interviewee_photo_id_key UNIQUE (photo_id);

ALTER TABLE ONLY public.showcase_interviewee
    ADD CONSTRAINT showcase_interviewee_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.showcase_oldslug
    ADD CONSTRAINT showcase_oldslug_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.showcase_oldslug
    ADD CONSTRAINT showcase_oldslug_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.showcase_teammember
    ADD CONSTRAINT showcase_teammember_form_key_key UNIQUE (form_key);

ALTER TABLE ONLY public.showcase_teammember
    ADD CONSTRAINT showcase_teammember_photo_id_key UNIQUE (photo_id);

ALTER TABLE ONLY public.showcase_teammember
    ADD CONSTRAINT showcase_teammember_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_aboutauthor
    ADD CONSTRAINT stories_aboutauthor_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_aboutauthor
    ADD CONSTRAINT stories_aboutauthor_story_id_key UNIQUE (story_id);

ALTER TABLE ONLY public.stories_consent
    ADD CONSTRAINT stories_consent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_correctedwords
    ADD CONSTRAINT stories_correctedwords_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_countedgroups
    ADD CONSTRAINT stories_countedgroups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_countedgroups
    ADD CONSTRAINT stories_countedgroups_region_id_key UNIQUE (region_id);

ALTER TABLE ONLY public.stories_draft
    ADD CONSTRAINT stories_draft_author_id_key UNIQUE (author_id);

ALTER TABLE ONLY public.stories_draft
    ADD CONSTRAINT stories_draft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_draft_services
    ADD CONSTRAINT stories_draft_services_draft_id_service_id_e7ca8e0f_uniq UNIQUE (draft_id, service_id);

ALTER TABLE ONLY public.stories_draft_services
    ADD CONSTRAINT stories_draft_services_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_edit
    ADD CONSTRAINT stories_edit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_joinedstory
    ADD CONSTRAINT stories_joinedstory_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_knownword
    ADD CONSTRAINT stories_knownword_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.stories_original
    ADD CONSTRAINT stories_original_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_original
    ADD CONSTRAINT stories_original_story_id_key UNIQUE (story_id);

ALTER TABLE ONLY public.stories_rush
    ADD CONSTRAINT stories_rush_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_story
    ADD CONSTRAINT stories_story_author_id_key UNIQUE (author_id);

ALTER TABLE ONLY public.stories_story
    ADD CONSTRAINT stories_story_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_storybranch
    ADD CONSTRAINT stories_storybranch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_storymove
    ADD CONSTRAINT stories_storymove_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_storyservice
    ADD CONSTRAINT stories_storyservice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_storytag
    ADD CONSTRAINT stories_storytag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stories_storytoindex
    ADD CONSTRAINT stories_storytoindex_pkey PRIMARY KEY (story_id);

ALTER TABLE ONLY public.stories_storywords
    ADD CONSTRAINT stories_storywords_pkey PRIMARY KEY (story_id);

ALTER TABLE ONLY public.stories_version
    ADD CONSTRAINT stories_version_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tags_tag
    ADD CONSTRAINT tags_tag_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.organisations_subscription
    ADD CONSTRAINT terms_never_overlap EXCLUDE USING gist (organisation_id WITH =, daterange(starts_on, ends_on, '[]'::text) WITH &&);

ALTER TABLE ONLY public.reach_telling
    ADD CONSTRAINT told_once UNIQUE (story_id, organisation_id);

ALTER TABLE ONLY public.moderation_callstep
    ADD CONSTRAINT told_once_of_a_call UNIQUE (call_id, person_id);

ALTER TABLE ONLY public.website_countedstatistics
    ADD CONSTRAINT website_countedstatistics_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.writing_sheet
    ADD CONSTRAINT writing_sheet_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.writing_text
    ADD CONSTRAINT writing_text_pkey PRIMARY KEY (id);

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);

CREATE INDEX accounts_closedspan_person_id_1a98c104 ON public.accounts_closedspan USING btree (person_id);

CREATE INDEX accounts_contactdetail_author_id_6580ee08 ON public.accounts_contactdetail USING btree (author_id);

CREATE INDEX accounts_keytoshow_until_bd25a2b6 ON public.accounts_keytoshow USING btree (until);

CREATE INDEX accounts_noticesspan_author_id_f806c3fd ON public.accounts_noticesspan USING btree (author_id);

CREATE INDEX accounts_person_email_7de6b04f_like ON public.accounts_person USING btree (email varchar_pattern_ops);

CREATE INDEX accounts_signinlink_author_id_52b14f55 ON public.accounts_signinlink USING btree (author_id);

CREATE INDEX alert_not_delivered ON public.alerts_alert USING btree (made_at) WHERE (delivered_at IS NULL);

CREATE INDEX alerts_alert_membership_id_0220f964 ON public.alerts_alert USING btree (membership_id);

CREATE INDEX alerts_alert_story_id_048b9295 ON public.alerts_alert USING btree (story_id);

CREATE INDEX alerts_alert_summary_id_a8891997 ON public.alerts_alert USING btree (summary_id);

CREATE INDEX alerts_summary_person_id_beb6f3a9 ON public.alerts_summary USING btree (person_id);

CREATE INDEX answer_by_person ON public.responses_answer USING btree (person_id, sent_at DESC);

CREATE INDEX answer_newest ON public.responses_answer USING btree (organisation_id, (((published_at AT TIME ZONE 'Europe/London'::text))::date) DESC, story_id DESC, id DESC) INCLUDE (published_at) WHERE ((state)::text = 'published'::text);

CREATE INDEX answer_published ON public.responses_answer USING btree (published_at) WHERE (published_at IS NOT NULL);

CREATE INDEX answer_rated ON public.responses_answer USING btree (helpful_at) WHERE (helpful_at IS NOT NULL);

CREATE INDEX answer_unread ON public.responses_answer USING btree (sent_at) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX answer_window ON public.responses_answer USING btree (due_at) WHERE ((state)::text = 'window'::text);

CREATE INDEX asking_not_delivered ON public.reach_asking USING btree (asked_at) WHERE (delivered_at IS NULL);

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX branch_newest ON public.stories_storybranch USING btree (service_id, (((told_at AT TIME ZONE 'Europe/London'::text))::date) DESC, story_id DESC) INCLUDE (told_at);

CREATE INDEX branch_news ON public.stories_storybranch USING btree (news_at) WHERE (news_at IS NOT NULL);

CREATE INDEX call_due ON public.moderation_call USING btree (next_at) WHERE (ended_at IS NULL);

CREATE INDEX case_decided ON public.moderation_case USING btree (decided_at) WHERE (decided_at IS NOT NULL);

CREATE INDEX case_queue_by_turn ON public.moderation_case USING btree (turn, risk DESC, opened_at, id) WHERE (closed_at IS NULL);

CREATE INDEX case_study_public ON public.showcase_casestudy USING btree (published_on, id) WHERE ((state)::text = 'published'::text);

CREATE INDEX case_waiting_by_risk ON public.moderation_case USING btree (risk DESC, COALESCE(waiting_until, opened_at), opened_at, id) WHERE ((closed_at IS NULL) AND (NOT ((waiting_for)::text = ''::text)));

CREATE INDEX change_due ON public.responses_change USING btree (due_on, story_id, id) WHERE ((state)::text = ANY ((ARRAY['planned'::character varying, 'made-waiting'::character varying])::text[]));

CREATE INDEX change_due_in_region ON public.responses_change USING btree (region_id, due_on, story_id, id) WHERE ((state)::text = ANY ((ARRAY['planned'::character varying, 'made-waiting'::character varying])::text[]));

CREATE INDEX change_made ON public.responses_change USING btree ((((made_at AT TIME ZONE 'Europe/London'::text))::date) DESC, story_id DESC, id DESC) WHERE ((state)::text = 'made'::text);

CREATE INDEX change_made_in_region ON public.responses_change USING btree (region_id, (((made_at AT TIME ZONE 'Europe/London'::text))::date) DESC, story_id DESC, id DESC) WHERE ((state)::text = 'made'::text);

CREATE INDEX change_planned ON public.responses_change USING btree (planned_at) WHERE (planned_at IS NOT NULL);

CREATE INDEX change_rated ON public.responses_change USING btree (helped_at) WHERE (helped_at IS NOT NULL);

CREATE INDEX change_unread ON public.responses_change USING btree (sent_at) WHERE ((state)::text = ANY ((ARRAY['plan-waiting'::character varying, 'made-waiting'::character varying])::text[]));

CREATE INDEX contact_lookup ON public.accounts_contactdetail USING btree (lookup);

CREATE INDEX core_delivery_key_b2d1b93e_like ON public.core_delivery USING btree (key varchar_pattern_ops);

CREATE INDEX core_delivery_message_id_e4e57007_like ON public.core_delivery USING btree (message_id varchar_pattern_ops);

CREATE INDEX core_reckoned_name_96d96a57_like ON public.core_reckoned USING btree (name varchar_pattern_ops);

CREATE INDEX delivery_refused ON public.core_delivery USING btree (recipient) WHERE ((state)::text = 'refused'::text);

CREATE INDEX delivery_unfinished ON public.core_delivery USING btree (queued_at) WHERE (finished_at IS NULL);

CREATE INDEX demo_loading_tour_id_2ad567cb ON public.demo_loading USING btree (tour_id);

CREATE INDEX directory_correction_service_id_8c41c253 ON public.directory_correction USING btree (service_id);

CREATE INDEX directory_everydayname_region_id_26f57e64 ON public.directory_everydayname USING btree (region_id);

CREATE INDEX directory_everydaystep_name_id_135e7396 ON public.directory_everydaystep USING btree (name_id);

CREATE INDEX directory_formername_service_id_465cfa08 ON public.directory_formername USING btree (service_id);

CREATE INDEX directory_placeword_word_7528d42a_like ON public.directory_placeword USING btree (word varchar_pattern_ops);

CREATE INDEX directory_placing_other_id_fe65977c ON public.directory_placing USING btree (other_id);

CREATE INDEX directory_placing_service_id_763b9e1a ON public.directory_placing USING btree (service_id);

CREATE INDEX directory_postcodesector_code_cc3d0858_like ON public.directory_postcodesector USING btree (code varchar_pattern_ops);

CREATE INDEX directory_service_parent_id_68e63814 ON public.directory_service USING btree (parent_id);

CREATE INDEX directory_service_region_id_c383c14b ON public.directory_service USING btree (region_id);

CREATE INDEX directory_service_slug_c9a0247f_like ON public.directory_service USING btree (slug varchar_pattern_ops);

CREATE INDEX directory_service_successor_id_5e2315ec ON public.directory_service USING btree (successor_id);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX draft_expiry ON public.stories_draft USING btree (expires_at);

CREATE INDEX enquiries_enquiry_done_by_id_378e5afe ON public.enquiries_enquiry USING btree (done_by_id);

CREATE INDEX enquiries_enquiry_region_id_ca838145 ON public.enquiries_enquiry USING btree (region_id);

CREATE INDEX enquiries_enquirymove_enquiry_id_d04e7f5f ON public.enquiries_enquirymove USING btree (enquiry_id);

CREATE INDEX enquiry_waiting ON public.enquiries_enquiry USING btree (due_on, id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX event_by_name ON public.core_event USING btree (name, id);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX known_word_nearly ON public.stories_knownword USING gin (word public.gin_trgm_ops) WITH (fastupdate=off);

CREATE INDEX mailbox_age ON public.demo_mailboxmessage USING btree (at);

CREATE INDEX mailbox_of ON public.demo_mailboxmessage USING btree ("to", id DESC);

CREATE INDEX media_film_key_324f5b3c_like ON public.media_film USING btree (key varchar_pattern_ops);

CREATE INDEX media_filmmove_film_id_6bd476cd ON public.media_filmmove USING btree (film_id);

CREATE INDEX media_picture_key_a71351a6_like ON public.media_picture USING btree (key varchar_pattern_ops);

CREATE INDEX membership_span_by_number ON public.organisations_membershipspan USING btree (membership_number);

CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);

CREATE INDEX moderation_call_case_id_c83e1a85 ON public.moderation_call USING btree (case_id);

CREATE INDEX moderation_call_enquiry_id_43650bc1 ON public.moderation_call USING btree (enquiry_id);

CREATE INDEX moderation_call_taken_by_id_059c4e3c ON public.moderation_call USING btree (taken_by_id);

CREATE INDEX moderation_callstep_call_id_354650c5 ON public.moderation_callstep USING btree (call_id);

CREATE INDEX moderation_callstep_person_id_0f2febc1 ON public.moderation_callstep USING btree (person_id);

CREATE INDEX moderation_case_answer_id_1ca3f3bb ON public.moderation_case USING btree (answer_id);

CREATE INDEX moderation_case_change_id_fac40007 ON public.moderation_case USING btree (change_id);

CREATE INDEX moderation_case_claimed_by_id_0364174c ON public.moderation_case USING btree (claimed_by_id);

CREATE INDEX moderation_case_proposed_by_id_bfc5bc4b ON public.moderation_case USING btree (proposed_by_id);

CREATE INDEX moderation_case_reply_id_f1afec2d ON public.moderation_case USING btree (reply_id);

CREATE INDEX moderation_case_report_id_dec5ac32 ON public.moderation_case USING btree (report_id);

CREATE INDEX moderation_case_story_id_c78165bb ON public.moderation_case USING btree (story_id);

CREATE INDEX moderation_casemove_case_id_65451d4e ON public.moderation_casemove USING btree (case_id);

CREATE INDEX moderation_rotaplace_person_id_89eb2656 ON public.moderation_rotaplace USING btree (person_id);

CREATE INDEX moderation_rotaplace_shift_id_18cb876a ON public.moderation_rotaplace USING btree (shift_id);

CREATE INDEX moderation_rotashift_region_id_8308b35e ON public.moderation_rotashift USING btree (region_id);

CREATE INDEX notices_over ON public.accounts_noticesspan USING btree (until) WHERE (until IS NOT NULL);

CREATE UNIQUE INDEX one_default_region ON public.regions_region USING btree (is_default) WHERE is_default;

CREATE UNIQUE INDEX one_everyday_name_everywhere ON public.directory_everydayname USING btree (title) WHERE (region_id IS NULL);

CREATE UNIQUE INDEX one_main_address ON public.regions_regionaddress USING btree (region_id) WHERE is_main;

CREATE UNIQUE INDEX one_open_call_per_case ON public.moderation_call USING btree (case_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_open_call_per_message ON public.moderation_call USING btree (enquiry_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_open_case_per_thing ON public.moderation_case USING btree (subject, thing_id) WHERE ((closed_at IS NULL) OR once);

CREATE UNIQUE INDEX one_open_invitation_each ON public.organisations_invitation USING btree (organisation_id, lower((email)::text)) WHERE ((accepted_at IS NULL) AND (cancelled_at IS NULL));

CREATE UNIQUE INDEX one_person_per_email ON public.accounts_person USING btree (lower((email)::text));

CREATE UNIQUE INDEX one_picture_of_an_organisation ON public.organisations_shownpicture USING btree (organisation_id) WHERE (service_id IS NULL);

CREATE UNIQUE INDEX one_region_per_host ON public.regions_region USING btree (host) WHERE (NOT ((host)::text = ''::text));

CREATE UNIQUE INDEX one_region_per_path ON public.regions_region USING btree (path) WHERE (NOT ((path)::text = ''::text));

CREATE UNIQUE INDEX one_service_per_identity ON public.directory_service USING btree (level, identity) WHERE (NOT ((identity)::text = ''::text));

CREATE UNIQUE INDEX one_service_per_level_and_code ON public.directory_service USING btree (level, code) WHERE (NOT ((code)::text = ''::text));

CREATE UNIQUE INDEX one_sheet_at_the_desk ON public.writing_sheet USING btree (thing, kind) WHERE (organisation_id IS NULL);

CREATE UNIQUE INDEX one_sheet_per_organisation ON public.writing_sheet USING btree (organisation_id, kind, thing) WHERE (organisation_id IS NOT NULL);

CREATE UNIQUE INDEX one_standing_consent_per_use ON public.stories_consent USING btree (story_id, use) WHERE (taken_back_at IS NULL);

CREATE UNIQUE INDEX one_step_of_each_kind ON public.directory_placing USING btree (service_id, step) WHERE ((step)::text = ANY ((ARRAY['proposed'::character varying, 'added'::character varying, 'accepted'::character varying])::text[]));

CREATE INDEX organisations_invitation_organisation_id_438a835d ON public.organisations_invitation USING btree (organisation_id);

CREATE INDEX organisations_joinedremit_organisation_id_74b9c745 ON public.organisations_joinedremit USING btree (organisation_id);

CREATE INDEX organisations_joinedremit_placing_id_e9e29dc6 ON public.organisations_joinedremit USING btree (placing_id);

CREATE INDEX organisations_membership_organisation_id_716d02c4 ON public.organisations_membership USING btree (organisation_id);

CREATE INDEX organisations_membership_person_id_59946b32 ON public.organisations_membership USING btree (person_id);

CREATE INDEX organisations_membershipspan_organisation_id_4942645d ON public.organisations_membershipspan USING btree (organisation_id);

CREATE INDEX organisations_membershipspan_person_id_60c8f5d3 ON public.organisations_membershipspan USING btree (person_id);

CREATE INDEX organisations_organisation_region_id_63babe33 ON public.organisations_organisation USING btree (region_id);

CREATE INDEX organisations_organisation_slug_5f32bfb4_like ON public.organisations_organisation USING btree (slug varchar_pattern_ops);

CREATE INDEX organisations_publiccontact_organisation_id_7c5e22b5 ON public.organisations_publiccontact USING btree (organisation_id);

CREATE INDEX organisations_remitbranch_organisation_id_fe7ee44b ON public.organisations_remitbranch USING btree (organisation_id);

CREATE INDEX organisations_remitbranch_service_id_a1a63029 ON public.organisations_remitbranch USING btree (service_id);

CREATE INDEX organisations_remitspan_organisation_id_4e7148cf ON public.organisations_remitspan USING btree (organisation_id);

CREATE INDEX organisations_remitspan_service_id_5e22fc30 ON public.organisations_remitspan USING btree (service_id);

CREATE INDEX organisations_shownpicture_organisation_id_010d510a ON public.organisations_shownpicture USING btree (organisation_id);

CREATE INDEX organisations_shownpicture_service_id_dd0dd2fa ON public.organisations_shownpicture USING btree (service_id);

CREATE INDEX organisations_subscription_organisation_id_647225ec ON public.organisations_subscription USING btree (organisation_id);

CREATE INDEX organisations_termspan_organisation_id_a9f935a0 ON public.organisations_termspan USING btree (organisation_id);

CREATE INDEX page_unfinished ON public.moderation_page USING btree (due_at) WHERE (finished_at IS NULL);

CREATE INDEX pages_oldpath_page_id_aee259a3 ON public.pages_oldpath USING btree (page_id);

CREATE INDEX pages_oldpath_path_0baebe10_like ON public.pages_oldpath USING btree (path varchar_pattern_ops);

CREATE INDEX pages_page_path_8322634d_like ON public.pages_page USING btree (path varchar_pattern_ops);

CREATE INDEX pages_term_slug_8ceb701a_like ON public.pages_term USING btree (slug varchar_pattern_ops);

CREATE INDEX pages_termversion_region_id_c1222ff6 ON public.pages_termversion USING btree (region_id);

CREATE INDEX pages_termversion_term_id_a70db890 ON public.pages_termversion USING btree (term_id);

CREATE INDEX pages_text_due_version_id_ef0eedaa ON public.pages_text USING btree (due_version_id);

CREATE INDEX pages_text_page_id_88c6d992 ON public.pages_text USING btree (page_id);

CREATE INDEX pages_text_published_version_id_09a2bc70 ON public.pages_text USING btree (published_version_id);

CREATE INDEX pages_text_region_id_bb868f4e ON public.pages_text USING btree (region_id);

CREATE INDEX pages_textmove_text_id_98064b13 ON public.pages_textmove USING btree (text_id);

CREATE INDEX pages_textmove_version_id_b90a8860 ON public.pages_textmove USING btree (version_id);

CREATE INDEX pages_version_from_version_id_02bffd52 ON public.pages_version USING btree (from_version_id);

CREATE INDEX pages_version_text_id_515e927f ON public.pages_version USING btree (text_id);

CREATE INDEX picture_waiting ON public.media_picture USING btree (sent_at) WHERE ((kind)::text = 'waiting'::text);

CREATE INDEX place_word_nearly ON public.directory_placeword USING gin (word public.gin_trgm_ops) WITH (fastupdate=off);

CREATE INDEX placing_at ON public.directory_placing USING btree (at);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX reach_asking_provider_id_954bd84b ON public.reach_asking USING btree (provider_id);

CREATE INDEX reach_asking_story_id_a6921657 ON public.reach_asking USING btree (story_id);

CREATE INDEX reach_rolereading_telling_id_efd825e0 ON public.reach_rolereading USING btree (telling_id);

CREATE INDEX reach_telling_organisation_id_096edcd2 ON public.reach_telling USING btree (organisation_id);

CREATE INDEX reach_telling_story_id_72a3138c ON public.reach_telling USING btree (story_id);

CREATE INDEX regions_complaintway_region_id_0d98cfcf ON public.regions_complaintway USING btree (region_id);

CREATE INDEX regions_crisisline_region_id_bbe8e247 ON public.regions_crisisline USING btree (region_id);

CREATE INDEX regions_holiday_region_id_09ccad69 ON public.regions_holiday USING btree (region_id);

CREATE INDEX regions_ownwords_region_id_10be50ed ON public.regions_ownwords USING btree (region_id);

CREATE INDEX regions_region_slug_4480e14f_like ON public.regions_region USING btree (slug varchar_pattern_ops);

CREATE INDEX regions_regionaddress_host_fe4f150d_like ON public.regions_regionaddress USING btree (host varchar_pattern_ops);

CREATE INDEX regions_regionaddress_region_id_c6a5fec4 ON public.regions_regionaddress USING btree (region_id);

CREATE INDEX regions_regionmove_region_id_8bad9df4 ON public.regions_regionmove USING btree (region_id);

CREATE INDEX regions_setting_region_id_9206a75e ON public.regions_setting USING btree (region_id);

CREATE INDEX reply_published ON public.responses_reply USING btree (published_at) WHERE (published_at IS NOT NULL);

CREATE INDEX reply_unread ON public.responses_reply USING btree (sent_at) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX responses_answer_organisation_id_78d1c4cf ON public.responses_answer USING btree (organisation_id);

CREATE INDEX responses_answer_person_id_fc96b3bc ON public.responses_answer USING btree (person_id);

CREATE INDEX responses_answer_story_id_79a2261a ON public.responses_answer USING btree (story_id);

CREATE INDEX responses_answermove_answer_id_c228da51 ON public.responses_answermove USING btree (answer_id);

CREATE INDEX responses_change_organisation_id_32dae81f ON public.responses_change USING btree (organisation_id);

CREATE INDEX responses_change_person_id_4268b292 ON public.responses_change USING btree (person_id);

CREATE INDEX responses_change_story_id_44282880 ON public.responses_change USING btree (story_id);

CREATE INDEX responses_changemove_change_id_05a50d9d ON public.responses_changemove USING btree (change_id);

CREATE INDEX responses_reply_answer_id_63a929cb ON public.responses_reply USING btree (answer_id);

CREATE INDEX responses_reply_change_id_de068588 ON public.responses_reply USING btree (change_id);

CREATE INDEX responses_reply_story_id_d29d01d0 ON public.responses_reply USING btree (story_id);

CREATE INDEX responses_replymove_reply_id_e2656d1f ON public.responses_replymove USING btree (reply_id);

CREATE INDEX responses_treateddifferently_story_id_733bd2e1 ON public.responses_treateddifferently USING btree (story_id);

CREATE UNIQUE INDEX said_apart_once ON public.directory_placing USING btree (service_id, other_id) WHERE ((step)::text = 'apart'::text);

CREATE INDEX service_ancestors ON public.directory_service USING gin (ancestors);

CREATE INDEX service_closes ON public.directory_service USING btree (closed_on) WHERE ((NOT ((standing)::text = 'closed'::text)) AND (closed_on IS NOT NULL));

CREATE INDEX service_code ON public.directory_service USING btree (code);

CREATE INDEX service_in_no_register ON public.directory_service USING btree (register, id DESC) WHERE ((register)::text = ANY ((ARRAY['by-hand'::character varying, 'proposed'::character varying, 'joined'::character varying])::text[]));

CREATE INDEX service_kind ON public.directory_service USING btree (kind);

CREATE INDEX service_parent ON public.directory_service USING btree (parent_id);

CREATE INDEX service_position ON public.directory_service USING btree (latitude, longitude);

CREATE INDEX service_postcode ON public.directory_service USING btree (postcode text_pattern_ops);

CREATE INDEX service_words ON public.directory_service USING gin (string_to_array((search_text)::text, ' '::text)) WITH (fastupdate=off);

CREATE INDEX showcase_casestudy_region_id_b95b1099 ON public.showcase_casestudy USING btree (region_id);

CREATE INDEX showcase_casestudy_slug_f700325a_like ON public.showcase_casestudy USING btree (slug varchar_pattern_ops);

CREATE INDEX showcase_casestudymove_case_study_id_9414723e ON public.showcase_casestudymove USING btree (case_study_id);

CREATE INDEX showcase_casestudyversion_case_study_id_24ddc6c4 ON public.showcase_casestudyversion USING btree (case_study_id);

CREATE INDEX showcase_exemplar_case_study_id_cea9596b ON public.showcase_exemplar USING btree (case_study_id);

CREATE INDEX showcase_exemplarmove_exemplar_id_1d3500dc ON public.showcase_exemplarmove USING btree (exemplar_id);

CREATE INDEX showcase_interviewee_case_study_id_05c1874a ON public.showcase_interviewee USING btree (case_study_id);

CREATE INDEX showcase_oldslug_case_study_id_30d0541a ON public.showcase_oldslug USING btree (case_study_id);

CREATE INDEX showcase_oldslug_slug_117cdbe8_like ON public.showcase_oldslug USING btree (slug varchar_pattern_ops);

CREATE INDEX showcase_teammember_region_id_c7eeca62 ON public.showcase_teammember USING btree (region_id);

CREATE INDEX stories_consent_story_id_dba93a8d ON public.stories_consent USING btree (story_id);

CREATE INDEX stories_correctedwords_story_id_ca2eb88c ON public.stories_correctedwords USING btree (story_id);

CREATE INDEX stories_draft_region_id_f29ee437 ON public.stories_draft USING btree (region_id);

CREATE INDEX stories_draft_services_draft_id_ecce820f ON public.stories_draft_services USING btree (draft_id);

CREATE INDEX stories_draft_services_service_id_5c87cbe1 ON public.stories_draft_services USING btree (service_id);

CREATE INDEX stories_edit_version_id_c25d1c43 ON public.stories_edit USING btree (version_id);

CREATE INDEX stories_joinedstory_placing_id_d8dcfac5 ON public.stories_joinedstory USING btree (placing_id);

CREATE INDEX stories_joinedstory_story_id_01dc06cf ON public.stories_joinedstory USING btree (story_id);

CREATE INDEX stories_knownword_word_333d17cc_like ON public.stories_knownword USING btree (word varchar_pattern_ops);

CREATE INDEX stories_rush_region_id_cc8d4a4d ON public.stories_rush USING btree (region_id);

CREATE INDEX stories_story_region_id_4983ff13 ON public.stories_story USING btree (region_id);

CREATE INDEX stories_storybranch_service_id_059a89d5 ON public.stories_storybranch USING btree (service_id);

CREATE INDEX stories_storybranch_story_id_834d5374 ON public.stories_storybranch USING btree (story_id);

CREATE INDEX stories_storymove_story_id_32f85290 ON public.stories_storymove USING btree (story_id);

CREATE INDEX stories_storyservice_service_id_e260dca8 ON public.stories_storyservice USING btree (service_id);

CREATE INDEX stories_storyservice_story_id_0101d6cd ON public.stories_storyservice USING btree (story_id);

CREATE INDEX stories_storytag_story_id_485e02f2 ON public.stories_storytag USING btree (story_id);

CREATE INDEX stories_storytag_tag_id_b1393d15 ON public.stories_storytag USING btree (tag_id);

CREATE INDEX stories_storytoindex_since_aab2566c ON public.stories_storytoindex USING btree (since);

CREATE INDEX stories_version_story_id_23c7f1d5 ON public.stories_version USING btree (story_id);

CREATE INDEX story_ancestors ON public.stories_story USING gin (ancestors);

CREATE INDEX story_by_state ON public.stories_story USING btree (state, sent_at);

CREATE INDEX story_changed_in_region ON public.stories_story USING btree (region_id, (((made_at AT TIME ZONE 'Europe/London'::text))::date) DESC, id DESC) WHERE ((made_at IS NOT NULL) AND ((state)::text = 'published'::text));

CREATE INDEX story_changed_something ON public.stories_story USING btree ((((made_at AT TIME ZONE 'Europe/London'::text))::date) DESC, id DESC) WHERE ((made_at IS NOT NULL) AND ((state)::text = 'published'::text));

CREATE INDEX story_erased ON public.stories_story USING btree (erased_at) WHERE (erased_at IS NOT NULL);

CREATE INDEX story_move_at ON public.stories_storymove USING btree (at);

CREATE INDEX story_newest ON public.stories_story USING btree (published_on DESC, id DESC) WHERE ((state)::text = 'published'::text);

CREATE INDEX story_newest_in_region ON public.stories_story USING btree (region_id, published_on DESC, id DESC) WHERE ((state)::text = 'published'::text);

CREATE INDEX story_search ON public.stories_story USING gin (search);

CREATE INDEX story_tags ON public.stories_story USING gin (tag_slugs);

CREATE INDEX story_words ON public.stories_storywords USING gin (words);

CREATE INDEX tags_tag_slug_78c2b8d8 ON public.tags_tag USING btree (slug);

CREATE INDEX tags_tag_slug_78c2b8d8_like ON public.tags_tag USING btree (slug varchar_pattern_ops);

CREATE INDEX telling_by_organisation ON public.reach_telling USING btree (organisation_id, told_at DESC);

CREATE INDEX telling_news ON public.reach_telling USING btree (news_at) WHERE (news_at IS NOT NULL);

CREATE INDEX term_span_by_organisation ON public.organisations_termspan USING btree (organisation_id);

CREATE INDEX text_by_age ON public.writing_text USING btree (written_at);

CREATE INDEX text_due ON public.pages_text USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;

CREATE INDEX writing_sheet_enquiry_id_795bcfdb ON public.writing_sheet USING btree (enquiry_id);

CREATE INDEX writing_sheet_organisation_id_a852facd ON public.writing_sheet USING btree (organisation_id);

CREATE INDEX writing_sheet_story_id_15220c55 ON public.writing_sheet USING btree (story_id);

CREATE INDEX writing_text_sheet_id_fecb57a5 ON public.writing_text USING btree (sheet_id);

CREATE INDEX writing_text_writer_id_71dd7d41 ON public.writing_text USING btree (writer_id);

CREATE STATISTICS public.story_answered_on ON ((answered_at AT TIME ZONE 'Europe/London'::text)::date) FROM public.stories_story;

CREATE STATISTICS public.story_heard_on ON ((heard_at AT TIME ZONE 'Europe/London'::text)::date) FROM public.stories_story;

CREATE STATISTICS public.story_made_on ON ((made_at AT TIME ZONE 'Europe/London'::text)::date) FROM public.stories_story;

CREATE STATISTICS public.story_planned_on ON ((planned_at AT TIME ZONE 'Europe/London'::text)::date) FROM public.stories_story;

CREATE STATISTICS public.story_read_on ON ((read_at AT TIME ZONE 'Europe/London'::text)::date) FROM public.stories_story;

CREATE TRIGGER change_has_a_region BEFORE INSERT ON public.responses_change FOR EACH ROW EXECUTE FUNCTION public.responses_change_has_a_region();

CREATE TRIGGER moderation_case_thing BEFORE INSERT ON public.moderation_case FOR EACH ROW EXECUTE FUNCTION public.moderation_case_thing();

CREATE TRIGGER pages_termversion_stays BEFORE UPDATE ON public.pages_termversion FOR EACH ROW WHEN ((new.* IS DISTINCT FROM old.*)) EXECUTE FUNCTION public.pages_versions_stay();

CREATE TRIGGER pages_version_stays BEFORE UPDATE ON public.pages_version FOR EACH ROW WHEN ((new.* IS DISTINCT FROM old.*)) EXECUTE FUNCTION public.pages_versions_stay();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

CREATE TRIGGER showcase_version_stays BEFORE UPDATE ON public.showcase_casestudyversion FOR EACH ROW WHEN (((((((new.case_study_id IS DISTINCT FROM old.case_study_id) OR (new.number IS DISTINCT FROM old.number)) OR (new.body IS DISTINCT FROM old.body)) OR ((new.digest)::text IS DISTINCT FROM (old.digest)::text)) OR ((new.made_by)::text IS DISTINCT FROM (old.made_by)::text)) OR (new.made_at IS DISTINCT FROM old.made_at))) EXECUTE FUNCTION public.showcase_versions_stay();

CREATE TRIGGER story_to_be_found AFTER INSERT OR UPDATE ON public.stories_story FOR EACH ROW EXECUTE FUNCTION public.stories_to_be_found();

CREATE TRIGGER words_of_changed_places AFTER UPDATE ON public.directory_service REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.directory_keep_words();

CREATE TRIGGER words_of_new_places AFTER INSERT ON public.directory_service REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.directory_keep_words();

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_closedspan
    ADD CONSTRAINT accounts_closedspan_person_id_1a98c104_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_contactdetail
    ADD CONSTRAINT accounts_contactdetail_author_id_6580ee08_fk_accounts_author_id FOREIGN KEY (author_id) REFERENCES public.accounts_author(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_keytoshow
    ADD CONSTRAINT accounts_keytoshow_author_id_b9e3e21f_fk_accounts_author_id FOREIGN KEY (author_id) REFERENCES public.accounts_author(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_noticesspan
    ADD CONSTRAINT accounts_noticesspan_author_id_f806c3fd_fk_accounts_author_id FOREIGN KEY (author_id) REFERENCES public.accounts_author(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_photo_id_ad34d059_fk_media_picture_id FOREIGN KEY (photo_id) REFERENCES public.media_picture(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_author_id_52b14f55_fk_accounts_author_id FOREIGN KEY (author_id) REFERENCES public.accounts_author(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alerts_alert_membership_id_0220f964_fk_organisat FOREIGN KEY (membership_id) REFERENCES public.organisations_membership(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alerts_alert_story_id_048b9295_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.alerts_alert
    ADD CONSTRAINT alerts_alert_summary_id_a8891997_fk_alerts_summary_id FOREIGN KEY (summary_id) REFERENCES public.alerts_summary(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.alerts_alertsetting
    ADD CONSTRAINT alerts_alertsetting_membership_id_81063120_fk_organisat FOREIGN KEY (membership_id) REFERENCES public.organisations_membership(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.alerts_summary
    ADD CONSTRAINT alerts_summary_person_id_beb6f3a9_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.demo_loading
    ADD CONSTRAINT demo_loading_tour_id_2ad567cb_fk_stories_story_id FOREIGN KEY (tour_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_correction
    ADD CONSTRAINT directory_correction_service_id_8c41c253_fk_directory FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_everydayname
    ADD CONSTRAINT directory_everydayname_region_id_26f57e64_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_everydaystep
    ADD CONSTRAINT directory_everydayst_name_id_135e7396_fk_directory FOREIGN KEY (name_id) REFERENCES public.directory_everydayname(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_formername
    ADD CONSTRAINT directory_formername_service_id_465cfa08_fk_directory FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_placing
    ADD CONSTRAINT directory_placing_other_id_fe65977c_fk_directory_service_id FOREIGN KEY (other_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_placing
    ADD CONSTRAINT directory_placing_service_id_763b9e1a_fk_directory_service_id FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_placing
    ADD CONSTRAINT directory_placing_undoes_id_d00a78c6_fk_directory_placing_id FOREIGN KEY (undoes_id) REFERENCES public.directory_placing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_service
    ADD CONSTRAINT directory_service_parent_id_68e63814_fk_directory_service_id FOREIGN KEY (parent_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_service
    ADD CONSTRAINT directory_service_region_id_c383c14b_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.directory_service
    ADD CONSTRAINT directory_service_successor_id_5e2315ec_fk_directory_service_id FOREIGN KEY (successor_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.enquiries_enquiry
    ADD CONSTRAINT enquiries_enquiry_done_by_id_378e5afe_fk_accounts_person_id FOREIGN KEY (done_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.enquiries_enquiry
    ADD CONSTRAINT enquiries_enquiry_region_id_ca838145_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.enquiries_enquirymove
    ADD CONSTRAINT enquiries_enquirymov_enquiry_id_d04e7f5f_fk_enquiries FOREIGN KEY (enquiry_id) REFERENCES public.enquiries_enquiry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.media_film
    ADD CONSTRAINT media_film_signs_id_e55b3e7f_fk_media_film_id FOREIGN KEY (signs_id) REFERENCES public.media_film(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.media_filmmove
    ADD CONSTRAINT media_filmmove_film_id_6bd476cd_fk_media_film_id FOREIGN KEY (film_id) REFERENCES public.media_film(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_call
    ADD CONSTRAINT moderation_call_case_id_c83e1a85_fk_moderation_case_id FOREIGN KEY (case_id) REFERENCES public.moderation_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_call
    ADD CONSTRAINT moderation_call_enquiry_id_43650bc1_fk_enquiries_enquiry_id FOREIGN KEY (enquiry_id) REFERENCES public.enquiries_enquiry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_call
    ADD CONSTRAINT moderation_call_taken_by_id_059c4e3c_fk_accounts_person_id FOREIGN KEY (taken_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_callstep
    ADD CONSTRAINT moderation_callstep_call_id_354650c5_fk_moderation_call_id FOREIGN KEY (call_id) REFERENCES public.moderation_call(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_callstep
    ADD CONSTRAINT moderation_callstep_person_id_0f2febc1_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_case
    ADD CONSTRAINT moderation_case_claimed_by_id_0364174c_fk_accounts_person_id FOREIGN KEY (claimed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_case
    ADD CONSTRAINT moderation_case_proposed_by_id_bfc5bc4b_fk_accounts_person_id FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_case
    ADD CONSTRAINT moderation_case_story_id_c78165bb_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_casemove
    ADD CONSTRAINT moderation_casemove_case_id_65451d4e_fk_moderation_case_id FOREIGN KEY (case_id) REFERENCES public.moderation_case(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_page
    ADD CONSTRAINT moderation_page_step_id_f0a305d4_fk_moderation_callstep_id FOREIGN KEY (step_id) REFERENCES public.moderation_callstep(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_pagingaddress
    ADD CONSTRAINT moderation_pagingadd_person_id_0fa3e7a2_fk_accounts_ FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_rotaplace
    ADD CONSTRAINT moderation_rotaplace_person_id_89eb2656_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_rotaplace
    ADD CONSTRAINT moderation_rotaplace_shift_id_18cb876a_fk_moderatio FOREIGN KEY (shift_id) REFERENCES public.moderation_rotashift(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.moderation_rotashift
    ADD CONSTRAINT moderation_rotashift_region_id_8308b35e_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_invitation
    ADD CONSTRAINT organisations_invita_organisation_id_438a835d_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_joinedremit
    ADD CONSTRAINT organisations_joined_organisation_id_74b9c745_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_joinedremit
    ADD CONSTRAINT organisations_joined_placing_id_e9e29dc6_fk_directory FOREIGN KEY (placing_id) REFERENCES public.directory_placing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_membershipspan
    ADD CONSTRAINT organisations_member_organisation_id_4942645d_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_member_organisation_id_716d02c4_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_member_person_id_59946b32_fk_accounts_ FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_membershipspan
    ADD CONSTRAINT organisations_member_person_id_60c8f5d3_fk_accounts_ FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_organisation
    ADD CONSTRAINT organisations_organi_region_id_63babe33_fk_regions_r FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_publiccontact
    ADD CONSTRAINT organisations_public_organisation_id_7c5e22b5_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_remitbranch
    ADD CONSTRAINT organisations_remitb_organisation_id_fe7ee44b_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_remitbranch
    ADD CONSTRAINT organisations_remitb_service_id_a1a63029_fk_directory FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_remitspan
    ADD CONSTRAINT organisations_remits_organisation_id_4e7148cf_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_remitspan
    ADD CONSTRAINT organisations_remits_service_id_5e22fc30_fk_directory FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_shownpicture
    ADD CONSTRAINT organisations_shownp_organisation_id_010d510a_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_shownpicture
    ADD CONSTRAINT organisations_shownp_picture_id_df58ed8b_fk_media_pic FOREIGN KEY (picture_id) REFERENCES public.media_picture(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_shownpicture
    ADD CONSTRAINT organisations_shownp_service_id_dd0dd2fa_fk_directory FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_subscription
    ADD CONSTRAINT organisations_subscr_organisation_id_647225ec_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.organisations_termspan
    ADD CONSTRAINT organisations_termsp_organisation_id_a9f935a0_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_oldpath
    ADD CONSTRAINT pages_oldpath_page_id_aee259a3_fk_pages_page_id FOREIGN KEY (page_id) REFERENCES public.pages_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_pagepicture
    ADD CONSTRAINT pages_pagepicture_picture_id_4400cc59_fk_media_picture_id FOREIGN KEY (picture_id) REFERENCES public.media_picture(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_termversion
    ADD CONSTRAINT pages_termversion_region_id_c1222ff6_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_termversion
    ADD CONSTRAINT pages_termversion_term_id_a70db890_fk_pages_term_id FOREIGN KEY (term_id) REFERENCES public.pages_term(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_text
    ADD CONSTRAINT pages_text_due_version_id_ef0eedaa_fk_pages_version_id FOREIGN KEY (due_version_id) REFERENCES public.pages_version(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_text
    ADD CONSTRAINT pages_text_page_id_88c6d992_fk_pages_page_id FOREIGN KEY (page_id) REFERENCES public.pages_page(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_text
    ADD CONSTRAINT pages_text_published_version_id_09a2bc70_fk_pages_version_id FOREIGN KEY (published_version_id) REFERENCES public.pages_version(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_text
    ADD CONSTRAINT pages_text_region_id_bb868f4e_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_textmove
    ADD CONSTRAINT pages_textmove_text_id_98064b13_fk_pages_text_id FOREIGN KEY (text_id) REFERENCES public.pages_text(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_textmove
    ADD CONSTRAINT pages_textmove_version_id_b90a8860_fk_pages_version_id FOREIGN KEY (version_id) REFERENCES public.pages_version(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_version
    ADD CONSTRAINT pages_version_from_version_id_02bffd52_fk_pages_version_id FOREIGN KEY (from_version_id) REFERENCES public.pages_version(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.pages_version
    ADD CONSTRAINT pages_version_text_id_515e927f_fk_pages_text_id FOREIGN KEY (text_id) REFERENCES public.pages_text(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.reach_asking
    ADD CONSTRAINT reach_asking_provider_id_954bd84b_fk_directory_service_id FOREIGN KEY (provider_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reach_asking
    ADD CONSTRAINT reach_asking_story_id_a6921657_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reach_rolereading
    ADD CONSTRAINT reach_rolereading_telling_id_efd825e0_fk_reach_telling_id FOREIGN KEY (telling_id) REFERENCES public.reach_telling(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reach_telling
    ADD CONSTRAINT reach_telling_organisation_id_096edcd2_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.reach_telling
    ADD CONSTRAINT reach_telling_story_id_72a3138c_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.regions_complaintway
    ADD CONSTRAINT regions_complaintway_region_id_0d98cfcf_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.regions_crisisline
    ADD CONSTRAINT regions_crisisline_region_id_bbe8e247_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.regions_holiday
    ADD CONSTRAINT regions_holiday_region_id_09ccad69_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.regions_ownwords
    ADD CONSTRAINT regions_ownwords_region_id_10be50ed_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.regions_regionaddress
    ADD CONSTRAINT regions_regionaddress_region_id_c6a5fec4_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.regions_regionmove
    ADD CONSTRAINT regions_regionmove_region_id_8bad9df4_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.regions_setting
    ADD CONSTRAINT regions_setting_region_id_9206a75e_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_answer
    ADD CONSTRAINT responses_answer_organisation_id_78d1c4cf_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_answer
    ADD CONSTRAINT responses_answer_person_id_fc96b3bc_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_answer
    ADD CONSTRAINT responses_answer_story_id_79a2261a_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_answermove
    ADD CONSTRAINT responses_answermove_answer_id_c228da51_fk_responses_answer_id FOREIGN KEY (answer_id) REFERENCES public.responses_answer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_change
    ADD CONSTRAINT responses_change_organisation_id_32dae81f_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_change
    ADD CONSTRAINT responses_change_person_id_4268b292_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_change
    ADD CONSTRAINT responses_change_region_id_93824a60_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_change
    ADD CONSTRAINT responses_change_story_id_44282880_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_changemove
    ADD CONSTRAINT responses_changemove_change_id_05a50d9d_fk_responses_change_id FOREIGN KEY (change_id) REFERENCES public.responses_change(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_reply
    ADD CONSTRAINT responses_reply_answer_id_63a929cb_fk_responses_answer_id FOREIGN KEY (answer_id) REFERENCES public.responses_answer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_reply
    ADD CONSTRAINT responses_reply_change_id_de068588_fk_responses_change_id FOREIGN KEY (change_id) REFERENCES public.responses_change(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_reply
    ADD CONSTRAINT responses_reply_story_id_d29d01d0_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_replymove
    ADD CONSTRAINT responses_replymove_reply_id_e2656d1f_fk_responses_reply_id FOREIGN KEY (reply_id) REFERENCES public.responses_reply(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.responses_treateddifferently
    ADD CONSTRAINT responses_treateddif_story_id_733bd2e1_fk_stories_s FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_casestudy
    ADD CONSTRAINT showcase_casestudy_published_id_debc828c_fk_showcase_ FOREIGN KEY (published_id) REFERENCES public.showcase_casestudyversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_casestudy
    ADD CONSTRAINT showcase_casestudy_region_id_b95b1099_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_casestudymove
    ADD CONSTRAINT showcase_casestudymo_case_study_id_9414723e_fk_showcase_ FOREIGN KEY (case_study_id) REFERENCES public.showcase_casestudy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_casestudyversion
    ADD CONSTRAINT showcase_casestudyve_case_study_id_24ddc6c4_fk_showcase_ FOREIGN KEY (case_study_id) REFERENCES public.showcase_casestudy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_exemplar
    ADD CONSTRAINT showcase_exemplar_case_study_id_cea9596b_fk_showcase_ FOREIGN KEY (case_study_id) REFERENCES public.showcase_casestudy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_exemplar
    ADD CONSTRAINT showcase_exemplar_organisation_id_52de1c89_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_exemplarmove
    ADD CONSTRAINT showcase_exemplarmov_exemplar_id_1d3500dc_fk_showcase_ FOREIGN KEY (exemplar_id) REFERENCES public.showcase_exemplar(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_interviewee
    ADD CONSTRAINT showcase_interviewee_case_study_id_05c1874a_fk_showcase_ FOREIGN KEY (case_study_id) REFERENCES public.showcase_casestudy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_interviewee
    ADD CONSTRAINT showcase_interviewee_photo_id_abb417d9_fk_media_picture_id FOREIGN KEY (photo_id) REFERENCES public.media_picture(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_oldslug
    ADD CONSTRAINT showcase_oldslug_case_study_id_30d0541a_fk_showcase_ FOREIGN KEY (case_study_id) REFERENCES public.showcase_casestudy(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_teammember
    ADD CONSTRAINT showcase_teammember_photo_id_99dfcc9f_fk_media_picture_id FOREIGN KEY (photo_id) REFERENCES public.media_picture(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.showcase_teammember
    ADD CONSTRAINT showcase_teammember_region_id_c7eeca62_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_aboutauthor
    ADD CONSTRAINT stories_aboutauthor_story_id_1846e938_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_consent
    ADD CONSTRAINT stories_consent_story_id_dba93a8d_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_correctedwords
    ADD CONSTRAINT stories_correctedwords_story_id_ca2eb88c_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_countedgroups
    ADD CONSTRAINT stories_countedgroups_region_id_9a694d53_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_draft
    ADD CONSTRAINT stories_draft_author_id_b9655aeb_fk_accounts_author_id FOREIGN KEY (author_id) REFERENCES public.accounts_author(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_draft
    ADD CONSTRAINT stories_draft_region_id_f29ee437_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_draft_services
    ADD CONSTRAINT stories_draft_servic_service_id_5c87cbe1_fk_directory FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_draft_services
    ADD CONSTRAINT stories_draft_services_draft_id_ecce820f_fk_stories_draft_id FOREIGN KEY (draft_id) REFERENCES public.stories_draft(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_edit
    ADD CONSTRAINT stories_edit_version_id_c25d1c43_fk_stories_version_id FOREIGN KEY (version_id) REFERENCES public.stories_version(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_joinedstory
    ADD CONSTRAINT stories_joinedstory_placing_id_d8dcfac5_fk_directory_placing_id FOREIGN KEY (placing_id) REFERENCES public.directory_placing(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_joinedstory
    ADD CONSTRAINT stories_joinedstory_story_id_01dc06cf_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_original
    ADD CONSTRAINT stories_original_story_id_4f9b5d2b_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_rush
    ADD CONSTRAINT stories_rush_region_id_cc8d4a4d_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_story
    ADD CONSTRAINT stories_story_author_id_8dbbe77a_fk_accounts_author_id FOREIGN KEY (author_id) REFERENCES public.accounts_author(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_story
    ADD CONSTRAINT stories_story_region_id_4983ff13_fk_regions_region_id FOREIGN KEY (region_id) REFERENCES public.regions_region(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storybranch
    ADD CONSTRAINT stories_storybranch_service_id_059a89d5_fk_directory_service_id FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storybranch
    ADD CONSTRAINT stories_storybranch_story_id_834d5374_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storymove
    ADD CONSTRAINT stories_storymove_story_id_32f85290_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storyservice
    ADD CONSTRAINT stories_storyservice_service_id_e260dca8_fk_directory FOREIGN KEY (service_id) REFERENCES public.directory_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storyservice
    ADD CONSTRAINT stories_storyservice_story_id_0101d6cd_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storytag
    ADD CONSTRAINT stories_storytag_story_id_485e02f2_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storytag
    ADD CONSTRAINT stories_storytag_tag_id_b1393d15_fk_tags_tag_id FOREIGN KEY (tag_id) REFERENCES public.tags_tag(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storytoindex
    ADD CONSTRAINT stories_storytoindex_story_id_b959729a_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_storywords
    ADD CONSTRAINT stories_storywords_story_id_8c73312c_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.stories_version
    ADD CONSTRAINT stories_version_story_id_23c7f1d5_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.writing_sheet
    ADD CONSTRAINT writing_sheet_enquiry_id_795bcfdb_fk_enquiries_enquiry_id FOREIGN KEY (enquiry_id) REFERENCES public.enquiries_enquiry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.writing_sheet
    ADD CONSTRAINT writing_sheet_organisation_id_a852facd_fk_organisat FOREIGN KEY (organisation_id) REFERENCES public.organisations_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.writing_sheet
    ADD CONSTRAINT writing_sheet_story_id_15220c55_fk_stories_story_id FOREIGN KEY (story_id) REFERENCES public.stories_story(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.writing_text
    ADD CONSTRAINT writing_text_sheet_id_fecb57a5_fk_writing_sheet_id FOREIGN KEY (sheet_id) REFERENCES public.writing_sheet(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.writing_text
    ADD CONSTRAINT writing_text_writer_id_71dd7d41_fk_accounts_person_id FOREIGN KEY (writer_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
