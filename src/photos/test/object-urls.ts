/** Object URLs for jsdom, which has none, and a list of those that are alive. */
export function fakeObjectUrls(): Set<string> {
  const alive = new Set<string>()
  let made = 0
  URL.createObjectURL = () => {
    made += 1
    const url = `blob:fake/${made}`
    alive.add(url)
    return url
  }
  URL.revokeObjectURL = (url) => {
    alive.delete(url)
  }
  return alive
}
