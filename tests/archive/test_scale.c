/* A store of many acts, written without reading any document: the newest come first straight from
 * the index, whatever their number. DELIBEX_SCALE=N writes N acts, prints the rates and the time of
 * ten questions, and keeps the archive at DELIBEX_SCALE_FILE. */
#include "../../src/archive/publish.h"
#include "../../src/archive/search.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

enum { AUTHORITIES = 200, FAMILIES = 400, BATCH = 500 };

static const char *const common[] = {"le",        "la",      "de",         "des",     "conseil",
                                     "municipal", "commune", "maire",      "séance",  "délibéré",
                                     "article",   "vu",      "code",       "général", "budget",
                                     "vote",      "travaux", "subvention", "marché",  "convention"};
static const char *const syllables[] = {"ba", "cor", "dé",  "fi", "gui", "la", "mon",  "né",
                                        "pu", "ri",  "sol", "ta", "ver", "zo", "quin", "œu"};

/* A word: frequent ones often, others from some forty thousand made of syllables. */
static void append_word(GString *out, GRand *chance)
{
    if (g_rand_int_range(chance, 0, 100) < 55) {
        g_string_append(out, common[g_rand_int_range(chance, 0, G_N_ELEMENTS(common))]);
    } else {
        for (int i = g_rand_int_range(chance, 2, 5); i > 0; i--)
            g_string_append(out, syllables[g_rand_int_range(chance, 0, G_N_ELEMENTS(syllables))]);
    }
    g_string_append_c(out, ' ');
}

static void append_lines(GString *json, GRand *chance, int words)
{
    g_string_append(json, "\"stages\":{\"words\":[{\"act\":0,\"page\":1,\"text\":\"");
    for (int line = 0; line * 12 < words; line++) {
        g_string_append(json, line == 0 ? "" : line % 45 ? "\\n" : "\\n\\f");
        for (int i = 0; i < 12; i++)
            append_word(json, chance);
    }
    g_string_append(json, "\"}]}}");
}

static void append_members(GString *json, GRand *chance)
{
    static const char *const states[] = {"present", "present", "present", "represented", "absent"};
    for (int i = 0; i < 19; i++) {
        int family = g_rand_int_range(chance, 0, FAMILIES);
        g_string_append_printf(json,
                               "%s{\"name\":\"Camille FAMILLE%03d\",\"given\":\"Camille\","
                               "\"family\":\"FAMILLE%03d\",\"status\":\"%s\"}",
                               i ? "," : "", family, family,
                               states[g_rand_int_range(chance, 0, G_N_ELEMENTS(states))]);
    }
}

static char *make_record(GRand *chance, int serial)
{
    GString *json = g_string_new(NULL);
    g_autoptr(GString) subject = g_string_new(NULL);
    for (int i = 0; i < 9; i++)
        append_word(subject, chance);
    g_string_append_printf(
        json,
        "{\"delibex\":\"1\",\"source\":{\"path\":\"x\",\"sha256\":\"x\",\"bytes\":1,\"pages\":2,"
        "\"text\":\"layer\",\"outcome\":\"ok\",\"flags\":[]},\"kind\":\"deliberation\","
        "\"authority\":{\"name\":\"Commune de Val-%03d\",\"siren\":null,\"type\":\"commune\"},"
        "\"session\":{\"body\":\"Conseil municipal\",\"date\":\"%d-%02d-%02d\",\"members\":[",
        serial % AUTHORITIES, g_rand_int_range(chance, 2005, 2025), g_rand_int_range(chance, 1, 13),
        g_rand_int_range(chance, 1, 29));
    append_members(json, chance);
    g_string_append_printf(
        json,
        "],\"proxies\":[],\"secretaries\":[],\"counts\":{\"present\":12}},\"acts\":[{\"id\":null,"
        "\"number\":\"S-%06d\",\"subject\":\"%s\",\"pages\":[1,2],\"vote\":{\"outcome\":\"%s\","
        "\"unanimous\":true,\"derived\":[],\"named\":[]},\"amounts\":[{\"cents\":%d,\"currency\":"
        "\"EUR\",\"zone\":\"operative\",\"text\":\"x\"}],\"grants\":[],\"decisions\":[],"
        "\"references\":[]}],\"findings\":[{\"check\":\"present-names\",\"status\":\"%s\","
        "\"severity\":\"error\",\"operands\":{},\"message\":\"x\",\"basis\":null,\"at\":[]}],"
        "\"evidence\":{},",
        serial, subject->str, serial % 50 ? "adopted" : "rejected",
        g_rand_int_range(chance, 1000, 9000000), serial % 40 ? "consistent" : "contradicted");
    append_lines(json, chance, g_rand_int_range(chance, 200, 700));
    return g_string_free(json, FALSE);
}

