/** Lets the browser save a file. */
export function download(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  // the browser has taken it over by then
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
