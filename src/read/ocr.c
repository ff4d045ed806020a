/* Words of a picture with libtesseract; the only file that includes it.
 *
 * What it gives is boxes of ink. The boxes of a text layer are those of the font: as high for « a »
 * as for « É ». What lays lines out wants the latter, so each line's boxes are made from its
 * baseline and from the heights of its letters. */
#include "ocr.h"

#include "words.h"

#include "../base/error.h"

#include <math.h>
#include <string.h>
#include <tesseract/capi.h>

typedef TessResultIterator Results;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Results, TessResultIteratorDelete)

typedef ETEXT_DESC Monitor;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Monitor, TessMonitorDelete)

struct Ocr {
    char *data; /* of the language */
    gsize length;
    TessBaseAPI *engine; /* NULL until it is warm */
};

/* Heights in ems, of common text fonts. */
static const float X_HEIGHT = 0.48F;
static const float CAPITAL = 0.70F;
static const float ASCENT = 0.85F;
static const float DESCENT = 0.23F;

enum {
    CONFIDENCE_OF_MARKS = 50, /* the least that a word without a letter is kept with */
    CONFIDENCE_OF_SHORT = 35, /* … and one of one or two */
    CONFIDENCE_OF_LONE = 60,  /* … and a number or a cross that was looked for */
    MARGINS_AN_INCH = 16,     /* of paper around it */
    SYMBOL_SCALE = 5,         /* of the engine's confidences, from symbols to words */
    LINE_SYMBOLS_MAX = 1000,
};

/* ---- The engine ------------------------------------------------------------------------------ */

Ocr *ocr_load(GError **error)
{
    static const char name[] = "fra.traineddata";
    static const char *const places[] = {"/usr/share/tesseract-ocr/5/tessdata",
                                         "/usr/share/tesseract-ocr/4.00/tessdata",
                                         "/usr/share/tessdata", "/usr/local/share/tessdata"};
    const char *chosen = g_getenv("TESSDATA_PREFIX");
    g_autoptr(Ocr) ocr = g_new0(Ocr, 1);
    g_autofree char *own = chosen ? g_build_filename(chosen, name, NULL) : NULL;
    if (own && g_file_get_contents(own, &ocr->data, &ocr->length, NULL) && ocr->length > 0)
        return g_steal_pointer(&ocr);
    for (size_t i = 0; !chosen && i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_build_filename(places[i], name, NULL);
        g_clear_pointer(&ocr->data, g_free);
        if (g_file_get_contents(path, &ocr->data, &ocr->length, NULL) && ocr->length > 0)
            return g_steal_pointer(&ocr);
    }
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER,
                "%s: not found in %s: the package tesseract-ocr-fra has it", name,
                chosen ? chosen : places[0]);
    return NULL;
}

void ocr_free(Ocr *ocr)
{
    if (!ocr)
        return;
    if (ocr->engine) {
        TessBaseAPIEnd(ocr->engine);
        TessBaseAPIDelete(ocr->engine);
    }
    g_free(ocr->data);
    g_free(ocr);
}

bool ocr_warm(Ocr *ocr, GError **error)
{
    if (ocr->engine)
        return true;
    TessBaseAPI *engine = TessBaseAPICreate();
    if (ocr->length > G_MAXINT ||
        TessBaseAPIInit5(engine, ocr->data, (int)ocr->length, "fra", OEM_LSTM_ONLY, NULL, 0, NULL,
                         NULL, 0, false) != 0) {
        TessBaseAPIDelete(engine);
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER,
                    "tesseract %s cannot use its French data: reinstall tesseract-ocr-fra",
                    TessVersion());
        return false;
    }
    TessBaseAPISetVariable(engine, "debug_file", "/dev/null");
    TessBaseAPISetPageSegMode(engine, PSM_AUTO);
    ocr->engine = engine;
    return true;
}

const char *ocr_version(void)
{
    return TessVersion();
}

/* ---- One line -------------------------------------------------------------------------------- */

/* The line that is being read, in pixels. */
typedef struct Line {
    guint first;        /* its first glyph */
    double base, slope; /* y of the baseline at x = 0, and how much it falls a pixel */
    bool upright;
    float ems[LINE_SYMBOLS_MAX];  /* what each letter says of the font's size */
    float feet[LINE_SYMBOLS_MAX]; /* … and of the baseline's y at x = 0: a rule under the line may
                                     have led the engine to another */
    int known;
} Line;

/* The em that a letter of this height, which stands on the baseline, speaks of; 0 for one that says
 * nothing. */
