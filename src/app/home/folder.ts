/** The files of folders that are dropped, those of the folders inside too. Loaded with the first folder. */

interface Found {
  files: File[]
  /** How many could not be had. */
  missing: number
}

/** @param entries as a drop gives them, which is over by then */
export async function filesWithin(entries: readonly FileSystemEntry[]): Promise<Found> {
  const found: Found = { files: [], missing: 0 }
  for (const entry of entries) await collect(entry, found)
  return found
}

async function collect(entry: FileSystemEntry, found: Found): Promise<void> {
  try {
    if (isFile(entry)) found.files.push(await fileOf(entry))
    if (isFolder(entry)) for (const inside of await entriesOf(entry)) await collect(inside, found)
  } catch {
    found.missing += 1 // moved, deleted or forbidden
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** In the order of their names: a file system has an order of its own. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const read = () => new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
  const all: FileSystemEntry[] = []
  // Chromium gives a hundred at a time, and none in the end
  for (let some = await read(); some.length > 0; some = await read()) all.push(...some)
  return all.sort((a, b) => (a.name < b.name ? -1 : 1))
}
