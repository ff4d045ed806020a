#!/usr/bin/env python3
"""`delibex review`: every value has its box on its page, every finding is there, and nothing of a
document becomes markup.

usage: test_review.py BUILD_DIR SOURCE_DIR
"""
import base64
import hashlib
import html.parser
import os
import re
import sys
import urllib.parse
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "pool"))
import bombs
import harness
from harness import CommandLine, SOURCE

VOID = {"meta", "img", "input", "rect"}
PDF = os.path.join(SOURCE, "corpus", "{}", "source.pdf")


class Page(html.parser.HTMLParser):
    """The elements of a page: tag, attributes, text, and the elements around them."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.all, self.open, self.ids, self.raw = [], [], {}, text
        self.feed(text)
        self.close()
        assert not self.open, "not closed: %s" % [one["tag"] for one in self.open]

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), "an attribute twice in %s" % names
        one = {"tag": tag, "text": "", "around": list(self.open), **dict(attributes)}
        self.all.append(one)
        if "id" in one:
            assert one["id"] not in self.ids, "the id %s twice" % one["id"]
            self.ids[one["id"]] = one
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(one)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1]["tag"] == tag, "</%s> closes %s" % (tag, self.open[-1:])
        self.open.pop()

    def handle_data(self, data):
        for one in self.open:
            one["text"] += data

    def pictures(self):
        return sum(one["tag"] == "img" for one in self.all)

    def classed(self, name):
        return [one for one in self.all if name in (one.get("class") or "").split()]


def numbers(one, *names):
    return [float(one[name]) for name in names]


def costly_pdf(side):
    """Words on a picture that takes long to draw, and no time to read."""
    rows = zlib.compressobj(1)
    data = b"".join(rows.compress(b"\xaa" * side) for _ in range(side)) + rows.flush()
    draw = (b"q 500 0 0 300 20 20 cm " + 20 * b"/X6 Do " + b"Q BT /F 12 Tf 50 700 Td (Deliberation n. 2024-07) Tj 0 -20 Td"
            b" (Seance du 12 janvier 2024) Tj ET")
    keys = (b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
            b"/Filter/FlateDecode" % (side, side))
    return bombs.page_of(bombs.stream(draw), [bombs.stream(data, keys)])


class Review(CommandLine):
    def page(self, *words, **options):
        return Page(self.delibex("review", "--language", "en", *words, **options).decode())

    def assert_whole(self, page):
        """All links lead somewhere, and nothing is loaded, styled or run that was not meant to be."""
        for one in page.all:
            for name in (one.get("data-b") or "").split() + (one.get("data-v") or "").split():
                self.assertTrue(name in page.ids, name)
            self.assertFalse([name for name in one if name.startswith("on") or name == "style"])
            href = one.get("href")
            if href:
                self.assertTrue(href.startswith("#"), href)
                self.assertTrue(href[1:] in page.ids, href)
            if "src" in one:
                self.assertRegex(one["src"], r"^data:image/(png|jpeg);base64,[A-Za-z0-9+/]+=*$")
            self.assertNotIn(one["tag"], ("iframe", "object", "embed", "link", "base", "form"))
        policy = next(one["content"] for one in page.all if one.get("http-equiv"))
        self.assertTrue(policy.startswith("default-src 'none'; "))
        for tag in ("style", "script"):
            found = [one["text"] for one in page.all if one["tag"] == tag]
            self.assertEqual(len(found), 1)
            digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
            self.assertIn("%s-src 'sha256-%s'" % (tag, digest), policy)

    def box_of(self, page, evidence, pointer):
        """The box of one evidence: the rectangle around it on its page that links to its value."""
        x0, y0, x1, y1 = evidence["box"]
        for box in page.classed("b"):
            rect = page.all[page.all.index(box) + 2]
            x, y, width, height = numbers(rect, "x", "y", "width", "height")
            if abs(x - x0) < 1.6 and abs(y - y0) < 1.6 and abs(x + width - x1) < 1.6 and \
                    abs(y + height - y1) < 1.6 and \
                    any(re.fullmatch("d1%s(/mentions)?" % pointer, name) for name in box["data-v"].split()):
                return box
        self.fail("no box for %s at %s" % (pointer, evidence))

    def assert_boxes(self, page, record):
        count = 0
        for pointer, all_evidence in record["evidence"].items():
            for evidence in all_evidence:
                box = self.box_of(page, evidence, pointer)
                count += 1
                figure = next(one for one in box["around"] if one["tag"] == "figure")
                self.assertEqual(figure["id"], "d1p%d" % evidence["page"])
                svg = next(one for one in box["around"] if one["tag"] == "svg")
                wide, high = [float(n) for n in svg["viewbox"].split()[2:]]
                rect = page.all[page.all.index(box) + 2]
                x, y, width, height = numbers(rect, "x", "y", "width", "height")
                self.assertTrue(0 <= x <= x + width <= wide and 0 <= y <= y + height <= high)
                if len(box["data-v"].split()) == 1 and len(all_evidence) == 1:
                    self.assertIn("rule %s, confidence" % evidence["rule"], box["text"])
                if record_at(record, pointer) is not None:
                    value = page.ids["d1" + pointer]
                    self.assertIn("rule %s, confidence" % all_evidence[0]["rule"], value["title"])
                    self.assertIn(box["id"], value["data-b"].split())
        return count


def record_at(record, pointer):
    for step in pointer.split("/")[1:]:
        record = record[int(step)] if isinstance(record, list) else record[step]
    return record if not isinstance(record, (dict, list)) else None


class Documents(Review):
    def test_every_value_and_finding_is_on_its_page(self):
        """All at once, for each run loads the rules again."""
        names = ("contradiction-presents", "proces-verbal-mouvements", "subventions-tableau")
        paths = [PDF.format(name) for name in names]
        records = self.records(*paths)
        self.delibex("review", "--language", "en", "--output-dir", "out", *paths, code=1)
        pages = []
        for name, record in zip(("source", "source-2", "source-3"), records):
            with open(self.path("out/%s.html" % name), encoding="utf-8") as file:
                pages.append(Page(file.read()))
            self.assert_whole(pages[-1])
            self.assertGreater(self.assert_boxes(pages[-1], record), 20)
            self.assertEqual(pages[-1].pictures(), len(pages[-1].classed("page")))
            self.assertEqual(sorted(card["data-check"] for card in pages[-1].classed("finding")),
                             sorted(finding["check"] for finding in record["findings"]))
        self.both_sides_of_a_finding(pages[0], records[0])
        self.silence_and_sums_are_told_apart(pages[1])

    def both_sides_of_a_finding(self, page, record):
        cards = page.classed("finding")
        card = next(card for card in cards if card["data-check"] == "present-names")
        self.assertIn("contradicted", card["class"])
        sides = [one["data-b"].split() for one in page.classed("side") if card in one["around"]]
        self.assertEqual(len(sides[0]), 1)  # what is stated
        present = [m for m in record["session"]["members"] if m["status"] == "present"]
        self.assertGreaterEqual(len(sides[1]), len(present))
        self.assertIn("contradicted", cards[0]["class"])
        self.assertLess(page.all.index(cards[0]), page.all.index(page.classed("session")[0]))
        self.assertEqual(page.ids[sides[0][0]]["class"], "b c")
        self.assertEqual(page.ids[sides[1][0]]["class"], "b c l")

    def silence_and_sums_are_told_apart(self, page):
        room = page.ids["d1/acts/1/counts/present"]
        self.assertEqual((room["tag"], room["text"]), ("span", "10"))
        self.assertIn("computed", room["around"][-1]["text"])
        self.assertNotIn("d1/session/counts/quorum", page.ids)
        quorum = next(one for one in page.all if one["tag"] == "div" and "quorum" in one["text"])
        self.assertIn("not stated", quorum["text"])

    def test_plain_text_is_marked_where_it_was_read(self):
        path = self.write_act()
        page, record = self.page(path), self.record(path)
        self.assert_whole(page)
        self.assertEqual(page.pictures(), 0)
        marks = page.classed("m")
        for pointer, all_evidence in record["evidence"].items():
            if record_at(record, pointer) is None or pointer.endswith("/matter/code"):
                continue
            value = page.ids["d1" + pointer]
            names = value["data-b"].split()
            self.assertEqual(len(names), len(all_evidence), pointer)
            for name, evidence in zip(names, all_evidence):
                words = "".join(one["text"] for one in marks if name in one["data-m"].split())
                self.assertEqual(words.split(), evidence["text"].split(), pointer)
        # « 4 » stands twice: each value has its own
        present, voting = (page.ids["d1/session/counts/" + key]["data-b"] for key in ("present", "voting"))
        self.assertNotEqual(present, voting)

    def test_french(self):
        path = PDF.format("contradiction-presents")
        french = self.delibex("review", "--language", "fr", path, code=1).decode()
        self.assertIn('<html lang="fr">', french)
        self.assertIn("Ce qui se contredit", french)
        self.assertNotIn("not stated", french)
        report = self.delibex("check", "--language", "fr", path, code=1).decode()
        self.assertIn("CONTREDIT", report)


class Limits(Review):
    def test_pages_beyond_the_limit_are_named(self):
        path = PDF.format("communaute-urbaine-longue")
        whole, page, record = self.page(path), self.page("--pages", "1", path), self.record(path)
        self.assert_whole(page)
        self.assertEqual(page.pictures(), 1)
        figures = [one["id"] for one in page.all if one["tag"] == "figure"]
        gaps = page.classed("gap")
        every = [one["id"] for one in whole.all if one["tag"] == "figure"]
        self.assertGreater(len(every), 1)
        self.assertGreaterEqual(len(figures) + len(gaps), 2)
        for one in page.classed("why") + gaps:
            self.assertIn("--pages", one["text"])
        self.assertEqual(self.assert_boxes(page, record), self.assert_boxes(whole, record))

    def test_a_page_too_dear_to_draw_costs_no_value(self):
        path = self.write("dear.pdf", costly_pdf(7000))
        page = self.page("--timeout", "1", path)
        self.assert_whole(page)
        self.assertEqual(page.pictures(), 0)
        self.assertIn("more time or memory", page.classed("why")[0]["text"])
        self.assertEqual(page.ids["d1/session/date"]["text"], "2024-01-12")


class Several(Review):
    def test_outcomes(self):
        good, bad = self.write_act(), self.write("bad.pdf", "%PDF-1.4\nno more")
        page = self.page(bad, good, self.path("none.pdf"), code=3, complaint="no such file")
        self.assert_whole(page)
        self.assertEqual([one["data-outcome"] for one in page.classed("unread") if "data-outcome" in one],
                         ["damaged", "vanished"])
        self.assertEqual([one["id"] for one in page.classed("doc")], ["d1", "d2", "d3"])
        self.assertIn("d2/session/date", page.ids)
        self.assertEqual(len(page.classed("list")), 1)

    def test_documents_are_compared(self):
        text = harness.ACT.format(present=4, number=12)
        one, other = self.write("one.txt", text), self.write("other.txt", text.replace("tracteur", "camion"))
        page = self.page(one, other)
        self.assert_whole(page)
        between = page.classed("between")
        self.assertEqual(len(between), 1)
        self.assertIn("2024-012", between[0]["text"])

    def test_no_page_is_printed_on_a_terminal(self):
        watcher, terminal = os.openpty()
        run = self.run_delibex("review", self.write_act(), stdout=terminal)
        os.close(terminal)
        os.close(watcher)
        self.assertEqual(run.returncode, 2)
        self.assertIn(b"give --output FILE or --output-dir DIR", run.stderr)

    def test_a_directory(self):
        act = harness.ACT.format(present=4, number=1)
        bad = os.fsdecode(b"act \xff\x07.txt")  # a name that is no text
        for name in ("a/act.txt", "b/act.txt", bad):
            self.write(name, act)
        self.delibex("review", "--language", "en", "-d", "out", "a/act.txt", "b/act.txt", bad)
        with open(self.path("out/index.html"), encoding="utf-8") as file:
            index = Page(file.read())
        links = [one["href"] for one in index.all if one["tag"] == "a" and "list" in
                 [around.get("class") for around in one["around"]]]
        names = [urllib.parse.unquote(link) for link in links]
        self.assertEqual(names[:2], ["act.html", "act-2.html"])
        self.assertEqual(sorted(os.listdir(self.path("out"))), sorted(names + ["index.html"]))
        for name in names:
            with open(self.path("out/" + name), encoding="utf-8") as file:
                page = Page(file.read())
            self.assert_whole(page)
        self.assertIn("act \\xff", page.classed("path")[0]["text"])

    def test_a_file_appears_whole(self):
        path = self.write_act()
        self.delibex("review", "-o", "act.html", path)
        with open(self.path("act.html"), encoding="utf-8") as file:
            self.assertTrue(file.read().endswith("</html>\n"))
        self.delibex("review", "-o", "x.html", "-d", "out", path, code=2, complaint="only one of them")
        self.delibex("review", "-o", "none/x.html", path, code=5, complaint="none/x.html")


class Hostile(Review):
    EVIL = "<script>alert(1)</script>"

    def test_words_become_no_markup(self):
        act = harness.ACT.format(present=4, number=12)
        act = act.replace("Achat d'un tracteur", "Achat \"d'un\" & " + self.EVIL + "<img src=x onerror=1>\u202etracteur")
        act = act.replace("M. Yvan TISSIER", "M. Yvan TIS\u200bSIER")
        act = act.replace("VALBELLE-SUR-ORNE", "VALBELLE-SUR-ORNE </pre></article>\u2066 <style>*{}</style>")
        name = "act \"><script>alert(2)<\u202escript>'&.txt"
        path = self.write(name, act)
        page = self.page(path)
        self.assert_whole(page)
        self.assertIn(self.EVIL, page.ids["d1/acts/0/subject"]["text"])
        self.assertIn(name.replace("\u202e", "‹U+202E›"), page.classed("path")[0]["text"])
        for character in "\u202e\u2066\u200b\x07":
            self.assertNotIn(character, page.raw)
        self.assertIn("‹U+202E›", page.ids["d1/acts/0/subject"]["text"])
        self.assertEqual(page.raw.count("<script"), 1)
        self.assertEqual(page.raw.count("onerror=\""), 0)

    def test_names_left_out_are_on_no_page(self):
        act = harness.ACT.format(present=4, number=12).replace(
            "Achat d'un tracteur", "Attribution d'un logement à Mme Huguette PELLISSARD, achat d'un tracteur")
        path = self.write("act.txt", act)
        text = self.delibex("review", "--language", "en", "--redact", "private", path,
                            PDF.format("commune-tampon")).decode()
        page = Page(text)
        self.assert_whole(page)
        self.assertNotIn("PELLISSARD", text)
        self.assertIn("achat d&#39;un tracteur", text)
        self.assertIn("were left out", text)
        self.assertEqual(page.pictures(), 0)
        self.assertGreater(len(page.classed("b")), 20)


class Records(Review):
    """What was read before, shown without reading it again."""

    def setUp(self):
        super().setUp()
        with open(PDF.format("contradiction-presents"), "rb") as file:
            self.bytes_of_it = file.read()
        self.document = self.write("act.pdf", self.bytes_of_it)
        self.record_of_it = self.delibex("extract", "--format", "jsonl", "act.pdf", "missing.pdf", code=3,
                                         complaint="missing.pdf").split(b"\n")[0]
        self.write("act.jsonl", self.record_of_it)

    def test_records_are_shown_on_their_pages(self):
        self.assertEqual(self.delibex("review", "--records", "act.jsonl", code=1),
                         self.delibex("review", "act.pdf", code=1))
        self.assertEqual(self.delibex("review", "--records", "-", code=1, input=self.record_of_it),
                         self.delibex("review", "act.pdf", code=1))

    def test_what_the_record_says_is_shown_not_what_would_be_read(self):
        self.write("mended.json", self.record_of_it.replace(b'"present":14', b'"present":13'))
        page = self.page("--records", "mended.json", code=1)
        self.assert_whole(page)
        self.assertEqual(page.pictures(), 1)
        self.assertEqual(page.ids["d1/session/counts/present"]["text"], "13")

    def test_another_document_is_not_shown_for_it(self):
        changed = self.bytes_of_it.replace(b"%PDF-1.", b"%PDF-2.", 1)
        self.assertNotEqual(changed, self.bytes_of_it)
        for there in (changed, changed + b"\n", None):
            os.unlink(self.document)
            if there:
                self.write("act.pdf", there)
            else:
                os.symlink("/dev/zero", self.document)
            page = self.page("--records", "act.jsonl", code=1)
            self.assert_whole(page)
            self.assertEqual(page.pictures(), 0)
            self.assertIn("the document is no longer where it was read", page.classed("gap")[0]["text"])
            self.assertGreater(len(page.classed("finding")), 2)

    def test_an_archive_is_shown(self):
        self.write_act("notes.txt")
        self.delibex("index", "a.db", "act.pdf", "notes.txt")
        page = self.page("--records", "a.db", code=1)
        self.assert_whole(page)
        self.assertEqual((len(page.classed("doc")), page.pictures()), (2, 1))
        shown = self.delibex("show", "a.db", "act.pdf")
        self.assertEqual(Page(self.delibex("review", "--records", "-", code=1, input=shown).decode()).pictures(), 1)
        none = self.page("--records", "--pages", "0", "a.db", code=1)
        self.assertEqual((len(none.classed("doc")), none.pictures(), len(none.classed("page"))), (2, 0, 0))

    def test_no_records(self):
        self.write("none.jsonl", b"")
        self.assert_whole(self.page("--records", "none.jsonl"))
        self.delibex("review", "--records", "act.pdf", code=3, complaint="act.pdf:1: ")
        self.delibex("review", "--records", "nothing", code=3, complaint="nothing: No such file")


if __name__ == "__main__":
    harness.main()
