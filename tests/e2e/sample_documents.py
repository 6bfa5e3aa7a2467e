"""Documents of the shapes that councils publish: a strategy with boxed objectives and a table of
pros and cons, a sheet of rates, a timetable, a web page among menus, a form, an Estonian plan.

Out: the bytes of each file by its name. The places and figures are made up.
"""

from __future__ import annotations

import io

import docx

from tests.corpus.pdf_pages import Draw, lines, pdf, table, together

_WIDTHS = (210, 210)


def _box(top: float, bottom: float) -> Draw:
    return lambda canvas: canvas.rect(55, bottom, 480, top - bottom)


def strategy() -> bytes:
    """Three pages: an introduction, two boxed objectives with text below, one approach."""
    first = together(
        lines(["Spatial strategy for Marshland"], y=800, size=20, bold=True),
        lines(["Introduction"], y=750, size=15, bold=True),
        lines(
            [
                "The consultation on this strategy starts on 3 March and closes on 14 April 2025.",
                "Marshland has to build 1,240 new homes a year until 2045, by the national method.",
                "Grey land is land that has been built on before or that keeps no two towns apart.",
            ],
            y=725,
        ),
    )
    second = together(
        lines(["Planning for climate"], y=800, size=15, bold=True),
        _box(780, 680),
        lines(["Strategy Objective 1"], y=765, bold=True),
        lines(
            [
                "Aim: To cut emissions and to keep homes dry.",
                "a. Support a county without net emissions by 2050.",
                "b. Direct growth to places with good trains and buses.",
                "c. Design new streets for heavy rain.",
            ],
            y=745,
        ),
        lines(
            [
                "Of all emissions in Marshland 48% come from transport, more than elsewhere.",
                "Floods have become more frequent along the river Wend and in Harrow Fen.",
            ],
            y=650,
        ),
        lines(["Planning for homes"], y=590, size=15, bold=True),
        _box(570, 480),
        lines(["Strategy Objective 2"], y=555, bold=True),
        lines(
            [
                "Aim: To give every household a home that it can pay for.",
                "a. Provide homes of different sizes in every town.",
                "b. Keep a third of the homes on large sites affordable.",
                "c. Build on land that was used before.",
            ],
            y=535,
        ),
        lines(["Over 900 sites have been put forward by their owners so far."], y=450),
    )
    third = together(
        lines(["Approach 3: New towns"], y=800, size=15, bold=True),
        lines(["This approach could give 6,000 to 7,000 homes within the period."], y=775),
        table(
            [
                ["Advantages", "Disadvantages"],
                [
                    "A new town can have its own schools.",
                    "It takes many years before building starts.",
                ],
                ["Homes and jobs can stand side by side.", "It uses a great deal of green land."],
            ],
            740,
            _WIDTHS,
        ),
    )
    return pdf(first, second, third)


def rates() -> bytes:
    """One page: a table of charges with its caption."""
    page = together(
        lines(["Infrastructure charge of Marshland 2025"], y=800, size=18, bold=True),
        lines(
            [
                "The Marshland Infrastructure Charge (MIC) was adopted on 1 May 2019 by the county",
                "council, and its rates follow the index of building costs from year to year.",
            ],
            y=765,
        ),
        lines(["Table 1: Rates of the charge for each square metre"], y=715),
        table(
            [
                ["Land use", "Zone", "Rate 2024", "Rate 2025"],
                ["Offices", "Whole county", "£61.20", "£64.35"],
                ["Homes", "Riverside", "£142.00", "£149.10"],
                ["Homes", "Rest of the county", "£88.40", "£92.75"],
                ["Schools and hospitals", "Whole county", "Nil", "Nil"],
            ],
            695,
            (130, 120, 80, 80),
        ),
    )
    return pdf(page)


def timetable() -> bytes:
    """One page: what guidance is in preparation, and when."""
    page = together(
        lines(["Programme of planning work, February 2025"], y=800, size=18, bold=True),
        lines(["Guidance documents in preparation"], y=755, size=14, bold=True),
        lines(["The list says when each draft is to be consulted on and adopted."], y=730),
        table(
            [
                ["Title", "Stage", "Estimated"],
                ["Shop fronts", "Consultation", "Autumn 2025"],
                ["Shop fronts", "Adoption", "Summer 2026"],
                ["Clean air", "Consultation", "Winter 2025/6"],
                ["Clean air", "Adoption", "Spring 2027"],
            ],
            705,
            (150, 110, 110),
        ),
        lines(["Neighbourhoods"], y=510, size=14, bold=True),
        lines(["The Quayside Forum is the only one that prepares a plan of its own."], y=485),
    )
    return pdf(page)


