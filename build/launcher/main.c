#include "launcher.h"
#include <stdio.h>
#include <string.h>

/* By this the app knows a program of another version as its own (main/clients/launcher/launcher.ts). */
__attribute__((used)) static const char mark[] = "Written by Punchcard";

void say(const char *text) { fprintf(stderr, "punchcard-mcp: %s\n", text); }

static int start(int argc, char **argv) {
  static char header[header_size];
  char home[path_size];
  size_t length = 0;
  if (argc == 2 && strcmp(argv[1], "--peer") == 0) return print_peer();
  /* This file is <Punchcard's folder>/bin/punchcard-mcp. */
  if (own_path(home, sizeof home) != 0) {
    say("it cannot find its own file.");
    return 1;
  }
  for (int up = 0; up < 2; up++) {
    char *cut = strrchr(home, '/');
    if (cut) *cut = 0;
  }
  const char *client = only_client(argc, argv);
  if (client && is_own_home(home) && fill_header(header, &length, client) == 0) {
    channel host = open_session(home, header, length);
    if (host == -1 && wake_host(home) == 0) host = open_session(home, header, length);
    if (host != -1) return serve(host);
  }
  return run_own(argc, argv);
}

#ifdef _WIN32
int utf8_arguments(int argc, wchar_t **wide, char ***out);

int wmain(int argc, wchar_t **wide) {
  char **argv;
  return utf8_arguments(argc, wide, &argv) == 0 ? start(argc, argv) : 1;
}
#else
int main(int argc, char **argv) { return start(argc, argv); }
#endif
