/** How a key combination is written on this device: `⌘V` on Apple's, `Ctrl+V` elsewhere. */
export function shortcut(key: string, platform: string = navigator.platform): string {
  return /mac|iphone|ipad/i.test(platform) ? `⌘${key}` : `Ctrl+${key}`
}
