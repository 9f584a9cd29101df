import type { WorkerPolicy } from '../../classifier/index.ts'
import { META_POLICY, SECURITY_HEADERS } from '../../offline/policy.ts'
import type { PrivacyWords } from './words/index.ts'

interface RefusedProps {
  words: PrivacyWords['refused']
  /** `undefined`: none, or not known yet. */
  policy: WorkerPolicy | undefined
}

/** The headers as they are sent, or the element in the page that stands for them; a directive a line. */
function exactPolicy(policy: WorkerPolicy): string {
  const headers =
    policy === 'served'
      ? SECURITY_HEADERS
      : { '<meta http-equiv="Content-Security-Policy">': META_POLICY, 'Referrer-Policy': 'no-referrer' }
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value.replaceAll('; ', ';\n  ')}`)
    .join('\n')
}

/** What the policy forbids, in plain words and in its own. */
export function Refused({ words, policy }: RefusedProps) {
  return (
    <section className="side-panel__section">
      <h3>{words.title}</h3>
      <ul className="privacy__list">
        <li>{words.hosts}</li>
        <li>{words.scripts}</li>
        {policy === 'served' && <li>{words.frames}</li>}
        {policy === 'served' && <li>{words.devices}</li>}
      </ul>
      <p className="note">{policy ? words[policy] : words.none}</p>
      {policy && (
        <details className="privacy__details">
          <summary>{words.exact}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse has to scroll it too */}
          <pre className="code" tabIndex={0}>
            {exactPolicy(policy)}
          </pre>
        </details>
      )}
    </section>
  )
}
