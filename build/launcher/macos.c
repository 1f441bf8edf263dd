/* Compiled and tried by a step of ci.yml; nobody of us has a Mac. */
#include "posix.h"
#include <fcntl.h>
#include <libproc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int new_socket(void) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0), on = 1;
  if (fd < 0) return -1;
  if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
      setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on) == 0)
    return fd;
  close(fd);
  return -1;
}

int peer_user(int fd, uid_t *user) {
  gid_t group;
  return getpeereid(fd, user, &group);
}

int peer_process(int fd, pid_t *process) {
  socklen_t size = sizeof *process;
  return getsockopt(fd, SOL_LOCAL, LOCAL_PEERPID, process, &size);
}

pid_t parent_of(pid_t process) {
  struct proc_bsdinfo info;
  int size = proc_pidinfo(process, PROC_PIDTBSDINFO, 0, &info, sizeof info);
  return size == (int)sizeof info ? (pid_t)info.pbi_ppid : 0;
}

int program_of(pid_t process, char *out, size_t size) {
  int length = proc_pidpath(process, out, (uint32_t)size);
  if (length <= 0) out[0] = 0;
  return length <= 0 ? -1 : 0;
}

/* There is no ppoll(), and poll() after unmasking would miss a signal that comes in between. */
int wait_for(struct pollfd *all, nfds_t count, const struct timespec *limit, const sigset_t *waiting) {
  fd_set readable, writable;
  int most = -1;
  FD_ZERO(&readable);
  FD_ZERO(&writable);
  for (nfds_t at = 0; at < count; at++) {
    all[at].revents = 0;
    if (all[at].fd < 0) continue;
    if (all[at].events & POLLIN) FD_SET(all[at].fd, &readable);
    if (all[at].events & POLLOUT) FD_SET(all[at].fd, &writable);
    if (all[at].fd > most) most = all[at].fd;
  }
  int found = pselect(most + 1, &readable, &writable, NULL, limit, waiting);
  for (nfds_t at = 0; found > 0 && at < count; at++) {
    if (all[at].fd < 0) continue;
    if (FD_ISSET(all[at].fd, &readable)) all[at].revents |= POLLIN;
    if (FD_ISSET(all[at].fd, &writable)) all[at].revents |= POLLOUT;
  }
  return found;
}

/* A file of its own: the signature of a program does not cover what is put behind it. */
char *own_script(void) {
  char path[path_size];
  if (own_path(path, sizeof path) != 0 || strlen(path) + 4 > sizeof path) return NULL;
  FILE *file = fopen(strcat(path, ".sh"), "r");
  char *script = file ? malloc(longest_script + 1) : NULL;
  size_t length = script ? fread(script, 1, longest_script, file) : 0;
  int whole = script && length > 0 && feof(file);
  if (file) fclose(file);
  if (!whole) return NULL;
  script[length] = 0;
  return script;
}
