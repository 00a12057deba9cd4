"""Is the site closed by default? What production must be told, what it sends with every page, what `check` says."""

import subprocess
import sys

import pytest
from django.conf import settings

from tests.conftest import ROOT, environment, migrated_template

PRODUCTION = {
    "PATH": "/usr/bin:/bin",
    "SECRET_KEY": "a-made-up-key-that-signs-nothing-0123456789-abcdefghijklmnopqrst",
    "ALLOWED_HOSTS": "plumb.example",
    "BASE_URL": "https://plumb.example",
    "DATABASE_URL": "postgres://plumb_app:unused@localhost/plumb",
    "REDIS_URL": "redis://localhost",
    "EMAIL_URL": "smtp+tls://unused:unused@localhost:587",
    "DJANGO_SETTINGS_MODULE": "clinic.settings",
}
REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL")


def run(*words, env):
    """In a process of its own, from a folder without a `.env`."""
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def settings_say(expression, env=PRODUCTION):
    told = run("-c", f"from django.conf import settings; print({expression})", env=env)
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


needs_no_env_file = pytest.mark.skipif(
    (ROOT / ".env").exists(), reason="this folder has settings of its own in .env"
)


# -- What production must be told ----------------------------------------------------------------------------------
@needs_no_env_file
def test_everything_missing_is_named_in_one_list():
    told = run("manage.py", "check", env={"PATH": "/usr/bin:/bin"})
    assert told.returncode != 0
    listed = told.stderr.split("These settings are missing or wrong")[1]
    for name in REQUIRED:
        assert f"  {name}:" in listed, name


@pytest.mark.slow
@needs_no_env_file
@pytest.mark.parametrize("name", REQUIRED)
def test_one_missing_is_named_alone(name):
    told = run("manage.py", "check", env={key: value for key, value in PRODUCTION.items() if key != name})
    listed = told.stderr.split("These settings are missing or wrong")[1]
    assert [other for other in REQUIRED if f"  {other}:" in listed] == [name]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("DEBUG", "perhaps"),
        ("HTTPS", "maybe"),
        ("MAIL_TICK_S", "soon"),
        ("TRUSTED_PROXIES", "one"),
        ("DATABASE_URL", "x"),
    ],
)
def test_what_is_wrong_is_named(name, wrong):
    told = run("manage.py", "check", env=PRODUCTION | {name: wrong})
    assert told.returncode != 0
    assert name in told.stderr


def test_a_demo_needs_no_mail_server():
    env = {key: value for key, value in PRODUCTION.items() if key != "EMAIL_URL"} | {"DEMO": "1"}
    assert settings_say("settings.EMAIL_BACKEND", env) == "clinic.mail.demo.DemoBackend"


def test_the_trouble_is_one_sentence_and_no_secret():
    told = run("manage.py", "check", env=PRODUCTION | {"MAIL_TICK_S": "soon"})
    assert PRODUCTION["SECRET_KEY"] not in told.stderr + told.stdout


# -- Closed by default ---------------------------------------------------------------------------------------------
def test_production_is_the_default():
    assert settings_say("settings.DEBUG, settings.DEMO, settings.HTTPS") == "False False True"


def test_check_deploy_is_clean():
    told = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", env=PRODUCTION)
    assert told.returncode == 0, told.stderr


def test_the_cookies_are_for_https_and_this_host_only():
    names = (
        "[(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY), "
    )
    names += "(settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE, settings.CSRF_COOKIE_HTTPONLY)]"
    assert settings_say(names) == "[('__Host-session', True, True), ('__Host-csrf', True, True)]"
    assert settings_say("settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN") == "Lax None"
    assert settings_say("settings.SESSION_COOKIE_PATH, settings.CSRF_COOKIE_PATH") == "/ /"


def test_https_is_asked_for_and_remembered():
    said = settings_say("settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS >= 31536000")
    assert said == "True True"


def test_nothing_from_elsewhere_and_nothing_inline():
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert rules["default-src"] == ["'none'"]
    said = " ".join(source for sources in rules.values() for source in sources)
    for loose in ("unsafe", "*", "http", "blob:", "strict-dynamic"):
        assert loose not in said
    assert {"base-uri", "form-action", "frame-ancestors"} <= set(rules)


def test_the_policy_is_the_same_everywhere():
    """A demo and a test run under what production runs under."""
    expression = "sorted(settings.CONTENT_SECURITY_POLICY['DIRECTIVES'].items())"
    as_here = str(sorted(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()))
    assert settings_say(expression) == settings_say(expression, PRODUCTION | {"DEMO": "1"}) == as_here


# -- What a request rests on ---------------------------------------------------------------------------------------
def test_sessions_and_limits_live_in_the_database():
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert {one["BACKEND"] for one in settings.CACHES.values()} == {
        "django.core.cache.backends.db.DatabaseCache"
    }


def test_connections_are_kept():
    assert settings_say("settings.DATABASES['default']['CONN_MAX_AGE'] > 0") == "True"


def test_the_owners_database_is_there_only_where_it_is_named():
    assert settings_say("sorted(settings.DATABASES)") == "['default']"
    named = PRODUCTION | {"MIGRATION_DATABASE_URL": "postgres://plumb_owner:unused@localhost/plumb"}
    assert settings_say("sorted(settings.DATABASES)", named) == "['default', 'owner']"


def test_the_programming_interface_is_closed_by_default():
    assert settings.REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"] == ["clinic.people.api.Closed"]


def test_a_request_needs_no_redis():
    """The address leads nowhere in every test; and a page is answered."""
    assert "nowhere" in environment("any")["REDIS_URL"]
    script = (
        "import django; django.setup(); from django.test import Client; "
        "print(Client().get('/', headers={'host': 'localhost'}).status_code)"
    )
    told = run("-c", script, env=environment(migrated_template()))
    assert told.stdout.strip() == "302", told.stderr
