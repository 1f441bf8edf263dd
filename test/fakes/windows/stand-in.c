/*
 * For tests of the launcher on Windows: `relay FILE PORT` listens on a named pipe, writes its name to FILE and passes
 * each connection on to a TCP port of this computer. Anything else prints its arguments and its input.
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

int wmain(int argc, wchar_t **argv) {
  if (argc == 4 && wcscmp(argv[1], L"relay") == 0) return relay(argv[2], (int)wcstol(argv[3], NULL, 10));
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
