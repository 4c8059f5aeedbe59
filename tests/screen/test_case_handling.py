"""Case handling: stages in their order, each group at each stage, and over all stages."""

import pytest
from test_pages import html_of, open_page

pytestmark = pytest.mark.usefixtures("sample")


def test_stages_stand_in_their_order() -> None:
    """Each stage is a share of the one before; groups are compared stage by stage and over all."""
    at = open_page("cases")
    html = html_of(at)
    stages = html[html.index("Stages, all groups together") :]
    assert stages.index("Complaints that were investigated") < stages.index("not acceptable")
    assert at.get("plotly_chart")[0].proto.alt.endswith("Table follows.")
    assert "From Complaints from the public closed to the last stage" in html