static float em_of_letter(gunichar ch, float rise)
{
    if (g_unichar_isupper(ch) || g_unichar_isdigit(ch)) {
        gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
        return g_unichar_fully_decompose(ch, false, parts, G_N_ELEMENTS(parts)) == 1
                   ? rise / CAPITAL
                   : 0;
    }
    if (ch < 0x80 && strchr("bdfhkl", (int)ch))
        return rise / CAPITAL;
    if (ch < 0x80 && strchr("acemnorsuvwxz", (int)ch))
        return rise / X_HEIGHT;
    return 0;
}

static void start_line(Line *line, const Results *results, guint first)
{
    const TessPageIterator *at = TessResultIteratorGetPageIteratorConst(results);
    int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
    TessOrientation orientation = ORIENTATION_PAGE_UP;
    TessWritingDirection direction;
    TessTextlineOrder order;
    float angle = 0;
    TessPageIteratorOrientation((TessPageIterator *)at, &orientation, &direction, &order, &angle);
    line->first = first;
    line->known = 0;
    line->upright = orientation == ORIENTATION_PAGE_UP &&
                    TessPageIteratorBaseline(at, RIL_TEXTLINE, &x1, &y1, &x2, &y2) && x2 > x1;
    line->slope = line->upright ? (double)(y2 - y1) / (x2 - x1) : 0;
    line->base = y1 - line->slope * x1;
}

/* Gives the line's glyphs the height of its font; then they are in points. */
static void end_line(Line *line, const Picture *picture, GArray *glyphs, GArray *strokes)
{
    double scale = 72 / picture->dpi;
    words_part(glyphs, line->first);
    if (line->upright)
        words_mend_underscores(picture, glyphs, line->first);
    words_mend_bullet(glyphs, line->first);
    words_drop_dust(glyphs, line->first);
    float em = words_median(line->ems, (size_t)line->known);
    float foot = words_median(line->feet, (size_t)line->known);
    if (line->known == 0)
        foot = (float)line->base;
    words_drop_strays(glyphs, line->first, em);
    Stroke stroke = {line->first, glyphs->len,
                     line->upright ? words_thickness(picture, glyphs, line->first) : 0};
    g_array_append_val(strokes, stroke);
    for (guint i = line->first; i < glyphs->len; i++) {
        Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        Box *box = &glyph->box;
        if (glyph->ch == ' ' || glyph->ch == '\n')
            continue;
        if (line->upright && em > 0) {
            float base = foot + (float)line->slope * (box->x0 + box->x1) / 2;
            box->y0 = base - ASCENT * em;
            box->y1 = base + DESCENT * em;
            glyph->size = (float)(em * scale);
        } else {
            glyph->size = (float)((line->upright ? box->y1 - box->y0 : box->x1 - box->x0) * scale);
            if (!line->upright)
                glyph->flags |= GLYPH_ROTATED;
        }
        *box = (Box){(float)(box->x0 * scale), (float)(box->y0 * scale), (float)(box->x1 * scale),
                     (float)(box->y1 * scale)};
    }
    if (glyphs->len > line->first)
        g_array_append_val(glyphs, ((Glyph){.ch = '\n', .confidence = 100}));
}

/* The box of what the results are at, in pixels. */
static bool box_of(const Results *results, TessPageIteratorLevel level, Box *box)
{
    int x0, y0, x1, y1;
    if (!TessPageIteratorBoundingBox(TessResultIteratorGetPageIteratorConst(results), level, &x0,
                                     &y0, &x1, &y1) ||
        x1 <= x0 || y1 <= y0)
        return false;
    *box = (Box){(float)x0, (float)y0, (float)x1, (float)y1};
    return true;
}

/* ---- Words ----------------------------------------------------------------------------------- */

/* The confidences of the characters that were kept. */
typedef struct Tally {
    size_t sum, glyphs, sideways;
} Tally;

/* Appends the characters of a symbol, side by side in its box. */
static void add_symbol(const Results *results, Box word, Line *line, GArray *glyphs)
{
    Box box = word;
    guint8 confidence = (guint8)CLAMP(TessResultIteratorConfidence(results, RIL_SYMBOL), 0, 100);
    char *text = TessResultIteratorGetUTF8Text(results, RIL_SYMBOL);
    glong count = text && g_utf8_validate(text, -1, NULL) ? g_utf8_strlen(text, -1) : 0;
    if (count > 0 && box_of(results, RIL_SYMBOL, &box)) {
        box.x0 = CLAMP(box.x0, word.x0, word.x1);
        box.x1 = CLAMP(box.x1, box.x0, word.x1);
    }
    float width = (box.x1 - box.x0) / (float)MAX(count, 1);
    const char *at = text;
    for (glong i = 0; i < count; i++, at = g_utf8_next_char(at)) {
        gunichar ch = g_utf8_get_char(at);
        Box own = {box.x0 + width * (float)i, box.y0, box.x0 + width * (float)(i + 1), box.y1};
        float em = line->upright ? em_of_letter(ch, own.y1 - own.y0) : 0;
        if (em > 0 && line->known < LINE_SYMBOLS_MAX) {
            line->feet[line->known] = own.y1 - (float)line->slope * (own.x0 + own.x1) / 2;
            line->ems[line->known++] = em;
        }
        g_array_append_val(glyphs, ((Glyph){.ch = ch, .box = own, .confidence = confidence}));
    }
    TessDeleteText(text);
}

