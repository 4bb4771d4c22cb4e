/* Baseline of the benchmark: Philox4x32-10. Usage: philox COUNT. Prints ns per word on stderr, the sum of all words on stdout. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  uint32_t count = (uint32_t)atoi(argv[1]), *out = malloc(16 * (size_t)count);
  struct timespec a, b;
  for (int round = 0; round < 5; round++) {
    clock_gettime(CLOCK_MONOTONIC, &a);
    for (uint32_t k = 0; k < count; k++) {
      uint32_t c0 = k, c1 = 3, c2 = 4, c3 = 5, k0 = 1, k1 = 2;
      for (int r = 0; r < 10; r++) {
        uint64_t x = (uint64_t)c0 * 0xd2511f53, y = (uint64_t)c2 * 0xcd9e8d57;
        c0 = (uint32_t)(y >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)y;
        c2 = (uint32_t)(x >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)x;
        k0 += 0x9e3779b9;
        k1 += 0xbb67ae85;
      }
      out[4 * k] = c0; out[4 * k + 1] = c1; out[4 * k + 2] = c2; out[4 * k + 3] = c3;
    }
    clock_gettime(CLOCK_MONOTONIC, &b);
  }
  uint32_t sum = 0;
  for (size_t i = 0; i < 4 * (size_t)count; i++) sum += out[i];
  fprintf(stderr, "%.4f\n", ((b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec)) / (4.0 * count));
  printf("%u\n", sum);
  return 0;
}
