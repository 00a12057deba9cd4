-- Who may do what in a Plumb database.
--
-- Run once as a superuser, in a new and empty database, before the first migration:
--
--     createdb --template=template0 --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 plumb
--     psql --dbname=plumb --set=ON_ERROR_STOP=1 --single-transaction --file=clinic/local/roles.sql
--
-- and then give each role a password (psql asks for it and sends only its hash):
--
--     psql --dbname=plumb --command='\password plumb_owner'       -> MIGRATION_DATABASE_URL
--     psql --dbname=plumb --command='\password plumb_app'         -> DATABASE_URL
--     psql --dbname=plumb --command='\password plumb_keeper'      -> backup and restore only
--
-- Running it again changes nothing. It grants nothing on tables that already stand: what a migration has
-- taken away from a role (the right to change the audit trail, say) stays taken away.

-- 1. The three roles. A role that stands is left as it is, passwords and all.
DO $$
BEGIN
    -- The owner migrates: it owns the database and everything in it. No running program signs in as it.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plumb_owner') THEN
        CREATE ROLE plumb_owner LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;
    -- The app is the web server and the worker: it reads and writes rows, within row-level security.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plumb_app') THEN
        CREATE ROLE plumb_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;
    -- The keeper makes backups and puts them back: it sees every clinic's rows, but changes no table.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plumb_keeper') THEN
        CREATE ROLE plumb_keeper LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
    END IF;
END $$;

-- 2. A role that stood already may have been made by hand: stop rather than run with walls that do not hold.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname IN ('plumb_owner', 'plumb_app')
               AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication)) THEN
        RAISE EXCEPTION 'plumb_owner and plumb_app must not be superusers, nor make roles, nor bypass row security';
    END IF;
    IF EXISTS (SELECT FROM pg_auth_members
               WHERE member = 'plumb_app'::regrole OR (member = 'plumb_keeper'::regrole
                     AND roleid = 'plumb_owner'::regrole)) THEN
        RAISE EXCEPTION 'plumb_app may be a member of no role, and plumb_keeper not of plumb_owner';
    END IF;
    IF NOT (SELECT rolbypassrls FROM pg_roles WHERE rolname = 'plumb_keeper') THEN
        RAISE EXCEPTION 'plumb_keeper must bypass row security, or its backups would silently be empty';
    END IF;
END $$;

-- 3. This database: the owner's; the other two may come in; nobody else.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO plumb_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO plumb_app, plumb_keeper', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO plumb_app, plumb_keeper;

-- 4. What the owner makes from now on. Functions are open to everybody by default: not here.
ALTER DEFAULT PRIVILEGES FOR ROLE plumb_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE plumb_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO plumb_app;
ALTER DEFAULT PRIVILEGES FOR ROLE plumb_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO plumb_app;
ALTER DEFAULT PRIVILEGES FOR ROLE plumb_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO plumb_app;

-- Restoring empties tables and sets sequences to where they were, so the keeper may do those two besides.
ALTER DEFAULT PRIVILEGES FOR ROLE plumb_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON TABLES TO plumb_keeper;
ALTER DEFAULT PRIVILEGES FOR ROLE plumb_owner IN SCHEMA public
    GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO plumb_keeper;
ALTER DEFAULT PRIVILEGES FOR ROLE plumb_owner IN SCHEMA public
    GRANT EXECUTE ON FUNCTIONS TO plumb_keeper;