/* True when the results are at the last symbol of a word. */
static bool ends_word(const Results *results)
{
    return TessPageIteratorIsAtFinalElement(TessResultIteratorGetPageIteratorConst(results),
                                            RIL_WORD, RIL_SYMBOL);
}

/* How sure the engine is of a word, 0 to 100: as sure as of its weakest letter or digit. Its own
 * figure counts apostrophes too, and so is 0 for many a « l'assemblée » rightly read. */
static guint8 word_confidence(const Glyph *glyphs, guint count)
{
    int least = 100;
    bool any = false;
    for (guint i = 0; i < count; i++)
        any |= g_unichar_isalnum(glyphs[i].ch);
    for (guint i = 0; i < count; i++)
        if (!any || g_unichar_isalnum(glyphs[i].ch))
            least = MIN(least, glyphs[i].confidence);
    return (guint8)CLAMP(100 - SYMBOL_SCALE * (100 - least), 0, 100);
}

/* True for what a seal, a signature, a rule or dust looks like to the engine. */
static bool is_noise(const Glyph *glyphs, guint count, int confidence)
{
    guint letters = 0, bars = 0;
    for (guint i = 0; i < count; i++) {
        letters += g_unichar_isalnum(glyphs[i].ch);
        bars += glyphs[i].ch == '|' || glyphs[i].ch == '_';
    }
    int least = letters == 0 ? CONFIDENCE_OF_MARKS : letters <= 2 ? CONFIDENCE_OF_SHORT : 0;
    return bars == count || confidence < least;
}

/* True for a word of some letters that is higher than it is wide. */
static bool is_sideways(Box word, guint count)
{
    enum { LETTERS_LEAST = 4 };
    return count >= LETTERS_LEAST && word.y1 - word.y0 > word.x1 - word.x0;
}

static void add_word(Results *results, Line *line, GArray *glyphs, Tally *tally)
{
    Box word;
    guint before = glyphs->len, first = before;
    bool has_box = box_of(results, RIL_WORD, &word);
    if (before > line->first) {
        g_array_append_val(glyphs, ((Glyph){.ch = ' ', .confidence = 100}));
        first++;
    }
    int known = line->known;
    for (bool more = true; more;) {
        if (has_box)
            add_symbol(results, word, line, glyphs);
        more = !ends_word(results) && TessResultIteratorNext(results, RIL_SYMBOL);
    }
    Glyph *own = (Glyph *)glyphs->data + first;
    guint count = glyphs->len - first;
    guint8 confidence = word_confidence(own, count);
    if (is_noise(own, count, confidence)) {
        g_array_set_size(glyphs, before);
        line->known = known;
        return;
    }
    words_close_ranks(own, count, word);
    for (guint i = 0; i < count; i++)
        own[i].confidence = confidence;
    tally->sum += (size_t)confidence * count;
    tally->glyphs += count;
    tally->sideways += is_sideways(word, count) ? count : 0;
}

static void add_words(Results *results, const Picture *picture, GArray *glyphs, int *confidence,
                      bool *sideways)
{
    g_autoptr(GArray) strokes = g_array_new(false, false, sizeof(Stroke));
    Line line = {.first = glyphs->len};
    Tally tally = {0};
    do {
        const TessPageIterator *at = TessResultIteratorGetPageIteratorConst(results);
        if (TessPageIteratorIsAtBeginningOf(at, RIL_TEXTLINE)) {
            end_line(&line, picture, glyphs, strokes);
            start_line(&line, results, glyphs->len);
        }
        add_word(results, &line, glyphs, &tally);
    } while (TessResultIteratorNext(results, RIL_WORD));
    end_line(&line, picture, glyphs, strokes);
    words_mark_bold(strokes, glyphs);
    *confidence = tally.glyphs > 0 ? (int)(tally.sum / tally.glyphs) : 0;
    *sideways = tally.sideways * 2 > tally.glyphs;
}

/* ---- One picture ----------------------------------------------------------------------------- */

