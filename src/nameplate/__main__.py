"""`python -m nameplate`."""

from nameplate.cli.main import run

run()
