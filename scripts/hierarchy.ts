/**
 * `npm run hierarchy [-- --wordnet FOLDER]`: WordNet in, the groups of the 1000 classes out.
 *
 * ImageNet's class ids are offsets in WordNet 3.0, so the hypernyms are looked up, not guessed. The npm package `WNdb`
 * carries that version: `npm install --no-save WNdb@3.0.0`. It is no dependency, because what it gives is committed:
 *
 * - `src/classifier/labels/hierarchy.json`: groups, the group of each class, hints for class names that mislead;
 * - `src/app/classes/synonyms.json`: WordNet's other names of the classes, for the search.
 *
 * The rules, in this order:
 *
 * 1. A synset's group is its first hypernym; `moved` says where another one is nearer to what a photo shows.
 * 2. `dropped` groups say nothing to most people, or are so wide that they hold anything, and go; what they held goes
 *    to the group above.
 * 3. A group of one class says no more than the class, and goes.
 * 4. Of two groups with the same classes the narrower one stays.
 * 5. A name is WordNet's first, or the one in `renamed`: what people say, or what the group really holds here. `mass`
 *    names take no article: "Clothing, kind uncertain".
 * 6. `hints` tell a class from others of its name, or from what its name means to most people.
 *
 * The lists are what a person decided, in `hierarchy-review.json`. Groups begin at its `roots`: WordNet's own beginning,
 * "entity", says nothing. Each list names WordNet's own word beside the id, and an id that is not of that word is refused.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { CLASS_INDEX, type ClassLabel } from '../src/classifier/labels/class-index.ts'
import { runCommand } from './command.ts'
import review from './hierarchy-review.json' with { type: 'json' }

const ROOT = fileURLToPath(new URL('..', import.meta.url))

interface Synset {
  id: string
  /** WordNet's names, the most usual first. */
  lemmas: string[]
  /** Ids, in WordNet's order. */
  hypernyms: string[]
}

/** Reads WordNet's `data.noun` (format: wndb(5WN)). */
function parseNouns(text: string): Map<string, Synset> {
  const synsets = new Map<string, Synset>()
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith(' ')) continue // the licence
    const fields = (line.split(' | ')[0] ?? '').split(' ')
    const id = `n${fields[0]}`
    const lemmaCount = Number.parseInt(fields[3] ?? '', 16)
    const lemmas = Array.from({ length: lemmaCount }, (_, i) =>
      (fields[4 + 2 * i] ?? '').replaceAll('_', ' '),
    )
    const first = 4 + 2 * lemmaCount
    const pointers = Array.from({ length: Number(fields[first]) }, (_, i) =>
      fields.slice(first + 1 + 4 * i, first + 5 + 4 * i),
    )
    const hypernyms = pointers.flatMap(([symbol, offset]) =>
      symbol === '@' || symbol === '@i' ? [`n${offset}`] : [],
    )
    synsets.set(id, { id, lemmas, hypernyms })
  }
  return synsets
}

/** Reads a reviewed list, each entry `n02084071 dog` or `n02084071 dog: text`. */
function reviewed(list: readonly string[], synsets: Map<string, Synset>): Map<string, string> {
  const entries = new Map<string, string>()
  for (const line of list) {
    const [, id = '', lemma = '', text = ''] = /^(n\d{8}) ([^:]+)(?:: (.+))?$/.exec(line) ?? []
    const synset = synsets.get(id)
    if (synset?.lemmas[0] !== lemma) throw new Error(`Not WordNet's word: "${line}" (${synset?.lemmas[0]})`)
    if (entries.has(id)) throw new Error(`Twice in a list: "${line}"`)
    entries.set(id, text)
  }
  return entries
}

/** The id at the start of a reviewed text, such as `n01503061 bird`. */
const idOf = (text: string) => text.split(' ')[0] ?? ''

interface Group {
  id: string
  parent: string | undefined
  classes: Set<number>
}

