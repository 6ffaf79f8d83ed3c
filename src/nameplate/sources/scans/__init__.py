"""Reports of vulnerability scanners: which there are, what their hosts and findings say."""
