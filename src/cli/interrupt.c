#include "interrupt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;
static const char *volatile answer;

static void note_interrupt(G_GNUC_UNUSED int number)
{
    interrupted = 1;
    if (answer && write(STDERR_FILENO, answer, strlen(answer)) < 0)
        answer = NULL; /* nobody hears it */
}

bool is_interrupted(G_GNUC_UNUSED gpointer unused)
{
    return interrupted != 0;
}

void heed_interrupts(const char *said)
{
    answer = isatty(STDERR_FILENO) ? said : NULL;
    struct sigaction action = {.sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}
