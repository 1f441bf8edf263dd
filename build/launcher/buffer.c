#include "launcher.h"
#include <stdlib.h>
#include <string.h>

/* Beyond any answer: the host sends none of more than 64 MB. */
static const size_t longest_line = (size_t)256 * 1024 * 1024;

int grow(struct buffer *to) {
  if (to->start > 0) {
    memmove(to->bytes, to->bytes + to->start, to->end - to->start);
    to->end -= to->start;
    to->start = 0;
  }
  if (to->size - to->end >= chunk) return 0;
  size_t size = to->size == 0 ? 2 * (size_t)chunk : 2 * to->size;
  char *bytes = size > longest_line ? NULL : realloc(to->bytes, size);
  if (!bytes) return -1;
  to->bytes = bytes;
  to->size = size;
  return 0;
}

/* What a long answer needed is given back. */
void emptied(struct buffer *one) {
  one->start = one->end = 0;
  if (one->size <= 4 * (size_t)chunk) return;
  free(one->bytes);
  *one = (struct buffer){0};
}

const char *after_last_line(const char *bytes, size_t length) {
  while (length > 0 && bytes[length - 1] != '\n') length--;
  return length > 0 ? bytes + length : NULL;
}
