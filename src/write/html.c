#include "html.h"

#include "html_parts.h"

#include "../base/flag.h"
#include "../base/outcome.h"

#include <string.h>

/* ---- What may load ----------------------------------------------------------------------------
 */

/* The sum of a style or a script as rules of what may load name it: 'sha256-…'. */
static void append_sum(GString *out, const char *bytes)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 sum[32];
    gsize length = sizeof sum;
    g_checksum_update(checksum, (const guchar *)bytes, -1);
    g_checksum_get_digest(checksum, sum, &length);
    g_autofree char *base64 = g_base64_encode(sum, length);
    g_string_append_printf(out, "'sha256-%s'", base64);
}

static void append_rules(GString *out)
{
    g_string_append(out, "<meta http-equiv=\"Content-Security-Policy\" content=\""
                         "default-src 'none'; base-uri 'none'; form-action 'none'; "
                         "img-src data:; style-src ");
    append_sum(out, html_style);
    g_string_append(out, "; script-src ");
    append_sum(out, html_script);
    g_string_append(out, "\">\n");
}

/* ---- What boxes mean ---------------------------------------------------------------------------
 */

static void append_key(Html *html)
{
    static const char *const keys[][2] = {
        {"", N_("read here")},
        {" c", N_("contradicted")},
        {" l", N_("of a contradicted list")},
        {" w", N_("to be verified")},
    };
    g_string_append(html->out, "<span class=\"keys\">");
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        html_put(html, "<span class=\"key%s\">", keys[i][0]);
        html_say(html, keys[i][1]);
        g_string_append(html->out, "</span> ");
    }
    g_string_append(html->out, "</span>\n");
}

/* ---- The frame --------------------------------------------------------------------------------
 */

static void append_tools(Html *html)
{
    g_string_append(html->out,
                    "<div class=\"tools\">\n<label><input type=\"checkbox\" id=\"all-how\"> ");
    html_say(html, N_("rule and confidence of each value"));
    g_string_append(html->out,
                    "</label>\n<label><input type=\"checkbox\" id=\"all-boxes\" checked> ");
    html_say(html, N_("boxes"));
    g_string_append(html->out, "</label>\n");
    append_key(html);
    g_string_append(html->out, "<span class=\"zoom\" hidden><button type=\"button\" "
                               "data-zoom=\"-1\" aria-label=\"");
    html_say(html, N_("smaller pages"));
    g_string_append(html->out,
                    "\">−</button><button type=\"button\" data-zoom=\"1\" aria-label=\"");
    html_say(html, N_("larger pages"));
    g_string_append(html->out, "\">+</button></span>\n</div>\n");
}

void html_begin(GString *out, const HtmlWords *words, const char *title)
{
    Html html = {.out = out, .words = words};
    html_put(&html, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
             words->language);
    append_rules(out);
    g_string_append(out,
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n"
                    "<meta name=\"robots\" content=\"noindex\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n"
                    "<meta name=\"generator\" content=\"delibex\">\n<title>");
    html_escape(out, title);
    html_put(&html, " – delibex</title>\n<style>%s</style>\n</head>\n<body>\n", html_style);
    g_string_append(out, "<header class=\"top\">\n<div class=\"what\"><h1>delibex</h1> <p>");
    html_say(&html,
             N_("What a deliberation says, beside where it says it. A careful reading, not a "
                "certified copy: check what matters on the page."));
    g_string_append(out, "</p></div>\n");
    append_tools(&html);
    g_string_append(out, "</header>\n<main>\n");
}

void html_end(GString *out, const HtmlWords *words)
{
    Html html = {.out = out, .words = words};
    g_string_append(out, "</main>\n<p id=\"status\" class=\"status\" role=\"status\" hidden></p>\n"
                         "<footer class=\"foot\">");
    html_say(&html, N_("Made by delibex. This page loads nothing and sends nothing."));
    html_put(&html, "</footer>\n<script>%s</script>\n</body>\n</html>\n", html_script);
}

/* ---- The list of documents --------------------------------------------------------------------
 */

static void append_name(GString *out, const char *name)
{
    if (!name)
        return;
    g_string_append(out, out->len ? " – " : "");
    g_string_append(out, name);
}

/* "Porz-Avel – conseil municipal – 27/06/2023"; the file's name where nothing is known. */
static char *title_of(const HtmlWords *words, const Record *record)
{
    GString *title = g_string_new(NULL);
    const char *date = record_text(record, "/session/date");
    g_autofree char *day = date ? words->day(date) : NULL;
    append_name(title, record_text(record, "/authority/name"));
    append_name(title, record_text(record, "/session/body"));
    append_name(title, day);
    const char *path = record_text(record, "/source/path");
    g_autofree char *file = path ? g_path_get_basename(path) : NULL;
    if (title->len == 0)
        append_name(title, file);
    return g_string_free(title, false);
}

