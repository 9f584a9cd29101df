import { expect, it } from 'vitest'
import { filesWithin } from './folder.ts'

/** What a drop gives of a file; `undefined` for one that is gone. */
function file(name: string, content: string | undefined = name): FileSystemEntry {
  const entry = {
    ...{ name, isFile: true, isDirectory: false },
    file: (resolve: (file: File) => void, reject: (error: unknown) => void) =>
      content === 'gone' ? reject(new DOMException('gone')) : resolve(new File([content], name)),
  }
  return entry as unknown as FileSystemEntry
}

/** As Chromium: a part at a time. */
function folder(name: string, inside: FileSystemEntry[], part = 2): FileSystemEntry {
  const createReader = () => {
    const left = [...inside]
    return { readEntries: (resolve: (some: FileSystemEntry[]) => void) => resolve(left.splice(0, part)) }
  }
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry
}

it('has all files of a folder and of those inside, by name, however many at a time', async () => {
  const deep = folder('b', [file('2.jpg'), folder('deeper', [file('3.jpg')])])
  const { files, missing } = await filesWithin([
    folder('top', [file('z.jpg'), deep, file('a.txt')]),
    file('1.jpg'),
  ])
  expect(files.map(({ name }) => name)).toEqual(['a.txt', '2.jpg', '3.jpg', 'z.jpg', '1.jpg'])
  expect(missing).toBe(0)
})

it('goes on where a file is gone, and counts it', async () => {
  const { files, missing } = await filesWithin([folder('top', [file('1.jpg', 'gone'), file('2.jpg')])])
  expect([files.length, missing]).toEqual([1, 1])
})
