#include "launcher.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* "--client=ID" alone: whoever gives more options wants a server of their own. */
const char *only_client(int argc, char **argv) {
  static const char option[] = "--client=";
  if (argc != 2 || strncmp(argv[1], option, sizeof option - 1) != 0) return NULL;
  const char *id = argv[1] + sizeof option - 1;
  size_t length = strlen(id);
  if (length < 1 || length > 64) return NULL;
  for (const char *at = id; *at; at++)
    if (!isalnum((unsigned char)*at) && !strchr("_.@-", *at)) return NULL;
  return id;
}

static int add(char *header, size_t *used, const char *name, const char *value) {
  if (strchr(value, '\n')) return -1;
  size_t left = header_size - *used;
  int length = name ? snprintf(header + *used, left, "%s=%s", name, value) : snprintf(header + *used, left, "%s", value);
  if (length < 0 || (size_t)length >= left) return -1;
  *used += (size_t)length + 1;
  return 0;
}

/* What a server of this client's own would take from the environment. mcp-server/cli/host-hello.ts compares it. */
int fill_header(char *header, size_t *used, const char *client) {
  static const char *names[] = {"http_proxy", "https_proxy", "all_proxy", "no_proxy",
                                "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
                                "TZ", "PUNCHCARD_POLICY", "DBUS_SESSION_BUS_ADDRESS", NULL};
  *used = 0;
  if (add(header, used, NULL, "1") || add(header, used, NULL, client)) return -1;
  for (const char **name = names; *name; name++) {
    const char *value = variable(*name);
    if (value && *value && add(header, used, *name, value)) return -1;
  }
  const char *authorities = variable("PUNCHCARD_EXTRA_CA_CERTS");
  if (!authorities || !*authorities) authorities = variable("NODE_EXTRA_CA_CERTS");
  if (authorities && *authorities && add(header, used, "PUNCHCARD_EXTRA_CA_CERTS", authorities)) return -1;
  if (*used >= header_size) return -1;
  header[(*used)++] = '\n';
  return 0;
}
