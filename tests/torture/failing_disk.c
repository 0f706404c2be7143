/* A disk that fails: loaded before libc, it lets the k-th call that writes below a folder fail.
 *
 * Counted are write, pwrite, fsync, fdatasync, ftruncate, rename, link, sendfile and every open that
 * may create a file. Writes that libc makes for itself, as in fwrite, do not come through here.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { ONCE = 0, FROM_THEN_ON = 1, TORN = 2 };

static char folder[PATH_MAX];
static size_t folder_length = 0;
static long failing_call = 0;
static int failing_error = 0;
static int failing_mode = ONCE;
static long calls = 0;
static long failures = 0;
static char first_failed[64] = "";

/* Start to count; call number `k` fails, or none where `k` is 0. */
void failing_disk_arm(const char *below, long k, int error, int mode) {
    snprintf(folder, sizeof folder, "%s", below);
    folder_length = strlen(folder);
    failing_call = k;
    failing_error = error;
    failing_mode = mode;
    calls = failures = 0;
    first_failed[0] = 0;
}

long failing_disk_calls(void) { return calls; }
long failing_disk_failures(void) { return failures; }
const char *failing_disk_first(void) { return first_failed; }

static int is_below(const char *path) {
    return folder_length && path && strncmp(path, folder, folder_length) == 0;
}

static int is_below_at(int directory, const char *path) {
    char whole[PATH_MAX], link[64];
    if (!folder_length || !path) return 0;
    if (path[0] == '/') return is_below(path);
    if (directory == AT_FDCWD) {
        if (!getcwd(whole, sizeof whole)) return 0;
        return is_below(whole);
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
    ssize_t length = readlink(link, whole, sizeof whole - 1);
    if (length <= 0) return 0;
    whole[length] = 0;
    return is_below(whole);
}

static int is_open_below(int file) {
    char path[PATH_MAX], link[64];
    if (!folder_length) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_below(path);
}

/* Whether the call that is made now fails; a torn write only says so for those after it. */
static int fails(const char *name) {
    calls++;
    if (!failing_call || calls < failing_call) return 0;
    if (failing_mode == ONCE && calls > failing_call) return 0;
    if (!failures) snprintf(first_failed, sizeof first_failed, "%s", name);
    failures++;
    return 1;
}

static int is_torn_now(void) { return failing_mode == TORN && calls == failing_call; }

#define REAL(result, name, ...)                                  \
    static result (*real)(__VA_ARGS__) = 0;                      \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t write(int file, const void *data, size_t count) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (is_open_below(file) && fails("write")) {
        if (is_torn_now() && count > 1) return real(file, data, count / 2);
        errno = failing_error;
        return -1;
    }
    return real(file, data, count);
}

#define PWRITE(function, offset_type)                                                \
    ssize_t function(int file, const void *data, size_t count, offset_type at) {     \
        REAL(ssize_t, #function, int, const void *, size_t, offset_type);            \
        if (is_open_below(file) && fails("pwrite")) {                                \
            if (is_torn_now() && count > 1) return real(file, data, count / 2, at);  \
            errno = failing_error;                                                   \
            return -1;                                                               \
        }                                                                            \
        return real(file, data, count, at);                                          \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define OF_FILE(function)                                  \
    int function(int file) {                               \
        REAL(int, #function, int);                         \
        if (is_open_below(file) && fails(#function)) {     \
            errno = failing_error;                         \
            return -1;                                     \
        }                                                  \
        return real(file);                                 \
    }
OF_FILE(fsync)
OF_FILE(fdatasync)

#define TRUNCATE(function, length_type)                      \
    int function(int file, length_type length) {             \
        REAL(int, #function, int, length_type);              \
        if (is_open_below(file) && fails("ftruncate")) {     \
            errno = failing_error;                           \
            return -1;                                       \
        }                                                    \
        return real(file, length);                           \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SENDFILE(function, offset_type)                                     \
    ssize_t function(int out, int in, offset_type *offset, size_t count) {  \
        REAL(ssize_t, #function, int, int, offset_type *, size_t);          \
        if (is_open_below(out) && fails("sendfile")) {                      \
            errno = failing_error;                                          \
            return -1;                                                      \
        }                                                                   \
        return real(out, in, offset, count);                                \
    }
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)

int rename(const char *old, const char *new) {
    REAL(int, "rename", const char *, const char *);
    if (is_below(new) && fails("rename")) {
        errno = failing_error;
        return -1;
    }
    return real(old, new);
}

int renameat(int from, const char *old, int to, const char *new) {
    REAL(int, "renameat", int, const char *, int, const char *);
    if (is_below_at(to, new) && fails("rename")) {
        errno = failing_error;
        return -1;
    }
    return real(from, old, to, new);
}

int link(const char *old, const char *new) {
    REAL(int, "link", const char *, const char *);
    if (is_below(new) && fails("link")) {
        errno = failing_error;
        return -1;
    }
    return real(old, new);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    if (is_below_at(to, new) && fails("link")) {
        errno = failing_error;
        return -1;
    }
    return real(from, old, to, new, flags);
}

#define OPEN(function)                                                             \
    int function(const char *path, int flags, ...) {                               \
        REAL(int, #function, const char *, int, ...);                              \
        mode_t mode = 0;                                                           \
        if (flags & (O_CREAT | __O_TMPFILE)) {                                     \
            va_list rest;                                                          \
            va_start(rest, flags);                                                 \
            mode = va_arg(rest, mode_t);                                           \
            va_end(rest);                                                          \
            if (is_below_at(AT_FDCWD, path) && fails("open")) {                    \
                errno = failing_error;                                             \
                return -1;                                                         \
            }                                                                      \
        }                                                                          \
        return real(path, flags, mode);                                            \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(function)                                                           \
    int function(int directory, const char *path, int flags, ...) {                \
        REAL(int, #function, int, const char *, int, ...);                         \
        mode_t mode = 0;                                                           \
        if (flags & (O_CREAT | __O_TMPFILE)) {                                     \
            va_list rest;                                                          \
            va_start(rest, flags);                                                 \
            mode = va_arg(rest, mode_t);                                           \
            va_end(rest);                                                          \
            if (is_below_at(directory, path) && fails("open")) {                   \
                errno = failing_error;                                             \
                return -1;                                                         \
            }                                                                      \
        }                                                                          \
        return real(directory, path, flags, mode);                                 \
    }
OPENAT(openat)
OPENAT(openat64)
