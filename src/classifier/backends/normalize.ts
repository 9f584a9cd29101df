import type { ModelInput } from '../../network/manifest.ts'

/**
 * torchvision's `ToTensor` and `Normalize`: `(value / 255 - mean) / std`, channels first.
 * @param rgb RGB, `[size, size, 3]`, 0 to 255
 * @returns `[1, 3, size, size]`, float32
 */
export function toTensor(
  rgb: Uint8Array,
  { size, mean, std }: Pick<ModelInput, 'size' | 'mean' | 'std'>,
): Float32Array<ArrayBuffer> {
  const plane = size * size
  const tensor = new Float32Array(3 * plane)
  for (let channel = 0; channel < 3; channel++) {
    // 256 possible values a channel: a table gives the same floats as dividing each pixel, several times faster.
    const table = Float32Array.from({ length: 256 }, (_, value) =>
      // torch divides, subtracts and divides again in float32, rounding each time
      Math.fround(
        Math.fround(Math.fround(value / 255) - Math.fround(mean[channel] ?? 0)) /
          Math.fround(std[channel] ?? 1),
      ),
    )
    const offset = channel * plane
    for (let i = 0, p = channel; i < plane; i++, p += 3)
      tensor[offset + i] = table[rgb[p] as number] as number
  }
  return tensor
}
