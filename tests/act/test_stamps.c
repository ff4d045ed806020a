/* The dates of transmission that the stamps of a scan tell together, each read a little otherwise.
 */
#include "../../src/act/assemble.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* What one stamp was read as, and how surely, 0 to 100; NULL for what was not read. */
typedef struct Stamp {
    const char *id, *sent, *received;
    int confidence;
} Stamp;

enum { MOST_STAMPS = 4 };

typedef struct Case {
    const char *kind;
    int acts;
    Stamp stamps[MOST_STAMPS];
    const char *torn;     /* a date of receipt that stands in the text, or NULL */
    const char *received; /* what act 0 has from its own stamp, or NULL */
    const char *kept;     /* what the last act has in the end: « sent received » */
} Case;

#define ID "042-244200770-20230116-PV16012023-DE"
#define OTHER "042-244200770-20230301-DE2023_118-DE"

static const Case cases[] = {
    /* the surest reading, or that of most pages */
    {"minutes",
     2,
     {{ID, "2023-01-20", "2023-01-20", 90}, {ID, "2023-01-28", "2023-01-26", 60}},
     NULL,
     NULL,
     "2023-01-20 2023-01-20"},
    {"minutes",
     2,
     {{ID, "2023-01-20", "2023-01-26", 80},
      {ID, "2023-01-20", "2023-01-20", 60},
      {ID, "2023-01-20", "2023-01-20", 60}},
     NULL,
     NULL,
     "2023-01-20 2023-01-20"},
    /* a date before the act, or long after it, is misread */
    {"minutes",
     2,
     {{ID, "2023-01-20", "2028-01-20", 95}, {ID, NULL, "2023-01-21", 60}},
     NULL,
     NULL,
     "2023-01-20 2023-01-21"},
    {"minutes", 2, {{ID, "2023-01-02", "2022-01-20", 95}}, NULL, NULL, "- -"},
    /* an act that has one that cannot be loses it, and gets none */
    {"minutes", 1, {{ID, "2023-01-20", NULL, 95}}, NULL, "2028-01-20", "2023-01-20 -"},
    /* readings of one identifier that differ in two letters are of one */
    {"minutes",
     2,
     {{ID, "2023-01-20", NULL, 90},
      {"042-244200770-20230116-PVI6O12023-DE", NULL, "2023-01-21", 70}},
     NULL,
     NULL,
     "2023-01-20 2023-01-21"},
    /* a line of the stamp that was read in the midst of the text */
    {"minutes", 2, {{ID, "2023-01-20", NULL, 90}}, "2023-01-21", NULL, "2023-01-20 2023-01-21"},
    {"minutes", 2, {{ID, "2023-01-20", NULL, 90}}, "2028-01-21", NULL, "2023-01-20 -"},
    /* several transmissions, several acts that are no minutes: each has its own */
    {"minutes",
     2,
     {{ID, "2023-01-20", "2023-01-20", 90}, {OTHER, "2023-03-02", "2023-03-02", 90}},
     NULL,
     NULL,
     "- -"},
    {"deliberation", 2, {{ID, "2023-01-20", "2023-01-20", 90}}, NULL, NULL, "- -"},
    {"deliberation",
     1,
     {{ID, "2023-01-20", "2023-01-20", 90}},
     NULL,
     NULL,
     "2023-01-20 2023-01-20"},
    /* a stamp that is text is surer than all of them */
    {"minutes", 2, {{ID, "2023-01-20", "2023-01-20", 100}}, NULL, NULL, "- -"},
    /* none says whose it is */
    {"minutes", 2, {{NULL, "2023-01-20", "2023-01-20", 90}}, NULL, NULL, "- -"},
};

/* Appends words to the text, read so surely. */
static Span write_words(Text *text, const char *words, int confidence)
{
    size_t start, end;
    text_folded(text, &start);
    for (const char *p = words; *p; p = g_utf8_next_char(p))
        text_append(text, g_utf8_get_char(p), 1, (Box){0}, confidence);
    text_folded(text, &end);
    text_end_line(text, 1, 0, 0);
    return (Span){start, end};
}

static void capture(Match *match, const char *name, ValueType type, const char *words, Span span)
{
    Value value = {0};
    ck_assert(value_from_canonical(type, words, &value));
    match_add_capture(match, name, NULL, span, value);
}

static void add_stamp(Text *text, Matches *stamps, const Stamp *stamp)
{
    const char *const words[] = {stamp->id, stamp->sent, stamp->received};
    static const char *const names[] = {"transmission_id", "sent_date", "received_date"};
    Match *match = matches_add(stamps, "stamps/four-lines", 0, (Span){0, 1});
    for (int i = 0; i < 3; i++) {
        if (!words[i])
            continue;
        Span span = write_words(text, words[i], stamp->confidence);
        capture(match, names[i], i == 0 ? VALUE_TEXT : VALUE_DATE, words[i], span);
    }
}

static char *date_of(const Record *record, int act, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    gint64 number = 0;
    record_at(pointer, "/acts/%d/transmission/%s", act, key);
    if (!record_integer(record, pointer, &number))
        return g_strdup("-");
    Date date = date_from_number(number);
    return g_strdup_printf("%04d-%02d-%02d", date.year, date.month, date.day);
}

static void fill_acts(const Assembly *assembly, const Case *c)
{
    for (int i = 0; i < c->acts; i++)
        record_append(assembly->record, "/acts");
    if (!c->received)
        return;
    Value value = {0};
    ck_assert(value_from_canonical(VALUE_DATE, c->received, &value));
    Capture own = {.name = "received_date", .span = {0, 1}, .value = value};
    assembly_put(assembly, "/acts/0/transmission/received", &own, "stamps/four-lines");
    value_clear(&value);
}

START_TEST(test_stamps)
{
    const Case *c = &cases[_i];
    g_autoptr(Text) text = text_new();
    g_autoptr(Record) record = record_new();
    g_autoptr(Matches) stamps = matches_new(), fields = matches_new();
    g_autoptr(Outline) outline = outline_new();
    Assembly assembly = {
        .text = text, .outline = outline, .stamps = stamps, .fields = fields, .record = record};
    outline->kind = c->kind;
    for (int i = 0; i < MOST_STAMPS && c->stamps[i].confidence > 0; i++)
        add_stamp(text, stamps, &c->stamps[i]);
    if (c->torn) {
        Span span = write_words(text, c->torn, 70);
        Match *match = matches_add(fields, "stamps/received-torn", 0, span);
        capture(match, "torn_received", VALUE_DATE, c->torn, span);
    }
    fill_acts(&assembly, c);

    assemble_stamps(&assembly);

    g_autofree char *sent = date_of(record, c->acts - 1, "sent");
    g_autofree char *received = date_of(record, c->acts - 1, "received");
    g_autofree char *kept = g_strdup_printf("%s %s", sent, received);
    ck_assert_str_eq(kept, c->kept);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stamps");
    TCase *tcase = tcase_create("stamps");
    tcase_add_loop_test(tcase, test_stamps, 0, G_N_ELEMENTS(cases));
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
