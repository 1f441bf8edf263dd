#ifndef PUNCHCARD_WINDOWS_H
#define PUNCHCARD_WINDOWS_H
#include "launcher.h"
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif
#include <windows.h>

/* windows-text.c */
/* In memory that is never given back; NULL: it is no text. */
wchar_t *wide(const char *utf8);
char *utf8(const wchar_t *wide);
/* Of Punchcard's own small files; NULL: it is not there, is too long, or is no text. */
char *file_text(const char *path);

/* windows-peer.c: whether this process runs as the same person. */
int is_same_person(DWORD process);

/* windows-pipe.c: reads or writes some bytes, for these milliseconds at most (INFINITE: as long as it takes). -1: it is over. */
int pass(HANDLE pipe, void *bytes, DWORD length, int writes, DWORD patience);

#endif
