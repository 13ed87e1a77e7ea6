/*
 * So many clients of one monitor, who count the lines that each of them gets.
 *
 *     counter CLIENTS LINES SOCKET
 *
 * When all have negotiated, the first one sends the command `flood`. It ends when everybody has had LINES
 * lines since then (the first one a line more, its reply), or nothing has come for 5 s. Prints the fewest
 * and the most lines that any of them got, how many came to the end, and the milliseconds passed.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static char buffer[1 << 18];

static void line(int connection)
{
  ssize_t count;
  do {
    count = read(connection, buffer, sizeof buffer);
    if (count <= 0) exit(1);
  } while (buffer[count - 1] != '\n');
}

static long milliseconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
  if (argc != 4) return 2;
  int clients = atoi(argv[1]), done = 0;
  long wanted = atol(argv[2]);
  int *connections = calloc(clients, sizeof *connections);
  long *lines = calloc(clients, sizeof *lines);
  int set = epoll_create1(0);
  for (int client = 0; client < clients; client++) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, argv[3], sizeof address.sun_path - 1);
    int connection = connections[client] = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(connection, (struct sockaddr *)&address, sizeof address)) return 1;
    line(connection);
    static const char negotiation[] = "{\"execute\": \"qmp_capabilities\"}\n";
    if (write(connection, negotiation, sizeof negotiation - 1) < 0) return 1;
    line(connection);
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = client};
    epoll_ctl(set, EPOLL_CTL_ADD, connection, &event);
  }
  static const char flood[] = "{\"execute\": \"flood\"}\n";
  long start = milliseconds();
  lines[0] = -1;
  if (write(connections[0], flood, sizeof flood - 1) < 0) return 1;
  while (done < clients) {
    struct epoll_event events[256];
    int count = epoll_wait(set, events, 256, 5000);
    if (count <= 0) break;
    for (int index = 0; index < count; index++) {
      int client = events[index].data.u32;
      ssize_t size = read(connections[client], buffer, sizeof buffer);
      if (size <= 0) {
        epoll_ctl(set, EPOLL_CTL_DEL, connections[client], NULL);
        continue;
      }
      long before = lines[client];
      for (char *next = buffer; (next = memchr(next, '\n', buffer + size - next)); next++)
        lines[client]++;
      if (before < wanted && lines[client] >= wanted) done++;
    }
  }
  long end = milliseconds(), fewest = lines[0], most = lines[0];
  for (int client = 1; client < clients; client++) {
    if (lines[client] < fewest) fewest = lines[client];
    if (lines[client] > most) most = lines[client];
  }
  printf("%ld %ld %d %ld\n", fewest, most, done, end - start);
  return 0;
}
