/* All parts together. */
#include "shard.h"

#include "../base/error.h"
#include "../base/path.h"
#include "../write/write.h"
#include "cut.h"
#include "publish.h"
#include "shard_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 1000 };

typedef struct Parts {
    const ShardPlace *place;
    FILE **files; /* of each shard, NULL until it is wanted */
    char *line;
    size_t room;
} Parts;

static void parts_clear(Parts *parts)
{
    for (guint i = 0; parts->files && i < parts->place->shards; i++)
        if (parts->files[i])
            fclose(parts->files[i]);
    g_free(parts->files);
    free(parts->line);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Parts, parts_clear)

static bool refuse(const ShardPlace *place, guint shard, const char *why, GError **error)
{
    g_autofree char *part = shard_part(place, shard);
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "%s: %s", part, why);
    return false;
}

static bool all_done(const ShardPlace *place, GError **error)
{
    guint missing = 0;
    for (guint i = 0; i < place->shards; i++)
        missing += !shard_is_done(place, i);
    if (missing > 0)
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_LIMIT,
                    "%s: %u of %u shards are missing; see delibex status", place->out, missing,
                    place->shards);
    return missing == 0;
}

/* The next record of a part, which must be of this document. Lent until the next. */
static const char *next_record(Parts *parts, const char *name, GError **error)
{
    guint shard = manifest_shard(name, parts->place->shards);
    if (!parts->files[shard]) {
        g_autofree char *part = shard_part(parts->place, shard);
        parts->files[shard] = fopen(part, "re");
        if (!parts->files[shard]) {
            refuse(parts->place, shard, g_strerror(errno), error);
            return NULL;
        }
    }
    ssize_t length = getline(&parts->line, &parts->room, parts->files[shard]);
    if (length <= 0 || parts->line[length - 1] != '\n') {
        refuse(parts->place, shard, "records are missing", error);
        return NULL;
    }
    parts->line[length - 1] = '\0';
    g_autoptr(Record) record = json_read_record(parts->line, NULL);
    g_autofree char *path = path_unescape(name);
    g_autofree char *shown = path_escape(path);
    if (!record || g_strcmp0(record_text(record, "/source/path"), shown) != 0) {
        refuse(parts->place, shard, "holds what is no record of the manifest's document", error);
        return NULL;
    }
    return parts->line;
}

static bool nothing_left(const Parts *parts, GError **error)
{
    for (guint i = 0; i < parts->place->shards; i++)
        if (parts->files[i] && fgetc(parts->files[i]) != EOF)
            return refuse(parts->place, i, "holds more records than the manifest", error);
    return true;
}

typedef bool (*TakeNamed)(const char *name, const char *json, gpointer data, GError **error);

static bool each_record(const ShardPlace *place, TakeNamed take, gpointer data, GError **error)
{
    g_auto(Parts) parts = {.place = place};
    parts.files = g_new0(FILE *, place->shards);
    for (guint i = 0; i < place->manifest->names->len; i++) {
        const char *name = place->manifest->names->pdata[i];
        const char *json = next_record(&parts, name, error);
        if (!json || !take(name, json, data, error))
            return false;
    }
    return nothing_left(&parts, error);
}

/* ---- As lines ----------------------------------------------------------------------------------
 */

typedef struct Lines {
    ShardTake take;
    gpointer data;
} Lines;

static bool take_line(G_GNUC_UNUSED const char *name, const char *json, gpointer data,
                      GError **error)
{
    const Lines *lines = data;
    g_autofree char *plain = cut_without(json, "stages");
    return lines->take(plain, lines->data, error);
}

bool shard_merge(const ShardPlace *place, ShardTake take, gpointer data, GError **error)
{
    Lines lines = {take, data};
    g_autofree char *extractor = shard_claimed_extractor(place, error);
    return extractor && all_done(place, error) && each_record(place, take_line, &lines, error);
}

/* ---- As an archive ------------------------------------------------------------------------------
 */

typedef struct Filling {
    Store *store;
    Stemmer *stemmer;
    const char *root, *extractor;
    guint batch;
} Filling;

/* A member of an object that is text; NULL for null. The caller frees. */
static char *text_member(const char *object, const char *key)
{
    g_autofree char *value = cut_member(object, key);
    return *value == '"' ? g_strndup(value + 1, strlen(value) - 2) : NULL;
}

static bool fill(Filling *filling, const char *path, const char *json, GError **error)
{
    g_autofree char *source = cut_member(json, "source");
    g_autofree char *sha256 = text_member(source, "sha256");
    g_autofree char *word = text_member(source, "outcome");
    g_autofree char *bytes = cut_member(source, "bytes");
    Outcome outcome = OUTCOME_CRASH;
    KnownFile known = {0};
    GError *failed = NULL;
    outcome_parse(word ? word : "", &outcome);
    const char *why = outcome == OUTCOME_OK ? NULL : outcome_sentence(outcome);
    Content content = {.sha256 = sha256,
                       .json = json,
                       .bytes = g_ascii_strtoll(bytes, NULL, 10),
                       .outcome = outcome,
                       .diagnosis = why,
                       .extractor = filling->extractor};
    bool there =
        sha256 &&
        publish_find_content(filling->store, sha256, filling->extractor, &known, &failed) &&
        known.current;
    if (!failed && sha256 && !there)
        publish_content(filling->store, filling->stemmer, &content, &known.document, &failed);
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    /* The file as it was then is not known: the next index looks at its bytes once. */
    return publish_file(filling->store, path, NULL, known.document, outcome_name(outcome), why,
                        error);
}

static bool take_for_archive(const char *name, const char *json, gpointer data, GError **error)
{
    Filling *filling = data;
    g_autofree char *relative = path_unescape(name);
    g_autofree char *path = g_build_filename(filling->root, relative, NULL);
    g_autofree char *escaped = path_escape(path);
    if (filling->batch == 0 && !store_begin(filling->store, error))
        return false;
    if (!fill(filling, escaped, json, error)) {
        store_roll_back(filling->store);
        return false;
    }
    if (++filling->batch < BATCH)
        return true;
    filling->batch = 0;
    return publish_index(filling->store, error) && store_commit(filling->store, error);
}

bool shard_merge_archive(const ShardPlace *place, const char *root, const char *archive, bool *busy,
                         GError **error)
{
    g_autofree char *extractor = shard_claimed_extractor(place, error);
    if (!extractor || !all_done(place, error))
        return false;
    g_autoptr(Store) store = store_open_writer(archive, busy, error);
    g_autoptr(Stemmer) stemmer = stemmer_new();
    Filling filling = {store, stemmer, root, extractor, 0};
    if (!store || !publish_prepare(store, error))
        return false;
    if (!each_record(place, take_for_archive, &filling, error)) {
        store_roll_back(store);
        return false;
    }
    return filling.batch == 0 || (publish_index(store, error) && store_commit(store, error));
}
