"""Hostile documents made for tests: each is small, and each made some reader hang, grow or crash. And
what a PDF is put together of, for tests that make harmless ones."""
import zlib


def pdf(objects, root=1):
    """A PDF of these object bodies, numbered from 1."""
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        start,
    )
    return bytes(out)


def stream(content, keys=b""):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (keys, len(content), content)


def flate(content, keys=b""):
    return stream(zlib.compress(content, 9), keys + b"/Filter/FlateDecode")


def page_of(content_object, more=(), box=b"0 0 595 842"):
    """One page whose content is object 5; `more` are objects from 6 on, named /X6, /X7, …"""
    names = b"".join(b"/X%d %d 0 R" % (6 + i, 6 + i) for i in range(len(more)))
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 5 0 R"
            b"/Resources<</Font<</F 4 0 R>>/XObject<<%s>>>>>>" % (box, names),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            content_object,
            *more,
        ]
    )


def good(number):
    return page_of(
        stream(
            b"BT /F 12 Tf 60 780 Td (D\\311LIB\\311RATION n\\260 2024-%03d) Tj 0 -20 Td "
            b"(S\\351ance du 12 janvier 2024) Tj 0 -20 Td (Nombre de pr\\351sents : %d) Tj ET"
            % (number, number)
        )
    )


def form(content, level, keys=b""):
    return stream(
        content,
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
        b"/Resources<</Font<</F 4 0 R>>/XObject<</X%d %d 0 R>>>>" % (level, level) + keys,
    )


def nested_forms(levels):
    """Forms that each draw the next one ten times: 10^levels words."""
    forms = [form(b"/X%d Do " % (7 + level) * 10, 7 + level) for level in range(levels - 1)]
    return page_of(stream(b"/X6 Do"), forms + [form(b"BT /F 9 Tf (a) Tj ET", 6)])


def recursive_form():
    return page_of(stream(b"/X6 Do"), [form(b"BT /F 9 Tf (a) Tj ET /X6 Do", 6)])


def words_on_one_page(count):
    parts = [b"BT /F 1 Tf"]
    for i in range(count):
        parts.append(b"1 0 0 1 %d.%d %d.%d Tm (w%d) Tj" % (i % 590, i % 7, i % 840, i % 11, i))
    parts.append(b"ET")
    return page_of(flate(b"\n".join(parts)))


def many_pages(count):
    kids = b" ".join(b"%d 0 R" % (4 + i) for i in range(count))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
        b"/Resources<</Font<</F 3 0 R>>>>>>" % (4 + count)
    )
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            *[page] * count,
            stream(b"BT /F 12 Tf 60 780 Td (Le conseil municipal approuve) Tj ET"),
        ]
    )


def page_tree(depth):
    """Nodes of one kid each, the page at the end."""
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (i + 3, max(i + 1, 2)) for i in range(depth)]
    page = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]>>" % (depth + 1)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, page])


def lying_image(width, height):
    image = stream(
        b"\0",
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8" % (width, height),
    )
    return page_of(stream(b"q 500 0 0 500 0 0 cm /X6 Do Q"), [image])


def type3_cycle():
    """A font whose only glyph is drawn in that font."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97"
        b"/Widths[9]/Encoding<</Differences[97/a]>>/CharProcs<</a 5 0 R>>/Resources<</Font<</F 4 0 R>>>>>>"
    )
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
            font,
            stream(b"9 0 d0 BT /F 9 Tf (aaaaaaaaaa) Tj ET"),
        ]
    )


def unmapped_surrogate():
    """A font that says of a letter that it means half a surrogate pair."""
    mapping = stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <00> <FF> "
        b"endcodespacerange\n2 beginbfchar <61> <D801> <62> <D801DC37> endbfchar\nendcmap end end"
    )
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
            b"/Resources<</Font<</F 4 0 R/G 7 0 R>>>>>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
            stream(b"BT /F 12 Tf 60 700 Td (aba) Tj /G 12 Tf 0 -40 Td (Nombre de votants : 9) Tj ET"),
            mapping,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        ]
    )


def bombs():
    """(name, bytes, outcomes that are right)"""
    whole = good(1)
    limits = {"timeout", "memory", "crash"}
    yield "empty.pdf", b"", {"no_text"}
    yield "header.pdf", b"%PDF-1.7\n", {"damaged"}
    yield "cut.pdf", whole[:-200], {"damaged", "ok_partial", "ok"}
    yield "zeros.pdf", bytes(4096), {"not_pdf"}
    yield "no-pages.pdf", pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"]
    ), {"zero_pages"}
    yield "page-loop.pdf", pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]
    ), {"zero_pages", "damaged"}
    yield "count-lies.pdf", pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2000000000/Kids[]>>"]
    ), {"zero_pages", "damaged", "timeout", "memory"}
    yield "deep-array.pdf", page_of(stream(b"[" * 200000 + b"]" * 200000)), {"no_text", "ok_partial"} | limits
    yield "deep-pages.pdf", page_tree(30000), {"zero_pages", "damaged", "no_text"} | limits
    yield "pages.pdf", many_pages(10000), {"ok", "ok_partial", "timeout", "memory"}
    yield "forms.pdf", nested_forms(12), {"timeout", "memory", "no_text", "ok_partial"}
    yield "form-in-itself.pdf", recursive_form(), {"ok", "ok_partial", "no_text"} | limits
    yield "type3.pdf", type3_cycle(), {"ok", "ok_partial", "no_text"} | limits
    yield "words.pdf", words_on_one_page(500000), {"timeout", "memory", "ok_partial", "ok"}
    yield "flate.pdf", page_of(flate(b" " * (300 << 20))), {"no_text", "timeout"}
    yield "flate-twice.pdf", page_of(
        stream(
            zlib.compress(zlib.compress(b" " * (200 << 20), 9), 9),
            b"/Filter[/FlateDecode/FlateDecode]",
        )
    ), {"no_text", "timeout"}
    yield "glyphs.pdf", page_of(flate(b"BT /F 1 Tf " + b"(%s) Tj " % (b"a" * 500) * 20000 + b"ET")), {
        "ok",
        "ok_partial",
    } | limits
    yield "wide-page.pdf", page_of(stream(b"0 0 9 9 re f"), box=b"0 0 1000000000 1000000000"), {"no_text", "damaged"} | limits
    yield "large-page.pdf", page_of(stream(b"0 0 9 9 re f"), box=b"0 0 14400 14400"), {"no_text"} | limits
    yield "no-page.pdf", page_of(stream(b"0 0 9 9 re f"), box=b"0 0 -1 nan"), {"no_text", "damaged"} | limits
    yield "image.pdf", lying_image(2000000000, 2000000000), {"no_text", "ok_partial"} | limits
    yield "errors.pdf", page_of(stream(b"<</A>> Qx (\x1b[2J\x07) bad\n" * 100000)), {"no_text", "ok_partial"} | limits
    yield "surrogate.pdf", unmapped_surrogate(), {"ok", "ok_partial"}
