import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Bill, type Component, forRelease, releaseBill } from './sbom.ts'

const component = (name: string, properties: Component['properties'] = []) => ({
  'bom-ref': `${name}@1.0.0`,
  name,
  version: '1.0.0',
  properties,
})

const bill: Bill = {
  bomFormat: 'CycloneDX',
  serialNumber: 'urn:uuid:1',
  metadata: { timestamp: 'now', component: component('folder') },
  components: [
    component('shipped'),
    component('tool', [{ name: 'cdx:npm:package:development', value: 'true' }]),
  ],
  dependencies: [
    { ref: 'folder@1.0.0', dependsOn: ['shipped@1.0.0', 'tool@1.0.0'] },
    { ref: 'shipped@1.0.0', dependsOn: [] },
    { ref: 'tool@1.0.0', dependsOn: ['shipped@1.0.0'] },
  ],
}

it('has what is not for development alone, under the project’s name, the same at each run', () => {
  expect(forRelease(bill, 'project')).toEqual({
    bomFormat: 'CycloneDX',
    metadata: { component: { ...component('folder'), name: 'project' } },
    components: [component('shipped')],
    dependencies: [
      { ref: 'folder@1.0.0', dependsOn: ['shipped@1.0.0'] },
      { ref: 'shipped@1.0.0', dependsOn: [] },
    ],
  })
})

it('npm’s own, so chosen, has all that package.json depends on, and nothing for development alone', async () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const { components } = await releaseBill()
  const listed = components.map(({ name, version }) => `${name}@${version}`)
  const wanted = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`)
  expect(listed).toEqual(expect.arrayContaining(wanted))
  const tools = Object.keys(devDependencies).filter((name) => !name.startsWith('@types/'))
  expect(components.map(({ name }) => name).filter((name) => tools.includes(name))).toEqual([])
})
