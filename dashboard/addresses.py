"""Each page with its title and its address, and what of it an address holds."""

# Each page: its file, its title and its address. One flat list: a navigation in groups puts
# headings into its list, which axe rightly refuses.
PAGES = (
    ("board", "Board view", ""),
    ("theme", "Theme", "theme"),
    ("unit", "My unit", "unit"),
    ("compare", "Compare", "compare"),
    ("metric", "Measure", "metric"),
    ("groups", "Groups and gaps", "groups"),
    ("cases", "Case handling", "cases"),
    ("actions", "Actions", "actions"),
    ("recommendations", "Recommendations", "recommendations"),
    ("provenance", "Data and provenance", "provenance"),
    ("definitions", "Definitions", "definitions"),
    ("upload", "Upload", "upload"),
    ("workshop", "Metric workshop", "workshop"),
    ("help", "Help", "help"),
)
PAGE_TITLES = {file: title for file, title, _ in PAGES}
# What a page lets a reader choose beside unit, period, benchmark and role.
OWN_CHOICES = {
    "theme": ("theme",), "metric": ("metric",), "help": ("search",),
    "definitions": ("search", "since"),
    "compare": ("units", "theme", "by", "compared"), "groups": ("by_groups",),
    "provenance": ("tier",), "recommendations": ("source",), "cases": ("cases", "cases_by"),
    "workshop": ("drafted",),
}  # fmt: skip
