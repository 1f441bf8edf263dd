/*
 * What AI clients start on Linux. Where Punchcard runs, it joins standard input and output to the app's session host
 * over a socket (mcp-server/cli/host.ts); else it runs the script behind it in the same file, which starts the server
 * in node mode (main/clients/launcher/). docs/decisions/launcher.md says why.
 *
 * Protocol: we send one line of fields that each end with NUL: "1", the client's id, NAME=value of the variables that
 * a server depends on. The host answers lines: "note …" for standard error, then "ok" or "no …". Nothing of standard
 * input is read before "ok", so the script can still serve it.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
  path_size = 4096,
  header_size = 65536,
  chunk = 65536,
  /* A write of this size to a pipe that poll() calls writable does not wait (PIPE_BUF). */
  atom = 4096,
  footer_size = 32,
  longest_script = 100000,
  host_wait = 5000,
  app_wait = 10000,
  goodbye = 1500,
};
/* Beyond any answer: the host sends none of more than 64 MB. */
static const size_t longest_line = (size_t)256 * 1024 * 1024;

static long now_ms(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1000L + at.tv_nsec / 1000000L;
}

static void say(const char *text) { fprintf(stderr, "punchcard-mcp: %s\n", text); }

/* ---- who is at the other end of standard input: asked by the host for each connection ---- */

static int link_of(pid_t pid, char *out, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%ld/exe", (long)pid);
  ssize_t length = readlink(path, out, size - 1);
  out[length < 0 ? 0 : length] = 0;
  return length < 0 ? -1 : 0;
}

static pid_t parent_of(pid_t pid) {
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

/* Prints uid, process id, its program, its parent's id and program; each ends with NUL. */
static int print_peer(void) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  char program[path_size], parent_program[path_size];
  if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return 1;
  pid_t parent = parent_of(peer.pid);
  link_of(peer.pid, program, sizeof program);
  link_of(parent, parent_program, sizeof parent_program);
  printf("%lu%c%ld%c%s%c%ld%c%s%c", (unsigned long)peer.uid, 0, (long)peer.pid, 0, program, 0, (long)parent, 0,
         parent_program, 0);
  return fflush(stdout) == 0 ? 0 : 1;
}

/* ---- the server in node mode: the script behind this program in its own file ---- */

static int run_script(char **argv, int argc) {
  char footer[footer_size + 1] = "";
  struct stat found;
  long length = 0;
  /* Not by its path, where an update may have put another file by now. */
  int file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (file < 0 || fstat(file, &found) != 0 || found.st_size < footer_size ||
      pread(file, footer, footer_size, found.st_size - footer_size) != footer_size ||
      sscanf(footer, "# punchcard-script %12ld", &length) != 1 || length <= 0 || length > longest_script ||
      length + footer_size > found.st_size) {
    say("this file was damaged. Start Punchcard once, which mends it.");
    return 1;
  }
  char *script = malloc((size_t)length + 1);
  char **args = calloc((size_t)argc + 4, sizeof *args);
  if (!script || !args || pread(file, script, (size_t)length, found.st_size - footer_size - length) != length) {
    say("it could not read its own file.");
    return 1;
  }
  script[length] = 0;
  args[0] = "sh";
  args[1] = "-c";
  args[2] = script;
  args[3] = argv[0];
  for (int at = 1; at < argc; at++) args[at + 3] = argv[at];
  execv("/bin/sh", args);
  say("/bin/sh could not be started.");
  return 1;
}

/* ---- connecting ---- */

/* "--client=ID" alone: whoever gives more options wants a server of their own. */
static const char *only_client(int argc, char **argv) {
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
static int fill_header(char *header, size_t *used, const char *client) {
  static const char *names[] = {"http_proxy", "https_proxy", "all_proxy", "no_proxy",
                                "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
                                "TZ", "PUNCHCARD_POLICY", "DBUS_SESSION_BUS_ADDRESS", NULL};
  *used = 0;
  if (add(header, used, NULL, "1") || add(header, used, NULL, client)) return -1;
  for (const char **name = names; *name; name++) {
    const char *value = getenv(*name);
    if (value && *value && add(header, used, *name, value)) return -1;
  }
  const char *authorities = getenv("PUNCHCARD_EXTRA_CA_CERTS");
  if (!authorities || !*authorities) authorities = getenv("NODE_EXTRA_CA_CERTS");
  if (authorities && *authorities && add(header, used, "PUNCHCARD_EXTRA_CA_CERTS", authorities)) return -1;
  if (*used >= header_size) return -1;
  header[(*used)++] = '\n';
  return 0;
}

/* Punchcard's folder is the one that a server started here would use: $HOME/.punchcard. */
static int is_own_home(const char *home) {
  char wanted[path_size];
  struct stat ours, theirs;
  const char *person = getenv("HOME");
  if (!person || !*person || snprintf(wanted, sizeof wanted, "%s/.punchcard", person) >= (int)sizeof wanted) return 0;
  return stat(home, &ours) == 0 && stat(wanted, &theirs) == 0 && ours.st_dev == theirs.st_dev &&
         ours.st_ino == theirs.st_ino && S_ISDIR(ours.st_mode) && ours.st_uid == geteuid();
}

/* Only its person may have put the socket there: folder and socket are theirs and closed to others, and so is who listens. */
static int connect_to(const char *home, const char *name) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  char folder[path_size];
  struct stat found;
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (snprintf(folder, sizeof folder, "%s/run", home) >= (int)sizeof folder) return -1;
  if (lstat(folder, &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != geteuid() || (found.st_mode & 077))
    return -1;
  if (snprintf(address.sun_path, sizeof address.sun_path, "%s/%s", folder, name) >= (int)sizeof address.sun_path)
    return -1;
  if (lstat(address.sun_path, &found) != 0 || !S_ISSOCK(found.st_mode) || found.st_uid != geteuid()) return -1;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
      getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == geteuid())
    return fd;
  close(fd);
  return -1;
}

