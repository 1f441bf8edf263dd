#include "posix.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int own_path(char *out, size_t size) { return program_of(getpid(), out, size); }

int print_peer(void) {
  uid_t user;
  pid_t process;
  char program[path_size], parent_program[path_size];
  if (peer_user(STDIN_FILENO, &user) != 0 || peer_process(STDIN_FILENO, &process) != 0) return 1;
  pid_t parent = parent_of(process);
  program_of(process, program, sizeof program);
  program_of(parent, parent_program, sizeof parent_program);
  printf("%lu%c%ld%c%s%c%ld%c%s%c", (unsigned long)user, 0, (long)process, 0, program, 0, (long)parent, 0,
         parent_program, 0);
  return fflush(stdout) == 0 ? 0 : 1;
}

int run_own(int argc, char **argv) {
  char *script = own_script();
  char **args = calloc((size_t)argc + 4, sizeof *args);
  if (!script || !args) {
    say("this file was damaged. Start Punchcard once, which mends it.");
    return 1;
  }
  args[0] = "sh";
  args[1] = "-c";
  args[2] = script;
  args[3] = argv[0];
  for (int at = 1; at < argc; at++) args[at + 3] = argv[at];
  execv("/bin/sh", args);
  say("/bin/sh could not be started.");
  return 1;
}
