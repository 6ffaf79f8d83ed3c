"""Policy: which order says what of which device, three-valued, every step with its fact."""
