"""Outputs from the case file: what a holder must hand over, as pages to print and workbooks. See docs/forms.md."""
