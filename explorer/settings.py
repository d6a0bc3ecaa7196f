"""Django's settings, read from the environment:

DATA_DIR             database, secret key, artifacts (default: var/ in the checkout)
DATABASE_URL         postgres://... (default: SQLite in DATA_DIR)
REDIS_URL            the broker
ALLOWED_HOSTS        host names to answer, separated by commas (default: the loopback names)
DEBUG, LOG_LEVEL     for development
SECRET_KEY           default: a file in DATA_DIR, created by the first run
JOB_QUEUE_LIMIT      most jobs that may wait; further ones are rejected (default: 1000)
TRUST_PROXY          1 behind a proxy that sets X-Forwarded-Proto
SECURE_SSL_REDIRECT, SECURE_HSTS_SECONDS, NUM_PROXIES    behind a proxy, as Django and DRF document them
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from explorer.environment import database, flag, listed, number, secret_key, sqlite

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
ARTIFACT_DIR = DATA_DIR / "artifacts"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key(DATA_DIR / "secret_key")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

INSTALLED_APPS = [
    "explorer",
    "explorer.store",
    "rest_framework",
    "drf_spectacular",
]
# No sessions, no authentication and no CSRF check: nothing here reads or sets a cookie, so a page of another site
# gains nothing by sending requests from a visitor's browser.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "explorer.pages.middleware.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "explorer.pages.middleware.CompressedText",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "explorer.urls"
WSGI_APPLICATION = "explorer.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "explorer" / app / "templates" for app in ("api", "pages")],
    }
]

DATABASES = {
    "default": database(os.environ["DATABASE_URL"])
    if os.environ.get("DATABASE_URL")
    else sqlite(DATA_DIR / "db.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
JOB_QUEUE_LIMIT = number("JOB_QUEUE_LIMIT", 1000)

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = FRONTEND_DIST
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Vite puts a hash into every file name there.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT")
SECURE_HSTS_SECONDS = number("SECURE_HSTS_SECONDS", 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
if flag("TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# W003: see MIDDLEWARE. W004, W008: a loopback address has no certificate; SECURE_HSTS_SECONDS and
# SECURE_SSL_REDIRECT turn both on behind a proxy that has one.
SILENCED_SYSTEM_CHECKS = [
    "security.W003",
    *([] if SECURE_HSTS_SECONDS else ["security.W004"]),
    *([] if SECURE_SSL_REDIRECT else ["security.W008"]),
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO").upper()},
    # Django's own handlers would print every message twice, and try to mail errors.
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.request": {"level": "ERROR"}},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["explorer.api.parsers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["explorer.api.parsers.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "explorer.api.parsers.AlwaysJSON",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "explorer.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": number("NUM_PROXIES", 0),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Layerscope",
    "DESCRIPTION": (
        "Neural-network architectures layer by layer: what each layer costs, measured latency, verified ONNX files "
        "and comparisons that can be shared. Numbers are in base units (bytes, MACs, milliseconds); unknown is null. "
        'Errors are {"error": {"code", "message", "field"}}.'
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "JobKind": "explorer.api.answers.jobs.KINDS",
        "JobState": "explorer.api.answers.jobs.STATES",
        "Dtype": "explorer.api.answers.costs.DTYPE_NAMES",
        "LayerMemory": "explorer.api.answers.costs.MEMORIES",
        "ChannelMixing": "explorer.api.answers.costs.CHANNELS",
        "PositionMixing": "explorer.api.answers.costs.POSITIONS",
    },
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SCHEMA_PATH_PREFIX": "/api",
}
