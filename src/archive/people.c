#include "people.h"

#include "roll.h"
#include "schema.h"
#include "stem.h"
#include "store.h"

#include <string.h>

/* Authorities as one: by SIREN; a name without one goes with the only SIREN that name has, else it
 * stands for itself. */
static const char group_authorities[] =
    "CREATE TEMP TABLE grouped AS SELECT id AS authority, name, coalesce(siren, known) AS siren,"
    " coalesce(siren, known, folded) AS grp, folded FROM (SELECT *,"
    " (SELECT min(b.siren) FROM authorities b WHERE b.folded = a.folded AND b.folded <> ''"
    "  HAVING count(DISTINCT b.siren) = 1) AS known FROM authorities a);"
    "CREATE INDEX temp.grouped_by_group ON grouped(grp)";

static bool tell_members(Store *store, Roll *roll, gint64 document, gint64 session, GError **error)
{
    GError *failed = NULL;
    Rows *rows = store_rows(store, "SELECT name, given, family, status FROM members"
                                   " WHERE document = ?1 AND session = ?2 ORDER BY position");
    rows_set_integer(rows, 1, document);
    rows_set_integer(rows, 2, session);
    while (rows_next(rows, &failed))
        roll_member(roll, rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2),
                    rows_text(rows, 3));
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

static bool tell_deeds(Store *store, Roll *roll, gint64 document, gint64 session, GError **error)
{
    GError *failed = NULL;
    Rows *rows = store_rows(store, "SELECT giver, holder FROM proxies"
                                   " WHERE document = ?1 AND session = ?2");
    rows_set_integer(rows, 1, document);
    rows_set_integer(rows, 2, session);
    while (rows_next(rows, &failed))
        roll_proxy(roll, rows_text(rows, 0), rows_text(rows, 1));
    if (!failed) {
        rows = store_rows(store, "SELECT name, option FROM acts JOIN voters ON act = id"
                                 " WHERE document = ?1 AND session = ?2 AND name IS NOT NULL");
        rows_set_integer(rows, 1, document);
        rows_set_integer(rows, 2, session);
        while (rows_next(rows, &failed))
            roll_vote(roll, rows_text(rows, 0), rows_text(rows, 1));
    }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

static bool tell_documents(Store *store, Roll *roll, const char *group, GError **error)
{
    GError *failed = NULL;
    Rows *rows = store_rows(
        store, "SELECT d.id, d.sha256, s.date, s.president, s.position FROM temp.grouped g"
               " JOIN documents d ON d.authority = g.authority"
               " JOIN sessions s ON s.document = d.id WHERE g.grp = ?1"
               " ORDER BY d.sha256, s.position");
    rows_set_text(rows, 1, group);
    while (rows_next(rows, &failed)) {
        gint64 document = rows_integer(rows, 0), session = rows_integer(rows, 4);
        const char *president = rows_text(rows, 3);
        roll_document(roll, document * ACT_ID_DOCUMENT + session, rows_text(rows, 1),
                      rows_text(rows, 2));
        if (!tell_members(store, roll, document, session, &failed))
            break;
        if (president)
            roll_mention(roll, president);
        if (!tell_deeds(store, roll, document, session, &failed))
            break;
    }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

/* Of the authorities that a member of such a name is one of. To go through all acts of all others
 * would take minutes in a large archive. */
static const char with_member[] =
    ") AND grp IN (SELECT grp FROM temp.grouped g JOIN documents d ON d.authority = g.authority"
    " JOIN members m ON m.document = d.id WHERE m.folded IN"
    " (SELECT folded FROM names WHERE kind = 'member'";

static void append_words(GString *sql, char **words, int *at)
{
    for (; words && *words; words++)
        g_string_append_printf(sql, " AND instr(folded, ?%d) > 0", (*at)++);
}

/* The conditions on an authority's folded name, whose words are bound from ?2 on, and on members',
 * bound behind. */
static char *groups_wanted(char **words, char **member)
{
    int at = 2;
    GString *sql = g_string_new("SELECT grp, max(name), max(siren) FROM temp.grouped WHERE grp IN"
                                " (SELECT grp FROM temp.grouped WHERE siren = ?1 OR (1");
    append_words(sql, words, &at);
    g_string_append(sql, ")");
    g_string_append(sql, member ? with_member : "");
    append_words(sql, member, &at);
    g_string_append(sql, member ? "))" : ")");
    g_string_append(sql, " GROUP BY grp ORDER BY min(folded), grp");
    return g_string_free(sql, false);
}

static char **split_words(const char *name)
{
    g_autofree char *folded = name ? fold_words(name) : NULL;
    return folded && *folded ? g_strsplit(folded, " ", -1) : NULL;
}

bool archive_people(const char *archive, const char *authority, const char *member, PeopleTake take,
                    gpointer data, GError **error)
{
    g_autoptr(Store) store = store_open(archive, error);
    g_auto(GStrv) authority_words = split_words(authority), member_words = split_words(member);
    g_autofree char *sql = groups_wanted(authority_words, member_words);
    char **const all_words[] = {authority_words, member_words};
    int at = 2;
    GError *failed = NULL;

    if (!store || !store_run(store, group_authorities, error))
        return false;
    Rows *rows = store_rows(store, sql);
    rows_set_text(rows, 1, authority);
    for (size_t i = 0; i < G_N_ELEMENTS(all_words); i++)
        for (char **word = all_words[i]; word && *word; word++)
            rows_set_text(rows, at++, *word);
    while (rows_next(rows, &failed)) {
        g_autoptr(Roll) roll = roll_new();
        if (!tell_documents(store, roll, rows_text(rows, 0), &failed) ||
            !roll_call(roll, rows_text(rows, 1), rows_text(rows, 2), member_words, take, data))
            break;
    }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}
