"""What the verifier checks: one module per part of a bundle, and the words in which it reports."""
