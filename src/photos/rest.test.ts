import { describe, expect, it } from 'vitest'
import { answers, bestAnswer } from './rest.ts'
import { predictions } from './test/fake-classifier.ts'

describe('the exported answer', () => {
  it('has the form of the PyTorch tutorial for the best class', () => {
    const best = predictions[0]
    if (!best) throw new Error('no prediction to export')
    expect(JSON.stringify(bestAnswer(best))).toBe('{"class_id":"n02124075","class_name":"Egyptian_cat"}')
  })

  it('has the form of the Keras tutorial for several classes, best first', () => {
    expect(JSON.stringify(answers(predictions.slice(0, 2)))).toBe(
      '{"predictions":[{"label":"Egyptian_cat","probability":0.97702},{"label":"tabby","probability":0.0151}],"success":true}',
    )
  })

  it('is an empty list for no classes', () => {
    expect(answers([])).toEqual({ predictions: [], success: true })
  })
})
