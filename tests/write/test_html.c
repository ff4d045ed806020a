/* The page of what a reader sent that a document has taken over: pictures that are none, marks and
 * boxes off the page, names that are markup. */
#include "../../src/write/html.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const char *say(const char *english)
{
    return english;
}

static char *as_it_is(const char *words)
{
    return g_strdup(words);
}

static char *name_of(const Operand *operand)
{
    return g_strdup_printf("%s %d", operand->name, (int)operand->number);
}

static const char *no_title(const char *id)
{
    (void)id;
    return NULL;
}

static const HtmlWords words = {"en", say, as_it_is, name_of, as_it_is, no_title};

/* A record with one value read on page 1. */
static Record *record_with(Box box)
{
    Record *record = record_new();
    record_set_text(record, "/source/path", "act.pdf");
    record_set_text(record, "/source/outcome", "ok");
    record_set_text(record, "/session/body", "conseil");
    record_add_evidence(
        record, "/session/body",
        &(Evidence){.page = 1, .box = box, .text = "« <b>", .rule = "a/b\"", .confidence = 0.5});
    return record;
}

/* The part of one document. `stages` is JSON with ' for ". */
static char *part_of(const Record *record, const char *stages)
{
    g_autofree char *json = g_strdelimit(g_strdup(stages), "'", '"');
    g_autoptr(Tree) tree = tree_parse(json, strlen(json), NULL);
    ck_assert_ptr_nonnull(tree);
    GString *out = g_string_new(NULL);
    html_document(out, &words,
                  &(HtmlDocument){.record = record, .stages = tree_root(tree), .number = 1});
    return g_string_free(out, false);
}

static char *part_of_page(const char *page)
{
    g_autoptr(Record) record = record_with((Box){10, 20, 60, 30});
    g_autofree char *stages = g_strdup_printf("{'pages':[%s],'marks':[]}", page);
    return part_of(record, stages);
}

START_TEST(a_picture_is_shown)
{
    g_autofree char *part = part_of_page("{'page':1,'width':100,'height':200,'type':'image/png',"
                                         "'data':'iVBORw0KGgo=','left_out':null,'text':null}");
    ck_assert_ptr_nonnull(strstr(part, "src=\"data:image/png;base64,iVBORw0KGgo=\""));
    ck_assert_ptr_nonnull(strstr(part, "<rect x=\"9.00\" y=\"19.70\" width=\"52.00\""));
    ck_assert_ptr_nonnull(strstr(part, "« &lt;b&gt;"));
    ck_assert_ptr_nonnull(strstr(part, "rule a/b&quot;, confidence 50 %"));
    ck_assert_ptr_null(strstr(part, "<b>\""));
}
END_TEST

/* (10, 20) to (60, 30) on a page of 100 by 200 that lies on its side, on its head, … */
START_TEST(a_box_turns_with_its_page)
{
    static const char *const rects[] = {
        "<rect x=\"9.00\" y=\"19.70\" width=\"52.00\" height=\"10.60\"",
        "<rect x=\"169.00\" y=\"9.70\" width=\"12.00\" height=\"50.60\"",
        "<rect x=\"39.00\" y=\"169.70\" width=\"52.00\" height=\"10.60\"",
        "<rect x=\"19.00\" y=\"39.70\" width=\"12.00\" height=\"50.60\"",
        "<rect x=\"9.00\" y=\"19.70\" width=\"52.00\" height=\"10.60\"",
    };
    for (int turns = 0; turns < (int)G_N_ELEMENTS(rects); turns++) { /* 4 are none */
        g_autofree char *page = g_strdup_printf("{'page':1,'width':100,'height':200,'turns':%d,"
                                                "'type':'image/png','data':'iVBORw0KGgo='}",
                                                turns);
        g_autofree char *part = part_of_page(page);
        ck_assert_msg(strstr(part, rects[turns]) != NULL, "%d turns: %s", turns, part);
        ck_assert_ptr_nonnull(
            strstr(part, turns % 2 != 0 ? "viewBox=\"0 0 200.00 100.00\"" : "0 0 100.00 200.00"));
    }
}
END_TEST

START_TEST(what_is_no_picture_is_not)
{
    static const char *const pages[] = {
        "{'page':1,'width':100,'height':200,'type':'image/svg+xml','data':'iVBORw0KGgo='}",
        "{'page':1,'width':100,'height':200,'type':'image/png','data':'iVBORw0KGgo\\\" onload=x'}",
        "{'page':1,'width':100,'height':200,'type':'image/png','data':'/9j/4AAQ'}",
        "{'page':1,'width':100,'height':200,'type':'image/png','data':'iVBORw0KGgo'}",
        "{'page':1,'width':100,'height':200,'type':'image/png','data':'iVBORw0KGgo=AAAA'}",
        "{'page':1,'width':100,'height':200,'type':7,'data':'iVBORw0KGgo='}",
        "{'page':1,'width':'x','height':-2,'type':null,'data':[]}",
        "{'page':2,'width':100,'height':200}",
        "null",
        "[]",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autofree char *part = part_of_page(pages[i]);
        ck_assert_ptr_null(strstr(part, "<img"));
        ck_assert_ptr_null(strstr(part, "onload"));
        ck_assert_ptr_nonnull(strstr(part, "could not be drawn"));
        ck_assert_ptr_nonnull(strstr(part, "id=\"d1p1b1\"")); /* what a value links to */
    }
}
END_TEST

/* The second page is among those not drawn, which are told in one line; a third one there is not.
 */
