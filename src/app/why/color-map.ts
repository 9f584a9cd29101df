/**
 * Colours for numbers, even for the eye: paths through OKLab (Björn Ottosson 2020), whose distances are differences that
 * people see. Brightness alone tells the order, so that they work without seeing red and green apart, and in grey.
 */

/** sRGB, 0 to 255. */
export type Rgb = [number, number, number]

/** OKLab: lightness 0 to 1, green to red, blue to yellow. */
export type Lab = readonly [number, number, number]

/** A colour for each number from 0 to 1; others are taken as the nearer end. */
export type ColorMap = (t: number) => Rgb

/** sRGB's transfer curve (IEC 61966-2-1), from linear light 0 to 1. */
function encode(linear: number): number {
  const light = Math.max(0, Math.min(linear, 1))
  const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055
  return Math.round(value * 255)
}

/** Ottosson's matrices: OKLab to cone responses, cubed, to linear sRGB. */
export function toRgb([lightness, a, b]: Lab): Rgb {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encode(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

/** From `from` at 0 towards `by` at 0.5 to `to` at 1: the parabola through the three. */
function path(from: Lab, by: Lab, to: Lab): (t: number) => Lab {
  const at = (i: 0 | 1 | 2, t: number) =>
    from[i] * (2 * t - 1) * (t - 1) + by[i] * 4 * t * (1 - t) + to[i] * t * (2 * t - 1)
  return (t) => [at(0, t), at(1, t), at(2, t)]
}

const STEPS = 255

/** The colours of a path, in 256 even steps. */
function table(lab: (t: number) => Lab): ColorMap {
  const colors = Array.from({ length: STEPS + 1 }, (_, i) => toRgb(lab(i / STEPS)))
  return (t) => colors[Math.round(Math.max(0, Math.min(t, 1)) * STEPS)] ?? [0, 0, 0]
}

/** Dark blue by green to yellow, brightness rising evenly. */
export const EVIDENCE_PATH = path([0.28, 0.02, -0.12], [0.6, -0.085, 0], [0.92, -0.035, 0.15])

/** Little to much. */
export const evidenceColor: ColorMap = table(EVIDENCE_PATH)

const BLUE: Lab = [0.52, -0.03, -0.14]
const GREY: Lab = [0.93, 0, 0]
const ORANGE: Lab = [0.52, 0.1, 0.09]

/** Blue by near white to orange, the two sides alike: what speaks for one, for none and for the other. */
export const DIFFERENCE_PATH = (t: number): Lab => {
  const end = t < 0.5 ? BLUE : ORANGE
  const share = Math.abs(2 * t - 1)
  const at = (i: 0 | 1 | 2) => GREY[i] + (end[i] - GREY[i]) * share
  return [at(0), at(1), at(2)]
}

/** One (0), neither (0.5) or the other (1). */
export const differenceColor: ColorMap = table(DIFFERENCE_PATH)

/** A gradient for `background`, left to right. */
export function gradient(color: ColorMap): string {
  const stops = Array.from({ length: 17 }, (_, i) => `rgb(${color(i / 16).join(' ')})`)
  return `linear-gradient(to right, ${stops.join(', ')})`
}
