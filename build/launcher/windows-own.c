#include "windows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int own_path(char *out, size_t size) {
  wchar_t path[path_size];
  DWORD length = GetModuleFileNameW(NULL, path, path_size);
  const char *text = length > 0 && length < path_size ? utf8(path) : NULL;
  if (!text || strlen(text) >= size) return -1;
  strcpy(out, text);
  for (char *at = out; *at; at++)
    if (*at == '\\') *at = '/';
  return 0;
}

/* Behind the first word of the command line, which is our own name: quotes and blanks stay as the client has them. */
static const wchar_t *after_name(const wchar_t *line) {
  int quoted = 0;
  for (; *line && (quoted || (*line != L' ' && *line != L'\t')); line++)
    if (*line == L'"') quoted = !quoted;
  return line;
}

/* A line `name=value` of a text, without its name. */
static wchar_t *value_of(const char *text, const char *name) {
  size_t length = strlen(name);
  for (const char *at = text; at; at = strchr(at, '\n')) {
    if (*at == '\n') at++;
    if (strncmp(at, name, length) != 0 || at[length] != '=') continue;
    char *value = _strdup(at + length + 1);
    if (!value) return NULL;
    value[strcspn(value, "\r\n")] = 0;
    /* Neither is part of a path, and either would end the word in the command line. */
    return *value && !strchr(value, '"') && value[strlen(value) - 1] != '\\' ? wide(value) : NULL;
  }
  return NULL;
}

static void set_environment(void) {
  static const wchar_t *noise[] = {L"ELECTRON_NO_ATTACH_CONSOLE", L"ELECTRON_ENABLE_LOGGING", L"ELECTRON_LOG_FILE",
                                   L"ELECTRON_ENABLE_STACK_DUMPING", L"ELECTRON_NO_ASAR",
                                   L"ELECTRON_OVERRIDE_DIST_PATH", L"ELECTRON_FORCE_IS_PACKAGED",
                                   L"ELECTRON_DEFAULT_ERROR_MODE", L"ELECTRON_EXEC_PATH", NULL};
  for (const wchar_t **name = noise; *name; name++) SetEnvironmentVariableW(*name, NULL);
  const char *authorities = variable("NODE_EXTRA_CA_CERTS");
  /* Electron takes Node's own variable away in a packed app; the server reads this one instead. */
  if (authorities && *authorities && !variable("PUNCHCARD_EXTRA_CA_CERTS"))
    SetEnvironmentVariableW(L"PUNCHCARD_EXTRA_CA_CERTS", wide(authorities));
  SetEnvironmentVariableW(L"ELECTRON_RUN_AS_NODE", L"1");
}

/* Starts what the file beside us names (`app=`, `script=`), which ends with us, however we end. */
int run_own(int argc, char **argv) {
  char path[path_size + 8];
  (void)argc, (void)argv;
  char *text = own_path(path, path_size) == 0 ? file_text(strcat(path, ".start")) : NULL;
  wchar_t *app = value_of(text, "app"), *script = value_of(text, "script");
  if (!app || !script || GetFileAttributesW(app) == INVALID_FILE_ATTRIBUTES) {
    say("Punchcard is not where it was. Start Punchcard once, or remove it from this client.");
    return 1;
  }
  const wchar_t *rest = after_name(GetCommandLineW());
  size_t size = wcslen(app) + wcslen(script) + wcslen(rest) + 8;
  wchar_t *line = calloc(size, sizeof *line);
  HANDLE job = CreateJobObjectW(NULL, NULL);
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE};
  STARTUPINFOW how = {.cb = sizeof how, .dwFlags = STARTF_USESTDHANDLES};
  PROCESS_INFORMATION child;
  DWORD status = 1;
  if (!line || !job) return 1;
  swprintf(line, size, L"\"%ls\" \"%ls\"%ls", app, script, rest);
  how.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  how.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  how.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  set_environment();
  SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  if (!CreateProcessW(app, line, NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &how, &child)) {
    say("Punchcard could not be started.");
    return 1;
  }
  AssignProcessToJobObject(job, child.hProcess);
  ResumeThread(child.hThread);
  WaitForSingleObject(child.hProcess, INFINITE);
  GetExitCodeProcess(child.hProcess, &status);
  return (int)status;
}
