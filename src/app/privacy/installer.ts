/** What of the install prompt is used here; Chromium alone has it, and TypeScript's DOM library does not. */
interface InstallPrompt {
  prompt(): Promise<unknown>
}

/** The browser's offer to install the page. */
export interface Installer {
  /** Whether there is an offer. */
  get(): boolean
  subscribe(listener: () => void): void
  /** Asks the person, in the browser's own dialog. An offer can be used once. */
  install(): Promise<void>
}

function isInstallPrompt(event: Event): event is Event & InstallPrompt {
  return typeof Reflect.get(event, 'prompt') === 'function'
}

export function browserInstaller(target: EventTarget = window): Installer {
  let offer: InstallPrompt | undefined
  let announce = () => {}

  function set(next: InstallPrompt | undefined): void {
    offer = next
    announce()
  }

  target.addEventListener('beforeinstallprompt', (event) => {
    if (!isInstallPrompt(event)) return
    event.preventDefault() // the page shows a button instead of the browser's own bar
    set(event)
  })
  target.addEventListener('appinstalled', () => set(undefined))
  return {
    get: () => offer !== undefined,
    subscribe(listener) {
      announce = listener
    },
    async install() {
      const prompt = offer
      set(undefined)
      await prompt?.prompt()
    },
  }
}
