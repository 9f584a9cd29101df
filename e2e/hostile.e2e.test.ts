import { en } from '../src/words/en.ts'
import { test } from './fixtures.ts'
import { answered, choose, heading, ready } from './page.ts'
import { picture, type Upload } from './pictures.ts'

/** A drawing of a few kB in which each group shows the one before ten times: 10^12 squares. */
function hostileSvg(): string {
  const groups = Array.from({ length: 12 }, (_, level) => {
    const uses = `<use href="#g${level}"/>`.repeat(10)
    return `<g id="g${level + 1}">${uses}</g>`
  })
  const square = '<rect id="g0" width="1" height="1"/>'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs>${square}${groups.join('')}</defs><use href="#g12"/></svg>`
}

const upload = (name: string, buffer: Buffer): Upload => ({ name, mimeType: 'image/svg+xml', buffer })

test('a drawing that would take hours to draw is refused unseen, whatever its encoding; the page goes on', async ({
  serve,
  open,
}) => {
  const { page } = await open((await serve()).url)
  await ready(page)
  const refused = heading(page, en.problem.texts['unsupported-image'].title)
  await choose(page, upload('drawing.svg', Buffer.from(hostileSvg())))
  await refused.waitFor()
  const photo = picture('waves.png')
  await choose(page, photo)
  await answered(page, photo)
  await choose(page, upload('utf-16.svg', Buffer.from(`\ufeff${hostileSvg()}`, 'utf16le')))
  await refused.waitFor()
})
