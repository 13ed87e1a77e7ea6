/*
 * Lets commands take turns and says what each run took. It is small, so that starting a process costs as
 * little as it may, and so that the memory it says is the command's own: until exec(2) a child has that of
 * its parent.
 *
 *     stopwatch ROUNDS INPUT COMMAND [WORD...] [:: INPUT COMMAND [WORD...]]...
 *
 * INPUT is the file that the command reads; what it writes goes nowhere. For each run there is a line: the
 * command's number, its exit status (-1 for a signal), nanoseconds passed, microseconds of processor time,
 * and the most KiB of memory that were resident.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long nanoseconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long microseconds(struct timeval time)
{
  return time.tv_sec * 1000000LL + time.tv_usec;
}

static void run(int number, char **words)
{
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, words[0], O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  struct rusage usage;
  int status;
  pid_t child;
  long long start = nanoseconds();
  int error = posix_spawnp(&child, words[1], &files, NULL, words + 1, environ);
  if (error) {
    fprintf(stderr, "cannot run %s: %s\n", words[1], strerror(error));
    exit(1);
  }
  wait4(child, &status, 0, &usage);
  long long end = nanoseconds();
  printf("%d %d %lld %lld %ld\n", number, WIFEXITED(status) ? WEXITSTATUS(status) : -1, end - start,
         microseconds(usage.ru_utime) + microseconds(usage.ru_stime), usage.ru_maxrss);
  posix_spawn_file_actions_destroy(&files);
}

int main(int argc, char **argv)
{
  if (argc < 4) return 2;
  int rounds = atoi(argv[1]), count = 0;
  char **commands[argc];
  commands[count++] = argv + 2;
  for (int index = 2; index < argc; index++) {
    if (strcmp(argv[index], "::")) continue;
    argv[index] = NULL;
    commands[count++] = argv + index + 1;
  }
  while (rounds-- > 0)
    for (int number = 0; number < count; number++) run(number, commands[number]);
  return 0;
}
