"""Settings of Sphinx for the documentation site. Nothing is fetched from elsewhere, so that it can be read offline."""

from importlib.metadata import version as installed

from docutils import nodes
from latex2mathml.converter import convert
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

project = "samskaping"
version = release = installed("samskaping")
author = "the samskaping authors"
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "attrs_inline"]
myst_heading_anchors = 6  # links name headings as GitHub does
suppress_warnings = ["myst.header"]  # the ODD page has small headings for its submodels
exclude_patterns = [".doctrees"]
highlight_language = "none"  # blocks without a language are commands and output
smartquotes = False  # an option stays --set, not a dash
html_theme = "furo"
html_title = f"samskaping {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_math_renderer = "mathml"
html_theme_options: dict[str, list[str]] = {"top_of_page_buttons": []}


UNKNOWN = {r"\arg": r"\operatorname{arg}", r"\begin{cases} [": r"\begin{cases} {}["}
"""What the converter does not know, and how to write it instead."""


def mathml(node: nodes.Element, display: str) -> str:
    """Return a formula as MathML, which browsers draw without a script."""
    formula = node.astext().strip()
    for given, instead in UNKNOWN.items():
        formula = formula.replace(given, instead)
    return convert(formula, display=display)


def inline(writer, node: nodes.Element) -> None:
    """Write a formula within a line."""
    writer.body.append(mathml(node, "inline"))
    raise nodes.SkipNode


def block(writer, node: nodes.Element) -> None:
    """Write a formula on lines of its own."""
    writer.body.append(f'<div class="math">{mathml(node, "block")}</div>\n')
    raise nodes.SkipNode


def name_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Let other pages link to the anchors that a page sets itself, such as `odd.md#hood1991`."""
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for node in doctree.findall(nodes.inline):
        for anchor in node["ids"]:
            slugs.setdefault(anchor, (node.line, anchor, ""))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register what writes formulas, anchors and tables of figures."""
    app.add_html_math_renderer("mathml", inline_renderers=(inline, None), block_renderers=(block, None))
    app.add_lexer("csv", TextLexer)
    app.connect("doctree-read", name_anchors)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
