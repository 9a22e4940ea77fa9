"""Tags for every page: words, icons, menus, findings, fields and charts, gathered from files by subject."""

from __future__ import annotations

from django import template

from borealis.shell.templatetags import shell_charts, shell_fields, shell_page, shell_words

register = template.Library()
for part in (shell_words, shell_page, shell_fields, shell_charts):
    register.filters.update(part.register.filters)
    register.tags.update(part.register.tags)
