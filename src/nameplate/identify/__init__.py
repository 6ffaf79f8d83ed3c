"""Identification: claims from observations, devices from subjects, attributions from claims. Rules are data."""
