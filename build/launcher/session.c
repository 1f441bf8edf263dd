#include "launcher.h"
#include <stdio.h>
#include <string.h>

/* One line without its end; byte by byte, because what follows "ok" is the client's. */
static int read_line(channel host, char *line, size_t size, int64_t until) {
  size_t used = 0;
  for (;;) {
    char letter;
    if (receive(host, &letter, until) != 0) return -1;
    if (letter == '\n') break;
    if (used + 1 < size) line[used++] = letter;
  }
  line[used] = 0;
  return 0;
}

channel open_session(const char *home, const char *header, size_t length) {
  char line[4096];
  channel host = connect_to(home, "mcp.sock");
  if (host == -1) return -1;
  int64_t until = now_ms() + host_wait;
  if (send_all(host, header, length, until) == 0)
    while (read_line(host, line, sizeof line, until) == 0) {
      if (strncmp(line, "note ", 5) == 0) fprintf(stderr, "punchcard: %s\n", line + 5);
      else if (strcmp(line, "ok") == 0) return host;
      else break;
    }
  disconnect(host);
  return -1;
}

/* Asks the running app for its session host, which it starts for the first client. */
int wake_host(const char *home) {
  char line[64] = "";
  channel app = connect_to(home, "app.sock");
  if (app == -1) return -1;
  int woke = read_line(app, line, sizeof line, now_ms() + app_wait) == 0 && strcmp(line, "ready") == 0;
  disconnect(app);
  return woke ? 0 : -1;
}
