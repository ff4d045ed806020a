/* The processes that read documents, as delibex-reader knows them: which reads which document, how
 * each ended, and which wait for another. */
#ifndef DELIBEX_READER_WORKERS_H
#define DELIBEX_READER_WORKERS_H

#include "../pool/frame.h"

#include <glib.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>

typedef struct Workers Workers;

/* How the reading of a document ended. False: nobody wants to know any more. */
typedef bool (*WorkersReport)(guint64 job, const Exited *exited, gpointer data);

Workers *workers_new(WorkersReport report, gpointer data);

/* Forgets them; they live on, or not. */
void workers_free(Workers *workers);

/* Notes a process that begins to read a document. `control` is taken: our end of its socket, or -1
 * for one that reads no other. */
void workers_add(Workers *workers, pid_t pid, guint64 job, int control);

/* Gives a request, as it came, to a process that waits for one. False when there is none. */
bool workers_give(Workers *workers, const Packet *request, double cpu_seconds);

/* Ends the process that reads a document. */
void workers_kill(Workers *workers, guint64 job);

/* Ends the process that has read a document and waits for another. */
void workers_retire(Workers *workers, guint64 job);

/* Appends the sockets to listen to, to an array of struct pollfd. */
void workers_append_events(const Workers *workers, GArray *events);

/* Hears which processes are done with their document. False as `report` says. */
bool workers_hear(Workers *workers);

/* Reaps all that ended. What one may have left behind in its process group ends with it, before its
 * number can be given to another. False as `report` says. */
bool workers_reap(Workers *workers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Workers, workers_free)

#endif
