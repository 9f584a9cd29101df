import { expect, test } from 'vitest'
import { CSV_HEAD, toCsv } from './csv.ts'
import { toRecord } from './record.ts'

test('rows have as many cells as the head', () => {
  const predictions = [{ index: 0, classId: 'n01', className: 'tench', probability: 0.25 }]
  const answered = toRecord('a.jpg', { answer: { predictions, width: 4, height: 3 } }, 'm')
  const failed = toRecord('b.jpg', { error: { code: 'not-an-image', message: 'x,y' } }, 'm')
  expect(CSV_HEAD).toBe('file,class_id,class_name,probability,width,height,error,model\r\n')
  expect(toCsv(answered)).toBe('a.jpg,n01,tench,0.25,4,3,,m\r\n')
  expect(toCsv(failed)).toBe('b.jpg,,,,,,not-an-image,m\r\n')
})
