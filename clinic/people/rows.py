"""The SQL functions that row-level security stands on. Read by the first migration."""

FUNCTIONS = """
-- One of the lists of the running transaction, as uuids: empty when nothing was set.
CREATE FUNCTION plumb_list(which text) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(string_to_array(nullif(current_setting('plumb.' || which, true), ''), ','), '{}')::uuid[]
$$;

-- The person the running transaction acts for, or null.
CREATE FUNCTION plumb_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('plumb.person', true), '')::uuid
$$;

-- The door that is open, or an empty text.
CREATE FUNCTION plumb_door() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('plumb.door', true), '')
$$;

-- Sign-in's one query: act for this person, see what they may see, and say what that is.
-- It runs with the caller's rights: the policies let a person see their own memberships and records, no others.
CREATE FUNCTION plumb_enter(who uuid)
RETURNS TABLE (clinic_id uuid, clinic_name varchar, time_zone varchar, is_demo boolean, role varchar, patient_id uuid)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('plumb.person', who::text, true), set_config('plumb.door', '', true),
            set_config('plumb.clinics', '', true), set_config('plumb.patients', '', true),
            set_config('plumb.homes', '', true);
    PERFORM set_config('plumb.clinics', coalesce(string_agg(m.clinic_id::text, ','), ''), true)
       FROM people_membership m WHERE m.user_id = who AND m.ended_at IS NULL;
    PERFORM set_config('plumb.patients', coalesce(string_agg(p.id::text, ','), ''), true),
            set_config('plumb.homes', coalesce(string_agg(p.clinic_id::text, ','), ''), true)
       FROM people_patient p WHERE p.user_id = who AND p.ended_at IS NULL;
    RETURN QUERY
        SELECT c.id, c.name, c.time_zone, c.is_demo, m.role, NULL::uuid
          FROM people_membership m JOIN people_clinic c ON c.id = m.clinic_id
         WHERE m.user_id = who AND m.ended_at IS NULL
        UNION ALL
        SELECT c.id, c.name, p.time_zone, c.is_demo, 'patient'::varchar, p.id
          FROM people_patient p JOIN people_clinic c ON c.id = p.clinic_id
         WHERE p.user_id = who AND p.ended_at IS NULL
         ORDER BY 2, 1;
END
$$;
"""

# Read by the migration that brings the door with a key.
KEY = """
-- What the open door is to be opened with, or an empty text.
CREATE FUNCTION plumb_key() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('plumb.key', true), '')
$$;
"""
DROP_KEY = "DROP FUNCTION plumb_key();"

# What came from another clinic is read and never changed; with its patient it can be erased.
COPIES_NEVER_CHANGE = "REVOKE UPDATE, TRUNCATE ON people_receivedcopy FROM plumb_app;"

DROP_FUNCTIONS = """
DROP FUNCTION plumb_enter(uuid);
DROP FUNCTION plumb_door();
DROP FUNCTION plumb_person();
DROP FUNCTION plumb_list(text);
"""

# Rate limits: rows that may be lost, so not worth a write-ahead log.
CACHE_TABLE = """
CREATE UNLOGGED TABLE people_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX people_cache_expires ON people_cache (expires);
"""

# The app adds to the audit trail and reads it; nobody but the owner of the database could do more.
AUDIT_IS_ADD_ONLY = "REVOKE UPDATE, DELETE, TRUNCATE ON people_auditevent FROM plumb_app;"
