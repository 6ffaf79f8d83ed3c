"""Nameplate: read the plate, not the badge.

Finds which held devices were made by a maker that a government order forbids,
which order covers them for this holder, site, purpose and date, and what must be done.
"""

__version__ = "0.1.0"
