"""Records of scanners and monitors: which there are, how their fields are found."""
