"""How is this installation set up? One file, a typed environment, closed by default.

Every name comes from the environment or from `.env` beside manage.py; `.env.example` explains each.
What is missing or wrong is said in one list, before anything starts.
"""

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# -- The environment -------------------------------------------------------------------------------------------
# DEMO opens the made-up clinics, their printed sign-ins and the page that shows every e-mail. Never with real data.
DEMO: bool = env.bool("DEMO", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
# HTTPS is off only for a demo or a test on this machine.
HTTPS: bool = env.bool("HTTPS", default=not DEMO)
SECRET_KEY: str = env.str("SECRET_KEY")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
BASE_URL: str = env.str("BASE_URL", default="https://localhost")
# The app's role: neither owner nor superuser, so that row-level security holds for it.
_database = env.dj_db_url("DATABASE_URL", conn_max_age=600, conn_health_checks=True)
# The owner's role: given to `migrate` only, never to a web or worker process.
_migration_database = (
    env.dj_db_url("MIGRATION_DATABASE_URL") if env.str("MIGRATION_DATABASE_URL", "") else None
)
# The broker between beat and worker; empty where `manage.py run_scheduler` does their work.
REDIS_URL: str = env.str("REDIS_URL")
_email = {} if DEMO else env.dj_email_url("EMAIL_URL")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Plumb <no-reply@localhost>")
VAR_DIR: Path = env.path("VAR_DIR", default=BASE_DIR / "var")
# Behind a proxy of yours that sets X-Forwarded-Proto and X-Forwarded-For: how many of them there are.
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)
# How long somebody stays signed in: away from it, and altogether.
STAFF_SITTING = (
    timedelta(minutes=env.int("STAFF_IDLE_MINUTES", default=120)),
    timedelta(hours=env.int("STAFF_SESSION_HOURS", default=12)),
)
PATIENT_SITTING = (
    timedelta(days=env.int("PATIENT_IDLE_DAYS", default=7)),
    timedelta(days=env.int("PATIENT_SESSION_DAYS", default=30)),
)
# Whoever shows this may read /metrics; where it is empty there is no such page.
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")
# One JSON object a line, for a program that gathers them; or lines to be read.
LOG_FORMAT: str = env.str(
    "LOG_FORMAT", default="line" if DEMO else "json", validate=validate.OneOf(["line", "json"])
)
# The mail pipeline's clock, in seconds; settings, so that a test need not wait.
MAIL_TICK_S: float = env.float("MAIL_TICK_S", default=30.0)
MAIL_LEASE_S: float = env.float("MAIL_LEASE_S", default=60.0)
MAIL_BACKOFF_FIRST_S: float = env.float("MAIL_BACKOFF_FIRST_S", default=30.0)
MAIL_BACKOFF_LAST_S: float = env.float("MAIL_BACKOFF_LAST_S", default=7200.0)
MAIL_TIMEOUT_S: float = env.float("MAIL_TIMEOUT_S", default=20.0)
MAIL_ATTEMPTS: int = env.int("MAIL_ATTEMPTS", default=6)

try:
    env.seal()
except EnvValidationError as wrong:
    _reasons = wrong.error_messages if isinstance(wrong.error_messages, dict) else {"": wrong.error_messages}
    listed = "\n".join(f"  {name}: {' '.join(reasons)}" for name, reasons in sorted(_reasons.items()))
    raise ImproperlyConfigured(
        f"Plumb cannot start. These settings are missing or wrong (see .env.example):\n{listed}"
    ) from None

# -- The house -------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "clinic.people",
    "clinic.mail",
    "assessments",
    "exercises",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "clinic.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Static files come compressed already; of pages, each answer is padded at random and each CSRF token masked anew.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "clinic.people.middleware.TenancyMiddleware",
]

# It takes a fixed default for a slip of the pen when it is within ten seconds of now: at nine in the evening, for one.
SILENCED_SYSTEM_CHECKS = ["fields.W161"]
ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "clinic.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- Data ------------------------------------------------------------------------------------------------------
DATABASES = {"default": _database}
if _migration_database:
    DATABASES["owner"] = {**_migration_database, "CONN_MAX_AGE": 0, "TEST": {"MIRROR": "default"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sessions and rate limits live in PostgreSQL: nothing on a request's path touches Redis.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# -- Who may come in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "clinic.accounts.AccountAdapter"
# People without an e-mail address sign in with a name that we make for them.
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "clinic.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Plumb"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# A demo or test on plain http cannot hold a cookie that asks for https.
_host = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_host}session"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_host}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "clinic.errors.csrf_failure"

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# No inline script, no inline style, nothing from elsewhere: the same in the demo, in tests and in production.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# -- The programming interface -----------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["clinic.people.api.Closed"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {"TITLE": "Plumb", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}

# -- Mail and the clock ------------------------------------------------------------------------------------------
if DEMO:
    EMAIL_BACKEND = "clinic.mail.demo.DemoBackend"
else:
    # Ours remembers whether a message was handed over before the line broke.
    EMAIL_BACKEND = "clinic.mail.line.SmtpBackend"
    EMAIL_HOST = _email.get("EMAIL_HOST", "") if _email else ""
    EMAIL_PORT = _email.get("EMAIL_PORT", 25) if _email else 25
    EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER", "") if _email else ""
    EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD", "") if _email else ""
    EMAIL_USE_TLS = bool(_email.get("EMAIL_USE_TLS")) if _email else False
    EMAIL_USE_SSL = bool(_email.get("EMAIL_USE_SSL")) if _email else False
EMAIL_TIMEOUT = MAIL_TIMEOUT_S

# What beat and `manage.py run_scheduler` call at every tick: each is a Celery task, named as it is registered.
TICKS = {
    "plan-reminders": "exercises.tasks.plan_reminders",
    "look-at-programmes": "exercises.tasks.look_at_programmes",
    "plan-overviews": "clinic.tasks.plan_overviews",
    "send-mail": "clinic.mail.tasks.send_due",
}

# -- Words and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# -- Files the browser gets --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "clinic.static_files.DigestedStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "clinic.logs.quiet"}},
    "formatters": {
        "line": {"()": "clinic.logs.Line", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "clinic.logs.Json"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