def page() -> bytes:
    """A web page of a council, with a menu, a cookie notice and a footer."""
    menu = "".join(f'<li><a href="/{n}">Service {n}</a></li>' for n in range(12))
    return f"""<!DOCTYPE html><html lang="en"><head>
<title>Affordable homes north of the canal - Harrow Fen District Council</title>
<meta property="og:site_name" content="Harrow Fen District Council"></head><body>
<div id="cookie-consent">This website uses cookies. <a href="#">Accept all</a></div>
<nav><ul>{menu}</ul></nav><main><h1>Affordable homes north of the canal</h1>
<p>Studies show that building north of the canal hardly pays, even where all homes are sold.</p>
<h2>What has to be provided</h2>
<p>Developers should provide the following amounts of affordable housing:</p>
<ul><li>For greenfield sites south of the canal with 12 or more dwellings, 25% of the homes.</li>
<li>For sites north of the canal with 12 or more dwellings, 10% of the homes.</li>
<li>For all brownfield sites in the district, 8% of the homes.</li></ul>
<p>Whoever provides less must submit a 'short form' appraisal. This means comparing the costs of
the site with the costs that the district's own study expects.</p></main>
<footer><p>© Harrow Fen District Council</p></footer></body></html>""".encode()


_FORM = (
    [
        ("1", "General information"),
        ("1.1", "Name and address of the site"),
        ("1.2", "Owner of the site. Who owns land can be learnt from the Land Registry."),
        ("2", "Size of the proposed green space"),
        ("2.1", "Is it a large tract of land? (Large tracts cannot become a Local Green Space.)"),
    ],
    [
        ("2.2", "How far is it from whom it serves? It should be within 2 km of their homes."),
        ("3", "Evidence that the green space holds a particular significance for its history, if"
              " that applies. Please say for each point what evidence you enclose here and"
              " on which page of which document we find what you refer to; letters are enough."),
        ("3.1", "Are there historic features on the site, such as old hedges, ponds or walls?"),
        ("3.2", "Can the public enter? A site can become a Local Green Space without that."),
    ],
)  # fmt: skip


def form() -> bytes:
    """A form of two tables; the second goes on with the section that the first has begun."""
    file = docx.Document()
    file.add_heading("Local Green Space: application", level=1)
    file.add_paragraph(
        "A Local Green Space designation is a way to keep green areas from being built on. The "
        "independent examination is overseen by the Planning Inspectorate."
    )
    for rows in _FORM:
        grid = file.add_table(rows=0, cols=3)
        for number, said in rows:
            cells = grid.add_row().cells
            cells[0].text, cells[1].text = number, said
        file.add_paragraph("")
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def estonian() -> bytes:
    """A development plan with a table of investments and one of figures."""
    return """# Pajuvälja valla arengukava 2024-2029

Pajuvälja mõis avati pärast renoveerimist 2021. aasta augustis. Vee-ettevõte OÜ Allikas tegutseb
Pajuvälja ja Lodja valla ühise vee-ettevõtjana, mille osalusest kuulub vallale 50%.

## Investeeringute kava

| Investeeringu objekt | 2025 | 2026 | Rahastusallikas |
| --- | --- | --- | --- |
| Koerte jalutusväljak | x |  | Vallaeelarve |
| Pajuvälja gümnaasiumi lift | 132 500 |  | Vallaeelarve ja toetus 41200 eurot |
| Kergliiklustee rajamine Pajuvälja-Lodja |  | x | Toetusmeetmed 100% |

## Eelarvestrateegia

| Näitaja | 2024 | 2025 | 2026 |
| --- | --- | --- | --- |
| Netovõlakoormus (%) | 41,2% | 45,0% | 49,6% |
| Tulumaks | 7 120 000 | 7 310 000 | 7 560 000 |
""".encode()


DOCUMENTS = {
    "marshland-strategy.pdf": strategy,
    "marshland-charge.pdf": rates,
    "planning-programme.pdf": timetable,
    "affordable-homes.html": page,
    "green-space-form.docx": form,
    "pajuvalja-arengukava.md": estonian,
}
