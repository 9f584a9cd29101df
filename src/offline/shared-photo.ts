/** How long shared photos wait for the page that opens, milliseconds. */
export const WAIT_LIMIT = 30_000

/**
 * Photos shared to the app wait here, in memory only.
 * @param page address of the page that asks for the photos
 */
export function createSharedPhoto(page: string) {
  let waiting: { files: File[]; taken: () => void } | undefined

  /** Gives the photos away, once. */
  function take(): File[] {
    const files = waiting?.files ?? []
    waiting?.taken()
    waiting = undefined
    return files
  }

  return {
    take,
    /**
     * Takes the photos out of the form that the system sends, and leads to the page.
     * @param extend keeps the service worker alive meanwhile
     */
    async receive(request: Request, extend: (work: Promise<unknown>) => void): Promise<Response> {
      const form = await request.formData().catch(() => undefined)
      const files = form?.getAll('photo').filter((part) => part instanceof File) ?? []
      if (files.length > 0) {
        take() // of two forms, the last
        // The browser may end an idle service worker: it is kept until the page has asked, or for a while.
        extend(
          new Promise<void>((resolve) => {
            const timer = setTimeout(take, WAIT_LIMIT)
            waiting = {
              files,
              taken: () => {
                clearTimeout(timer)
                resolve()
              },
            }
          }),
        )
      }
      return Response.redirect(page, 303)
    },
  }
}
