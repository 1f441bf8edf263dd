/* What Linux and macOS share, and the little in which they differ. */
#ifndef PUNCHCARD_POSIX_H
#define PUNCHCARD_POSIX_H
#ifdef __linux__
#define _GNU_SOURCE
#endif
#include "launcher.h"
#include <poll.h>
#include <signal.h>
#include <sys/types.h>
#include <time.h>

#ifdef __APPLE__
/* There a socket is told not to raise SIGPIPE, see new_socket(). */
#define MSG_NOSIGNAL 0
#endif

/* linux.c, macos.c */
/* Neither waits nor is passed on to programs that we start. */
int new_socket(void);
int peer_user(int fd, uid_t *user);
int peer_process(int fd, pid_t *process);
pid_t parent_of(pid_t process);
/* "" and -1 where the system does not say. */
int program_of(pid_t process, char *out, size_t size);
/* Waits, and lets signals in only meanwhile. */
int wait_for(struct pollfd *all, nfds_t count, const struct timespec *limit, const sigset_t *waiting);
/* The script that starts a server of its own; NULL: it cannot be read. */
char *own_script(void);

#endif
