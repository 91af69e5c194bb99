"""Cases of one citizen, followed through every way of governing."""
