"""Asking a server for a feed or a page: politely, within limits, and only where the user's own address leads."""
