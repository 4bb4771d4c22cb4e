/* Baseline of the benchmark: the least prefix with a subset sum within the tolerance, by the sorted sums of its even and of its odd
   positions; a step walks the sums with the newest value against the other list, then merges them into their own.
   Usage: hitting FILE TOLERANCE. FILE: int32 n, int32 count, then count rows of n + 1 doubles (values, target).
   Prints nanoseconds per problem on stderr, and the times (-1: none of the n prefixes) on stdout. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int hitting(const double *x, int n, double target, double tolerance, double *list[2], double *spare) {
  long length[2] = {1, 1};
  list[0][0] = list[1][0] = 0;
  if (fabs(target) <= tolerance) return 0;
  for (int k = 0; k < n; k++) {
    int own = k & 1;
    double *a = list[own], *b = list[1 - own], rest = target - x[k];
    for (long i = 0, j = length[1 - own] - 1; i < length[own] && j >= 0;) {
      double s = a[i] + b[j] - rest;
      if (fabs(s) <= tolerance) return k + 1;
      if (s < 0) i++; else j--;
    }
    long i = 0, j = 0, o = 0, len = length[own];
    while (i < len && j < len) {
      if (a[i] <= a[j] + x[k]) spare[o++] = a[i++];
      else spare[o++] = a[j++] + x[k];
    }
    while (i < len) spare[o++] = a[i++];
    while (j < len) spare[o++] = a[j++] + x[k];
    for (long m = 0; m < o; m++) a[m] = spare[m];
    length[own] = o;
  }
  return -1;
}

int main(int argc, char **argv) {
  FILE *f = fopen(argv[1], "rb");
  int head[2];
  if (argc < 3 || !f || fread(head, 4, 2, f) != 2) return 1;
  int n = head[0], count = head[1], *out = malloc(sizeof(int) * count);
  double tolerance = atof(argv[2]), *data = malloc(sizeof(double) * count * (n + 1)), *list[2], *spare = malloc(sizeof(double) << (n - n / 2));
  if (fread(data, sizeof(double), (size_t)count * (n + 1), f) != (size_t)count * (n + 1)) return 1;
  for (int k = 0; k < 2; k++) list[k] = malloc(sizeof(double) << (n - n / 2));
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  for (int c = 0; c < count; c++) out[c] = hitting(data + (long)c * (n + 1), n, data[(long)c * (n + 1) + n], tolerance, list, spare);
  clock_gettime(CLOCK_MONOTONIC, &b);
  fprintf(stderr, "%.1f\n", ((b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec)) / count);
  for (int c = 0; c < count; c++) printf("%d\n", out[c]);
  return 0;
}
