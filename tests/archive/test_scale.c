/* A store of many acts, written without reading any document: the newest come first straight from
 * the index, whatever their number and whatever is asked. DELIBEX_SCALE=N writes N acts, prints the
 * rates, the memory and the time of each question, and keeps the archive at DELIBEX_SCALE_FILE;
 * what lies there already is asked as it is. */
#include "../../src/archive/publish.h"
#include "../../src/archive/search.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { AUTHORITIES = 200, FAMILIES = 400, BATCH = 500, OLD = 2007, ROUNDS = 5 };

/* What is hard to find newest first is rare and old, or the meeting of frequent things that never
 * meet: « témoin », « adjourned » and a quorum not reached are in a few of the oldest acts alone,
 * even acts are of another body than odd ones and of other members, and all rejected acts are even.
 */

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

static void append_lines(GString *json, GRand *chance, int words, const char *rare)
{
    g_string_append(json, "\"stages\":{\"words\":[{\"act\":0,\"page\":1,\"text\":\"");
    for (int line = 0; line * 12 < words; line++) {
        g_string_append(json, line == 0 ? "" : line % 45 ? "\\n" : "\\n\\f");
        for (int i = 0; i < 12; i++)
            append_word(json, chance);
    }
    g_string_append_printf(json, "%s\"}]}}", rare);
}

static void append_members(GString *json, GRand *chance, int serial, bool old)
{
    static const char *const states[] = {"present", "present", "present", "represented", "absent"};
    const char *given = serial % 2 ? "Dominique" : "Camille";
    for (int i = 0; i < 19; i++) {
        int family = g_rand_int_range(chance, 0, FAMILIES / 2) + serial % 2 * FAMILIES / 2;
        g_string_append_printf(json,
                               "%s{\"name\":\"%s FAMILLE%03d\",\"given\":\"%s\","
                               "\"family\":\"FAMILLE%03d\",\"status\":\"%s\"}",
                               i ? "," : "", given, family, given, family,
                               states[g_rand_int_range(chance, 0, G_N_ELEMENTS(states))]);
    }
    if (old)
        g_string_append(json, ",{\"name\":\"Ancien T\u00c9MOIN\",\"status\":\"present\"}");
}

static void append_act(GString *json, GRand *chance, int serial, bool old)
{
    g_autoptr(GString) subject = g_string_new(NULL);
    for (int i = 0; i < 9; i++)
        append_word(subject, chance);
    g_string_append_printf(
        json,
        "{\"id\":null,\"number\":\"S-%06d\",\"subject\":\"%s\",\"pages\":[1,2],"
        "\"vote\":{\"outcome\":\"%s\",\"unanimous\":true,\"derived\":[],\"named\":[]},"
        "\"amounts\":[{\"cents\":%d,\"currency\":\"EUR\",\"zone\":\"operative\",\"text\":\"x\"}],"
        "\"grants\":[],\"decisions\":[],\"references\":[]}",
        serial, subject->str,
        old           ? "adjourned"
        : serial % 50 ? "adopted"
                      : "rejected",
        g_rand_int_range(chance, 1000, 9000000));
}

static char *make_record(GRand *chance, int serial)
{
    static const char finding[] = "{\"check\":\"%s\",\"status\":\"%s\",\"severity\":\"error\","
                                  "\"operands\":{},\"message\":\"x\",\"basis\":null,\"at\":[]}";
    int year = g_rand_int_range(chance, 2005, 2025);
    bool old = year < OLD && serial % 11 == 0;
    GString *json = g_string_new(NULL);
    g_string_append_printf(
        json,
        "{\"delibex\":\"1\",\"source\":{\"path\":\"x\",\"sha256\":\"x\",\"bytes\":1,\"pages\":2,"
        "\"text\":\"layer\",\"outcome\":\"ok\",\"flags\":[]},\"kind\":\"deliberation\","
        "\"authority\":{\"name\":\"Commune de Val-%03d\",\"siren\":null,\"type\":\"commune\"},"
        "\"session\":{\"body\":\"Conseil %s\",\"date\":\"%d-%02d-%02d\",\"members\":[",
        serial % AUTHORITIES, serial % 2 ? "communautaire" : "municipal", year,
        g_rand_int_range(chance, 1, 13), g_rand_int_range(chance, 1, 29));
    append_members(json, chance, serial, old);
    g_string_append(json, "],\"proxies\":[],\"secretaries\":[],\"counts\":{\"present\":12}},"
                          "\"acts\":[");
    append_act(json, chance, serial, old);
    g_string_append(json, "],\"findings\":[");
    g_string_append_printf(json, finding, "present-names",
                           serial % 40 ? "consistent" : "contradicted");
    if (old) {
        g_string_append_c(json, ',');
        g_string_append_printf(json, finding, "quorum", "contradicted");
    }
    g_string_append(json, "],\"evidence\":{},");
    append_lines(json, chance, g_rand_int_range(chance, 200, 700),
                 serial % 5003 == 5002 ? " hippogriffe rampant" : "");
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

/* Of this process: MiB at their most, and processor seconds. */
static double peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static double processor(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Writes acts, and says ten times how fast. */
static void write_acts(Store *store, int acts)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Stemmer) stemmer = stemmer_new();
    g_autoptr(GRand) chance = g_rand_new_with_seed(7);
    gint64 start = g_get_monotonic_time();
    double spent = processor();
    int told = 0;
    for (int serial = 0; serial < acts; serial++) {
        if (serial % BATCH == 0)
            ck_assert(store_begin(store, &error));
        put(store, stemmer, chance, serial);
        if (serial % BATCH == BATCH - 1 || serial == acts - 1)
            ck_assert(publish_index(store, &error) && store_commit(store, &error));
        if (getenv("DELIBEX_SCALE") && serial + 1 - told >= MAX(acts / 10, 1)) {
            printf("%8d acts: the last %d at %.0f a second of processor, %.0f by the clock; peak "
                   "%.0f MiB\n",
                   serial + 1, serial + 1 - told, (serial + 1 - told) / (processor() - spent),
                   (serial + 1 - told) / seconds_since(start), peak_memory());
            fflush(stdout);
            told = serial + 1;
            start = g_get_monotonic_time();
            spent = processor();
        }
    }
}

