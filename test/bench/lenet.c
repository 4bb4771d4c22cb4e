// Steps of LeNet-300-100 (784-300-100-10) by minibatches of 128 with momentum, float32, plain loops in the order of memory. Prints the milliseconds of a step, CPU time.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { B = 128, L = 3 };
static const int width[L + 1] = {784, 300, 100, 10};
static float *w[L], *wt[L], *b[L], *dw[L], *db[L], *vw[L], *vb[L], *h[L + 1], *d[L + 1];

static float *array(int n) { return calloc(n, sizeof(float)); }

// C (m x n) += A (m x k) B (k x n), four rows of B at a time.
static void product(const float *restrict a, const float *restrict bb, float *restrict c, int m, int k, int n) {
  for (int i = 0; i < m; i++) {
    float *restrict row = c + (long)i * n;
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      const float a0 = a[(long)i * k + p], a1 = a[(long)i * k + p + 1], a2 = a[(long)i * k + p + 2], a3 = a[(long)i * k + p + 3];
      const float *restrict b0 = bb + (long)p * n, *restrict b1 = b0 + n, *restrict b2 = b1 + n, *restrict b3 = b2 + n;
      for (int j = 0; j < n; j++) row[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
    for (; p < k; p++) for (int j = 0; j < n; j++) row[j] += a[(long)i * k + p] * bb[(long)p * n + j];
  }
}

static void transpose(const float *restrict a, float *restrict t, int m, int n) {
  for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) t[(long)j * m + i] = a[(long)i * n + j];
}

// w[l] is [outputs, inputs]; rate 0.01, momentum 0.9.
static void step(const unsigned char *label, float *scratch) {
  for (int l = 0; l < L; l++) {
    const int in = width[l], out = width[l + 1];
    transpose(w[l], wt[l], out, in);
    for (int e = 0; e < B; e++) memcpy(h[l + 1] + (long)e * out, b[l], out * sizeof(float));
    product(h[l], wt[l], h[l + 1], B, in, out);
    if (l < L - 1) for (int k = 0; k < B * out; k++) h[l + 1][k] = h[l + 1][k] > 0 ? h[l + 1][k] : 0;
  }
  for (int e = 0; e < B; e++) {
    float *z = h[L] + 10 * e, most = z[0], sum = 0;
    for (int c = 1; c < 10; c++) most = z[c] > most ? z[c] : most;
    for (int c = 0; c < 10; c++) sum += expf(z[c] - most);
    for (int c = 0; c < 10; c++) d[L][10 * e + c] = (expf(z[c] - most) / sum - (c == label[e])) / B;
  }
  for (int l = L - 1; l >= 0; l--) {
    const int in = width[l], out = width[l + 1];
    memset(dw[l], 0, (long)in * out * sizeof(float));
    memset(db[l], 0, out * sizeof(float));
    transpose(d[l + 1], scratch, B, out);
    product(scratch, h[l], dw[l], out, B, in);
    for (int e = 0; e < B; e++) for (int r = 0; r < out; r++) db[l][r] += d[l + 1][(long)e * out + r];
    if (l > 0) {
      memset(d[l], 0, (long)B * in * sizeof(float));
      product(d[l + 1], w[l], d[l], B, out, in);
      for (int k = 0; k < B * in; k++) d[l][k] = h[l][k] > 0 ? d[l][k] : 0;
    }
    for (int k = 0; k < in * out; k++) vw[l][k] = 0.9f * vw[l][k] + dw[l][k], w[l][k] -= 0.01f * vw[l][k];
    for (int k = 0; k < out; k++) vb[l][k] = 0.9f * vb[l][k] + db[l][k], b[l][k] -= 0.01f * vb[l][k];
  }
}

int main(int argc, char **argv) {
  const int steps = argc > 1 ? atoi(argv[1]) : 100;
  unsigned char label[B];
  float *scratch = array(B * 784);
  h[0] = array(B * 784);
  for (int l = 0; l < L; l++) {
    const int n = width[l] * width[l + 1];
    w[l] = array(n), wt[l] = array(n), dw[l] = array(n), vw[l] = array(n);
    b[l] = array(width[l + 1]), db[l] = array(width[l + 1]), vb[l] = array(width[l + 1]);
    h[l + 1] = array(B * width[l + 1]), d[l + 1] = array(B * width[l + 1]);
    for (int k = 0; k < n; k++) w[l][k] = (rand() / (float)RAND_MAX - 0.5f) * 2 * sqrtf(6.0f / width[l]);
  }
  for (int k = 0; k < B * 784; k++) h[0][k] = rand() / (float)RAND_MAX;
  for (int k = 0; k < B; k++) label[k] = rand() % 10;
  for (int k = 0; k < 3; k++) step(label, scratch);
  const clock_t start = clock();
  for (int k = 0; k < steps; k++) step(label, scratch);
  printf("%.6f %g\n", 1000.0 * (clock() - start) / CLOCKS_PER_SEC / steps, w[0][0]);
  return 0;
}
