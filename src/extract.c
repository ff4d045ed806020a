/* delibex_extract(): the one file that knows the order of the stages. */
#include "delibex.h"

#include "act/act.h"
#include "base/digest.h"
#include "check/check.h"
#include "check/pages.h"
#include "read/ocr.h"
#include "read/read.h"
#include "rules/rules.h"
#include "write/write.h"

#include <string.h>

struct DelibexRules {
    RuleSet *set;
};

static const char *const stage_names[] = {"read",  "layout",   "segment",
                                          "match", "assemble", "check"};

const char *delibex_stage_name(DelibexStage stage)
{
    return stage_names[stage];
}

bool delibex_stage_parse(const char *name, DelibexStage *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(stage_names); i++) {
        if (strcmp(name, stage_names[i]) == 0) {
            *out = (DelibexStage)i;
            return true;
        }
    }
    return false;
}

DelibexOcr *delibex_ocr_load(GError **error)
{
    return ocr_load(error);
}

void delibex_ocr_free(DelibexOcr *ocr)
{
    ocr_free(ocr);
}

bool delibex_ocr_warm(DelibexOcr *ocr, GError **error)
{
    return ocr_warm(ocr, error);
}

DelibexRules *delibex_rules_load(const char *const *directories, GError **error)
{
    RuleSet *set = rule_set_load(directories, error);
    if (!set)
        return NULL;
    DelibexRules *rules = g_new0(DelibexRules, 1);
    rules->set = set;
    return rules;
}

void delibex_rules_translate(DelibexRules *rules)
{
    rule_set_translate(rules->set);
}

void delibex_rules_free(DelibexRules *rules)
{
    if (!rules)
        return;
    rule_set_free(rules->set);
    g_free(rules);
}

/* What the stages leave behind for each other, in order. */
typedef struct Work {
    Document *document;
    Text *text;
    Outline *outline;
    Matches *stamps, *landmarks, *fields;
    Record *record;
} Work;

static void work_clear(Work *work)
{
    document_free(work->document);
    text_free(work->text);
    outline_free(work->outline);
    matches_free(work->stamps);
    matches_free(work->landmarks);
    matches_free(work->fields);
    record_free(work->record);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Work, work_clear)

/* A rule cut short may have missed what it would have read: that is said, and it is not "ok". */
static void note_undetermined(Document *document, const Matches *matches)
{
    if (!matches || matches->undetermined->len == 0)
        return;
    document_flag(document, "rules_undetermined");
    if (document->outcome == OUTCOME_OK)
        document->outcome = OUTCOME_OK_PARTIAL;
}

static void describe_source(const Work *work, const void *bytes, size_t length, const char *path,
                            const char *sandbox)
{
    Record *record = work->record;
    const Document *document = work->document;
    char pointer[RECORD_POINTER_SIZE];
    g_autoptr(Digest) sha256 = digest_new();
    digest_add(sha256, bytes, length);

    record_set_text(record, "/delibex", "1");
    if (path)
        record_set_text(record, "/source/path", path);
    if (sandbox)
        record_set_text(record, "/source/sandbox", sandbox);
    record_set_text(record, "/source/sha256", digest_hex(sha256));
    record_set_integer(record, "/source/bytes", (gint64)length);
    if (document->source != TEXT_SOURCE_PLAIN)
        record_set_integer(record, "/source/pages", document->page_count);
    record_set_text(record, "/source/text", text_source_name(document->source));
    record_set_text(record, "/source/outcome", outcome_name(document->outcome));
    for (guint i = 0; i < document->flags->len; i++) {
        size_t index = record_append(record, "/source/flags");
        record_set_text(record, record_at(pointer, "/source/flags/%zu", index),
                        document->flags->pdata[i]);
    }
    for (guint i = 0; i < document->pages->len; i++) {
        const Page *page = document->pages->pdata[i];
        if (page->source != TEXT_SOURCE_OCR)
            continue;
        size_t index = record_append(record, "/source/recognised");
        record_set_integer(record, record_at(pointer, "/source/recognised/%zu/page", index), i + 1);
        record_set_text(record, record_at(pointer, "/source/recognised/%zu/why", index), page->why);
        record_set_integer(record, record_at(pointer, "/source/recognised/%zu/confidence", index),
                           page->confidence);
    }
}

static void infer_matters(const DelibexRules *rules, MatterWords words, Work *work)
{
    g_autoptr(Outline) outline = outline_new();
    g_autoptr(Matches) matches = matches_new();
    g_autoptr(Text) text = matter_words(work->record, words, outline);
    if (!text)
        return;
    rule_set_match(rules->set, RULE_PASS_SUBJECTS, text, outline, matches);
    matter_assemble(text, words, matches, work->record);
}

