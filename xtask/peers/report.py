"""The report beside other ways to make one, in one run: time and memory of Waymark, typst and WeasyPrint.

All make the same document: Waymark's own web page of the report, with its tables and its charts as drawings. typst gets it as typst
source, WeasyPrint as it is. Each runs in a process of its own; the median of several runs is printed with the peak of its memory.
Waymark's time is that of the whole command: starting, opening the document, deriving scores, architecture and plan, and writing; the
second row takes away what the same command needs for a web page, which has all of that but the pages.
typst's and WeasyPrint's are those of the whole process less that of starting Python with the library.

    report.py WAYMARK FOLDER [RUNS]

WAYMARK is the release build of the command line, FOLDER one to work in. typst and WeasyPrint come from PyPI into FOLDER/venv.
"""

import html.parser
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
import venv

WAYMARK, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
RUNS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
VOID = {"meta", "link", "br", "img", "hr", "input", "path", "line", "rect", "circle", "polygon", "polyline"}


def run(command):
    """Seconds and the peak of memory in MB of a command."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{command} failed: {process.stderr.read().decode()[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


def median(command, runs=RUNS):
    all_runs = [run(command) for _ in range(runs)]
    return statistics.median(seconds for seconds, _ in all_runs), max(memory for _, memory in all_runs)


class Typst(html.parser.HTMLParser):
    """Turns the page into typst source: headings, paragraphs, lists, tables, drawings."""

    def __init__(self, folder):
        super().__init__(convert_charrefs=True)
        self.folder, self.out, self.text, self.skip = folder, [], "", 0
        self.svg, self.depth, self.drawings = None, 0, 0
        self.rows, self.cell = None, None

    def string(self, text):
        return json.dumps(" ".join(text.split()), ensure_ascii=False)

    def flush(self, wrap="#par({})"):
        if self.text.strip():
            self.out.append(wrap.format(self.string(self.text)))
        self.text = ""

    def handle_starttag(self, tag, attributes):
        if self.svg is not None:
            self.svg.append(self.get_starttag_text())
            if tag not in VOID and not self.get_starttag_text().endswith("/>"):
                self.depth += 1
            return
        if tag in ("style", "script", "title"):
            self.skip += 1
        elif tag == "svg":
            self.svg, self.depth = [self.get_starttag_text().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')], 1
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.cell = ""
        elif tag in ("p", "li", "h1", "h2", "h3", "h4", "div", "dt", "dd", "figcaption") and self.cell is None:
            self.flush()

    def handle_startendtag(self, tag, attributes):
        if self.svg is not None:
            self.svg.append(self.get_starttag_text())

    def handle_endtag(self, tag):
        if self.svg is not None:
            self.svg.append(f"</{tag}>")
            self.depth -= tag not in VOID
            if self.depth == 0:
                self.drawings += 1
                name = f"drawing-{self.drawings}.svg"
                (self.folder / name).write_text(STYLED("".join(self.svg)))
                if self.cell is None:
                    self.flush()
                    self.out.append(f'#image("{name}", width: 100%)')
                self.svg = None
            return
        if tag in ("style", "script", "title"):
            self.skip -= 1
        elif tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(self.string(self.cell))
            self.cell = None
        elif tag == "table" and self.rows is not None:
            width = max((len(row) for row in self.rows), default=0)
            if width:
                cells = [f"[#{cell}]" for row in self.rows for cell in row + ['""'] * (width - len(row))]
                self.out.append(f"#table(columns: {width}, stroke: 0.3pt, {', '.join(cells)})")
            self.rows = None
        elif tag in ("h1", "h2", "h3", "h4"):
            self.flush(f"#heading(level: {tag[1]}, {{}})")
        elif tag == "li":
            self.flush("#list({})")
        elif tag in ("p", "div", "dt", "dd", "figcaption") and self.cell is None:
            self.flush()

    def handle_data(self, data):
        if self.svg is not None:
            self.svg.append(data.replace("&", "&amp;").replace("<", "&lt;"))
        elif self.skip:
            pass
        elif self.cell is not None:
            self.cell += data
        else:
            self.text += data


def STYLED(svg):
    """A drawing of its own: its classes take their colours from the page otherwise."""
    rules = "text{font-family:Inter}.fill-ink{fill:#1d2226}[class^=stroke]{stroke:#888}"
    return svg.replace(">", f"><style>{rules}</style>", 1)


def large(sample, initiatives):
    """Sixty questions with forty respondents, 200 sources and sixty initiatives: the sample's records again and again, and own
    initiatives beside those of the pack."""
    roles = ["executive", "data_engineer", "analyst", "privacy"]
    people = [{"code": f"PAR-{at + 1}", "name": f"Person {at}", "role": roles[at % 4]} for at in range(40)]
    sample["participants"] = people
    questions = sorted({vote["question"] for vote in sample["votes"]} | {answer["question"] for answer in sample["answers"]})
    sample["votes"] = [
        {"question": question, "participant": person["code"], "choice": "level", "level": 1 + (at + row) % 5}
        for row, question in enumerate(questions)
        for at, person in enumerate(people)
    ]
    sources = sample["sources"]
    for at in range(len(sources), 200):
        source = {key: value for key, value in sources[at % 20].items() if key != "uid"}
        sources.append(source | {"code": f"SRC-{1000 + at}", "title": f"{source['title']} {at}", "priority": "yes"})
    pack = sample["packs"][0]["id"]
    sample["own_initiatives"] = sample.get("own_initiatives", []) + [
        {
            "code": f"OWN-{100 + at}",
            "pack": pack,
            "title": f"Roll out to region {at + 1}",
            "outcome": "The region works with the shared platform.",
            "effort_low": 3,
            "effort_likely": 5,
            "effort_high": 9,
            "duration_low": 3,
            "duration_likely": 4,
            "duration_high": 7,
            "roles": ["data_engineer"],
        }
        for at in range(60 - initiatives)
    ]
    for list_of in ("agenda", "accepted_plans", "baselines"):
        sample.pop(list_of, None)
    return sample


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    python = FOLDER / "venv/bin/python"
    if not python.exists():
        venv.create(FOLDER / "venv", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "typst", "weasyprint"], check=True)
    document, page = FOLDER / "sample.waymark", FOLDER / "report.html"
    document.unlink(missing_ok=True)
    subprocess.run([WAYMARK, "sample", document], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([WAYMARK, "report", document, "-o", page], check=True, stdout=subprocess.DEVNULL)
    folder = FOLDER / "typst"
    folder.mkdir(exist_ok=True)
    writer = Typst(folder)
    writer.feed(page.read_text())
    writer.flush()
    source = folder / "report.typ"
    source.write_text('#set page(paper: "a4")\n#set text(size: 9.5pt)\n' + "\n\n".join(writer.out))
    typst = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
    weasy = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
    rows = []
    own = median([WAYMARK, "report", document, "-o", FOLDER / "waymark.pdf"])
    rows.append(("Waymark, sample", *own, FOLDER / "waymark.pdf"))
    page_only = median([WAYMARK, "report", document, "-o", FOLDER / "again.html"])
    rows.append(("the same, less the time as a web page", own[0] - page_only[0], own[1], FOLDER / "waymark.pdf"))
    for name, code, start, file in (
        ("typst", typst, "import typst", source),
        ("WeasyPrint", weasy, "import weasyprint", page),
    ):
        target = FOLDER / f"{name}.pdf"
        runs = RUNS if name == "typst" else 1
        seconds, memory = median([python, "-c", code, file, target], runs)
        rows.append((f"{name}, the same document", seconds - median([python, "-c", start])[0], memory, target))
    export = [WAYMARK, "export", document, "--format", "json", "-o", FOLDER / "sample.json"]
    subprocess.run(export, check=True, stdout=subprocess.DEVNULL)
    big = FOLDER / "large.waymark"

    def make(initiatives):
        """Writes the large engagement and returns how many initiatives its plan holds."""
        many = large(json.loads((FOLDER / "sample.json").read_text()), initiatives)
        (FOLDER / "large.json").write_text(json.dumps(many))
        big.unlink(missing_ok=True)
        subprocess.run([WAYMARK, "import", FOLDER / "large.json", "-o", big], check=True, stdout=subprocess.DEVNULL)
        plan = subprocess.run([WAYMARK, "roadmap", big, "--json"], check=True, capture_output=True).stdout
        return len(json.loads(plan)["initiatives"])

    # The pack gives as many as the answers call for; own ones make sixty of them.
    if make(make(60)) != 60:
        sys.exit("the large engagement has not sixty initiatives")
    rows.append(("Waymark, large (mark 2 s, 200 MB)", *median([WAYMARK, "report", big, "-o", FOLDER / "large.pdf"]), FOLDER / "large.pdf"))
    for name, seconds, memory, target in rows:
        pages = subprocess.run(["pdfinfo", target], capture_output=True, text=True).stdout
        count = next((line.split()[1] for line in pages.splitlines() if line.startswith("Pages")), "?")
        size = target.stat().st_size / 1024
        print(f"{name:40} {seconds * 1000:8.0f} ms {memory:6.0f} MB {count:>5} pages {size:7.0f} KB")


main()
