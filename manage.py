#!/usr/bin/env python
"""Django's command line for Layerscope; `manage.py serve` runs everything on one machine."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "explorer.settings")
    execute_from_command_line(sys.argv)
