/*
 * For tests of the launcher on Windows: `relay FILE PORT` listens on a named pipe, writes its name to FILE and passes
 * each connection on to a TCP port of this computer. `person FOLDER PROGRAM WORD` starts that as somebody with another
 * folder; `piped LINE` starts a command line with pipes of Windows in place of Wine's own. Anything else prints its arguments and its input.
 */
#include <winsock2.h>
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

struct connection {
  HANDLE pipe;
  SOCKET host;
};

static DWORD move(HANDLE pipe, void *bytes, DWORD length, int writes) {
  OVERLAPPED at = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
  DWORD done = 0;
  BOOL begun = writes ? WriteFile(pipe, bytes, length, NULL, &at) : ReadFile(pipe, bytes, length, NULL, &at);
  if (begun || GetLastError() == ERROR_IO_PENDING) GetOverlappedResult(pipe, &at, &done, TRUE);
  CloseHandle(at.hEvent);
  return done;
}

static DWORD WINAPI up(void *given) {
  struct connection *both = given;
  char bytes[65536];
  for (DWORD got; (got = move(both->pipe, bytes, sizeof bytes, 0)) > 0;)
    for (DWORD at = 0; at < got;) {
      int sent = send(both->host, bytes + at, (int)(got - at), 0);
      if (sent <= 0) return 0;
      at += (DWORD)sent;
    }
  shutdown(both->host, SD_SEND);
  return 0;
}

static DWORD WINAPI down(void *given) {
  struct connection *both = given;
  char bytes[65536];
  for (int got; (got = recv(both->host, bytes, sizeof bytes, 0)) > 0;)
    for (int at = 0; at < got;) {
      DWORD put = move(both->pipe, bytes + at, (DWORD)(got - at), 1);
      if (put == 0) break;
      at += (int)put;
    }
  FlushFileBuffers(both->pipe);
  CloseHandle(both->pipe);
  closesocket(both->host);
  return 0;
}

static int relay(const wchar_t *file, int port) {
  WSADATA data;
  wchar_t name[128];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((u_short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  WSAStartup(MAKEWORD(2, 2), &data);
  swprintf(name, 128, L"\\\\.\\pipe\\punchcard-%lu", GetCurrentProcessId());
  for (int first = 1;; first = 0) {
    HANDLE pipe = CreateNamedPipeW(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE,
                                   PIPE_UNLIMITED_INSTANCES, 65536, 65536, 0, NULL);
    if (pipe == INVALID_HANDLE_VALUE) return 1;
    if (first) {
      FILE *out = _wfopen(file, L"wb");
      if (!out) return 1;
      fprintf(out, "%ls\n", name);
      fclose(out);
      printf("listening\n");
      fflush(stdout);
    }
    OVERLAPPED at = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    DWORD none;
    if (!ConnectNamedPipe(pipe, &at) && GetLastError() == ERROR_IO_PENDING) GetOverlappedResult(pipe, &at, &none, TRUE);
    struct connection *both = malloc(sizeof *both);
    both->pipe = pipe;
    both->host = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(both->host, (struct sockaddr *)&address, sizeof address) != 0) return 1;
    CreateThread(NULL, 0, up, both, 0, NULL);
    CreateThread(NULL, 0, down, both, 0, NULL);
  }
}

static int as_person(const wchar_t *folder, const wchar_t *program, const wchar_t *word) {
  wchar_t line[2048];
  STARTUPINFOW how = {.cb = sizeof how};
  PROCESS_INFORMATION child;
  DWORD status = 1;
  SetEnvironmentVariableW(L"USERPROFILE", folder);
  swprintf(line, 2048, L"\"%ls\" %ls", program, word);
  if (!CreateProcessW(program, line, NULL, NULL, TRUE, 0, NULL, NULL, &how, &child)) return 1;
  WaitForSingleObject(child.hProcess, INFINITE);
  GetExitCodeProcess(child.hProcess, &status);
  return (int)status;
}

static DWORD WINAPI copy(void *given) {
  HANDLE *both = given;
  char bytes[65536];
  DWORD got, put;
  while (ReadFile(both[0], bytes, sizeof bytes, &got, NULL) && got > 0)
    for (DWORD at = 0; at < got; at += put)
      if (!WriteFile(both[1], bytes + at, got - at, &put, NULL)) return 0;
  CloseHandle(both[1]);
  return 0;
}

static int piped(wchar_t *line) {
  HANDLE in[2], out[2], error[2];
  SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};
  STARTUPINFOW how = {.cb = sizeof how, .dwFlags = STARTF_USESTDHANDLES};
  PROCESS_INFORMATION child;
  DWORD status = 1;
  CreatePipe(&in[0], &in[1], &inherited, 0);
  CreatePipe(&out[0], &out[1], &inherited, 0);
  CreatePipe(&error[0], &error[1], &inherited, 0);
  SetHandleInformation(in[1], HANDLE_FLAG_INHERIT, 0);
  SetHandleInformation(out[0], HANDLE_FLAG_INHERIT, 0);
  SetHandleInformation(error[0], HANDLE_FLAG_INHERIT, 0);
  how.hStdInput = in[0], how.hStdOutput = out[1], how.hStdError = error[1];
  if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &how, &child)) return 1;
  CloseHandle(in[0]), CloseHandle(out[1]), CloseHandle(error[1]);
  HANDLE up[2] = {GetStdHandle(STD_INPUT_HANDLE), in[1]}, down[2] = {out[0], GetStdHandle(STD_OUTPUT_HANDLE)},
         said[2] = {error[0], GetStdHandle(STD_ERROR_HANDLE)};
  HANDLE readers[2] = {CreateThread(NULL, 0, copy, down, 0, NULL), CreateThread(NULL, 0, copy, said, 0, NULL)};
  CreateThread(NULL, 0, copy, up, 0, NULL);
  WaitForSingleObject(child.hProcess, INFINITE);
  GetExitCodeProcess(child.hProcess, &status);
  /* What it started may still hold them. */
  WaitForMultipleObjects(2, readers, TRUE, 1000);
  return (int)status;
}

int wmain(int argc, wchar_t **argv) {
  if (argc == 4 && wcscmp(argv[1], L"relay") == 0) return relay(argv[2], (int)wcstol(argv[3], NULL, 10));
  if (argc == 5 && wcscmp(argv[1], L"person") == 0) return as_person(argv[2], argv[3], argv[4]);
  if (argc == 3 && wcscmp(argv[1], L"piped") == 0) return piped(argv[2]);
  SetConsoleOutputCP(CP_UTF8);
  for (int at = 1; at < argc; at++) {
    char text[4096] = "";
    WideCharToMultiByte(CP_UTF8, 0, argv[at], -1, text, sizeof text, NULL, NULL);
    printf("%s|", text);
  }
  printf("%ls\n", _wgetenv(L"ELECTRON_RUN_AS_NODE") ? L"node" : L"app");
  for (int letter; (letter = getchar()) != EOF;) putchar(letter);
  return 7;
}
