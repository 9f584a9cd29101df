/** The answer as a picture: photo, map, headline and list, drawn on a canvas in the page's own colours and fonts. */
import type { Summary } from './summary.ts'

export interface PictureTheme {
  paper: string
  table: string
  track: string
  ink: string
  muted: string
  accent: string
  /** Font families, as CSS lists them. */
  titleFont: string
  textFont: string
}

export interface Illustration {
  image: CanvasImageSource
  /** Of the upright photo, pixels. */
  width: number
  height: number
  /** What speaks for a class, over the whole photo. */
  map?: { image: CanvasImageSource; opacity: number; title: string } | undefined
}

/** Of the picture, pixels. Its height follows from what it shows. */
const WIDTH = 1200
const MARGIN = 64
const INNER = WIDTH - 2 * MARGIN
/** A tall photo leaves room for the answer. */
const TALLEST_PHOTO = 900

/** A part of the picture, from the top down. */
interface Block {
  height: number
  /** @param y of its upper edge */
  draw(y: number): void
}

/** Breaks `text` into lines no wider than `width`: at spaces, and within a word where that alone is too wide. */
export function wrap(measure: (text: string) => number, text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (measure(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const character of word) {
      if (line !== '' && measure(line + character) > width) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** Draws the picture and gives the canvas its size. */
export function drawPicture(
  canvas: HTMLCanvasElement,
  illustration: Illustration,
  summary: Summary,
  theme: PictureTheme,
): void {
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser gives no canvas to draw on')
  const blocks: Block[] = [
    photoBlock(context, illustration, theme),
    ...(illustration.map
      ? textBlocks(context, illustration.map.title, `26px ${theme.textFont}`, theme.muted, 36, 14)
      : []),
    gap(44),
    ...textBlocks(context, summary.title, `500 84px ${theme.titleFont}`, theme.ink, 92, 0),
    ...summary.lines.flatMap((line, i) =>
      i === summary.lines.length - 1
        ? textBlocks(context, line, `600 38px ${theme.textFont}`, theme.accent, 50, 8)
        : textBlocks(context, line, `34px ${theme.textFont}`, theme.ink, 46, 8),
    ),
    gap(40),
    ...summary.rows.map((row, i) => rowBlock(context, row, i === 0, theme)),
    gap(20),
    ...textBlocks(context, summary.footer, `24px ${theme.textFont}`, theme.muted, 34, 0),
  ]
  canvas.width = WIDTH
  canvas.height = blocks.reduce((sum, { height }) => sum + height, 2 * MARGIN)
  context.fillStyle = theme.paper
  context.fillRect(0, 0, canvas.width, canvas.height)
  let y = MARGIN
  for (const { height, draw } of blocks) {
    draw(y)
    y += height
  }
}

const gap = (height: number): Block => ({ height, draw: () => {} })

function photoBlock(
  context: CanvasRenderingContext2D,
  { image, width, height, map }: Illustration,
  { table }: PictureTheme,
): Block {
  const scale = Math.min(INNER / width, TALLEST_PHOTO / height)
  const drawn = { width: Math.round(width * scale), height: Math.round(height * scale) }
  const x = Math.round((WIDTH - drawn.width) / 2)
  return {
    height: drawn.height,
    draw(y) {
      context.fillStyle = table
      context.fillRect(MARGIN, y, INNER, drawn.height)
      context.imageSmoothingQuality = 'high'
      context.drawImage(image, x, y, drawn.width, drawn.height)
      if (!map) return
      context.globalAlpha = map.opacity
      context.drawImage(map.image, x, y, drawn.width, drawn.height)
      context.globalAlpha = 1
    },
  }
}

/** One block for each line. */
function textBlocks(
  context: CanvasRenderingContext2D,
  text: string,
  font: string,
  color: string,
  lineHeight: number,
  above: number,
): Block[] {
  context.font = font
  const lines = wrap((part) => context.measureText(part).width, text, INNER)
  return lines.map((line, i) => ({
    height: lineHeight + (i === 0 ? above : 0),
    draw(y) {
      context.font = font
      context.fillStyle = color
      context.textAlign = 'left'
      context.textBaseline = 'middle'
      context.fillText(line, MARGIN, y + (i === 0 ? above : 0) + lineHeight / 2)
    },
  }))
}

const BAR = 14

function rowBlock(
  context: CanvasRenderingContext2D,
  { name, share, probability }: Summary['rows'][number],
  best: boolean,
  { ink, track, accent, textFont }: PictureTheme,
): Block {
  return {
    height: 76,
    draw(y) {
      context.font = `${best ? '600 ' : ''}30px ${textFont}`
      context.fillStyle = ink
      context.textBaseline = 'middle'
      context.textAlign = 'right'
      context.fillText(probability, WIDTH - MARGIN, y + 20)
      context.textAlign = 'left'
      context.fillText(name, MARGIN, y + 20, INNER - 200)
      context.fillStyle = track
      context.fillRect(MARGIN, y + 44, INNER, BAR)
      context.fillStyle = accent
      context.fillRect(MARGIN, y + 44, Math.max(3, INNER * share), BAR)
    },
  }
}

/** The colours and fonts that `element` has at present: tokens resolve differently in light and dark. */
export function themeOf(element: HTMLElement): PictureTheme {
  const probe = element.appendChild(document.createElement('span'))
  const resolve = (property: 'color' | 'fontFamily', token: string) => {
    probe.style[property] = `var(${token})`
    return getComputedStyle(probe)[property]
  }
  const theme: PictureTheme = {
    paper: resolve('color', '--paper'),
    table: resolve('color', '--table'),
    track: resolve('color', '--track'),
    ink: resolve('color', '--ink'),
    muted: resolve('color', '--muted'),
    accent: resolve('color', '--accent'),
    titleFont: resolve('fontFamily', '--label-font'),
    textFont: resolve('fontFamily', '--text-font'),
  }
  probe.remove()
  return theme
}
