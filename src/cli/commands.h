/* The commands: one function each, in the file of its name. Each prints its result on standard
 * output, complains on standard error, and gives the program's exit code. */
#ifndef DELIBEX_CLI_COMMANDS_H
#define DELIBEX_CLI_COMMANDS_H

#include "options.h"

/* In the order of DelibexStage. */
#define STAGE_NAMES "read|layout|segment|match|assemble|check"

/* In the order of DelibexOcrMode. */
#define OCR_MODE_NAMES "never|auto|always"

ExitCode run_extract(const Arguments *arguments);
ExitCode run_check(const Arguments *arguments);
ExitCode run_review(const Arguments *arguments);
ExitCode run_index(const Arguments *arguments);
ExitCode run_plan(const Arguments *arguments);
ExitCode run_run(const Arguments *arguments);
ExitCode run_merge(const Arguments *arguments);
ExitCode run_filter(const Arguments *arguments);
ExitCode run_status(const Arguments *arguments);
ExitCode run_search(const Arguments *arguments);
ExitCode run_show(const Arguments *arguments);
ExitCode run_people(const Arguments *arguments);
ExitCode run_export(const Arguments *arguments);
ExitCode run_rules(const Arguments *arguments);
ExitCode run_schema(const Arguments *arguments);
ExitCode run_fields(const Arguments *arguments);
ExitCode run_completion(const Arguments *arguments);
ExitCode run_help(const Arguments *arguments);

#endif
