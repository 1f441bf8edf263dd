#include "posix.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  /* A write of this size to a pipe that poll() calls writable does not wait (PIPE_BUF). */
  atom = 4096,
  goodbye = 1500,
};

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

static int join(int host, const sigset_t *waiting) {
  struct buffer up = {0}, down = {0};
  size_t whole = 0; /* where the last whole line of `down` ends */
  int input_open = 1, host_open = 1, told_end = 0;
  int64_t until = 0; /* when it is over after a signal; 0: there was none */
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
    int64_t left = until - now_ms();
    struct timespec limit = {.tv_sec = (time_t)(left / 1000), .tv_nsec = (long)(left % 1000 * 1000000)};
    if (until > 0 && left <= 0) return 0;
    if (wait_for(all, 3, until > 0 ? &limit : NULL, waiting) < 0) {
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
        const char *behind = after_last_line(down.bytes + down.end, (size_t)got);
        down.end += (size_t)got;
        if (behind) whole = (size_t)(behind - down.bytes);
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

int serve(channel host) {
  sigset_t waiting;
  watch_signals(&waiting);
  return join((int)host, &waiting);
}
