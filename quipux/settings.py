"""Settings: one file, everything from the environment, safe for production unless told otherwise.

The variables, their defaults and valid examples are the table of `quipux.configuration`.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab

from quipux import configuration
from quipux.content_policy import STRICT

BASE_DIR = Path(__file__).resolve().parent.parent
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")
CONFIGURATION = configuration.read(os.environ)

# --- what changes with the place ------------------------------------------------------------
DEBUG = CONFIGURATION["DEBUG"]
DEMO = CONFIGURATION["QUIPUX_DEMO"]
# Only a developer's or a demonstration's server, which answers this machine alone, does without TLS.
SECURE = not (DEBUG or DEMO)
SECRET_KEY = CONFIGURATION["SECRET_KEY"]
SECRET_KEY_FALLBACKS = list(CONFIGURATION["SECRET_KEY_FALLBACKS"])
ALLOWED_HOSTS = list(CONFIGURATION["ALLOWED_HOSTS"])
QUIPUX_PUBLIC_URL = CONFIGURATION["QUIPUX_PUBLIC_URL"] or f"https://{ALLOWED_HOSTS[0]}"
QUIPUX_PROXY_ADDRESSES = CONFIGURATION["QUIPUX_PROXY_ADDRESSES"]

# --- the product's own values (backups.md 6.3), read by the apps as settings.QUIPUX_… ----------
for _name, _value in CONFIGURATION.items():
    if _name.startswith("QUIPUX_"):
        globals().setdefault(_name, _value)

# --- parts ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "django_filters",
    "quipux",
    "quipux.accesslog",
    "quipux.alarms",
    "quipux.calendar",
    "quipux.files",
    "quipux.history",
    "quipux.limits",
    "quipux.notices",
    "quipux.outbox",
    "quipux.portal",
    "quipux.runs",
    "quipux.safekeeping",
    "quipux.signatures",
    "quipux.web",
    "quipux.demo",
    "accounts",
    "institutions",
    "documents",
    "backups",
]
MIDDLEWARE = [
    "quipux.metrics.requests.MeasuringMiddleware",
    "quipux.web.proxy.ClientAddressMiddleware",
    "quipux.web.parameters.FirstParameterMiddleware",
    "quipux.web.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "quipux.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "quipux.web.middleware.ErrorPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.OpenSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "institutions.middleware.ActorMiddleware",
    "quipux.administration.networks.AdministrationNetworkMiddleware",
    "quipux.web.stale.StalePageMiddleware",
    "quipux.portal.middleware.ServiceNoticeMiddleware",
    "quipux.access.AccessMiddleware",
    "institutions.middleware.ReadOnlyTenantMiddleware",
    "quipux.web.retrying.RetryMiddleware",
]
ROOT_URLCONF = "quipux.urls"
WSGI_APPLICATION = "quipux.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["quipux.web.templatetags.page"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "quipux.web.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "quipux.web.forms.QuipuxRenderer"

# --- language and clock -------------------------------------------------------------------------
LANGUAGE_CODE = "es-ec"
TIME_ZONE = "America/Guayaquil"
USE_TZ = True
USE_I18N = True

# --- database -----------------------------------------------------------------------------------
# One query, one wait for a lock and one idle transaction may last so many seconds (safety.md 2.4).
_DATABASE_LIMITS = {
    "statement_timeout": CONFIGURATION["QUIPUX_STATEMENT_TIMEOUT"],
    "lock_timeout": CONFIGURATION["QUIPUX_LOCK_TIMEOUT"],
    "idle_in_transaction_session_timeout": CONFIGURATION["QUIPUX_IDLE_TIMEOUT"],
}
# Compiling a question of a page takes longer than answering it.
_DATABASE_WAYS = ["-c jit=off"]
DATABASES = {"default": environ.Env.db_url_config(CONFIGURATION["DATABASE_URL"])}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = " ".join(
    [*(f"-c {name}={seconds}s" for name, seconds in _DATABASE_LIMITS.items()), *_DATABASE_WAYS]
)
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# --- cache and queue ----------------------------------------------------------------------------
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CONFIGURATION["REDIS_URL"]}}
CELERY_BROKER_URL = CONFIGURATION["CELERY_BROKER_URL"] or configuration.broker(CONFIGURATION["REDIS_URL"])
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Longer than the longest backup: a shorter one would hand a running task to a second worker.
_VISIBILITY_SECONDS = 6 * 3600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": _VISIBILITY_SECONDS,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A person never waits for a broker that is down: the sweep rings again (design.md 5).
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
# Nothing to remember between starts: short intervals and hours of the day.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "send_due": {"task": "quipux.outbox.tasks.send_due", "schedule": 5.0},
    # A found document may be a minute old at most (documents.md 13.3), also when every bell was lost.
    "reindex_search": {"task": "documents.tasks.reindex_search", "schedule": 20.0},
    "scan_attachments": {"task": "documents.tasks.scan_attachments", "schedule": 60.0},
    "read_attachments": {"task": "documents.tasks.read_attachments", "schedule": 60.0},
    "sweep_sendings": {"task": "documents.tasks.sweep_sendings", "schedule": 60.0},
    "expire_signings": {"task": "documents.tasks.expire_signings", "schedule": 60.0},
    "build_reports": {"task": "documents.tasks.build_reports", "schedule": 60.0},
    "build_dossiers": {"task": "documents.tasks.build_dossiers", "schedule": 60.0},
    "dispatch_due": {"task": "backups.tasks.dispatch_due", "schedule": 60.0},
    "sweep_leases": {"task": "backups.tasks.sweep_leases", "schedule": 60.0},
    "schedule_requests": {"task": "backups.tasks.schedule_requests", "schedule": 300.0},
    "reconcile": {"task": "backups.tasks.reconcile", "schedule": 600.0},
    # A term ends at midnight; its job at most minutes later.
    "tick_implantations": {"task": "institutions.tasks.tick_implantations", "schedule": 300.0},
    "end_interim_aiqs": {"task": "institutions.tasks.end_interim_aiqs", "schedule": 300.0},
    "change_aiqs": {"task": "institutions.tasks.change_aiqs", "schedule": 60.0},
    "forget_implantation_drafts": {
        "task": "institutions.tasks.forget_implantation_drafts",
        "schedule": crontab(hour=7, minute=50),
    },
    "retry_failed": {"task": "backups.tasks.retry_failed", "schedule": crontab(hour=18, minute=0)},
    "expire": {"task": "backups.tasks.expire", "schedule": crontab(minute=1)},
    "purge": {"task": "backups.tasks.purge", "schedule": crontab(hour=6, minute=30)},
    "forget_accesses": {"task": "quipux.accesslog.tasks.forget_accesses", "schedule": crontab(hour=7, minute=25)},
    "forget_mails": {"task": "quipux.outbox.tasks.forget_mails", "schedule": crontab(hour=7, minute=30)},
    "make_anchors": {"task": "quipux.history.tasks.make_anchors", "schedule": crontab(hour=0, minute=30)},
    "verify_history": {"task": "quipux.history.tasks.verify_history", "schedule": crontab(hour=5, minute=10)},
    # When the night's own work has read what it needs, and before anything is purged.
    "copy_system": {"task": "quipux.safekeeping.tasks.copy_system", "schedule": crontab(hour=4, minute=45)},
    "expire_registrations": {"task": "accounts.tasks.expire_registrations", "schedule": crontab(minute=5)},
    "change_emails": {"task": "accounts.tasks.change_emails", "schedule": 300.0},
    "remind_validations": {"task": "accounts.tasks.remind_validations", "schedule": crontab(hour=7, minute=0)},
    "send_incident_notices": {"task": "accounts.tasks.send_incident_notices", "schedule": 60.0},
    "remind_incidents": {"task": "accounts.tasks.remind_incidents", "schedule": crontab(minute=35)},
    "keep_agreement": {"task": "accounts.tasks.keep_agreement", "schedule": crontab(minute=25)},
    "expire_role_grants": {"task": "accounts.tasks.expire_role_grants", "schedule": crontab(hour=6, minute=20)},
    "finish_merges": {"task": "accounts.tasks.finish_merges", "schedule": crontab(hour=6, minute=10)},
    "keep_watch": {"task": "quipux.alarms.tasks.keep_watch", "schedule": 60.0},
    "forget_answers": {"task": "quipux.alarms.tasks.forget_answers", "schedule": crontab(hour=7, minute=35)},
    "sample_status": {"task": "quipux.portal.tasks.sample_status", "schedule": 60.0},
    "end_notices": {"task": "quipux.portal.tasks.end_notices", "schedule": 60.0},
    "forget_tries": {"task": "accounts.tasks.forget_tries", "schedule": crontab(hour=7, minute=15)},
    "forget_limits": {"task": "quipux.limits.tasks.forget", "schedule": crontab(hour=7, minute=10)},
    "clean_storage": {"task": "backups.tasks.clean_storage", "schedule": crontab(hour=7, minute=0)},
    "forget_texts": {"task": "documents.tasks.forget_texts", "schedule": crontab(hour=7, minute=40)},
    "send_summaries": {"task": "documents.tasks.send_summaries", "schedule": crontab(hour=7, minute=5)},
    "forget_images": {"task": "documents.tasks.forget_images", "schedule": crontab(hour=7, minute=50)},
    "forget_reports": {"task": "documents.tasks.forget_reports", "schedule": crontab(hour=7, minute=20)},
    "forget_dossiers": {"task": "documents.tasks.forget_dossiers", "schedule": crontab(hour=7, minute=25)},
    "recheck_signatures": {"task": "documents.tasks.recheck_signatures", "schedule": crontab(hour=4, minute=15)},
    "verify_numbering": {"task": "documents.tasks.verify_numbering", "schedule": crontab(hour=5, minute=30)},
    "recount": {"task": "documents.tasks.recount", "schedule": crontab(hour=5, minute=40)},
    "start_appointments": {"task": "institutions.tasks.start_appointments", "schedule": crontab(hour=0, minute=0)},
    "open_charge_departures": {
        "task": "institutions.tasks.open_charge_departures",
        "schedule": crontab(hour=0, minute=1),
    },
    "retire_tenants": {"task": "institutions.tasks.retire_tenants", "schedule": crontab(hour=3, minute=0)},
    "purge_tenants": {"task": "institutions.tasks.purge_tenants", "schedule": crontab(hour=3, minute=20)},
    "forget_imports": {"task": "institutions.tasks.forget_imports", "schedule": crontab(hour=7, minute=50)},
    "tell_delegations": {"task": "institutions.tasks.tell_delegations", "schedule": crontab(minute=3)},
    "apply_imports": {"task": "institutions.tasks.apply_imports", "schedule": 60.0},
    "close_support_cases": {"task": "institutions.tasks.close_support_cases", "schedule": crontab(hour=6, minute=0)},
    "run_reorganisations": {"task": "institutions.tasks.run_reorganisations", "schedule": 60.0},
    "end_departures": {"task": "institutions.tasks.end_departures", "schedule": 300.0},
    "remind_departures": {"task": "institutions.tasks.remind_departures", "schedule": crontab(hour=7, minute=0)},
    "remind": {"task": "backups.tasks.remind", "schedule": crontab(hour=8, minute=0)},
    # Before the night's own work, so that a repair is over when people come to download.
    "check_integrity": {"task": "backups.tasks.check_integrity", "schedule": crontab(hour=20, minute=0)},
}

# --- bytes ----------------------------------------------------------------------------------------
STORAGES = {
    "default": configuration.storage(CONFIGURATION["STORAGE_URL"], prefix="documentos"),
    "backups": configuration.storage(CONFIGURATION["STORAGE_URL"], prefix="respaldos"),
    "staticfiles": {
        "BACKEND": "quipux.web.static_storage.HashedStaticFilesStorage"
        if SECURE
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles" if SECURE else None
# Compressing takes longer than a demonstration's whole start, so it reads the folders as they are.
WHITENOISE_USE_FINDERS = not SECURE
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 40  # twice what one upload may bring: the form says so file by file

# --- mail -----------------------------------------------------------------------------------------
globals().update(environ.Env.email_url_config(CONFIGURATION["EMAIL_URL"]))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIGURATION["QUIPUX_FROM_EMAIL"]

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.NumberBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "accounts.passwords.ProfileValidator"}]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
# Where a person lands: a servant in the tray, someone who left in the own requests.
SERVANT_HOME = "/bandejas/recibidos/"
LEAVER_HOME = "/respaldos/mis-solicitudes/"
CITIZEN_HOME = "/bandejas/ciudadano/recibidos/"
LOGOUT_REDIRECT_URL = "/"

# --- sessions, cookies, transport (safety.md 2.1 and 2.2) ---------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = CONFIGURATION["QUIPUX_SESSION_HOURS"] * 3600
# Browsers keep a __Host- cookie only when it is Secure, for the whole site and for no other host.
SESSION_COOKIE_NAME = "__Host-quipux" if SECURE else "quipux"
CSRF_COOKIE_NAME = "__Host-quipux-csrf" if SECURE else "quipux-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
# The health pages are asked by the machine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^salud/"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
# Preloading binds the whole domain for years: it is its owner's decision, not this program's.
# A passport's number may belong to two countries: NumberBackend knows how to ask.
SILENCED_SYSTEM_CHECKS = ["security.W021", "auth.W004"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
USE_X_FORWARDED_HOST = False
if QUIPUX_PROXY_ADDRESSES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "quipux.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(QUIPUX_PUBLIC_URL))]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": STRICT}

# --- the log ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "quipux.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": CONFIGURATION["QUIPUX_LOG_LEVEL"]},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Every task's start and end would fill the log every five seconds.
        "celery": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