static void put(Store *store, Stemmer *stemmer, GRand *chance, int serial)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *json = make_record(chance, serial);
    g_autofree char *sha256 = g_strdup_printf("%064x", serial);
    g_autofree char *path = g_strdup_printf("/made/%06d.pdf", serial);
    Content content = {.sha256 = sha256,
                       .json = json,
                       .bytes = 1000 + serial,
                       .outcome = OUTCOME_OK,
                       .extractor = "made"};
    gint64 document = 0;
    ck_assert(publish_content(store, stemmer, &content, &document, &error));
    ck_assert(publish_file(store, path, NULL, document, "ok", NULL, &error));
}

static double seconds_since(gint64 start)
{
    return (double)(g_get_monotonic_time() - start) / 1e6;
}

static void write_archive(const char *path, int acts)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open_writer(path, NULL, &error);
    g_autoptr(Stemmer) stemmer = stemmer_new();
    g_autoptr(GRand) chance = g_rand_new_with_seed(7);
    ck_assert_msg(store != NULL, "%s", error ? error->message : "");
    ck_assert(publish_prepare(store, &error));
    gint64 start = g_get_monotonic_time();
    for (int serial = 0; serial < acts; serial++) {
        if (serial % BATCH == 0)
            ck_assert(store_begin(store, &error));
        put(store, stemmer, chance, serial);
        if (serial % BATCH == BATCH - 1 || serial == acts - 1)
            ck_assert(publish_index(store, &error) && store_commit(store, &error));
    }
    double seconds = seconds_since(start);
    g_autoptr(Store) closing = g_steal_pointer(&store);
    g_clear_pointer(&closing, store_free);
    GStatBuf status;
    ck_assert_int_eq(g_stat(path, &status), 0);
    if (getenv("DELIBEX_SCALE"))
        printf("%d acts: %.0f a second, %.1f KB each\n", acts, acts / seconds,
               (double)status.st_size / acts / 1024);
}

typedef struct Answer {
    int hits;
    bool descending;
    char last[16];
} Answer;

static bool take(const SearchHit *hit, gpointer data)
{
    Answer *answer = data;
    const char *date = hit->date ? hit->date : "";
    if (answer->hits++ > 0 && strcmp(date, answer->last) > 0)
        answer->descending = false;
    g_strlcpy(answer->last, date, sizeof answer->last);
    return true;
}

static Answer ask(const char *path, const char *name, const SearchOptions *options)
{
    Answer answer = {.descending = true};
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();
    ck_assert_msg(archive_search(path, options, take, &answer, &error), "%s",
                  error ? error->message : "");
    if (getenv("DELIBEX_SCALE"))
        printf("%7.1f ms  %5d  %s\n", seconds_since(start) * 1000, answer.hits, name);
    return answer;
}

static int scale(void)
{
    const char *wanted = getenv("DELIBEX_SCALE");
    return wanted ? atoi(wanted) : 600;
}

START_TEST(questions_to_many_acts)
{
    static const struct {
        const char *name;
        SearchOptions options;
        bool some; /* there must be hits */
    } questions[] = {
        {"newest: every act", {.newest = true}, true},
        {"newest: conseil", {.words = "conseil", .newest = true}, true},
        {"newest: conseil AND budget", {.words = "conseil budget", .newest = true}, true},
        {"newest: subventions, 2010 to 2012",
         {.words = "subventions", .newest = true, .from = "2010", .to = "2012"},
         true},
        {"newest: over 50000 euros", {.amount = ">50000", .newest = true}, true},
        {"newest: contradicted", {.finding = "contradicted", .newest = true}, true},
        {"newest: one member and a common word",
         {.words = "travaux", .member = "famille007", .newest = true},
         true},
        {"newest: authority", {.authority = "val-042", .newest = true}, true},
        {"ranked: a rare word", {.words = "corœufisolta"}, false},
        {"ranked: a rare phrase", {.words = "\"baguicor soltané\""}, false},
        {"ranked: two rare words", {.words = "bacor OU zoquin"}, false},
        {"ranked: a common word", {.words = "subvention"}, true},
        {"by number", {.number = "S-000123"}, true},
    };
    const char *kept = getenv("DELIBEX_SCALE_FILE");
    g_autofree char *directory = g_dir_make_tmp("delibex-scale-XXXXXX", NULL);
    g_autofree char *path = kept ? g_strdup(kept) : g_build_filename(directory, "archive.db", NULL);
    write_archive(path, scale());
    for (size_t i = 0; i < G_N_ELEMENTS(questions); i++) {
        SearchOptions options = questions[i].options;
        options.limit = 20;
        Answer answer = ask(path, questions[i].name, &options);
        ck_assert_msg(!questions[i].some || answer.hits > 0, "%s", questions[i].name);
        ck_assert_msg(!options.newest || answer.descending, "%s", questions[i].name);
    }
    if (!kept)
        g_unlink(path);
    g_rmdir(directory);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scale");
    TCase *tcase = tcase_create("scale");
    tcase_set_timeout(tcase, 3600);
    tcase_add_test(tcase, questions_to_many_acts);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
