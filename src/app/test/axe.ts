import axe from 'axe-core'

/**
 * What axe finds in a part of the page, as `rule: element`. Contrast is for the browser tests: jsdom lays nothing out.
 */
export async function findings(part: Element | Document): Promise<string[]> {
  const { violations } = await axe.run(part, {
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: false } },
  })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
