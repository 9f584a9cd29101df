/** How long a shared photo waits for the page that opens, milliseconds. */
export const WAIT_LIMIT = 30_000

/**
 * A photo shared to the app waits here, in memory only.
 * @param page address of the page that asks for the photo
 */
export function createSharedPhoto(page: string) {
  let waiting: { file: File; taken: () => void } | undefined

  /** Gives the photo away, once. */
  function take(): File | undefined {
    const file = waiting?.file
    waiting?.taken()
    waiting = undefined
    return file
  }

  return {
    take,
    /**
     * Takes the photo out of the form that the system sends, and leads to the page.
     * @param extend keeps the service worker alive meanwhile
     */
    async receive(request: Request, extend: (work: Promise<unknown>) => void): Promise<Response> {
      const form = await request.formData().catch(() => undefined)
      const file = form?.get('photo')
      if (file instanceof File) {
        take() // of two, the last
        // The browser may end an idle service worker: it is kept until the page has asked, or for a while.
        extend(
          new Promise<void>((resolve) => {
            const timer = setTimeout(take, WAIT_LIMIT)
            waiting = {
              file,
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
