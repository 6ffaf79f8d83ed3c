"""How the example holders are made: a catalogue, a fleet of invented units, the files that list them.

Nothing here reads the tool that the examples are for, so that the truth is independent of it.
"""
