"""What stands between the network and the pages: which requests are answered, for whom, and with which headers."""
