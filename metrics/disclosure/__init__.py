"""The room of disclosure: counts become what one tier may see, before anything is divided.

Unprotected counts enter; a count that a tier may not see leaves as absent, with [c].
"""
