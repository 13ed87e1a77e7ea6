/*
 * Sends one command again and again on two connections in turn, and says how long the replies took.
 *
 *     roundtrip ROUNDS COMMAND SOCKET SOCKET
 *
 * Prints the median of each in nanoseconds, and the median of the differences within a turn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static char buffer[1 << 20];

static void reply(int connection)
{
  size_t size = 0;
  do {
    ssize_t count = read(connection, buffer + size, sizeof buffer - size);
    if (count <= 0) exit(1);
    size += count;
  } while (buffer[size - 1] != '\n');
}

static void ask(int connection, const char *command)
{
  if (write(connection, command, strlen(command)) < 0) exit(1);
  reply(connection);
}

static int open_connection(const char *path)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  int connection = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(connection, (struct sockaddr *)&address, sizeof address)) exit(1);
  reply(connection);
  ask(connection, "{\"execute\": \"qmp_capabilities\"}\n");
  return connection;
}

static long timed(int connection, const char *command)
{
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  ask(connection, command);
  clock_gettime(CLOCK_MONOTONIC, &end);
  return (end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec;
}

static int ascending(const void *left, const void *right)
{
  long difference = *(const long *)left - *(const long *)right;
  return (difference > 0) - (difference < 0);
}

static long median(long *times, int count)
{
  qsort(times, count, sizeof *times, ascending);
  return times[count / 2];
}

int main(int argc, char **argv)
{
  if (argc != 5) return 2;
  int rounds = atoi(argv[1]);
  int first = open_connection(argv[3]), second = open_connection(argv[4]);
  long *one = calloc(rounds, sizeof *one), *two = calloc(rounds, sizeof *two);
  long *more = calloc(rounds, sizeof *more);
  for (int round = 0; round < rounds; round++) {
    one[round] = timed(first, argv[2]);
    two[round] = timed(second, argv[2]);
    more[round] = two[round] - one[round];
  }
  printf("%ld %ld %ld\n", median(one, rounds), median(two, rounds), median(more, rounds));
  return 0;
}