static void write_archive(const char *path, int acts)
{
    g_autoptr(GError) error = NULL;
    Store *store = store_open_writer(path, NULL, &error);
    ck_assert_msg(store != NULL, "%s", error ? error->message : "");
    ck_assert(publish_prepare(store, &error));
    write_acts(store, acts);
    store_free(store);
    GStatBuf status;
    ck_assert_int_eq(g_stat(path, &status), 0);
    if (getenv("DELIBEX_SCALE"))
        printf("%d acts: %.1f KB each\n", acts, (double)status.st_size / acts / 1024);
}

typedef struct Answer {
    int hits;
    long bound;
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

static int compare_times(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

typedef struct Times {
    double clock[ROUNDS + 1], processor[ROUNDS + 1]; /* milliseconds; of the first one first */
} Times;

static Answer ask_once(const char *path, const SearchOptions *options, Times *times, int round)
{
    Answer answer = {.descending = true};
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();
    double spent = processor();
    ck_assert_msg(archive_search(path, options, take, &answer, &answer.bound, &error), "%s",
                  error ? error->message : "");
    times->clock[round] = seconds_since(start) * 1000;
    times->processor[round] = (processor() - spent) * 1000;
    return answer;
}

static double median(double *times)
{
    qsort(times, ROUNDS, sizeof *times, compare_times);
    return times[ROUNDS / 2];
}

static Answer ask(const char *path, const char *name, const SearchOptions *options)
{
    Times times;
    Answer answer = ask_once(path, options, &times, 0);
    if (!getenv("DELIBEX_SCALE"))
        return answer;
    for (int i = 1; i <= ROUNDS; i++)
        ask_once(path, options, &times, i);
    printf("%8.1f %8.1f %9.1f %6d %s %s\n", times.clock[0], median(times.clock + 1),
           median(times.processor + 1), answer.hits, answer.bound ? "*" : " ", name);
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
        bool some; /* there must be hits */
        SearchOptions options;
    } questions[] = {
        {"newest: every act", true, {.newest = true}},
        {"newest: a common word", true, {.words = "conseil", .newest = true}},
        {"newest: two common words", true, {.words = "conseil budget", .newest = true}},
        {"newest: a common word, 2010 to 2012",
         true,
         {.words = "subventions", .newest = true, .from = "2010", .to = "2012"}},
        {"newest: over 50000 euros", true, {.amount = ">50000", .newest = true}},
        {"newest: over 89999 euros, one act of ten thousand",
         false,
         {.amount = ">89999", .newest = true}},
        {"newest: a sum that no act has", false, {.amount = "0,01", .newest = true}},
        {"newest: contradicted", true, {.finding = "contradicted", .newest = true}},
        {"newest: an outcome, rare and old", true, {.outcome = "adjourned", .newest = true}},
        {"newest: a finding, rare and old, and a common word",
         true,
         {.words = "conseil", .finding = "quorum", .newest = true}},
        {"newest: a member, rare and old", true, {.member = "témoin ancien", .newest = true}},
        {"newest: a member and a common word",
         true,
         {.words = "travaux", .member = "famille007", .newest = true}},
        {"newest: an authority", true, {.authority = "val-042", .newest = true}},
        {"newest: an authority without an outcome",
         false,
         {.authority = "val-042", .outcome = "rejected", .newest = true}},
        {"newest: a body without an outcome",
         false,
         {.body = "communautaire", .outcome = "rejected", .newest = true}},
        {"newest: a body without a member",
         false,
         {.body = "municipal", .member = "dominique famille333", .newest = true}},
        {"newest: a body without a given name",
         false,
         {.body = "municipal", .member = "dominique", .newest = true}},
        {"newest: a body without a part of a hundred names",
         false,
         {.body = "municipal", .member = "famille3", .newest = true}},
        {"newest: a common word and all filters",
         false,
         {.words = "conseil",
          .from = "2006",
          .to = "2023",
          .authority = "val",
          .body = "municipal",
          .member = "camille famille007",
          .amount = "10..80000",
          .outcome = "adopted",
          .finding = "present-names=consistent",
          .newest = true}},
        {"newest: recent, and what only old acts have",
         false,
         {.from = "2015", .outcome = "adjourned", .newest = true}},
        {"ranked: a word one act of five thousand has", false, {.words = "hippogriffe"}},
        {"ranked: the beginning of such a word", false, {.words = "hippogr*"}},
        {"ranked: a phrase of such words", false, {.words = "\"hippogriffe rampant\""}},
        {"ranked: such a word, with filters",
         false,
         {.words = "hippogriffe",
          .from = "2006",
          .member = "famille",
          .outcome = "adopted",
          .amount = ">20"}},
        {"ranked: a word one act of a thousand has", false, {.words = "baguicorta"}},
        {"ranked: the same, with filters",
         false,
         {.words = "baguicorta", .from = "2010", .outcome = "adopted", .body = "municipal"}},
        {"ranked: a rare word and a common one", false, {.words = "hippogriffe subvention"}},
        {"ranked: two words of one act of four", false, {.words = "bacor OU zoquin"}},
        {"ranked: a common word", true, {.words = "subvention"}},
        {"ranked: two common words", true, {.words = "subvention travaux"}},
        {"ranked: a common word, rejected", true, {.words = "subvention", .outcome = "rejected"}},
        {"ranked: a common beginning", true, {.words = "subv*"}},
        {"by number", true, {.number = "S-000123"}},
    };
    const char *kept = getenv("DELIBEX_SCALE_FILE");
    g_autofree char *directory = g_dir_make_tmp("delibex-scale-XXXXXX", NULL);
    g_autofree char *path = kept ? g_strdup(kept) : g_build_filename(directory, "archive.db", NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        write_archive(path, scale());
    if (getenv("DELIBEX_SCALE"))
        printf("   first   median processor   hits   (milliseconds; *: of more acts than are "
               "ranked)\n");
    for (size_t i = 0; i < G_N_ELEMENTS(questions); i++) {
        SearchOptions options = questions[i].options;
        options.limit = 20;
        Answer answer = ask(path, questions[i].name, &options);
        ck_assert_msg(!questions[i].some || answer.hits > 0, "%s", questions[i].name);
        ck_assert_msg(!options.newest || answer.descending, "%s", questions[i].name);
    }
    if (getenv("DELIBEX_SCALE"))
        printf("peak %.0f MiB\n", peak_memory());
    if (!kept)
        g_unlink(path);
    g_rmdir(directory);
}
END_TEST

static bool take_day(const SearchHit *hit, gpointer data)
{
    g_ptr_array_add(data, g_strconcat(hit->date, hit->id, NULL));
    return true;
}

/* Of more acts than are ranked, the newest are, and it is said. */
START_TEST(a_bound_is_told)
{
    g_autofree char *directory = g_dir_make_tmp("delibex-scale-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "archive.db", NULL);
    write_archive(path, 120);
    const SearchOptions questions[] = {
        {.words = "conseil", .limit = 50, .newest = true},
        {.words = "conseil", .limit = 50, .ranked = 50},
        {.words = "conseil", .limit = 50, .ranked = 20},
        {.words = "conseil", .limit = 200, .ranked = 20},
        {.words = "conseil", .limit = 5},
    };
    static const struct {
        long bound;
        guint hits;
    } answers[] = {{0, 50}, {50, 50}, {50, 50}, {0, 120}, {0, 5}};
    g_autoptr(GPtrArray) newest = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(questions); i++) {
        g_autoptr(GPtrArray) days = g_ptr_array_new_with_free_func(g_free);
        long bound = -1;
        ck_assert(archive_search(path, &questions[i], take_day, days, &bound, NULL));
        ck_assert_int_eq(bound, answers[i].bound);
        ck_assert_uint_eq(days->len, answers[i].hits);
        newest = newest ? newest : g_ptr_array_ref(days);
        for (guint k = 0; i > 0 && bound && k < days->len; k++)
            ck_assert(g_ptr_array_find_with_equal_func(newest, days->pdata[k], g_str_equal, NULL));
    }
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
    if (!getenv("DELIBEX_SCALE"))
        tcase_add_test(tcase, a_bound_is_told);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}
