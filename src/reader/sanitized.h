/* Whether this is a build with AddressSanitizer, which needs addresses without end and, to look for
 * leaks when a process ends, /proc. */
#ifndef DELIBEX_READER_SANITIZED_H
#define DELIBEX_READER_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define READER_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define READER_SANITIZED 1
#endif
#endif

#ifndef READER_SANITIZED
#define READER_SANITIZED 0
#endif

#endif
