#include "windows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

wchar_t *wide(const char *text) {
  int length = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
  wchar_t *out = length > 0 ? calloc((size_t)length, sizeof *out) : NULL;
  if (out) MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, out, length);
  return out;
}

char *utf8(const wchar_t *text) {
  int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
  char *out = length > 0 ? calloc((size_t)length, 1) : NULL;
  if (out) WideCharToMultiByte(CP_UTF8, 0, text, -1, out, length, NULL, NULL);
  return out;
}

const char *variable(const char *name) {
  wchar_t *key = wide(name);
  DWORD length = key ? GetEnvironmentVariableW(key, NULL, 0) : 0;
  wchar_t *value = length > 0 ? calloc(length, sizeof *value) : NULL;
  return value && GetEnvironmentVariableW(key, value, length) < length ? utf8(value) : NULL;
}

char *file_text(const char *path) {
  wchar_t *name = wide(path);
  FILE *file = name ? _wfopen(name, L"rb") : NULL;
  char *text = file ? calloc(longest_script + 1, 1) : NULL;
  size_t length = text ? fread(text, 1, longest_script, file) : 0;
  int whole = text && length > 0 && feof(file) && strlen(text) == length;
  if (file) fclose(file);
  return whole ? text : NULL;
}

int utf8_arguments(int argc, wchar_t **given, char ***out) {
  *out = calloc((size_t)argc + 1, sizeof **out);
  for (int at = 0; *out && at < argc; at++)
    if (!((*out)[at] = utf8(given[at]))) return -1;
  return *out ? 0 : -1;
}
