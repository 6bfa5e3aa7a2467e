"""Web pages: the main content alone, as headings, lists and tables."""

from __future__ import annotations

import pytest

from corpus.errors import PlanqaError
from corpus.formats.html import HtmlFormat
from corpus.formats.protocol import Format
from corpus.model import Document
from corpus.reader import read_document
from tests.corpus.accounting import unaccounted
from tests.corpus.format_conformance import FormatConformance
from tests.corpus.one_plan import WRITERS


def read(body: str, head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    document = read_document(page.encode(), "page.html")
    assert unaccounted(document) == []
    return document


def texts(document: Document) -> list[str]:
    return [passage.text for passage in document.passages]


class TestHtmlFormat(FormatConformance):
    @pytest.fixture
    def format(self) -> Format:
        return HtmlFormat()

    @pytest.fixture
    def sample(self) -> bytes:
        return WRITERS["html"]()

    @pytest.fixture
    def others(self) -> list[bytes]:
        named = b"The <html> tag begins a page.\n"
        return [named, *(WRITERS[name]() for name in ("txt", "md", "docx", "pdf"))]


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav><ul><li><a href='/'>Sākums</a></li></ul></nav>",
        "<div class='cookie-consent'><p>Mēs izmantojam sīkdatnes</p></div>",
        "<div id='cookies'>Piekrītu</div>",
        "<script>alert('Sākums')</script>",
        "<style>p::before { content: 'Sākums' }</style>",
        "<footer>© Novads</footer>",
        "<div role='navigation'>Izvēlne</div>",
        "<div class='breadcrumb'>Sākums &gt; Plāni</div>",
        "<form><label>Meklēt</label><button>Meklēt</button></form>",
        "<div style='display:none'>Paslēpts</div>",
        "<template><p>Veidne</p></template>",
        "<ul><li><a>A</a></li><li><a>B</a></li><li><a>C</a></li><li><a>D</a></li></ul>",
    ],
)
def test_what_surrounds_the_content_is_left_out(furniture: str) -> None:
    body = f"{furniture}<div><h1>Plāns</h1><p>Novads izbūvēs jaunu ceļu uz Liepkalni.</p></div>"
    document = read(body)
    assert document.text == "Plāns\n\nNovads izbūvēs jaunu ceļu uz Liepkalni."


def test_the_main_element_is_read_and_what_lies_beside_it_is_not() -> None:
    document = read("<div>Ziņas</div><main><p>Plāns stājas spēkā 2026. gadā.</p></main>")
    assert texts(document) == ["Plāns stājas spēkā 2026. gadā."]


def test_a_page_whose_whole_is_called_a_menu_is_still_read() -> None:
    body = "<div class='menu'><main><p>Skolas ēdnīcas plāns.</p></main></div>"
    assert texts(read(body)) == ["Skolas ēdnīcas plāns."]


def test_lists_have_their_numbers_and_depth() -> None:
    document = read(
        "<p>Novads:</p><ol start=3><li>remontē ielas<ul><li>Upes</li></ul></li><li>stāda</li></ol>"
    )
    assert [(p.item, p.text, p.context) for p in document.passages[1:]] == [
        ("3", "remontē ielas", "Novads:"),
        ("•", "Upes", "remontē ielas"),
        ("4", "stāda", "Novads:"),
    ]  # fmt: skip
    assert "3. remontē ielas\n• Upes\n4. stāda" in document.text


def test_cells_over_several_rows_and_columns_keep_the_columns_apart() -> None:
    document = read(
        "<table><tr><th rowspan=2>Joma</th><th colspan=2>Izmaksas</th></tr>"
        "<tr><th>2024</th><th>2025</th></tr>"
        "<tr><td rowspan=2>Ceļi</td><td>10</td><td></td></tr><tr><td></td><td>12</td></tr></table>"
    )
    names = "Joma | Izmaksas 2024 | Izmaksas 2025"
    assert [(p.kind, p.text, p.context) for p in document.passages] == [
        ("caption", "Joma Izmaksas", None), ("caption", "2024 2025", None),
        ("row", "Ceļi 10", names), ("row", "12", names),
    ]  # fmt: skip


def test_an_empty_cell_keeps_its_place_in_the_quote() -> None:
    rows = "".join(f"<tr><td>Iela {n}</td><td></td><td>{n}</td></tr>" for n in (4, 5))
    document = read(f"<table><tr><th>Vieta</th><th>2024</th><th>2025</th></tr>{rows}</table>")
    last = document.passages[-1]
    assert last.body.quote(document.text) == "Iela 5 | | 5"


def test_a_table_that_lays_out_the_page_is_read_as_text() -> None:
    cells = "<td><h2>Vide</h2><p>Ezers.</p></td><td><h2>Ceļi</h2></td>"
    document = read(f"<table><tr>{cells}</tr></table>")
    assert [s.title for s in document.sections] == ["Vide", "Ceļi"]
    assert texts(document) == ["Ezers."]


def test_lines_that_br_divides_are_one_paragraph_with_labels_of_their_own() -> None:
    document = read("<h2>1.1. Parks</h2><p>Atbildīgais: dome<br>Termiņš: 2027<br>jūnijs</p>")
    assert [(p.role, p.text) for p in document.passages] == [
        ("implementers", "dome"), ("schedule", "2027 jūnijs"),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["windows-1257", "utf-16", "iso-8859-13"])
