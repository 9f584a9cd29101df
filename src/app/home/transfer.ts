/** What a drag or a clipboard brings. */

/** Whether a drag carries files. During the drag the browser tells the kinds only, not the files. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false
}

export function filesOf(transfer: DataTransfer | null): File[] {
  return transfer ? [...transfer.files] : []
}

/** What is dropped where folders are among it; they can be asked for during the drop alone. */
export function entriesOf(transfer: DataTransfer | null): FileSystemEntry[] {
  const entries = Array.from(transfer?.items ?? [], (item) => item.webkitGetAsEntry?.() ?? [])
  const all = entries.flat()
  return all.some(({ isDirectory }) => isDirectory) ? all : []
}

/** The images of a clipboard: a copied table or text may come with a picture of itself and other files. */
export function imagesOf(transfer: DataTransfer | null): File[] {
  return filesOf(transfer).filter((file) => file.type.startsWith('image/'))
}
