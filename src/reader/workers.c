#include "workers.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct Worker {
    guint64 job; /* that it reads, or has read */
    pid_t pid;
    int control;
    bool waits;     /* for another document */
    bool dies;      /* was killed, and is not reaped yet */
    guint64 cpu_us; /* its processor time when the document began */
} Worker;

struct Workers {
    GArray *all; /* of Worker */
    WorkersReport report;
    gpointer data;
};

Workers *workers_new(WorkersReport report, gpointer data)
{
    Workers *workers = g_new0(Workers, 1);
    *workers = (Workers){g_array_new(false, false, sizeof(Worker)), report, data};
    return workers;
}

static Worker *worker_at(const Workers *workers, guint index)
{
    return &g_array_index(workers->all, Worker, index);
}

void workers_free(Workers *workers)
{
    if (!workers)
        return;
    for (guint i = 0; i < workers->all->len; i++)
        if (worker_at(workers, i)->control >= 0)
            close(worker_at(workers, i)->control);
    g_array_unref(workers->all);
    g_free(workers);
}

void workers_add(Workers *workers, pid_t pid, guint64 job, int control)
{
    g_array_append_val(workers->all, ((Worker){.job = job, .pid = pid, .control = control}));
}

static guint64 cpu_us_of(pid_t pid)
{
    clockid_t clock;
    struct timespec now = {0};
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &now) != 0)
        return 0;
    return (guint64)now.tv_sec * G_USEC_PER_SEC + (guint64)now.tv_nsec / 1000;
}

/* What limits the processor time of a process limits that of all its documents. */
static bool allow_cpu(const Worker *worker, double seconds)
{
    struct rlimit now;
    if (prlimit(worker->pid, RLIMIT_CPU, NULL, &now) != 0)
        return false;
    rlim_t wanted = (rlim_t)ceil((double)worker->cpu_us / G_USEC_PER_SEC + seconds);
    now.rlim_cur = MIN(wanted, now.rlim_max);
    return prlimit(worker->pid, RLIMIT_CPU, &now, NULL) == 0;
}

static void end(Worker *worker)
{
    worker->waits = false;
    worker->dies = true;
    kill(worker->pid, SIGKILL);
}

bool workers_give(Workers *workers, const Packet *request, double cpu_seconds)
{
    for (guint i = 0; i < workers->all->len; i++) {
        Worker *worker = worker_at(workers, i);
        if (!worker->waits)
            continue;
        worker->cpu_us = cpu_us_of(worker->pid);
        if (allow_cpu(worker, cpu_seconds) &&
            frame_send(worker->control, &request->header, request->payload, request->fds,
                       REQUEST_FD_COUNT)) {
            worker->job = request->header.job;
            worker->waits = false;
            return true;
        }
        worker->job = 0; /* it died while it waited: its end is nobody's */
        end(worker);
    }
    return false;
}

void workers_kill(Workers *workers, guint64 job)
{
    for (guint i = 0; i < workers->all->len; i++) {
        Worker *worker = worker_at(workers, i);
        if (worker->job == job && !worker->waits)
            end(worker);
    }
}

void workers_retire(Workers *workers, guint64 job)
{
    for (guint i = 0; i < workers->all->len; i++) {
        Worker *worker = worker_at(workers, i);
        if (worker->job != job || !worker->waits)
            continue;
        worker->job = 0;
        end(worker);
    }
}

void workers_append_events(const Workers *workers, GArray *events)
{
    for (guint i = 0; i < workers->all->len; i++) {
        const Worker *worker = worker_at(workers, i);
        struct pollfd event = {worker->control, POLLIN, 0};
        if (worker->control >= 0 && !worker->dies)
            g_array_append_val(events, event);
    }
}

/* Takes what a process said of its document. One that says anything else is ended. */
static bool take_done(Workers *workers, Worker *worker, const Packet *packet)
{
    Exited exited = {.cpu_us = cpu_us_of(worker->pid) - worker->cpu_us};
    if (packet->header.kind != FRAME_DONE || packet->header.job != worker->job || worker->waits ||
        packet->header.length != sizeof exited.peak_kb) {
        end(worker);
        return true;
    }
    memcpy(&exited.peak_kb, packet->payload, sizeof exited.peak_kb);
    worker->waits = true;
    return workers->report(worker->job, &exited, workers->data);
}

bool workers_hear(Workers *workers)
{
    Packet packet;
    for (guint i = 0; i < workers->all->len; i++) {
        Worker *worker = worker_at(workers, i);
        PacketState state =
            worker->control >= 0 ? frame_receive(worker->control, false, &packet) : PACKET_NONE_YET;
        if (state == PACKET_CLOSED) { /* it has ended or is about to */
            close(worker->control);
            worker->control = -1;
            worker->job = worker->waits ? 0 : worker->job;
            worker->waits = false;
        }
        if (state != PACKET_GOT)
            continue;
        for (int fd = 0; fd < REQUEST_FD_COUNT; fd++)
            if (packet.fds[fd] >= 0)
                close(packet.fds[fd]);
        if (!take_done(workers, worker, &packet))
            return false;
    }
    return true;
}

static guint64 microseconds(struct timeval time)
{
    return (guint64)time.tv_sec * G_USEC_PER_SEC + (guint64)time.tv_usec;
}

/* Forgets a process that ended, and reports its document unless it was done with that. */
static bool take_end(Workers *workers, pid_t pid, int status, const struct rusage *usage)
{
    for (guint i = 0; i < workers->all->len; i++) {
        Worker worker = *worker_at(workers, i);
        if (worker.pid != pid)
            continue;
        if (worker.control >= 0)
            close(worker.control);
        g_array_remove_index_fast(workers->all, i);
        Exited exited = {.status = status, .peak_kb = (guint64)usage->ru_maxrss};
        exited.cpu_us =
            microseconds(usage->ru_utime) + microseconds(usage->ru_stime) - worker.cpu_us;
        return worker.waits || worker.job == 0 ||
               workers->report(worker.job, &exited, workers->data);
    }
    return true;
}

bool workers_reap(Workers *workers)
{
    for (;;) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0)
            return true;
        kill(-info.si_pid, SIGKILL);
        struct rusage usage = {0};
        int status = 0;
        wait4(info.si_pid, &status, 0, &usage);
        if (!take_end(workers, info.si_pid, status, &usage))
            return false;
    }
}
