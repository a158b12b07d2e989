// The power of counts at every frequency, by the fast Fourier transform of Cooley and Tukey.

/** |F|² at frequencies 0 … length/2, in steps of 1 ÷ (length × bin). `values.length` is a power of two; they are overwritten. */
export function powerOf(values: Float64Array): Float64Array {
  const length = values.length
  const imaginary = new Float64Array(length)
  transform(values, imaginary)
  const power = new Float64Array(length / 2 + 1)
  for (let i = 0; i < power.length; i++) power[i] = values[i]! * values[i]! + imaginary[i]! * imaginary[i]!
  return power
}

/** In place. Source: Cooley and Tukey, Mathematics of Computation 19 (1965) 297–301, radix 2, decimation in time. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      const kept = re[i]!
      re[i] = re[j]!
      re[j] = kept
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2
    const angle = (-2 * Math.PI) / size
    for (let k = 0; k < half; k++) {
      const cos = Math.cos(angle * k)
      const sin = Math.sin(angle * k)
      for (let i = k; i < n; i += size) {
        const j = i + half
        const x = re[j]! * cos - im[j]! * sin
        const y = re[j]! * sin + im[j]! * cos
        re[j] = re[i]! - x
        im[j] = im[i]! - y
        re[i]! += x
        im[i]! += y
      }
    }
  }
}

export function powerOfTwoFrom(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, least)))
}
