/* Baseline of the benchmark: meet in the middle with merge-built sorted halves and two pointers, as one writes it first.
   Usage: closest FILE REPEATS. FILE: int32 n, int32 count, then count rows of n + 1 doubles (samples, target).
   Prints nanoseconds per problem of each repeat on stderr, and the optimal distances (hexadecimal floats) on stdout. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double *sums(const double *x, int n, double *a, double *b) {
  a[0] = 0;
  for (long k = 0, len = 1; k < n; k++, len *= 2) {
    long i = 0, j = 0, o = 0;
    while (i < len && j < len) {
      if (a[i] <= a[j] + x[k]) b[o++] = a[i++];
      else b[o++] = a[j++] + x[k];
    }
    while (i < len) b[o++] = a[i++];
    while (j < len) b[o++] = a[j++] + x[k];
    double *t = a; a = b; b = t;
  }
  return a;
}

static double closest(const double *x, int n, double target, double **buffer) {
  int lower = n / 2, upper = n - lower;
  double *p = sums(x, lower, buffer[0], buffer[1]), *q = sums(x + lower, upper, buffer[2], buffer[3]);
  long i = 0, j = (1L << upper) - 1, end = 1L << lower;
  double best = INFINITY;
  while (i < end && j >= 0) {
    double s = p[i] + q[j] - target;
    if (fabs(s) < best) best = fabs(s);
    if (s < 0) i++; else j--;
  }
  return best;
}

int main(int argc, char **argv) {
  FILE *f = fopen(argv[1], "rb");
  int head[2];
  if (!f || fread(head, 4, 2, f) != 2) return 1;
  int n = head[0], count = head[1], repeats = atoi(argv[2]);
  double *data = malloc(sizeof(double) * count * (n + 1)), *out = malloc(sizeof(double) * count), *buffer[4];
  if (fread(data, sizeof(double), (size_t)count * (n + 1), f) != (size_t)count * (n + 1)) return 1;
  for (int k = 0; k < 4; k++) buffer[k] = malloc(sizeof(double) << (n - n / 2));
  for (int r = 0; r < repeats; r++) {
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (int c = 0; c < count; c++) out[c] = closest(data + (long)c * (n + 1), n, data[(long)c * (n + 1) + n], buffer);
    clock_gettime(CLOCK_MONOTONIC, &b);
    fprintf(stderr, "%.1f\n", ((b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec)) / count);
  }
  for (int c = 0; c < count; c++) printf("%a\n", out[c]);
  return 0;
}
