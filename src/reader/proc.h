/* What the kernel tells a process of itself, in files that stay open when no other can be opened.
 */
#ifndef DELIBEX_READER_PROC_H
#define DELIBEX_READER_PROC_H

/* The contents of a file of /proc as they are now. NULL when they cannot be read. The caller frees.
 */
char *proc_read(int fd);

#endif
