"""The one settings file: safe by default, everything an operator may change from the environment.

`docs/operations.md` names every variable read here.
"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import environment as env
from config import logs

BASE_DIR = env.BASE_DIR
ENVIRONMENT = env.choice("BEDSIDE_ENV", (env.DEMO, env.PRODUCTION), env.DEMO)
ROLE = env.choice("BEDSIDE_ROLE", (env.PUBLIC, env.STAFF, env.ALL), env.ALL)
DEMO = ENVIRONMENT == env.DEMO
TESTING = "pytest" in sys.modules
DATA = Path(env.text("BEDSIDE_DATA", str(BASE_DIR / "var"))).resolve()
KEYS = Path(env.text("BEDSIDE_KEYS", str(DATA / "keys")))
_demo_folder = KEYS if DEMO else None

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", demo_folder=_demo_folder)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
# Keys the hashes of e-mail addresses, texts and visitors; not the SECRET_KEY, which may rotate.
HASH_KEY = env.secret("BEDSIDE_HASH_KEY", demo_folder=_demo_folder)

# --- The site -------------------------------------------------------------------------------
PORT = env.number("PORT", 8000)
HOST = env.text("HOST", "127.0.0.1")
SITE_URL = env.text("SITE_URL", f"http://{HOST}:{PORT}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
SITE_NAME = env.text("SITE_NAME", "Bedside")
TEAM_NAME = env.text("TEAM_NAME", "The Bedside team")
REFERRAL_PHONE = env.text("REFERRAL_PHONE", "800-555-0123")
APPOINTMENT_URL = env.text("APPOINTMENT_URL", "https://www.example.org/appointments")
RECORDS_URL = env.text("RECORDS_URL", "https://www.example.org/records")
PORTAL_URL = env.text("PORTAL_URL", "https://portal.example.org/")
CRISIS_PHONE = env.text("CRISIS_PHONE", "800-555-0199")
# An institution's own list of trials; {condition} is filled in, URL-quoted.
TRIALS_URL_TEMPLATE = env.text("TRIALS_URL_TEMPLATE", "")
LINK_HOSTS = env.words(
    "LINK_HOSTS",
    "clinicaltrials.gov,www.cancer.gov,cancer.gov,www.fda.gov,medlineplus.gov,988lifeline.org,"
    "www.example.org,portal.example.org",
)

ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver," + HOST if DEMO else ""
)
if not DEMO and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must be set when BEDSIDE_ENV is production.")
if not DEMO and not env.text("SITE_URL"):
    raise ImproperlyConfigured("SITE_URL must be set when BEDSIDE_ENV is production.")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Applications ---------------------------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_ox",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "crispy_forms",
    "js_asset",
    "django_prose_editor",
    "config",
    "staff",
    "blog",
    "comments",
    "moderation",
]

# Sessions, CSRF cookies and messages are lazy: a public page touches none of them and carries
# no cookie (tests/test_public_pages.py holds this).
MIDDLEWARE = [
    "config.middleware.RequestId",
    "config.pagecache.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.FixedHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.PathLanguage",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "staff.sessions.StaffSessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # an account is locked whatever the address: addresses are cheap to change
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("bedside",)
CRISPY_TEMPLATE_PACK = "bedside"
# --- Database -------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;"
        "PRAGMA foreign_keys=ON;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=268435456;"
    ),
}
if database_url := env.text("DATABASE_URL"):
    DATABASES = {
        "default": dj_database_url.parse(database_url, conn_max_age=60, conn_health_checks=True)
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA / "bedside.sqlite3"),
            "CONN_MAX_AGE": None,
        }
    }
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # Tests with threads and live servers need what production has: a file.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if cache_url := env.text("CACHE_URL"):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": cache_url}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Background work ------------------------------------------------------------------------
# Each is safe to run twice, and again after it was missed. The times are TIME_ZONE's.
SCHEDULES = {
    "forget": {"task": "moderation.clockwork.forget_due", "cron": "20 3 * * *"},
    "recount": {"task": "moderation.clockwork.recount_queue", "cron": "40 3 * * *"},
    "prune": {"task": "moderation.clockwork.prune_tasks", "cron": "0 4 * * *"},
    "record": {"task": "moderation.clockwork.verify_record", "cron": "30 4 * * *"},
    "digest": {"task": "moderation.clockwork.send_digest", "cron": "30 8 * * *"},
    "notices": {"task": "moderation.clockwork.send_forgotten", "cron": "*/10 * * * *"},
}
TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": [],
        "OPTIONS": {
            "WORKER_CLASS": "config.worker.Worker",
            "MAX_ATTEMPTS": 8,
            "LOCK_TIMEOUT": 60,
            "SCHEDULES": SCHEDULES,
        },
    }
}

# --- Mail -----------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Bedside <no-reply@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if email_url := env.text("EMAIL_URL"):
    MAILERS = {"default": env.mailer(email_url)}
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(DATA / "mail")},
        }
    }

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(DATA / "media")))
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "config.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if bucket := env.text("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": bucket, "endpoint_url": env.text("S3_ENDPOINT") or None},
    }
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- Staff sign-in --------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "staff.passwords.NotTheSitesWords"},
]
LOGIN_URL = "admin:login"
REQUIRE_2FA = env.flag("BEDSIDE_REQUIRE_2FA", default=not DEMO)
OTP_TOTP_ISSUER = SITE_NAME
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "staff.views.locked"
AXES_CLIENT_IP_CALLABLE = "staff.records.no_address"
# What axes would keep of a refused sign-in's form.
AXES_SENSITIVE_PARAMETERS = ["username", "code", "carried", "next", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
CSRF_FAILURE_VIEW = "staff.gate.token_refused"
SESSION_COOKIE_NAME = "__Host-bedside" if HTTPS else "bedside"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.number("STAFF_IDLE_MINUTES", 60) * 60
SESSION_SAVE_EVERY_REQUEST = False
STAFF_SESSION_HOURS = env.number("STAFF_SESSION_HOURS", 12)
# Not in a cookie of their own, which could have no prefix and would carry names of things.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_NAME = "__Host-bedside-csrf" if HTTPS else "bedside-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- Headers --------------------------------------------------------------------------------
PUBLIC_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CSP = PUBLIC_CSP
ADMIN_CSP = PUBLIC_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    # The one style element that the article editor (Tiptap, in django-prose-editor 0.28) adds.
    "style-src": [CSP.SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "America/New_York")
USE_I18N = True
USE_TZ = True

# --- The road of a comment ------------------------------------------------------------------
COMMENT_MAX_LENGTH = 5_000
STAMP_HOURS = 24
UNDO_SECONDS = env.number("BEDSIDE_UNDO_SECONDS", 15)
CLAIM_MINUTES = 10
ANSWER_GOAL_HOURS = env.number("ANSWER_GOAL_HOURS", 48)
RETENTION_DAYS = env.number("RETENTION_DAYS", 90)
SPAM_RETENTION_DAYS = env.number("SPAM_RETENTION_DAYS", 14)
PUBLIC_NAME_YEARS = env.number("PUBLIC_NAME_YEARS", 2)
COMMENTS_PER_PAGE = 50
# The longest honest form is some 60 kB (5,000 characters of four bytes, URL-encoded); what is too
# long must still come back to its writer, so the door is wider than that.
COMMENT_POST_BYTES = 256_000
# What one address (or e-mail) may do in an hour. Everybody who tries the demo has one address.
CHECKS_PER_HOUR = env.number("CHECKS_PER_HOUR", 3_000 if DEMO else 120)
SENDS_PER_HOUR = env.number("SENDS_PER_HOUR", 600 if DEMO else 20)
REPORTS_PER_HOUR = env.number("REPORTS_PER_HOUR", 300 if DEMO else 20)
# When staff answer: days (Monday is 1), hours of the site's time zone, dates off.
OFFICE_DAYS = [int(day) for day in env.words("OFFICE_DAYS", "1,2,3,4,5")]
OFFICE_HOURS = env.words("OFFICE_HOURS", "09:00,17:00")
OFFICE_HOLIDAYS = env.words("OFFICE_HOLIDAYS")
# Nobody answers from the first day (unset: today) until staff are back; said at every form, in
# these words by language or, without them, in ours.
OFFICE_AWAY_FROM = env.day("OFFICE_AWAY_FROM")
OFFICE_AWAY_UNTIL = env.day("OFFICE_AWAY_UNTIL")
OFFICE_AWAY_MESSAGES = {
    "en": env.text("OFFICE_AWAY_MESSAGE"),
    "es": env.text("OFFICE_AWAY_MESSAGE_ES"),
}
# Told at once, without a word of it, when a comment reads like a crisis.
ON_CALL = env.words("ON_CALL")
# Changes to the engine's table of what is done with each kind: `GENE=kept,DATE=out`.
REDACTION_POLICY = env.table("REDACTION_POLICY")

# --- Monitors -------------------------------------------------------------------------------
# Who presents it (`Authorization: Bearer ...`) may read /metrics and the details of /readyz.
# Without one nobody may, but on the loopback in the demo.
METRICS_TOKEN = env.text("METRICS_TOKEN")
# Where a CDN is told which paths to forget when something is taken down (blog.purging).
PURGE_URL = env.text("PURGE_URL")
PURGE_TOKEN = env.text("PURGE_TOKEN")

# --- Logging --------------------------------------------------------------------------------
LOGGING: dict[str, Any] = logs.SETTINGS
