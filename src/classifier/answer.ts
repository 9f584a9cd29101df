/** Of what a backend gave, the answer that was wanted. */
import type { BackendResult } from './backends/backend.ts'
import type { ClassLabel } from './labels/class-index.ts'
import { softmax, topK } from './labels/softmax.ts'
import type { PreparedPhoto } from './prepare.ts'
import type { Serving } from './start-backend.ts'
import type { Classification, Look, Prediction, Want } from './types.ts'

/** Predictions of an answer unless told. */
const TOP = 5

/** Place by place. @param arrays one or more, all of one length */
function mean(arrays: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(arrays[0]?.length ?? 0)
  for (const array of arrays) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (array[i] ?? 0)
  }
  return sum.map((value) => value / arrays.length)
}

/** @returns the most likely classes, by falling probability */
export function toPredictions(
  probabilities: Float64Array,
  classes: readonly ClassLabel[],
  top = TOP,
): Prediction[] {
  return topK(probabilities, top).flatMap((index) => {
    const label = classes[index]
    const probability = probabilities[index]
    return label && probability !== undefined
      ? [{ index, classId: label.id, className: label.name, probability }]
      : []
  })
}

/**
 * @param results of the photo's inputs, in their order, all by one backend
 * @param inference milliseconds of all of them
 */
export function toClassification(
  photo: PreparedPhoto,
  results: readonly BackendResult[],
  inference: number,
  serving: Serving,
  want: Want,
): Classification {
  const { inputs, width, height, readBack, decode, preprocess } = photo
  const probabilities = mean(results.map(({ logits }) => softmax(logits)))
  const toLook = ({ region, mirrored }: (typeof inputs)[0], i: number): Look => {
    const { maps: values, logits } = results[i] ?? {}
    if (!values || !logits) return { region, mirrored }
    return { region, mirrored, maps: { side: Math.sqrt(values.length / logits.length), values } }
  }
  const [first, ...others] = inputs
  const features = results.flatMap(({ features }) => (features ? [features] : []))
  return {
    predictions: toPredictions(probabilities, serving.classes, want.top),
    ...(want.probabilities ? { probabilities: Float32Array.from(probabilities) } : {}),
    ...(features.length > 0 ? { features: Float32Array.from(mean(features)) } : {}),
    looks: [toLook(first, 0), ...others.map((input, i) => toLook(input, i + 1))],
    timings: { decode, preprocess, inference, total: decode + preprocess + inference },
    backend: serving.backend.name,
    threads: serving.backend.threads,
    model: serving.model,
    width,
    height,
    readBack,
  }
}