START_TEST(an_act_leads_to_pages_there_are)
{
    g_autoptr(Record) record = record_with((Box){10, 20, 60, 30});
    record_append(record, "/acts");
    for (int i = 0; i < 2; i++)
        record_append(record, "/acts/0/pages");
    record_set_integer(record, "/acts/0/pages/0", 1);
    record_set_integer(record, "/acts/0/pages/1", 2);
    static const char stages[] =
        "{'pages':[{'page':1,'width':100,'height':200,'left_out':'pages'},"
        "{'page':2,'width':100,'height':200,'left_out':'pages'}],'marks':[]}";
    g_autofree char *part = part_of(record, stages);
    ck_assert_ptr_nonnull(strstr(part, "<a class=\"to\" href=\"#d1p1\">1</a>–"));
    ck_assert_ptr_nonnull(strstr(part, "<a class=\"to\" href=\"#d1p2\">2</a>"));
    ck_assert_ptr_nonnull(strstr(part, "id=\"d1p1\""));
    ck_assert_ptr_nonnull(strstr(part, "id=\"d1p2\""));
    record_set_integer(record, "/acts/0/pages/1", 3);
    g_autofree char *other = part_of(record, stages);
    ck_assert_ptr_nonnull(strstr(other, "<a class=\"to\" href=\"#d1p1\">1</a>–3<"));
}
END_TEST

START_TEST(flags_are_explained)
{
    g_autoptr(Record) record = record_with((Box){10, 20, 60, 30});
    record_append(record, "/source/flags");
    record_set_text(record, "/source/flags/0", "hidden_text");
    record_append(record, "/source/flags");
    record_set_text(record, "/source/flags/1", "rotated_text");
    record_append(record, "/source/flags");
    record_set_text(record, "/source/flags/2", "<of a later version>");
    g_autofree char *part = part_of(record, "{'pages':[],'marks':[]}");
    ck_assert_ptr_nonnull(strstr(part,
                                 "data-flag=\"hidden_text\"><b>Compare with the page:</b> some "
                                 "text that was read is not to be seen on the page</p>"));
    ck_assert_ptr_null(strstr(part, "data-flag=\"rotated_text\""));
    ck_assert_ptr_nonnull(
        strstr(part, "some words do not stand upright <code>rotated_text</code>"));
    ck_assert_ptr_nonnull(strstr(part, "<code>&lt;of a later version&gt;</code>"));
}
END_TEST

START_TEST(a_box_off_the_page_stays_on_it)
{
    g_autoptr(Record) record = record_with((Box){-500, -20, 9000, 30});
    g_autofree char *part =
        part_of(record, "{'pages':[{'page':1,'width':100,'height':200}],'marks':[]}");
    ck_assert_ptr_nonnull(
        strstr(part, "<rect x=\"0.00\" y=\"0.00\" width=\"100.00\" height=\"30.30\" rx=\"2\"/>"));
}
END_TEST

/* The text is « Séance <i>du »: « é » takes bytes 1 and 2. */
START_TEST(marks_are_held_against_the_text)
{
    static const struct {
        const char *range, *marked; /* NULL: nothing is */
    } marks[] = {
        {"'from':0,'to':7", ">Séance</a> &lt;i&gt;du"},
        {"'from':3,'to':5", ">an</a>ce &lt;i&gt;du"},
        {"'from':2,'to':5", NULL},
        {"'from':0,'to':2", NULL},
        {"'from':5,'to':5", NULL},
        {"'from':-1,'to':5", NULL},
        {"'from':1,'to':9999", NULL},
        {"'from':4,'to':99999999999", NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        g_autoptr(Record) record = record_with((Box){0});
        g_autofree char *stages =
            g_strdup_printf("{'pages':[{'page':1,'text':'Séance <i>du'}],"
                            "'marks':[{'at':'/session/body','nth':0,'page':1,%s},"
                            "{'at':7,'nth':0},null]}",
                            marks[i].range);
        g_autofree char *part = part_of(record, stages);
        if (marks[i].marked)
            ck_assert_ptr_nonnull(strstr(part, marks[i].marked));
        else
            ck_assert_ptr_null(strstr(part, "data-m"));
        ck_assert_ptr_nonnull(strstr(part, "id=\"d1p1b1\""));
    }
}
END_TEST

START_TEST(names_of_files_are_no_markup)
{
    g_autoptr(Record) record = record_with((Box){0});
    g_autoptr(GString) out = g_string_new(NULL);
    record_set_text(record, "/source/path", "\"><script>\x01\xE2\x80\xAE.pdf");
    const HtmlDocument document = {.record = record, .number = 1};
    g_autoptr(HtmlEntry) entry = html_entry_new(&words, &document, "\"><script>.html");
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    g_ptr_array_add(entries, entry);
    html_list(out, &words, entries);
    html_begin(out, &words, "</title><script>");
    ck_assert_ptr_nonnull(strstr(out->str, "href=\"&quot;&gt;&lt;script&gt;.html\""));
    ck_assert_ptr_nonnull(strstr(out->str, "&lt;script&gt;‹U+0001›‹U+202E›.pdf"));
    ck_assert_ptr_null(strstr(out->str, "<script>"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("html");
    TCase *tcase = tcase_create("hostile");
    tcase_add_test(tcase, a_picture_is_shown);
    tcase_add_test(tcase, a_box_turns_with_its_page);
    tcase_add_test(tcase, an_act_leads_to_pages_there_are);
    tcase_add_test(tcase, flags_are_explained);
    tcase_add_test(tcase, what_is_no_picture_is_not);
    tcase_add_test(tcase, a_box_off_the_page_stays_on_it);
    tcase_add_test(tcase, marks_are_held_against_the_text);
    tcase_add_test(tcase, names_of_files_are_no_markup);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
