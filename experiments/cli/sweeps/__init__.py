"""Commands that run studies and read their results."""
