/* One attempt at a shard. */
#include "shard.h"

#include "../base/error.h"
#include "../base/path.h"
#include "../pool/verdict.h"
#include "cut.h"
#include "extractor.h"
#include "journal.h"
#include "shard_files.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SYNC_US = 1000000, DEADLY = 2 /* attempts that died of a document */ };

/* Lines of a journal: a document is started, or its record is there. */
#define LINE_START "start"
#define LINE_RECORD "record"
#define LINE_POISON "poison"
#define LINE_STOP "stop" /* the attempt was stopped: what it had started is under no suspicion */

/* What the journals say of a document. */
typedef struct Known {
    int starts;    /* without a record */
    guint started; /* the journal of the last start, from 1 */
    guint journal; /* where its record is … */
    gint64 at;     /* … and where in it; -1 for none */
    bool poison;
} Known;

typedef struct Attempt {
    const ShardPlace *place;
    const ShardOptions *options;
    ShardTally *tally;
    GPtrArray *journals; /* of char * */
    GHashTable *known;   /* name → Known */
    guint reading;       /* the journal being read */
    Journal *journal;
    gint64 synced; /* monotonic, µs */
    GError *error;
    bool helper_missing;
} Attempt;

static void attempt_clear(Attempt *attempt)
{
    journal_free(attempt->journal);
    g_clear_pointer(&attempt->journals, g_ptr_array_unref);
    g_clear_pointer(&attempt->known, g_hash_table_unref);
    g_clear_error(&attempt->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Attempt, attempt_clear)

static bool stopped(const Attempt *attempt)
{
    return attempt->options->stop && attempt->options->stop(attempt->options->data);
}

static bool pool_stopped(gpointer data)
{
    return stopped(data);
}

/* ---- Journals -------------------------------------------------------------------------------- */

static Known *know(Attempt *attempt, const char *name)
{
    Known *known = g_hash_table_lookup(attempt->known, name);
    if (!known) {
        known = g_new0(Known, 1);
        known->at = -1;
        g_hash_table_insert(attempt->known, g_strdup(name), known);
    }
    return known;
}

static void forgive(G_GNUC_UNUSED gpointer name, gpointer data, gpointer journal)
{
    Known *known = data;
    if (known->started == GPOINTER_TO_UINT(journal) && known->at < 0)
        known->starts--;
}

static bool take_line(const char *const *cells, gint64 at, gpointer data,
                      G_GNUC_UNUSED GError **error)
{
    Attempt *attempt = data;
    if (g_strcmp0(cells[0], LINE_STOP) == 0)
        g_hash_table_foreach(attempt->known, forgive, GUINT_TO_POINTER(attempt->reading + 1));
    Known *known = cells[0] && cells[1] ? know(attempt, cells[1]) : NULL;
    if (known && strcmp(cells[0], LINE_START) == 0) {
        known->starts++;
        known->started = attempt->reading + 1;
    } else if (known && cells[2]) {
        known->poison = strcmp(cells[0], LINE_POISON) == 0;
        known->journal = attempt->reading;
        known->at = at;
    }
    return true;
}

/* Reads what all attempts noted so far. */
static bool read_journals(Attempt *attempt, GError **error)
{
    g_clear_pointer(&attempt->journals, g_ptr_array_unref);
    g_hash_table_remove_all(attempt->known);
    attempt->journals = shard_journals(attempt->place, attempt->options->shard);
    for (guint i = 0; i < attempt->journals->len; i++) {
        attempt->reading = i;
        if (!journal_read(attempt->journals->pdata[i], take_line, attempt, error))
            return false;
    }
    return true;
}

static bool note(Attempt *attempt, const char *what, const char *name, const char *json,
                 GError **error)
{
    const char *cells[] = {what, name, json, NULL};
    if (!journal_append(attempt->journal, cells, error))
        return false;
    gint64 now = g_get_monotonic_time();
    if (now - attempt->synced < SYNC_US)
        return true;
    attempt->synced = now;
    return journal_sync(attempt->journal, error);
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* A record without a page that this machine could not recognise: elsewhere it would be another. */
static bool lacks_helper(const char *json)
{
    g_autofree char *source = cut_member(json, "source");
    g_autofree char *flags = cut_member(source, "flags");
    return strstr(flags, "\"ocr_unavailable\"") != NULL;
}

static void take_result(const PoolResult *result, gpointer data)
{
    Attempt *attempt = data;
    const char *name = result->user_data;
    if (attempt->error || attempt->helper_missing || result->no_reader)
        return;
    attempt->helper_missing = lacks_helper(result->json);
    if (!attempt->helper_missing)
        note(attempt, LINE_RECORD, name, result->json, &attempt->error);
}

static bool note_poison(Attempt *attempt, const char *name, GError **error)
{
    g_autofree char *path = path_unescape(name);
    g_autofree char *shown = path_escape(path);
    Stated stated = {shown, sandbox_in_record(attempt->options->pool->sandbox)};
    Verdict verdict = verdict_without_record(OUTCOME_CRASH, &stated, NULL, -1, NULL);
    bool good = note(attempt, LINE_POISON, name, verdict.json, error);
    verdict_clear(&verdict);
    return good;
}

static bool submit(Attempt *attempt, Pool *pool, const char *name, bool alone, GError **error)
{
    g_autofree char *path = path_unescape(name);
    if ((alone && !pool_drain(pool, error)) || !note(attempt, LINE_START, name, NULL, error) ||
        !pool_submit(pool, path, (gpointer)name, error) || (alone && !pool_drain(pool, error)))
        return false;
    if (attempt->error)
        g_propagate_error(error, g_steal_pointer(&attempt->error));
    return *error == NULL;
}

/* What an earlier attempt died with is read alone, so that the next death has one suspect. */
static bool visit(Attempt *attempt, Pool *pool, const char *name, GError **error)
{
    const Known *known = g_hash_table_lookup(attempt->known, name);
    bool again = known && known->poison && attempt->options->retry_poison;
    if (known && known->at >= 0 && !again) {
        attempt->tally->resumed++;
        return true;
    }
    if (known && known->starts >= DEADLY && !attempt->options->retry_poison)
        return note_poison(attempt, name, error);
    return submit(attempt, pool, name, known && known->starts > 0, error);
}

static bool read_documents(Attempt *attempt, Pool *pool, GError **error)
{
    const Manifest *manifest = attempt->place->manifest;
    for (guint i = 0; i < manifest->names->len && !stopped(attempt); i++) {
        const char *name = manifest->names->pdata[i];
        if (manifest_shard(name, attempt->place->shards) != attempt->options->shard)
            continue;
        if (!visit(attempt, pool, name, error))
            return false;
        if (attempt->helper_missing)
            return true;
    }
    /* Stopped, what is under way is dropped: there is not the time to wait for it. */
    if (!pool_drain(pool, error) ||
        (stopped(attempt) && !note(attempt, LINE_STOP, NULL, NULL, error)))
        return false;
    if (attempt->error)
        g_propagate_error(error, g_steal_pointer(&attempt->error));
    return *error == NULL && journal_sync(attempt->journal, error);
}

/* ---- The part ---------------------------------------------------------------------------------
 */

typedef struct Writing {
    Attempt *attempt;
    FILE *file;
} Writing;

static bool write_line(const char *const *cells, G_GNUC_UNUSED gint64 at, gpointer data,
                       G_GNUC_UNUSED GError **error)
{
    Writing *writing = data;
    fputs(cells[2], writing->file);
    fputc('\n', writing->file);
    g_autofree char *source = cut_member(cells[2], "source");
    g_autofree char *word = cut_member(source, "outcome");
    Outcome outcome;
    word[strlen(word) - 1] = '\0';
    if (!outcome_parse(word + 1, &outcome) || !outcome_is_read(outcome))
        writing->attempt->tally->unread++;
    return true;
}

/* All records in the order of the manifest, from wherever they are noted. */
static bool write_part(FILE *file, gpointer data, GError **error)
{
    Attempt *attempt = data;
    Writing writing = {attempt, file};
    const Manifest *manifest = attempt->place->manifest;
    for (guint i = 0; i < manifest->names->len; i++) {
        const char *name = manifest->names->pdata[i];
        if (manifest_shard(name, attempt->place->shards) != attempt->options->shard)
            continue;
        const Known *known = g_hash_table_lookup(attempt->known, name);
        if (!known || known->at < 0) {
            g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "%s: no record in the journals",
                        name);
            return false;
        }
        attempt->tally->documents++;
        attempt->tally->poison += known->poison;
        if (!journal_read_line(attempt->journals->pdata[known->journal], known->at, write_line,
                               &writing, error))
            return false;
    }
    return true;
}

static bool write_stats(FILE *file, gpointer data, G_GNUC_UNUSED GError **error)
{
    const ShardTally *tally = data;
    fprintf(file,
            "{\"documents\":%" G_GUINT64_FORMAT ",\"unread\":%" G_GUINT64_FORMAT
            ",\"poison\":%" G_GUINT64_FORMAT "}\n",
            tally->documents, tally->unread, tally->poison);
    return true;
}

static bool publish(Attempt *attempt, GError **error)
{
    guint shard = attempt->options->shard;
    g_autofree char *part = shard_part(attempt->place, shard);
    g_autofree char *stats = shard_file(attempt->place, "", shard, ".stats.json");
    if (!read_journals(attempt, error) ||
        !shard_publish(attempt->place, part, write_part, attempt, error) ||
        !shard_publish(attempt->place, stats, write_stats, attempt->tally, error))
        return false;
    for (guint i = 0; i < attempt->journals->len; i++)
        unlink(attempt->journals->pdata[i]);
    return true;
}

/* ---- One attempt ------------------------------------------------------------------------------
 */

static ShardEnd end_of(const GError *error)
{
    if (error->domain != DELIBEX_ERROR)
        return SHARD_UNWRITTEN;
    switch ((DelibexError)error->code) {
    case DELIBEX_ERROR_RULES:
        return SHARD_RULES;
    case DELIBEX_ERROR_READER:
    case DELIBEX_ERROR_SANDBOX:
        return SHARD_HELPER;
    case DELIBEX_ERROR_LIMIT:
        return SHARD_NO_ROOM;
    case DELIBEX_ERROR_INPUT:
    case DELIBEX_ERROR_OUTPUT:
        break;
    }
    return SHARD_UNWRITTEN;
}

static ShardEnd attempt_shard(Attempt *attempt, GError **error)
{
    PoolOptions wanted = *attempt->options->pool;
    wanted.in_order = false;
    wanted.no_links = true; /* the manifest has names without any */
    wanted.stop = pool_stopped;
    wanted.extract.want = DELIBEX_WANT_WORDS;
    g_autoptr(Pool) pool = pool_new(&wanted, take_result, attempt, error);
    if (!pool || !read_journals(attempt, error))
        return end_of(*error);
    g_autofree char *path = shard_new_journal(attempt->place, attempt->options->shard);
    attempt->journal = journal_open(path, error);
    if (!attempt->journal || !read_documents(attempt, pool, error))
        return end_of(*error);
    if (attempt->helper_missing) {
        g_set_error_literal(error, DELIBEX_ERROR, DELIBEX_ERROR_READER,
                            "French is not installed for tesseract (package tesseract-ocr-fra), "
                            "and a document has scanned pages; or give --ocr never everywhere");
        return SHARD_HELPER;
    }
    if (stopped(attempt))
        return SHARD_STOPPED;
    return publish(attempt, error) ? SHARD_DONE : end_of(*error);
}

ShardEnd shard_run(const ShardPlace *place, const ShardOptions *options, ShardTally *tally,
                   GError **error)
{
    g_auto(Attempt) attempt = {.place = place, .options = options, .tally = tally};
    g_autofree char *extractor = extractor_name(options->version, options->pool);
    GError *failed = NULL;
    bool same = false;
    *tally = (ShardTally){0};
    attempt.known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!shard_claim(place, extractor, &same, error))
        return end_of(*error);
    if (!same) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT,
                    "%s: begun with another manifest, number of shards, delibex or rule sheets",
                    place->out);
        return SHARD_MISMATCH;
    }
    int lock = shard_lock(place, options->shard);
    tally->was_done = shard_is_done(place, options->shard);
    if (tally->was_done || lock == -1) {
        if (lock >= 0)
            close(lock);
        return tally->was_done ? SHARD_DONE : SHARD_BUSY;
    }
    ShardEnd end = attempt_shard(&attempt, &failed);
    if (failed)
        g_propagate_error(error, failed);
    if (lock >= 0)
        close(lock);
    return end;
}
