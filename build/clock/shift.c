/*
 * Shifts the wall clock of every process that loads this library by OFFSET_SECONDS: the time of day and the times of
 * files. Monotonic clocks stay, so that timers and timeouts run at their usual pace.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_wall_clock(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

int clock_gettime(clockid_t clock, struct timespec *result) {
  static __typeof__(&clock_gettime) next;
  if (!next) next = NEXT(clock_gettime);
  int status = next(clock, result);
  if (status == 0 && is_wall_clock(clock)) result->tv_sec += OFFSET_SECONDS;
  return status;
}

int gettimeofday(struct timeval *restrict result, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int status = clock_gettime(CLOCK_REALTIME, &now);
  if (status == 0) {
    result->tv_sec = now.tv_sec;
    result->tv_usec = now.tv_nsec / 1000;
  }
  return status;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}

static void shift_statx(struct statx *file) {
  file->stx_atime.tv_sec += OFFSET_SECONDS;
  file->stx_btime.tv_sec += OFFSET_SECONDS;
  file->stx_ctime.tv_sec += OFFSET_SECONDS;
  file->stx_mtime.tv_sec += OFFSET_SECONDS;
}

int statx(int folder, const char *restrict path, int flags, unsigned mask, struct statx *restrict file) {
  static __typeof__(&statx) next;
  if (!next) next = NEXT(statx);
  int status = next(folder, path, flags, mask, file);
  if (status == 0) shift_statx(file);
  return status;
}

/* libuv asks for files by the system call itself. */
long syscall(long number, ...) {
  static long (*next)(long, ...);
  if (!next) next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  va_list list;
  va_start(list, number);
  long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long);
  long d = va_arg(list, long), e = va_arg(list, long), f = va_arg(list, long);
  va_end(list);
  long status = next(number, a, b, c, d, e, f);
  if (status == 0 && number == SYS_statx) shift_statx((struct statx *)e);
  if (status == 0 && number == SYS_clock_gettime && is_wall_clock((clockid_t)a))
    ((struct timespec *)b)->tv_sec += OFFSET_SECONDS;
  return status;
}

#define SHIFTED_STAT(name, parameters, ...)                  \
  int name parameters {                                      \
    static __typeof__(&name) next;                           \
    if (!next) next = NEXT(name);                            \
    int status = next(__VA_ARGS__);                          \
    if (status == 0) {                                       \
      file->st_atim.tv_sec += OFFSET_SECONDS;                \
      file->st_ctim.tv_sec += OFFSET_SECONDS;                \
      file->st_mtim.tv_sec += OFFSET_SECONDS;                \
    }                                                        \
    return status;                                           \
  }
SHIFTED_STAT(stat, (const char *restrict path, struct stat *restrict file), path, file)
SHIFTED_STAT(lstat, (const char *restrict path, struct stat *restrict file), path, file)
SHIFTED_STAT(fstat, (int handle, struct stat *file), handle, file)
SHIFTED_STAT(fstatat, (int folder, const char *restrict path, struct stat *restrict file, int flags), folder, path, file, flags)

/* Fills in the times that the kernel should store. UTIME_NOW and UTIME_OMIT are in the nanoseconds. */
static const struct timespec *unshifted(const struct timespec times[2], struct timespec copy[2]) {
  if (!times) return times;
  for (int index = 0; index < 2; index++) {
    copy[index] = times[index];
    if (copy[index].tv_nsec != UTIME_NOW && copy[index].tv_nsec != UTIME_OMIT) copy[index].tv_sec -= OFFSET_SECONDS;
  }
  return copy;
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags) {
  struct timespec copy[2];
  static __typeof__(&utimensat) next;
  if (!next) next = NEXT(utimensat);
  return next(folder, path, unshifted(times, copy), flags);
}

int futimens(int handle, const struct timespec times[2]) {
  struct timespec copy[2];
  static __typeof__(&futimens) next;
  if (!next) next = NEXT(futimens);
  return next(handle, unshifted(times, copy));
}
