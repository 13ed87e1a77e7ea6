/*
 * What the runtime of a static program wants to know when it starts, told so that it need not look around: it
 * also runs in roots without /proc (a rescue system, a container or chroot(2) with nothing in it), and most of
 * its processes live for a millisecond.
 *
 * A constructor of the runtime looks for the program swift-backtrace in eight places around /proc/self/exe,
 * and aborts when that does not answer, unless SWIFT_BACKTRACE tells where it is (Backtrace.cpp and Paths.cpp
 * in stdlib/public/runtime of Swift 6.3). Another one reads the command line, for which it goes through
 * /proc/self/maps; it is left out of a static program that has the two functions of its file
 * (stdlib/public/stubs/CommandLine.cpp).
 *
 * The C library hands command line and environment over to constructors; the lower numbers run first, and
 * those up to 100 are the compiler's (gcc(1), "constructor").
 */
#include <stdlib.h>

#include "shim.h"

static int count;
static char **words;
static int is_told;

/* Programs that are linked dynamically have it (ld.so(8)). */
extern const char _DYNAMIC[] __attribute__((weak));

__attribute__((constructor(101))) static void note(int argc, char **argv)
{
  count = argc;
  words = argv;
  if (!_DYNAMIC && !getenv("SWIFT_BACKTRACE"))
    is_told = setenv("SWIFT_BACKTRACE", "enable=no,swift-backtrace=/", 0) == 0;
}

char **_swift_stdlib_getUnsafeArgvArgc(int *result)
{
  *result = count;
  return words;
}

void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc)
{
  count = argc;
  words = argv;
}

void clinux_tidy_environment(void)
{
  if (is_told) unsetenv("SWIFT_BACKTRACE");
}
