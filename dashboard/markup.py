"""HTML from figures and words, every text escaped: the only module that writes a tag."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import quote_plus

from metrics.judgement.status import Status
from metrics.wording.help import MARKS
from metrics.wording.judgements import SHORTHAND, STATUS


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that is ready to be shown; anything else is text and is escaped."""

    html: str


Cell = str | Markup
# What a mark means, not seen and read aloud.
MARKED = SHORTHAND | MARKS
HIDDEN = {mark: f'<span class="hidden"> ({escape(words)})</span>' for mark, words in MARKED.items()}
DEFINED = re.compile(r'<a [^>]*class="defined"[^>]*>.*?</a>', re.DOTALL)
PAGE_LINK = re.compile(r'<a href="/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
WHY = re.compile(r'<details class="why"><summary>(.*?)</summary>.*?</details>', re.DOTALL)
MARK = re.compile(rf"\[([{''.join(HIDDEN)}])\]")
MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its words, and whether the column holds numbers."""

    words: str
    number: bool = False


def element(name: str, *inside: Cell, **attributes: str) -> Markup:
    """One element with what is inside it; `class_` and `for_` lose their last character.

    An attribute without a value is left out, but for an empty `alt`: the words beside the picture
    say what it shows.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value or key == "alt"
    )
    return Markup(f"<{name}{written}>{''.join(map(_html, inside))}</{name}>")


def page(*parts: Cell) -> str:
    """Parts of a page as one block of HTML in the page's own style."""
    return element("div", *parts, class_="sc").html


def document(title: str, style: str, *parts: Cell) -> str:
    """A whole HTML document in British English that needs nothing beside it; `style` is CSS."""
    head = element(
        "head", Markup('<meta charset="utf-8">'), element("title", title),
        element("style", Markup(style)),
    )  # fmt: skip
    body = element("body", element("main", *parts, class_="sc"))
    return f"<!doctype html>{element('html', head, body, lang='en-GB').html}"


def unlinked(part: Markup) -> Markup:
    """The same without links to pages of the dashboard, and with everything unfolded: for paper."""
    plain = WHY.sub(r"\1", PAGE_LINK.sub(r"\1", DEFINED.sub("", part.html)))
    return Markup(plain.replace("<details>", "<details open>"))


def status_tag(status: str) -> Markup:
    """A status with its symbol, its word and its colour, in this order of importance."""
    word = STATUS[Status(status)]
    symbol = element("span", word.symbol, aria_hidden="true")
    return element("span", symbol, f" {word.word}", class_=f"tag {status}")


def comparison_tag(word: str, text: str) -> Cell:
    """A comparison in words, coloured where it is a judgement."""
    if word in {"", "Not compared"}:
        return "Not compared"
    return element("span", text, class_=f"tag comparison {word.lower()}")


def link(path: str, words: str, **query: str) -> Markup:
    """A link to a page of the dashboard with its choices in the address."""
    return element("a", words, href=_address(path, query), target="_self")


def definition_link(title: str, **query: str) -> Markup:
    """A link to the definition of a measure, named after it for whoever hears the page."""
    words = element("span", f" of {title}", class_="hidden")
    address = _address("metric", {**query, "part": "definition"})
    return element("a", "Definition", words, href=address, target="_self", class_="defined")


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"/{path}?" + "&".join(
        f"{key}={_quoted(value)}" for key, value in query.items() if value
    )


@lru_cache(maxsize=2048)
def _quoted(value: str) -> str:
    """A choice as an address has it: a page has the same few in each of its hundred links."""
    return quote_plus(value)


def outside(address: str, words: str) -> Markup:
    """A link to a page of somebody else's."""
    return element("a", words, href=address, rel="noreferrer")


def table(
    caption: str, heads: Sequence[Head], rows: Iterable[Sequence[Cell]], stacked: bool = True
) -> Markup:
    """A table with a caption, whose first cell names each row; narrow screens stack its rows.

    Under it stands what each mark in it means.
    """
    head = [
        element("th", column.words, scope="col", class_="number" if column.number else "")
        for column in heads
    ]
    body = [element("tr", *_row(heads, row)) for row in rows]
    whole = element(
        "table", element("caption", caption), element("thead", element("tr", *head)),
        element("tbody", *body), class_="stacked" if stacked else "",
    )  # fmt: skip
    box = element("div", whole, class_="scroll", tabindex="0", role="region", aria_label=caption)
    used = set(MARK.findall(whole.html))
    key = [f"[{mark}] {words}" for mark, words in MARKED.items() if mark in used]
    return joined([box, paragraph(joined(key, " · "), class_="quiet key")]) if key else box


def tables_of_ten(
    caption: str, heads: Sequence[Head], rows: Sequence[Sequence[Cell]]
) -> tuple[Markup, ...]:
    """The first ten rows as a table, and the others as a second one that opens when asked."""
    if len(rows) <= MOST_ROWS:
        return (table(caption, heads, rows),) if rows else ()
    rest = table(f"{caption} (from {MOST_ROWS + 1})", heads, rows[MOST_ROWS:])
    more = f"Show {len(rows) - MOST_ROWS} more"
    return table(caption, heads, rows[:MOST_ROWS]), folded(more, rest)


def folded(summary: Cell, *inside: Cell) -> Markup:
    """What opens when its summary is pressed, and stands open in print."""
    return element("details", element("summary", summary), *inside)


def why(tag: Markup, words: str) -> Markup:
    """A tag that says why when it is reached by keyboard or pressed; on paper it is the tag."""
    said = element("span", words, class_="quiet")
    return element("details", element("summary", tag), said, class_="why")


def facts(pairs: Mapping[str, Cell]) -> Markup:
    """A list of names and what they are."""
    inside = [part for name, words in pairs.items() for part in (_term(name), _words(words))]
    return element("dl", *inside)


def jumps(places: Mapping[str, str]) -> Markup:
    """Links to places of the same page: where each leads, and its words."""
    links = [element("a", words, href=at, target="_self") for at, words in places.items()]
    return paragraph(joined(links, " · "))


def paragraph(*inside: Cell, class_: str = "", role: str = "") -> Markup:
    """A paragraph."""
    return element("p", *inside, class_=class_, role=role)


def heading(words: str, level: int = 2, id_: str = "") -> Markup:
    """A heading of a section."""
    return element(f"h{level}", words, id=id_)


def joined(parts: Sequence[Cell], between: str = " ") -> Markup:
    """Parts one after the other."""
    return Markup(escape(between).join(map(_html, parts)))


def lines(*parts: Cell) -> Markup:
    """Parts each on a line of its own."""
    return Markup("<br>".join(map(_html, parts)))


def _row(heads: Sequence[Head], row: Sequence[Cell]) -> list[Markup]:
    first = element("th", spoken_marks(row[0]), scope="row")
    rest = [
        element(
            "td", spoken_marks(cell), class_="number" if head.number else "", data_head=head.words
        )
        for head, cell in zip(heads[1:], row[1:], strict=True)
    ]
    return [first, *rest]


def spoken_marks(cell: Cell) -> Cell:
    """A cell with the words of its marks at its end, for whoever hears it: [c], withheld."""
    if isinstance(cell, Markup) or "[" not in cell:
        return cell
    words = (HIDDEN[mark] for mark in dict.fromkeys(MARK.findall(cell)))
    return Markup(escape(cell) + "".join(words))


def _term(name: str) -> Markup:
    return element("dt", name)


def _words(words: Cell) -> Markup:
    return element("dd", words)


def _html(part: Cell) -> str:
    return part.html if isinstance(part, Markup) else escape(part)
