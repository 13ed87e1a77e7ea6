/* What Swift's Glibc module leaves out, because Linux declares it for GNU or X/Open sources only. */
#ifndef JOBCTL_CLINUX_H
#define JOBCTL_CLINUX_H

#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <malloc.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

/* SO_PEERCRED of unix(7) */
struct clinux_ucred {
  int pid;
  unsigned int uid;
  unsigned int gid;
};

/* The request for every unix socket with its name and its peer (sock_diag(7)). */
struct clinux_unix_request {
  struct nlmsghdr header;
  struct unix_diag_req body;
};

/* Takes back what start.c has told Swift's runtime, before other programs inherit it. */
void clinux_tidy_environment(void);

/* How many want a signal blocked on this thread (signals.c); `number` is below NSIG. */
/* One more; `was_blocked` tells whether it was blocked just before. */
void clinux_gain_owner(int number, int was_blocked);
/* One less; nonzero when that was the last and the signal had not been blocked before the first. */
int clinux_lose_owner(int number);

/* environ(7), which Swift 6 takes for shared state: it is only ever handed to posix_spawn. */
extern char **environ;
static inline char **clinux_environ(void) { return environ; }

/* fork(2), which Swift keeps from programs of many threads; this one has one. */
static inline int clinux_fork(void) { return fork(); }

/* close_range(2), in the C library since 2.34 */
extern int close_range(unsigned int first, unsigned int last, int flags);

/* O_PATH of open(2), the same on every processor that Swift knows */
enum { clinux_o_path = 010000000 };

/* wcwidth(3) */
extern int wcwidth(wchar_t character);

/* getaddrinfo_a(3), the part that is used here; the layout is that of netdb.h. */
struct clinux_lookup {
  const char *name;
  const char *service;
  const struct addrinfo *request;
  struct addrinfo *result;
  int state;
  int reserved[5];
};
extern int getaddrinfo_a(int mode, struct clinux_lookup *list[], int count, void *event);
extern int gai_suspend(const struct clinux_lookup *const list[], int count,
                       const struct timespec *timeout);
extern int gai_error(struct clinux_lookup *lookup);

/* getaddrinfo(3) that gives up after `timeout`: 0 and a list to be freed, or one of the EAI_ codes;
   EAI_AGAIN when the time has passed. Strings and hints must live as long as the process, because a
   lookup that was given up goes on in the C library's own thread, and its record stays with it. */
static inline int clinux_getaddrinfo(const char *name, const char *service,
                                     const struct addrinfo *hints, struct timespec timeout,
                                     struct addrinfo **result) {
  enum { no_wait = 1, in_progress = -100, all_done = -103, interrupted = -104 };
  struct clinux_lookup *lookup = calloc(1, sizeof *lookup);
  if (lookup == NULL) return EAI_MEMORY;
  lookup->name = name;
  lookup->service = service;
  lookup->request = hints;
  struct clinux_lookup *list[] = {lookup};
  int code = getaddrinfo_a(no_wait, list, 1, NULL);
  if (code != 0) {
    free(lookup);
    return code;
  }
  const struct clinux_lookup *const waited[] = {lookup};
  do {
    code = gai_suspend(waited, 1, &timeout);
  } while (code == interrupted);
  if (code != 0 && code != all_done) return EAI_AGAIN;
  code = gai_error(lookup);
  if (code == in_progress) return EAI_AGAIN;
  *result = lookup->result;
  free(lookup);
  return code;
}

#endif
