"""What the owners write, as frozen types: scorecard, extracts, organisation and access.
Each YAML key is obeyed or rejected, and each SQL condition passes the gate, when files load.
Nothing enters but YAML text; nothing leaves but checked definitions, never a raw dictionary.
"""
