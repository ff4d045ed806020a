#include "interrupt.h"

#include <signal.h>

static volatile sig_atomic_t interrupted;

static void note_interrupt(G_GNUC_UNUSED int number)
{
    interrupted = 1;
}

bool is_interrupted(G_GNUC_UNUSED gpointer unused)
{
    return interrupted != 0;
}

void heed_interrupts(void)
{
    struct sigaction action = {.sa_handler = note_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}
