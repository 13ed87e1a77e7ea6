/*
 * The least that a QMP client can do: it waits for the greeting, negotiates, sends its commands one after
 * the other, and writes the replies as they came. It checks nothing, and understands nothing but the end
 * of a line.
 *
 *     least SOCKET COMMAND...      a command is JSON
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char buffer[16 << 20];
static int connection;

/* Reads up to the end of a line that is no event. */
static size_t reply(void)
{
  size_t size = 0, start = 0;
  for (;;) {
    ssize_t count = read(connection, buffer + size, sizeof buffer - size);
    if (count <= 0) _exit(1);
    size += count;
    for (char *end; (end = memchr(buffer + start, '\n', size - start));) {
      if (strncmp(buffer + start, "{\"timestamp\"", 12)) return end + 1 - buffer;
      start = end + 1 - buffer;
    }
  }
}

static size_t ask(const char *command)
{
  size_t length = strlen(command);
  if (write(connection, command, length) != (ssize_t)length) _exit(1);
  return reply();
}

int main(int argc, char **argv)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (argc < 3) return 2;
  strncpy(address.sun_path, argv[1], sizeof address.sun_path - 1);
  connection = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(connection, (struct sockaddr *)&address, sizeof address)) return 1;
  reply();
  ask("{\"execute\": \"qmp_capabilities\"}\n");
  for (int index = 2; index < argc; index++) {
    size_t size = ask(argv[index]);
    if (write(STDOUT_FILENO, buffer, size) < 0) return 1;
  }
  return 0;
}
