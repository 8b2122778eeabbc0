// Eight numbers at a time, by the vector types that g++ and clang share.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace optim_sches {

constexpr int kLanes = 8;
typedef float Floats __attribute__((vector_size(32)));
typedef int32_t Ints __attribute__((vector_size(32)));
typedef uint32_t Words __attribute__((vector_size(32)));

inline Floats load(const float* from) {
  Floats v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

inline void store(float* to, Floats v) { std::memcpy(to, &v, sizeof v); }

inline Floats splat(float x) { return Floats{x, x, x, x, x, x, x, x}; }

inline float sum(Floats v) {
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
}

inline Floats larger(Floats a, Floats b) { return a > b ? a : b; }

inline float largest(Floats v) {
  float most = v[0];
  for (int i = 1; i < kLanes; i++) most = v[i] > most ? v[i] : most;
  return most;
}

// e^x within 2 units in the last place for x from -87 to 88; below that 0, as softmax wants it. x = n ln 2 + r with
// |r| <= ln 2 / 2, e^r by its Taylor polynomial of degree 7, and 2^n by writing the exponent.
inline Floats exponential(Floats x) {
  const Ints low = x < splat(-87);
  x = larger(x, splat(-87));
  // Adding 1.5 * 2^23 leaves the nearest integer in the lowest bits.
  const Floats shifted = x * splat(1.44269504f) + splat(12582912.0f);
  const Floats n = shifted - splat(12582912.0f);
  // ln 2 in two parts, the first exact in few bits, so that n ln 2 loses nothing.
  const Floats r = (x - n * splat(0.693359375f)) - n * splat(-2.1219444e-4f);
  Floats p = splat(1.0f / 5040);
  p = p * r + splat(1.0f / 720);
  p = p * r + splat(1.0f / 120);
  p = p * r + splat(1.0f / 24);
  p = p * r + splat(1.0f / 6);
  p = p * r + splat(0.5f);
  p = p * r + splat(1);
  p = p * r + splat(1);
  Ints bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  const Ints exponent = (bits - 0x4b400000 + 127) << 23;
  Floats power;
  std::memcpy(&power, &exponent, sizeof power);
  return low ? splat(0) : p * power;
}

}  // namespace optim_sches