function buildGroups(labels: readonly ClassLabel[], synsets: Map<string, Synset>) {
  const moved = reviewed(review.moved, synsets)
  const dropped = reviewed(review.dropped, synsets)
  const roots = reviewed(review.roots, synsets)
  for (const target of moved.values()) reviewed([target], synsets)

  const used = new Set<string>()
  const parentOf = (id: string): string | undefined => {
    used.add(id)
    if (roots.has(id)) return undefined
    const target = moved.get(id)
    const parent = target === undefined ? synsets.get(id)?.hypernyms[0] : idOf(target)
    if (parent === undefined) throw new Error(`${id} leads to no root`)
    return parent
  }

  const groups = new Map<string, Group>()
  const groupOfClass = labels.map(({ id }, index) => {
    const home = parentOf(id)
    for (let at = home; at !== undefined; at = parentOf(at)) {
      const group = groups.get(at) ?? { id: at, parent: parentOf(at), classes: new Set<number>() }
      groups.set(at, group.parent === at ? { ...group, parent: undefined } : group)
      group.classes.add(index)
    }
    return home
  })
  for (const id of [...moved.keys(), ...dropped.keys()])
    if (!used.has(id)) throw new Error(`No class leads through ${id}: take it off the list`)

  const goes = (group: Group) =>
    !roots.has(group.id) &&
    (dropped.has(group.id) ||
      group.classes.size < 2 ||
      [...groups.values()].some(
        // a narrower group that stays and holds the same
        (other) => !dropped.has(other.id) && other.parent !== undefined && sameBelow(other, group),
      ))
  const sameBelow = (narrow: Group, wide: Group) => {
    if (narrow === wide || narrow.classes.size !== wide.classes.size) return false
    for (let at = narrow.parent; at !== undefined; at = groups.get(at)?.parent)
      if (at === wide.id) return true
    return false
  }
  const stays = new Set([...groups.values()].filter((group) => !goes(group)).map(({ id }) => id))
  const nearest = (id: string | undefined): string | undefined => {
    let at = id
    while (at !== undefined && !stays.has(at)) at = groups.get(at)?.parent
    return at
  }
  return {
    groups: [...stays].map((id) => ({ id, parent: nearest(groups.get(id)?.parent) })),
    groupOfClass: groupOfClass.map(nearest),
  }
}

/** @returns what is committed: parents before their groups, and siblings in the order of their first class */
function encode(labels: readonly ClassLabel[], synsets: Map<string, Synset>) {
  const { groups, groupOfClass } = buildGroups(labels, synsets)
  const renamed = reviewed(review.renamed, synsets)
  const mass = reviewed(review.mass, synsets)
  const hints = reviewed(review.hints, synsets)
  const kept = new Set(groups.map(({ id }) => id))
  for (const id of [...renamed.keys(), ...mass.keys()])
    if (!kept.has(id)) throw new Error(`${id} is no group: take it off the list`)

  const parents = new Map(groups.map(({ id, parent }) => [id, parent]))
  const order: string[] = []
  const add = (id: string | undefined) => {
    if (id === undefined || order.includes(id)) return
    add(parents.get(id))
    order.push(id)
  }
  for (const id of groupOfClass) add(id)

  const name = (id: string) => renamed.get(id) || synsets.get(id)?.lemmas[0] || ''
  return {
    groups: order.map((id) => [
      id,
      name(id),
      order.indexOf(parents.get(id) ?? ''),
      ...(mass.has(id) ? ['mass'] : []),
    ]),
    classes: groupOfClass.map((id) => order.indexOf(id ?? '')),
    hints: Object.fromEntries(
      labels.flatMap(({ id }, index) => (hints.has(id) ? [[index, hints.get(id)]] : [])),
    ),
  }
}

/** JSON with one entry of a list a line, so that a change can be reviewed. */
function formatJson(value: Record<string, unknown>): string {
  const entries = Object.entries(value).map(([key, list]) => {
    const whole = JSON.stringify(list)
    if (!Array.isArray(list) || !Array.isArray(list[0])) return `  ${JSON.stringify(key)}: ${whole}`
    return `  ${JSON.stringify(key)}: [\n${list.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`
  })
  return `{\n${entries.join(',\n')}\n}\n`
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { wordnet: { type: 'string' } } })
  const folder =
    values.wordnet ?? join(dirname(createRequire(import.meta.url).resolve('WNdb/package.json')), 'dict')
  const synsets = parseNouns(await readFile(join(folder, 'data.noun'), 'utf8'))
  for (const { id, name } of CLASS_INDEX)
    if (synsets.get(id)?.lemmas[0]?.replaceAll(' ', '_') !== name)
      throw new Error(`${id} is not ${name} in this WordNet: is it version 3.0?`)

  const hierarchy = encode(CLASS_INDEX, synsets)
  await writeFile(join(ROOT, 'src/classifier/labels/hierarchy.json'), formatJson(hierarchy))
  const synonyms = CLASS_INDEX.map(({ id }) => (synsets.get(id)?.lemmas ?? []).slice(1).join(', '))
  await writeFile(
    join(ROOT, 'src/app/classes/synonyms.json'),
    `[\n${synonyms.map((names) => `  ${JSON.stringify(names)}`).join(',\n')}\n]\n`,
  )
  process.stdout.write(`${hierarchy.groups.length} groups of ${CLASS_INDEX.length} classes\n`)
}

runCommand(import.meta.url, main)
