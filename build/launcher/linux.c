#include "posix.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { footer_size = 32 };

int new_socket(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

static int peer_of(int fd, struct ucred *peer) {
  socklen_t size = sizeof *peer;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &size);
}

int peer_user(int fd, uid_t *user) {
  struct ucred peer;
  if (peer_of(fd, &peer) != 0) return -1;
  *user = peer.uid;
  return 0;
}

int peer_process(int fd, pid_t *process) {
  struct ucred peer;
  if (peer_of(fd, &peer) != 0) return -1;
  *process = peer.pid;
  return 0;
}

int program_of(pid_t pid, char *out, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%ld/exe", (long)pid);
  ssize_t length = readlink(path, out, size - 1);
  out[length < 0 ? 0 : length] = 0;
  return length < 0 ? -1 : 0;
}

pid_t parent_of(pid_t pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = 0;
  /* The name stands in parentheses and may hold any letter, parentheses too. */
  char *end = strrchr(text, ')');
  long parent = 0;
  if (!end || sscanf(end + 1, " %*c %ld", &parent) != 1) return 0;
  return (pid_t)parent;
}

int wait_for(struct pollfd *all, nfds_t count, const struct timespec *limit, const sigset_t *waiting) {
  return ppoll(all, count, limit, waiting);
}

/* The script stands behind this program in the same file; its last bytes say how long it is. */
char *own_script(void) {
  char footer[footer_size + 1] = "";
  struct stat found;
  long length = 0;
  /* Not by its path, where an update may have put another file by now. */
  int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (file < 0 || fstat(file, &found) != 0 || found.st_size < footer_size ||
      pread(file, footer, footer_size, found.st_size - footer_size) != footer_size ||
      sscanf(footer, "# punchcard-script %12ld", &length) != 1 || length <= 0 || length > longest_script ||
      length + footer_size > found.st_size)
    return NULL;
  char *script = malloc((size_t)length + 1);
  if (!script || pread(file, script, (size_t)length, found.st_size - footer_size - length) != length) return NULL;
  script[length] = 0;
  return script;
}
