"""The relational store: tables, migrations, the ledger's rows, imported reviews. It knows no rule of the review."""
