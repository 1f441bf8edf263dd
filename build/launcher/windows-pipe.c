/*
 * Named pipes lie in no folder, and everybody may make one of any name. So the listener makes one of a random name and
 * writes that to the file where other systems have the socket, which only its person can; and who listens is looked at.
 */
#include "windows.h"
#include <stdio.h>
#include <string.h>

int64_t now_ms(void) { return (int64_t)GetTickCount64(); }

int is_own_home(const char *home) {
  char wanted[path_size];
  const char *person = variable("USERPROFILE");
  if (!person || snprintf(wanted, sizeof wanted, "%s/.punchcard", person) >= (int)sizeof wanted) return 0;
  HANDLE both[2];
  BY_HANDLE_FILE_INFORMATION found[2];
  const char *names[2] = {home, wanted};
  int known = 1;
  for (int at = 0; at < 2; at++) {
    wchar_t *name = wide(names[at]);
    both[at] = name ? CreateFileW(name, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                                  FILE_FLAG_BACKUP_SEMANTICS, NULL)
                    : INVALID_HANDLE_VALUE;
    known = known && both[at] != INVALID_HANDLE_VALUE && GetFileInformationByHandle(both[at], &found[at]);
  }
  for (int at = 0; at < 2; at++)
    if (both[at] != INVALID_HANDLE_VALUE) CloseHandle(both[at]);
  return known && found[0].dwVolumeSerialNumber == found[1].dwVolumeSerialNumber &&
         found[0].nFileIndexHigh == found[1].nFileIndexHigh && found[0].nFileIndexLow == found[1].nFileIndexLow;
}

channel connect_to(const char *home, const char *name) {
  static const char place[] = "\\\\.\\pipe\\punchcard-";
  char path[path_size];
  ULONG listener = 0;
  if (snprintf(path, sizeof path, "%s/run/%s", home, name) >= (int)sizeof path) return -1;
  char *pipe_name = file_text(path);
  /* Nothing on another computer: that would sign in there as our person. */
  if (!pipe_name || strncmp(pipe_name, place, sizeof place - 1) != 0) return -1;
  pipe_name[strcspn(pipe_name, "\r\n")] = 0;
  HANDLE pipe = CreateFileW(wide(pipe_name), GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                            FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, NULL);
  if (pipe == INVALID_HANDLE_VALUE) return -1;
  if (GetNamedPipeServerProcessId(pipe, &listener) && is_same_person(listener)) return (channel)pipe;
  CloseHandle(pipe);
  return -1;
}

int pass(HANDLE pipe, void *bytes, DWORD length, int writes, DWORD patience) {
  OVERLAPPED at = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
  DWORD done = 0;
  BOOL begun = writes ? WriteFile(pipe, bytes, length, NULL, &at) : ReadFile(pipe, bytes, length, NULL, &at);
  if (!begun && GetLastError() == ERROR_IO_PENDING) {
    begun = TRUE;
    if (WaitForSingleObject(at.hEvent, patience) != WAIT_OBJECT_0) CancelIoEx(pipe, &at);
  }
  /* Also of what was called off: until then the system may still write to `at`. */
  BOOL ended = begun && GetOverlappedResult(pipe, &at, &done, TRUE);
  CloseHandle(at.hEvent);
  return ended && done > 0 ? (int)done : -1;
}

static DWORD left(int64_t until) {
  int64_t more = until - now_ms();
  return more > 0 ? (DWORD)more : 0;
}

int send_all(channel host, const char *bytes, size_t length, int64_t until) {
  while (length > 0) {
    int sent = pass((HANDLE)host, (void *)bytes, (DWORD)length, 1, left(until));
    if (sent < 0) return -1;
    bytes += sent;
    length -= (size_t)sent;
  }
  return 0;
}

int receive(channel host, char *letter, int64_t until) {
  return pass((HANDLE)host, letter, 1, 0, left(until)) == 1 ? 0 : -1;
}

void disconnect(channel host) { CloseHandle((HANDLE)host); }