static Outcome outcome_of(const Record *record)
{
    Outcome outcome = OUTCOME_CRASH;
    const char *name = record_text(record, "/source/outcome");
    return name && outcome_parse(name, &outcome) ? outcome : OUTCOME_CRASH;
}

HtmlEntry *html_entry_new(const HtmlWords *words, const HtmlDocument *document, const char *href)
{
    HtmlEntry *entry = g_new0(HtmlEntry, 1);
    Outcome outcome = outcome_of(document->record);
    entry->title = title_of(words, document->record);
    entry->path = g_strdup(record_text(document->record, "/source/path"));
    entry->href = g_strdup(href);
    if (!outcome_is_read(outcome))
        entry->outcome = outcome_sentence(outcome);
    html_tally(document->record, entry->tally);
    return entry;
}

void html_entry_free(HtmlEntry *entry)
{
    if (!entry)
        return;
    g_free(entry->title);
    g_free(entry->path);
    g_free(entry->href);
    g_free(entry);
}

static void append_badges(Html *html, const guint tally[4])
{
    static const char *const words[][2] = {
        [WEIGHT_CONTRADICTED] = {N_("contradiction"), N_("contradictions")},
        [WEIGHT_TO_VERIFY] = {N_("to be verified"), N_("to be verified")},
        [WEIGHT_UNVERIFIABLE] = {N_("not verifiable"), N_("unverifiable")},
        [WEIGHT_AGREES] = {N_("agrees"), N_("agree")},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (tally[i] == 0 && i != WEIGHT_CONTRADICTED)
            continue;
        html_put(html, "<span class=\"badge %s%s\">%u ", html_weight_name((Weight)i),
                 tally[i] ? "" : " none", tally[i]);
        html_say(html, words[i][tally[i] != 1]);
        g_string_append(html->out, "</span> ");
    }
}

void html_list(GString *out, const HtmlWords *words, const GPtrArray *entries)
{
    Html html = {.out = out, .words = words};
    g_string_append(out, "<nav class=\"list\">\n<h2>");
    html_say(&html, N_("Documents"));
    html_put(&html, " <span class=\"count\">%u</span></h2>\n<ol>\n", entries->len);
    for (guint i = 0; i < entries->len; i++) {
        const HtmlEntry *entry = entries->pdata[i];
        g_string_append(out, "<li><a href=\"");
        html_escape(out, entry->href);
        g_string_append(out, "\">");
        html_escape(out, entry->title);
        g_string_append(out, "</a> <span class=\"path\">");
        html_escape(out, entry->path);
        g_string_append(out, "</span> ");
        if (entry->outcome) {
            g_string_append(out, "<span class=\"badge unread\">");
            html_say(&html, entry->outcome);
            g_string_append(out, "</span>");
        } else {
            append_badges(&html, entry->tally);
        }
        g_string_append(out, "</li>\n");
    }
    g_string_append(out, "</ol>\n</nav>\n");
}

void html_between(GString *out, const HtmlWords *words, const GPtrArray *findings)
{
    Html html = {.out = out, .words = words};
    if (findings->len == 0)
        return;
    g_string_append(out, "<section class=\"between\">\n<h2>");
    html_say(&html, N_("Between the documents"));
    g_string_append(out, "</h2>\n");
    for (guint i = 0; i < findings->len; i++) {
        const HtmlBetween *between = findings->pdata[i];
        html_finding_card(&html, between->finding, i, between);
    }
    g_string_append(out, "</section>\n");
}

/* ---- One document -----------------------------------------------------------------------------
 */

static void append_outcome(Html *html, Outcome outcome)
{
    const char *diagnosis = html->document->diagnosis;
    if (outcome == OUTCOME_OK && !html->document->redacted)
        return;
    if (outcome != OUTCOME_OK) {
        html_put(html, "<p class=\"notice %s\" data-outcome=\"%s\"><b>",
                 outcome_is_read(outcome) ? "partly" : "unread", outcome_name(outcome));
        html_say(html, outcome_is_read(outcome) ? N_("Read in part:") : N_("Could not be read:"));
        g_string_append(html->out, "</b> ");
        html_say(html, outcome_sentence(outcome));
        if (diagnosis && strcmp(diagnosis, outcome_sentence(outcome)) != 0) {
            g_string_append(html->out, " <small>");
            html_text(html, diagnosis);
            g_string_append(html->out, "</small>");
        }
        g_string_append(html->out, "</p>\n");
    }
    if (html->document->redacted) {
        g_string_append(html->out, "<p class=\"notice partly\">");
        html_say(html, N_("Names of persons who are not members were left out, where they could be "
                          "told. The pages, which hold them, are not shown."));
        g_string_append(html->out, "</p>\n");
    }
}

