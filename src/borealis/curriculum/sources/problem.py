"""Why a file cannot be read."""

from __future__ import annotations

from django.utils.translation import gettext as _


class SourceProblem(Exception):
    """A file that is not what it should be. The message names the file, the line, and what is wrong."""

    def __init__(self, file: str, line: int, message: str) -> None:
        self.file = file
        self.line = line
        self.message = message
        where = _("%(file)s, linje %(line)s:") % {"file": file, "line": line}
        super().__init__(f"{where} {message}")