def test_the_encoding_that_the_page_names_or_shows_is_used(encoding: str) -> None:
    page = f"<html><head><meta charset='{encoding}'></head><body><p>Ceļu plāns ģimenēm</p></body>"
    document = read_document(page.encode(encoding), "page.html")
    assert texts(document) == ["Ceļu plāns ģimenēm"]


def test_very_deep_markup_is_read() -> None:
    assert texts(read("<div>" * 3000 + "dziļumā" + "</div>" * 3000)) == ["dziļumā"]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(PlanqaError) as caught:
        read("<script>1</script><nav>Sākums</nav>")
    assert caught.value.code == "document_empty"


def test_the_site_that_a_page_names_is_its_publisher() -> None:
    head = (
        '<title>Homes - Marsh Council</title><meta property="og:site_name" content="Marsh Council">'
    )
    document = read("<h1>Homes</h1><p>A fifth of all homes are affordable.</p>", head)
    assert document.description.publisher == "Marsh Council"
    assert document.description.title == "Homes"
    assert read("<h1>Homes</h1><p>Text.</p>").description.publisher is None


def test_a_page_without_a_heading_has_the_title_of_its_window() -> None:
    document = read("<p>A fifth of all homes are affordable.</p>", "<title>Marsh homes</title>")
    assert document.description.title == "Marsh homes"


def test_a_term_and_its_meaning_are_one_passage() -> None:
    document = read(
        "<h1>Plāns</h1><h2>Termini</h2><dl><dt>Piekļūstamība</dt><dd>iespēja iekļūt ēkā.</dd>"
        "<div><dt>VPA</dt><dd>vienas pieturas aģentūra</dd></div></dl>"
    )
    assert texts(document) == [
        "Piekļūstamība – iespēja iekļūt ēkā.",
        "VPA – vienas pieturas aģentūra",
    ]
    assert {p.kind for p in document.passages} == {"definition"}
    assert {p.role for p in document.passages} == {None}


def test_the_summary_of_a_folded_part_heads_it() -> None:
    document = read(
        "<h1>Plāns</h1><h2>Jautājumi</h2><details><summary>Kas var pieteikties?</summary>"
        "<p>Ikviens iedzīvotājs.</p></details>"
    )
    assert document.passages[0].breadcrumb[-1] == "Kas var pieteikties?"


def test_a_cell_over_several_rows_heads_the_measures_beside_it() -> None:
    document = read(
        "<h1>Plāns</h1><table><tr><th>Rīcības virziens</th><th>Pasākums</th><th>Atbildīgais</th>"
        "<th>Termiņš</th></tr><tr><td rowspan='2'>Vide</td><td>Parks</td><td>Dome</td><td>2026</td>"
        "</tr><tr><td>Upe</td><td>Nodaļa</td><td>2027</td></tr></table>"
    )
    paths = {s.title: s.parent for s in document.sections if s.unit}
    assert len(set(paths.values())) == 1
    assert all(p.breadcrumb[-2] == "Vide" for p in document.passages if p.unit)


def test_the_title_of_a_plan_is_no_unit_beside_the_measures_of_its_table() -> None:
    document = read(
        "<h1>Plāns</h1><h2>Mērķi</h2><p>Tīra upe.</p><h2>Pasākumi</h2><table><tr><th>Pasākums</th>"
        "<th>Atbildīgais</th></tr><tr><td>Parks</td><td>Dome</td></tr><tr><td>Upe</td>"
        "<td>Nodaļa</td></tr></table>"
    )
    assert [s.title for s in document.sections if s.unit] == ["Parks", "Upe"]


CARD = """<h2>Flooding</h2><h3>Action F1: Raise the sea wall</h3><p>Raise the wall by a metre.</p>
<dl><div><dt>Owner</dt><dd>Environment Agency</dd></div><div><dt>Working with</dt>
<dd>Harbour Commissioners</dd></div><div><dt>By when</dt><dd>2031</dd></div>
<div><dt>Paid for by</dt><dd>Regional levy</dd></div></dl>
<h3>Action F2: Rain gardens</h3><p>Plant fifteen.</p><dl><dt>Owner</dt><dd>Parks Service</dd>
<dt>By when</dt><dd>2027</dd></dl>"""


def test_a_list_of_terms_that_name_roles_is_the_card_of_the_unit_above() -> None:
    document = read(f"<h1>Climate plan</h1>{CARD}")
    told = {(p.unit, p.role): p.text for p in document.passages if p.role}
    assert told == {
        ("F1", "implementers"): "Environment Agency",
        ("F1", "partners"): "Harbour Commissioners",
        ("F1", "schedule"): "2031",
        ("F1", "funding"): "Regional levy",
        ("F2", "implementers"): "Parks Service",
        ("F2", "schedule"): "2027",
    }


def test_a_list_of_terms_that_are_no_roles_keeps_each_with_its_meaning() -> None:
    document = read("<dl><dt>Partner</dt><dd>Who signs.</dd><dt>Levee</dt><dd>A bank.</dd></dl>")
    assert texts(document) == ["Partner – Who signs.", "Levee – A bank."]


def test_links_to_places_of_the_page_are_its_contents_and_no_headings() -> None:
    links = "".join(f"<li><a href='#{n}'>{n}</a></li>" for n in ("Aims", "Actions", "Money"))
    document = read(
        f"<article><aside><ol>{links}</ol></aside><h2>Aims</h2><p>Be dry.</p></article>"
    )
    assert [section.title for section in document.sections] == ["Aims"]
    assert texts(document) == ["Be dry."]
    assert [a.kind for a in document.artefacts] == ["toc"] * 3
