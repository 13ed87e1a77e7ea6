/*
 * Who wants which signal blocked is kept for each thread, as sigprocmask(2) keeps the mask. Swift has no
 * variables of a thread.
 */
#include <signal.h>

#include "shim.h"

static _Thread_local struct {
  int owners;
  /* Before the first of them came. */
  int was_blocked;
} signals[NSIG];

void clinux_gain_owner(int number, int was_blocked)
{
  if (signals[number].owners++ == 0) signals[number].was_blocked = was_blocked;
}

int clinux_lose_owner(int number)
{
  return --signals[number].owners == 0 && !signals[number].was_blocked;
}
