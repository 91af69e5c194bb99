"""The layer between network and pages: it decides which requests are answered, for whom and with which headers."""
