#include "posix.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int64_t now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

const char *variable(const char *name) { return getenv(name); }

/* Punchcard's folder is the one that a server started here would use: $HOME/.punchcard. */
int is_own_home(const char *home) {
  char wanted[path_size];
  struct stat ours, theirs;
  /* As root nothing of a person's is trusted, and root's own folder is closed as any other. */
  if (getuid() != geteuid()) return 0;
  const char *person = variable("HOME");
  if (!person || !*person || snprintf(wanted, sizeof wanted, "%s/.punchcard", person) >= (int)sizeof wanted) return 0;
  return stat(home, &ours) == 0 && stat(wanted, &theirs) == 0 && ours.st_dev == theirs.st_dev &&
         ours.st_ino == theirs.st_ino && S_ISDIR(ours.st_mode) && ours.st_uid == geteuid();
}

/* Only its person may have put the socket there: folder and socket are theirs and closed to others, and so is who listens. */
channel connect_to(const char *home, const char *name) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  char folder[path_size];
  struct stat found;
  uid_t listener;
  if (snprintf(folder, sizeof folder, "%s/run", home) >= (int)sizeof folder) return -1;
  if (lstat(folder, &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != geteuid() || (found.st_mode & 077))
    return -1;
  if (snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder, name) >= (int)sizeof address.sun_path)
    return -1;
  if (lstat(address.sun_path, &found) != 0 || !S_ISSOCK(found.st_mode) || found.st_uid != geteuid()) return -1;
  int fd = new_socket();
  if (fd < 0) return -1;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
      peer_user(fd, &listener) == 0 && listener == geteuid())
    return fd;
  close(fd);
  return -1;
}

static int ready(int fd, short events, int64_t until) {
  struct pollfd one = {.fd = fd, .events = events};
  for (;;) {
    int64_t left = until - now_ms();
    int found = left <= 0 ? 0 : poll(&one, 1, (int)left);
    if (found > 0) return 0;
    if (found == 0 || errno != EINTR) return -1;
  }
}

int send_all(channel host, const char *bytes, size_t length, int64_t until) {
  int fd = (int)host;
  while (length > 0) {
    ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return -1;
    if (sent < 0 && ready(fd, POLLOUT, until) != 0) return -1;
    if (sent > 0) {
      bytes += sent;
      length -= (size_t)sent;
    }
  }
  return 0;
}

int receive(channel host, char *letter, int64_t until) {
  for (;;) {
    ssize_t got = recv((int)host, letter, 1, 0);
    if (got == 1) return 0;
    if (got == 0 || (errno != EAGAIN && errno != EINTR) || ready((int)host, POLLIN, until) != 0) return -1;
  }
}

void disconnect(channel host) { close((int)host); }
