"""The surroundings of a test run, set before Django is. Loaded by ``-p tests.environment``.

``BOREALIS_TEST_ENGINE=postgresql`` runs the tests of stored behaviour on PostgreSQL.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

os.environ["DJANGO_SETTINGS_MODULE"] = "borealis.config.settings"
os.environ["BOREALIS_HOME"] = tempfile.mkdtemp(prefix="borealis-test-")
os.environ["BOREALIS_DEMO"] = "1"
os.environ["BOREALIS_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ["BOREALIS_DATABASE"] = ""
atexit.register(shutil.rmtree, os.environ["BOREALIS_HOME"], ignore_errors=True)

# What the processes of a run share; the one that begins the run makes it, and takes it away at the end.
if "BOREALIS_TEST_SHARED" not in os.environ:
    os.environ["BOREALIS_TEST_SHARED"] = tempfile.mkdtemp(prefix="borealis-test-shared-")
    atexit.register(shutil.rmtree, os.environ["BOREALIS_TEST_SHARED"], ignore_errors=True)

if os.environ.get("BOREALIS_TEST_ENGINE") == "postgresql":
    if "BOREALIS_TEST_POSTGRESQL" not in os.environ:
        from tests import postgresql

        os.environ["BOREALIS_TEST_POSTGRESQL"] = postgresql.start()
    os.environ["BOREALIS_DATABASE"] = os.environ["BOREALIS_TEST_POSTGRESQL"]
