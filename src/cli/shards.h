/* What `delibex status` shares with the commands of shards. */
#ifndef DELIBEX_CLI_SHARDS_H
#define DELIBEX_CLI_SHARDS_H

#include "options.h"

/* True when the command line is about shards. */
bool shards_wanted(const Arguments *arguments);

/* Prints the numbers of the shards that are not done, parted by commas. */
ExitCode print_missing_shards(const Arguments *arguments);

#endif