static void append_recognised(Html *html)
{
    char pointer[RECORD_POINTER_SIZE];
    size_t count = record_length(html->record, "/source/recognised");
    if (count == 0)
        return;
    g_string_append(html->out, "<div><dt>");
    html_say(html, N_("Recognised from pictures"));
    g_string_append(html->out, "</dt><dd>");
    for (size_t i = 0; i < count; i++) {
        gint64 page = 0, confidence = 0;
        record_integer(html->record, record_at(pointer, "/source/recognised/%zu/page", i), &page);
        record_integer(html->record, record_at(pointer, "/source/recognised/%zu/confidence", i),
                       &confidence);
        html_put(html, "%sp.&#160;%" G_GINT64_FORMAT " (%" G_GINT64_FORMAT "&#160;%%)",
                 i ? ", " : "", page, confidence);
    }
    g_string_append(html->out, "</dd></div>\n");
}

static const char *flag_at(const Html *html, size_t index)
{
    char pointer[RECORD_POINTER_SIZE];
    return record_text(html->record, record_at(pointer, "/source/flags/%zu", index));
}

/* What people do not see as it was read is said first of all. */
static void append_warnings(Html *html)
{
    for (size_t i = 0; i < record_length(html->record, "/source/flags"); i++) {
        const char *flag = flag_at(html, i);
        if (!flag_deceives(flag))
            continue;
        html_put(html, "<p class=\"notice partly\" data-flag=\"%s\"><b>", flag);
        html_say(html, N_("Compare with the page:"));
        g_string_append(html->out, "</b> ");
        html_say(html, flag_sentence(flag));
        g_string_append(html->out, "</p>\n");
    }
}

static void append_flags(Html *html)
{
    size_t count = record_length(html->record, "/source/flags");
    if (count == 0)
        return;
    g_string_append(html->out, "<div><dt>");
    html_say(html, N_("Remarks"));
    g_string_append(html->out, "</dt><dd>");
    for (size_t i = 0; i < count; i++) {
        const char *sentence = flag_sentence(flag_at(html, i));
        g_string_append(html->out, i ? "<br>\n" : "");
        if (sentence)
            html_say(html, sentence);
        html_put(html, "%s<code>", sentence ? " " : "");
        html_text(html, flag_at(html, i));
        g_string_append(html->out, "</code>");
    }
    g_string_append(html->out, "</dd></div>\n");
}

static void append_source(Html *html)
{
    static const char *const rows[][2] = {
        {"/source/path", N_("File")},       {"/source/sha256", N_("SHA-256")},
        {"/source/bytes", N_("Bytes")},     {"/source/pages", N_("Pages")},
        {"/source/text", N_("Text")},       {"/source/outcome", N_("Outcome")},
        {"/source/sandbox", N_("Sandbox")},
    };
    g_string_append(html->out, "<details class=\"source\"><summary>");
    html_say(html, N_("How it was read"));
    g_string_append(html->out, "</summary>\n<dl class=\"rows\">\n");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        html_row(html, rows[i][1], rows[i][0], (Shown){.optional = true});
    append_recognised(html);
    append_flags(html);
    g_string_append(html->out, "</dl></details>\n");
}

static void append_document_head(Html *html, Outcome outcome)
{
    g_autofree char *title = title_of(html->words, html->record);
    guint tally[4];
    html_tally(html->record, tally);
    g_string_append(html->out, "<header>\n<h2>");
    html_text(html, title);
    g_string_append(html->out, "</h2>\n<p class=\"path\">");
    html_text(html, record_text(html->record, "/source/path"));
    g_string_append(html->out, "</p>\n");
    append_outcome(html, outcome);
    append_warnings(html);
    if (outcome_is_read(outcome)) {
        g_string_append(html->out, "<p class=\"badges\">");
        append_badges(html, tally);
        g_string_append(html->out, "</p>\n");
    }
    append_source(html);
    g_string_append(html->out, "</header>\n");
}

void html_document(GString *out, const HtmlWords *words, const HtmlDocument *document)
{
    Html html = {.out = out, .words = words, .document = document, .record = document->record};
    Outcome outcome = outcome_of(document->record);
    html_find_spots(&html);
    html_put(&html, "<article class=\"doc%s\" id=\"d%zu\">\n<div class=\"record\">\n",
             node_count(node_member(document->stages, "pages")) ? "" : " bare", document->number);
    append_document_head(&html, outcome);
    if (outcome_is_read(outcome)) {
        html_findings(&html);
        html_sessions(&html);
        html_acts(&html);
        html_others(&html);
    }
    g_string_append(out, "</div>\n");
    html_sheets(&html);
    g_string_append(out, "</article>\n");
    html_drop_spots(&html);
}
