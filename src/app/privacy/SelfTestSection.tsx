import { useState } from 'react'
import { useStore } from 'zustand'
import type { SelfTest } from '../../offline/self-test.ts'
import { useWords } from '../language-pack.ts'
import type { Site } from './site.ts'
import type { PrivacyWords } from './words/index.ts'

interface SelfTestSectionProps {
  words: PrivacyWords['selfTest']
  site: Site
  /** What to say where there is no policy to test. */
  none: string
}

type Run =
  | { status: 'idle' }
  | { status: 'running' }
  | { status: 'done'; result: SelfTest }
  | { status: 'failed'; reason: string }

/** Really tries to send something away, and shows what became of it. */
export function SelfTestSection({ words, site, none }: SelfTestSectionProps) {
  const [run, setRun] = useState<Run>({ status: 'idle' })
  const { offline } = useStore(site)

  async function start() {
    setRun({ status: 'running' })
    try {
      setRun({ status: 'done', result: await site.selfTest() })
    } catch (error) {
      setRun({ status: 'failed', reason: error instanceof Error ? error.message : String(error) })
    }
  }

  return (
    <section className="side-panel__section">
      <h3>{words.title}</h3>
      {offline === 'development' ? (
        <p>{none}</p>
      ) : (
        <>
          <p>{words.note}</p>
          <button
            type="button"
            className="button"
            aria-disabled={run.status === 'running'}
            onClick={() => run.status !== 'running' && void start()}
          >
            {run.status === 'running' ? words.running : run.status === 'idle' ? words.run : words.again}
          </button>
          <div role="status" className="privacy__result">
            {run.status === 'done' && <Verdict words={words} result={run.result} />}
            {run.status === 'failed' && (
              <p>
                {words.failed} <span lang="en">{run.reason}</span>
              </p>
            )}
          </div>
          {run.status === 'done' && <Attempts words={words} result={run.result} />}
        </>
      )}
    </section>
  )
}

interface ResultProps {
  words: PrivacyWords['selfTest']
  result: SelfTest
}

function Verdict({ words, result: { page, worker } }: ResultProps) {
  const { format } = useWords()
  const count = (wanted: string) => [...page, ...worker].filter(({ result }) => result === wanted).length
  if (count('sent') > 0) return <p className="verdict verdict--bad">{words.sent}</p>
  const unclear = count('unclear')
  return unclear > 0 ? (
    <p className="verdict">{words.unclear(format.integer(unclear))}</p>
  ) : (
    <p className="verdict verdict--good">{words.allRefused}</p>
  )
}

function Attempts({ words, result: { page, worker } }: ResultProps) {
  return (
    <table className="table attempts">
      <thead>
        <tr>
          <th scope="col">{words.way}</th>
          <th scope="col">{words.page}</th>
          <th scope="col">{words.worker}</th>
        </tr>
      </thead>
      <tbody>
        {page.map(({ name, result }) => {
          const inWorker = worker.find((probe) => probe.name === name)?.result ?? 'absent'
          return (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td className={`attempts__${result}`}>{words.results[result]}</td>
              <td className={`attempts__${inWorker}`}>{words.results[inWorker]}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
