"""The entry for a WSGI server."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borealis.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from borealis.config.security import refuse_demo_on_real_people, refuse_unsafe_settings
from borealis.config.storage import check_storage

application = get_wsgi_application()
check_storage(settings.DATABASES["default"], settings.HOME)
refuse_unsafe_settings(settings)
if settings.DEMO:
    refuse_demo_on_real_people()

gc.collect()
gc.freeze()  # what is loaded now stays: collecting garbage need not look through it while a page is made
