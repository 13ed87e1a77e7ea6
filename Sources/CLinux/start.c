/*
 * What has to happen before anything of Swift's does, for roots without /proc: a rescue system, a container
 * or chroot(2) with nothing in it.
 *
 * The runtime asks /proc/self/exe where it is, in a constructor, and aborts when nothing answers, unless
 * SWIFT_ROOT tells (stdlib/public/runtime/Paths.cpp in Swift 6.3). It takes the command line from
 * /proc/self/cmdline. The C library hands both over to constructors; the lower numbers run first, and those
 * up to 100 are the compiler's (gcc(1), "constructor").
 */
#include <stdlib.h>
#include <unistd.h>

#include "shim.h"

static int count;
static char **words;
static int has_root;

__attribute__((constructor(101))) static void note(int argc, char **argv)
{
  char byte;
  count = argc;
  words = argv;
  if (readlink("/proc/self/exe", &byte, 1) == -1 && !getenv("SWIFT_ROOT"))
    has_root = setenv("SWIFT_ROOT", "/", 0) == 0;
}

const char *clinux_argument(int index)
{
  return index >= 0 && index < count ? words[index] : NULL;
}

void clinux_forget_root(void)
{
  if (has_root) unsetenv("SWIFT_ROOT");
}
