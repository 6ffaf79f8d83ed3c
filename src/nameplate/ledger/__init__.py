"""The ledger: signed entries, a tree over them, heads that outsiders hold, bundles that anyone verifies."""
