"""What the web server runs: `gunicorn quipux.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quipux.settings")

application = get_wsgi_application()