OcrEnd ocr_recognise(Ocr *ocr, const Picture *picture, double seconds, GArray *glyphs,
                     int *confidence, bool *sideways)
{
    *confidence = 0;
    *sideways = false;
    if (!ocr_warm(ocr, NULL))
        return OCR_FAILED;
    g_autoptr(Monitor) monitor = TessMonitorCreate();
    TessMonitorSetDeadlineMSecs(monitor, (int)CLAMP(seconds * 1000, 1, 3600000));
    TessBaseAPISetImage(ocr->engine, picture->pixels, picture->width, picture->height, 1,
                        picture->width);
    TessBaseAPISetSourceResolution(ocr->engine, (int)CLAMP(picture->dpi, 70, 2400));
    gint64 end = g_get_monotonic_time() + (gint64)(seconds * G_USEC_PER_SEC);
    bool done = TessBaseAPIRecognize(ocr->engine, monitor) == 0;
    bool late = g_get_monotonic_time() > end;
    if (done && !late) {
        g_autoptr(Results) results = TessBaseAPIGetIterator(ocr->engine);
        if (results)
            add_words(results, picture, glyphs, confidence, sideways);
    }
    TessBaseAPIClear(ocr->engine);
    return late ? OCR_TIMEOUT : done ? OCR_DONE : OCR_FAILED;
}

/* ---- One mark -------------------------------------------------------------------------------- */

/* The pixels in a box, with paper around them. */
static Picture *cut_out(const Picture *picture, Box box)
{
    int margin = (int)(picture->dpi / MARGINS_AN_INCH);
    float scale = (float)(picture->dpi / 72);
    int x0 = MAX((int)(box.x0 * scale), 0), x1 = MIN((int)ceilf(box.x1 * scale), picture->width);
    int y0 = MAX((int)(box.y0 * scale), 0), y1 = MIN((int)ceilf(box.y1 * scale), picture->height);
    Picture *cut = x1 > x0 && y1 > y0
                       ? picture_new(x1 - x0 + 2 * margin, y1 - y0 + 2 * margin, picture->dpi)
                       : NULL;
    for (int y = y0; cut && y < y1; y++)
        memcpy(cut->pixels + (size_t)(y - y0 + margin) * (size_t)cut->width + margin,
               picture->pixels + (size_t)y * (size_t)picture->width + x0, (size_t)(x1 - x0));
    return cut;
}

static bool is_number_or_cross(const GArray *glyphs)
{
    const Glyph *at = (const Glyph *)glyphs->data;
    if (glyphs->len == 1 && (at->ch == 'X' || at->ch == 'x'))
        return true;
    for (guint i = 0; i < glyphs->len; i++)
        if (at[i].ch >= 0x80 || !g_ascii_isdigit((char)at[i].ch))
            return false;
    return glyphs->len > 0;
}

void ocr_recognise_mark(Ocr *ocr, const Picture *picture, Box box, GArray *glyphs)
{
    g_autoptr(Picture) cut = cut_out(picture, box);
    g_autoptr(GArray) found = g_array_new(false, false, sizeof(Glyph));
    if (!cut || !ocr_warm(ocr, NULL))
        return;
    Line line = {.upright = false};
    Tally tally = {0};
    TessBaseAPISetPageSegMode(ocr->engine, PSM_SINGLE_LINE);
    TessBaseAPISetImage(ocr->engine, cut->pixels, cut->width, cut->height, 1, cut->width);
    TessBaseAPISetSourceResolution(ocr->engine, (int)CLAMP(picture->dpi, 70, 2400));
    if (TessBaseAPIRecognize(ocr->engine, NULL) == 0) {
        g_autoptr(Results) results = TessBaseAPIGetIterator(ocr->engine);
        if (results)
            add_word(results, &line, found, &tally);
        if (results && TessResultIteratorNext(results, RIL_WORD))
            g_array_set_size(found, 0); /* of several words it is neither */
    }
    TessBaseAPIClear(ocr->engine);
    TessBaseAPISetPageSegMode(ocr->engine, PSM_AUTO);
    if (!is_number_or_cross(found) ||
        g_array_index(found, Glyph, 0).confidence < CONFIDENCE_OF_LONE)
        return;
    float em = (box.y1 - box.y0) / CAPITAL, step = (box.x1 - box.x0) / (float)found->len;
    for (guint i = 0; i < found->len; i++) {
        Glyph *glyph = &g_array_index(found, Glyph, i);
        float x = box.x0 + step * (float)i;
        glyph->box = (Box){x, box.y1 - ASCENT * em, x + step, box.y1 + DESCENT * em};
        glyph->size = em;
        g_array_append_val(glyphs, *glyph);
    }
    g_array_append_val(glyphs, ((Glyph){.ch = '\n', .confidence = 100}));
}
