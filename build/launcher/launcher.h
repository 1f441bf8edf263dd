/*
 * What AI clients start. Where Punchcard runs, it joins standard input and output to the app's session host
 * (mcp-server/cli/host.ts), over a socket or, on Windows, a named pipe; else it starts a server of its own in node mode
 * (main/clients/launcher/). docs/decisions/launcher.md says why.
 *
 * Protocol: we send one line of fields that each end with NUL: "1", the client's id, NAME=value of the variables that
 * a server depends on. The host answers lines: "note ..." for standard error, then "ok" or "no ...". Nothing of standard
 * input is read before "ok", so a server of its own can still serve it.
 */
#ifndef PUNCHCARD_LAUNCHER_H
#define PUNCHCARD_LAUNCHER_H
#include <stddef.h>
#include <stdint.h>

enum {
  path_size = 4096,
  header_size = 65536,
  chunk = 65536,
  longest_script = 100000,
  host_wait = 5000,
  app_wait = 10000,
};

/* A socket, or on Windows a pipe; -1: none. */
typedef intptr_t channel;

/* main.c */
void say(const char *text);

/* hello.c: who we are, and what a server of this client's own would take from the environment. -1: it fits no line. */
const char *only_client(int argc, char **argv);
int fill_header(char *header, size_t *used, const char *client);

/* buffer.c: bytes that wait; the host's for whole lines. */
struct buffer {
  char *bytes;
  size_t size, start, end;
};
int grow(struct buffer *to);
void emptied(struct buffer *one);
/* Behind the last line break of these bytes; NULL: there is none. */
const char *after_last_line(const char *bytes, size_t length);

/* session.c: who answers. Until "ok" nothing was read or written for the client. */
channel open_session(const char *home, const char *header, size_t length);
int wake_host(const char *home);

/* What differs by system. */
int64_t now_ms(void);
/* A variable in UTF-8; NULL: it is not set. */
const char *variable(const char *name);
/* This very file, in UTF-8. */
int own_path(char *out, size_t size);
/* Whether this is the folder that a server started here would use, and its person's. */
int is_own_home(const char *home);
/* For its person only, on both sides: the socket `name` below `home`/run. */
channel connect_to(const char *home, const char *name);
int send_all(channel host, const char *bytes, size_t length, int64_t until);
/* One byte; 0: it came, -1: it did not. */
int receive(channel host, char *letter, int64_t until);
void disconnect(channel host);
/* Joins both sides. Returns the exit status: 0 where the client ended it, 1 where the app did. */
int serve(channel host);
/* Who is at the other end of standard input: uid, process id, its program, its parent's id and program, each with NUL. */
int print_peer(void);
/* The server of its own, with all that is on standard input. */
int run_own(int argc, char **argv);

#endif