static int ready(int fd, short events, long until) {
  struct pollfd one = {.fd = fd, .events = events};
  for (;;) {
    long left = until - now_ms();
    int found = left <= 0 ? 0 : poll(&one, 1, (int)left);
    if (found > 0) return 0;
    if (found == 0 || errno != EINTR) return -1;
  }
}

static int send_all(int fd, const char *bytes, size_t length, long until) {
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

/* One line without its end; byte by byte, because what follows "ok" is the client's. */
static int read_line(int fd, char *line, size_t size, long until) {
  size_t used = 0;
  for (;;) {
    char letter;
    ssize_t got = recv(fd, &letter, 1, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return -1;
    if (got < 0) {
      if (ready(fd, POLLIN, until) != 0) return -1;
      continue;
    }
    if (letter == '\n') break;
    if (used + 1 < size) line[used++] = letter;
  }
  line[used] = 0;
  return 0;
}

/* Returns the session's socket; -1: none, nothing was read or written for the client. */
static int open_session(const char *home, const char *header, size_t length) {
  char line[4096];
  int fd = connect_to(home, "mcp.sock");
  if (fd < 0) return -1;
  long until = now_ms() + host_wait;
  if (send_all(fd, header, length, until) == 0)
    while (read_line(fd, line, sizeof line, until) == 0) {
      if (strncmp(line, "note ", 5) == 0) fprintf(stderr, "punchcard: %s\n", line + 5);
      else if (strcmp(line, "ok") == 0) return fd;
      else break;
    }
  close(fd);
  return -1;
}

/* Asks the running app for its session host, which it starts for the first client. */
static int wake_host(const char *home) {
  char line[64] = "";
  int fd = connect_to(home, "app.sock");
  if (fd < 0) return -1;
  int woke = read_line(fd, line, sizeof line, now_ms() + app_wait) == 0 && strcmp(line, "ready") == 0;
  close(fd);
  return woke ? 0 : -1;
}

/* ---- the session: bytes both ways, to the client in whole lines only ---- */

struct buffer {
  char *bytes;
  size_t size, start, end;
};

static int grow(struct buffer *to) {
  if (to->start > 0) {
    memmove(to->bytes, to->bytes + to->start, to->end - to->start);
    to->end -= to->start;
    to->start = 0;
  }
  if (to->size - to->end >= chunk) return 0;
  size_t size = to->size == 0 ? 2 * (size_t)chunk : 2 * to->size;
  char *bytes = size > longest_line ? NULL : realloc(to->bytes, size);
  if (!bytes) return -1;
  to->bytes = bytes;
  to->size = size;
  return 0;
}

/* What a long answer needed is given back. */
static void emptied(struct buffer *one) {
  one->start = one->end = 0;
  if (one->size <= 4 * (size_t)chunk) return;
  free(one->bytes);
  *one = (struct buffer){0};
}

/* A socket of the client's takes what it can; a pipe gets no more than it surely takes at once. */
static ssize_t put_out(const char *bytes, size_t length) {
  static int is_socket = -1;
  if (is_socket != 0) {
    ssize_t sent = send(STDOUT_FILENO, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (is_socket == 1 || sent >= 0 || errno != ENOTSOCK) {
      is_socket = 1;
      return sent;
    }
    is_socket = 0;
  }
  return write(STDOUT_FILENO, bytes, length < atom ? length : atom);
}

static volatile sig_atomic_t asked_to_end;
static void on_signal(int signal) {
  (void)signal;
  asked_to_end = 1;
}

/* They come only while we wait, so that none is missed between looking and waiting. */
static void watch_signals(sigset_t *before) {
  struct sigaction end = {.sa_handler = on_signal};
  sigset_t held;
  sigemptyset(&held);
  sigaddset(&held, SIGTERM);
  sigaddset(&held, SIGINT);
  sigprocmask(SIG_BLOCK, &held, before);
  sigaction(SIGTERM, &end, NULL);
  sigaction(SIGINT, &end, NULL);
  signal(SIGPIPE, SIG_IGN);
}

static int passing(int wrong) { return wrong == EAGAIN || wrong == EINTR; }

/* Returns the exit status: 0 where the client ended it, 1 where the app did. */
static int serve(int host, const sigset_t *waiting) {
  struct buffer up = {0}, down = {0};
  size_t whole = 0; /* where the last whole line of `down` ends */
  int input_open = 1, host_open = 1, told_end = 0;
  long until = 0; /* when it is over after a signal; 0: there was none */
  for (;;) {
    if (asked_to_end && until == 0) {
      until = now_ms() + goodbye;
      input_open = 0;
    }
    if (up.start == up.end && !input_open && !told_end) {
      shutdown(host, SHUT_WR);
      told_end = 1;
    }
    if (!host_open && down.start >= whole) break;
    /* -1 is left alone by poll(): no more is read than can be passed on. */
    struct pollfd all[3] = {
        {.fd = input_open && host_open && up.start == up.end ? STDIN_FILENO : -1, .events = POLLIN},
        {.fd = host_open ? host : -1,
         .events = (short)((down.start >= whole ? POLLIN : 0) | (up.start < up.end ? POLLOUT : 0))},
        {.fd = down.start < whole ? STDOUT_FILENO : -1, .events = POLLOUT},
    };
    long left = until - now_ms();
    struct timespec limit = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
    if (until > 0 && left <= 0) return 0;
    if (ppoll(all, 3, until > 0 ? &limit : NULL, waiting) < 0) {
      if (errno == EINTR) continue;
      return 1;
    }
    if (all[0].revents) {
      if (grow(&up) != 0) return 1;
      ssize_t got = read(STDIN_FILENO, up.bytes + up.end, chunk);
      if (got > 0) up.end += (size_t)got;
      else if (got == 0 || !passing(errno)) input_open = 0;
    }
    if (host_open && up.start < up.end && (all[1].revents & (POLLOUT | POLLERR | POLLHUP))) {
      ssize_t sent = send(host, up.bytes + up.start, up.end - up.start, MSG_NOSIGNAL);
      if (sent > 0) up.start += (size_t)sent;
      else if (!passing(errno)) emptied(&up); /* The reading side tells that the host is gone. */
      if (up.start == up.end) emptied(&up);
    }
    if (host_open && down.start >= whole && (all[1].revents & (POLLIN | POLLERR | POLLHUP))) {
      if (grow(&down) != 0) {
        say("an answer was too long.");
        return 1;
      }
      whole = down.start;
      ssize_t got = recv(host, down.bytes + down.end, chunk, 0);
      if (got > 0) {
        char *last = memrchr(down.bytes + down.end, '\n', (size_t)got);
        down.end += (size_t)got;
        if (last) whole = (size_t)(last - down.bytes) + 1;
      } else if (got == 0 || !passing(errno)) host_open = 0;
    }
    if (down.start < whole && all[2].revents) {
      ssize_t put = put_out(down.bytes + down.start, whole - down.start);
      if (put > 0) down.start += (size_t)put;
      else if (put < 0 && !passing(errno)) return 0; /* The client reads no more: it is gone. */
      if (down.start == down.end) {
        emptied(&down);
        whole = 0;
      }
    }
  }
  if (told_end) return 0;
  say("Punchcard was closed. Start this connection again.");
  return 1;
}

int main(int argc, char **argv) {
  static char header[header_size];
  char home[path_size];
  size_t length = 0;
  if (argc == 2 && strcmp(argv[1], "--peer") == 0) return print_peer();
  /* This file is <Punchcard's folder>/bin/punchcard-mcp. */
  if (link_of(getpid(), home, sizeof home) != 0) {
    say("/proc is not there.");
    return 1;
  }
  for (int up = 0; up < 2; up++) {
    char *cut = strrchr(home, '/');
    if (cut) *cut = 0;
  }
  const char *client = only_client(argc, argv);
  /* As root nothing of a person's is trusted, and root's own folder is closed as any other. */
  if (client && getuid() == geteuid() && is_own_home(home) && fill_header(header, &length, client) == 0) {
    int host = open_session(home, header, length);
    if (host < 0 && wake_host(home) == 0) host = open_session(home, header, length);
    if (host >= 0) {
      sigset_t waiting;
      watch_signals(&waiting);
      return serve(host, &waiting);
    }
  }
  return run_script(argv, argc);
}
