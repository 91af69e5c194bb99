"""The command `samskaping`, and the check that no file of the user's hides a package of ours. Standard library only.

The library is in `model` and `experiments`.
"""
