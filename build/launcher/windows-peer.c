#include "windows.h"
#include <stdio.h>
#include <stdlib.h>
#include <tlhelp32.h>

static TOKEN_USER *person_of(HANDLE process) {
  HANDLE token;
  DWORD size = 0;
  if (!OpenProcessToken(process, TOKEN_QUERY, &token)) return NULL;
  GetTokenInformation(token, TokenUser, NULL, 0, &size);
  TOKEN_USER *person = size > 0 ? malloc(size) : NULL;
  if (person && !GetTokenInformation(token, TokenUser, person, size, &size)) person = NULL;
  CloseHandle(token);
  return person;
}

int is_same_person(DWORD process) {
  HANDLE other = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process);
  TOKEN_USER *theirs = other ? person_of(other) : NULL;
  TOKEN_USER *ours = person_of(GetCurrentProcess());
  if (other) CloseHandle(other);
  return theirs && ours && EqualSid(theirs->User.Sid, ours->User.Sid);
}

static DWORD parent_of(DWORD process) {
  HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  PROCESSENTRY32W one = {.dwSize = sizeof one};
  DWORD parent = 0;
  if (all == INVALID_HANDLE_VALUE) return 0;
  for (BOOL more = Process32FirstW(all, &one); more; more = Process32NextW(all, &one))
    if (one.th32ProcessID == process) parent = one.th32ParentProcessID;
  CloseHandle(all);
  return parent;
}

static const char *program_of(DWORD process) {
  wchar_t path[path_size];
  DWORD size = path_size;
  HANDLE other = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process);
  BOOL known = other && QueryFullProcessImageNameW(other, 0, path, &size);
  if (other) CloseHandle(other);
  const char *program = known ? utf8(path) : NULL;
  return program ? program : "";
}

/* Windows has no numbers for people: 0 is the person who asks, 1 anybody else. */
int print_peer(void) {
  ULONG process = 0;
  if (!GetNamedPipeClientProcessId(GetStdHandle(STD_INPUT_HANDLE), &process)) return 1;
  DWORD parent = parent_of(process);
  printf("%d%c%lu%c%s%c%lu%c%s%c", is_same_person(process) ? 0 : 1, 0, process, 0, program_of(process), 0, parent, 0,
         program_of(parent), 0);
  return fflush(stdout) == 0 ? 0 : 1;
}