static void run_stages(const DelibexRules *rules, DelibexStage last, Work *work)
{
    if (last < DELIBEX_STAGE_LAYOUT)
        return;
    work->text = layout(work->document);
    work->stamps = matches_new();
    rule_set_match(rules->set, RULE_PASS_STAMPS, work->text, NULL, work->stamps);
    segment_blank_stamps(work->text, work->stamps);
    if (last < DELIBEX_STAGE_SEGMENT)
        return;
    work->landmarks = matches_new();
    rule_set_match(rules->set, RULE_PASS_LANDMARKS, work->text, NULL, work->landmarks);
    work->outline = segment(work->text, work->landmarks);
    if (last < DELIBEX_STAGE_MATCH)
        return;
    work->fields = matches_new();
    rule_set_match(rules->set, RULE_PASS_FIELDS, work->text, work->outline, work->fields);
    if (last < DELIBEX_STAGE_ASSEMBLE)
        return;
    assemble(work->text, work->outline, work->stamps, work->fields, work->record);
    for (int words = MATTER_SUBJECT; words < MATTER_WORDS; words++)
        infer_matters(rules, (MatterWords)words, work);
}

/* Draws pages within what reading has left of the time; recognition has had its own. */
static void draw_pages(const Work *work, const void *bytes, size_t length, gint64 started,
                       const DelibexOptions *options)
{
    bool recognised = record_length(work->record, "/source/recognised") > 0;
    double spent = (double)(g_get_monotonic_time() - started) / G_USEC_PER_SEC;
    const DrawLimits limits = {options->picture_pages, options->picture_bytes,
                               options->picture_seconds - (recognised ? 0 : spent)};
    g_autoptr(GArray) pages = check_pages(work->record, (int)work->document->pages->len);
    document_draw(work->document, bytes, length, pages, &limits);
}

/* Boxes are told on the pages as they are shown, however they were read; drawn they are upright. */
static void turn_back(const Work *work)
{
    for (guint i = 0; work->text && i < work->document->pages->len; i++) {
        Page *page = work->document->pages->pdata[i];
        bool across = page->turns % 2 != 0;
        double width = across ? page->height : page->width;
        double height = across ? page->width : page->height;
        if (page->turns == 0)
            continue;
        text_turn_back(work->text, (int)i + 1, page->turns, width, height);
        record_turn_back(work->record, (int)i + 1, page->turns, width, height);
        page->width = width;
        page->height = height;
        page->picture.turns = page->turns;
        page->turns = 0;
    }
}

char *delibex_extract(const DelibexRules *rules, const void *bytes, size_t length, const char *path,
                      const DelibexOptions *options)
{
    const ReadOptions reading = {
        .ocr = options->ocr == DELIBEX_OCR_NEVER    ? OCR_NEVER
               : options->ocr == DELIBEX_OCR_ALWAYS ? OCR_ALWAYS
                                                    : OCR_AUTO,
        .engine = options->recogniser,
        .page_seconds = options->page_seconds,
        .total_seconds = options->ocr_seconds,
        .recognising = options->recognising,
        .data = options->data,
    };
    const gint64 started = g_get_monotonic_time();
    g_auto(Work)
        work = {.document = document_read(bytes, length, &reading), .record = record_new()};

    if (outcome_is_read(work.document->outcome))
        run_stages(rules, options->stop_after, &work);
    note_undetermined(work.document, work.stamps);
    note_undetermined(work.document, work.landmarks);
    note_undetermined(work.document, work.fields);
    if (options->complained && work.document->outcome != OUTCOME_OK && work.document->complaints)
        options->complained(work.document->complaints, options->data);
    describe_source(&work, bytes, length, path, options->sandbox);
    if (options->stop_after >= DELIBEX_STAGE_CHECK)
        check_record(work.record); /* last: it weighs how well the document was read */
    turn_back(&work);

    if (options->want & DELIBEX_WANT_PAGES)
        draw_pages(&work, bytes, length, started, options);

    WriteStages stages = {
        .document = work.document,
        .text = work.text,
        .outline = work.outline,
        .stamps = work.stamps,
        .landmarks = work.landmarks,
        .fields = work.fields,
        .want_text = options->want & DELIBEX_WANT_TEXT,
        .want_zones = options->want & DELIBEX_WANT_ZONES,
        .want_matches = options->want & DELIBEX_WANT_MATCHES,
        .want_unread = options->want & DELIBEX_WANT_UNREAD,
        .want_words = options->want & DELIBEX_WANT_WORDS,
        .want_pages = options->want & DELIBEX_WANT_PAGES,
    };
    return json_write(work.record, options->want ? &stages : NULL);
}
