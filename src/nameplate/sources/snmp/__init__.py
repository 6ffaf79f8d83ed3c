"""SNMP walks: lines to variables, variables to the unit that answered and those it knows of."""
