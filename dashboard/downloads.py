"""What can be taken away of one measure: its figures as released, and what they mean."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import due_shown
from dashboard.markup import heading, page, paragraph
from dashboard.pack import MOST_PACKED, board_pack
from dashboard.screening import table_csv
from dashboard.view import View
from metrics.definitions.models import Metric
from metrics.definitions.organisation import Unit
from metrics.export import expected_file, write_figures
from metrics.measure_workbook import MOST_BYTES, measure_workbook
from metrics.rugs import Row
from metrics.wording import rugs
from metrics.wording.metadata import metadata
from metrics.wording.numbers import about_size, plural, size_text


def show_downloads(view: View, metric: Metric) -> None:
    """Three files, made when they are asked for: figures, the page's tables, what they mean."""
    kept = view.reader.release.kept
    name = f"{metric.id}-{kept.tier}-release-{kept.id}"
    rows, size = expected_file(view.reader, metric)
    about = metadata(view.configuration, metric, kept)
    meaning = table_csv(("field", "words"), about)
    st.html(page(
        heading("Take it away"),
        paragraph("Every unit, period and group that your tier may see, as released: the numbers "
                  "of this page and the words beside them. The workbook has the tables of this "
                  "page, with a cover, contents and notes.", class_="quiet"),
    ))  # fmt: skip
    st.download_button(
        f"Download the figures (CSV, {plural(rows, 'row')}, {about_size(size)})",
        lambda: figures_csv(view, metric), f"{name}.csv", "text/csv",
        key="figures_csv", on_click="ignore",
    )  # fmt: skip
    st.download_button(
        f"Download the tables of this page (XLSX, less than {size_text(MOST_BYTES)})",
        lambda: measure_workbook(view.reader, metric, view.unit.code, view.as_at),
        f"{metric.id}-{view.unit.code}-{view.as_at}-{kept.tier}-release-{kept.id}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key="workbook",
        on_click="ignore",
    )  # fmt: skip
    st.download_button(
        f"Download what they mean (CSV, {plural(len(about), 'row')}, {size_text(len(meaning))})",
        meaning, f"{name}-metadata.csv", "text/csv", key="metadata_csv", on_click="ignore",
    )  # fmt: skip


def show_rug_download(view: View, name: str, rows: Sequence[Row], units: Sequence[Unit]) -> None:
    """A rug as a file: one row a measure and unit, in the words and numbers of its cells."""
    cells = [
        rugs.cell_of(figure, row.metric, unit, view.comparison(figure), view.beside)
        for row in rows
        for unit in units
        if (figure := row.figures.get(unit.code))
    ]
    kept, written = view.reader.release.kept, table_csv(rugs.CELL, cells)
    st.download_button(
        f"Download this table (CSV, {plural(len(cells), 'row')}, {size_text(len(written))})",
        written, f"{name}-{kept.tier}-release-{kept.id}.csv", "text/csv", key="rug_csv",
        on_click="ignore",
    )  # fmt: skip


def show_pack_download(view: View) -> None:
    """The board pack, made when it is asked for."""
    kept = view.reader.release.kept
    st.download_button(
        f"Download the board pack (HTML, prints on A4, less than {size_text(MOST_PACKED)})",
        lambda: board_pack(view, due_shown.today()),
        f"board-pack-{kept.tier}-{view.as_at}-release-{kept.id}.html", "text/html", key="pack",
        on_click="ignore",
    )  # fmt: skip


def figures_csv(view: View, metric: Metric) -> bytes:
    """The released figures of one measure that the person may see."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        write_figures(view.reader.release, view.scope, path, metric.id)
        return path.read_bytes()
