import { useWords } from '../language-pack.ts'
import { type ListedRequest, sumRequests } from './request-list.ts'
import type { PrivacyWords } from './words/index.ts'

interface RequestsProps {
  words: PrivacyWords['requests']
  requests: readonly ListedRequest[]
  /** Whether a service worker sees them all. */
  served: boolean
  onRefresh: () => void
}

/** Every request since the page opened, and what they sum up to. */
export function Requests({ words, requests, served, onRefresh }: RequestsProps) {
  const { format } = useWords()
  const sums = sumRequests(requests)
  return (
    <section className="side-panel__section">
      <h3>{words.title}</h3>
      <p>{served ? words.note : words.noteUnserved}</p>
      <dl className="sums">
        <div className="sums__photo">
          <dt>{words.photo}</dt>
          <dd>{served ? format.integer(sums.uploads) : words.uncounted}</dd>
        </div>
        {served && <Sum name={words.network} count={sums.network} />}
        {served && <Sum name={words.device} count={sums.device} />}
        {(served || sums.refused > 0) && <Sum name={words.refused} count={sums.refused} />}
        {sums.unknown > 0 && <Sum name={words.unknown} count={sums.unknown} />}
      </dl>
      {served && <p className="note">{words.how}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse has to scroll it too */}
      <section className="table-frame" aria-label={words.list} tabIndex={0}>
        <table className="table requests">
          <thead>
            <tr>
              <th scope="col">{words.method}</th>
              <th scope="col">{words.path}</th>
              <th scope="col" className="requests__bytes">
                {words.size}
              </th>
              <th scope="col">{words.by}</th>
            </tr>
          </thead>
          <tbody>
            {requests.map(({ time, method, url, bytes, from }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same request may come twice in one millisecond
              <tr key={`${time} ${url} ${index}`}>
                <td>{method ?? '–'}</td>
                <td className="requests__path">{url}</td>
                <td className="requests__bytes">
                  {bytes === undefined ? words.unknownValue : format.integer(bytes)}
                </td>
                <td>{words.from[from]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <button type="button" className="button button--quiet privacy__refresh" onClick={onRefresh}>
        {words.refresh}
      </button>
    </section>
  )
}

function Sum({ name, count }: { name: string; count: number }) {
  const { format } = useWords()
  return (
    <div>
      <dt>{name}</dt>
      <dd>{format.integer(count)}</dd>
    </div>
  )
}
