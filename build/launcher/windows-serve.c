#include "windows.h"

/* A pipe cannot be closed to one side alone, so the end of our input is told by a byte that no message has. */
static char end_of_input = 4;
static volatile LONG told_end;

/* The client's requests, in a thread of their own: standard input can only be waited for by reading it. */
static DWORD WINAPI pass_on_input(void *host) {
  static char bytes[chunk];
  HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
  DWORD got = 0;
  while (ReadFile(input, bytes, sizeof bytes, &got, NULL) && got > 0)
    for (DWORD at = 0; at < got;) {
      int sent = pass(host, bytes + at, got - at, 1, INFINITE);
      if (sent < 0) return 0; /* The reading side tells that the host is gone. */
      at += (DWORD)sent;
    }
  InterlockedExchange(&told_end, 1);
  pass(host, &end_of_input, 1, 1, INFINITE);
  return 0;
}

static int put_out(const char *bytes, size_t length) {
  HANDLE output = GetStdHandle(STD_OUTPUT_HANDLE);
  DWORD put = 0;
  for (; length > 0; bytes += put, length -= put)
    if (!WriteFile(output, bytes, length < chunk ? (DWORD)length : chunk, &put, NULL) || put == 0) return -1;
  return 0;
}

int serve(channel host) {
  struct buffer down = {0};
  HANDLE thread = CreateThread(NULL, 0, pass_on_input, (void *)host, 0, NULL);
  if (!thread) return 1;
  for (;;) {
    if (grow(&down) != 0) {
      say("an answer was too long.");
      return 1;
    }
    int got = pass((HANDLE)host, down.bytes + down.end, chunk, 0, INFINITE);
    if (got < 0) break;
    const char *behind = after_last_line(down.bytes + down.end, (size_t)got);
    down.end += (size_t)got;
    if (!behind) continue;
    size_t whole = (size_t)(behind - down.bytes);
    if (put_out(down.bytes + down.start, whole - down.start) != 0) return 0; /* The client reads no more: it is gone. */
    down.start = whole;
    if (down.start == down.end) emptied(&down);
  }
  if (told_end) return 0;
  say("Punchcard was closed. Start this connection again.");
  return 1;
}
