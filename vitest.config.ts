import { defineConfig, mergeConfig } from 'vitest/config'
import { LongestFirst } from './scripts/test-setup/longest-first.ts'
import site from './vite.config.ts'

/** Vitest's own list, and what is generated or ours alone. */
const NEVER = ['**/node_modules/**', '**/dist/**', '**/.cache/**']

export default mergeConfig(
  site,
  defineConfig({
    test: {
      sequence: { sequencer: LongestFirst },
      // one after the other, the quick ones first: two cores would make each other's timeouts
      projects: [
        {
          extends: true,
          test: {
            name: 'unit',
            sequence: { groupOrder: 0 },
            include: ['{src,model,cli,bench,scripts,e2e}/**/*.test.{ts,tsx}'],
            exclude: [...NEVER, '**/*.model.test.ts', '**/*.e2e.test.ts'],
            // a process and a DOM for each file took half of the time
            isolate: false,
            maxWorkers: '100%', // Vitest leaves one core idle, and of two that is half
            setupFiles: 'scripts/test-setup/unit.ts',
            // some start a compiler or a runtime: a busy machine is no failure
            testTimeout: 30_000,
            hookTimeout: 60_000,
          },
        },
        {
          extends: true,
          test: {
            name: 'model',
            sequence: { groupOrder: 1 },
            include: ['{model,cli}/**/*.model.test.ts'],
            exclude: NEVER,
            globalSetup: 'scripts/test-setup/model.ts',
            maxWorkers: '100%',
            testTimeout: 10 * 60_000,
            hookTimeout: 10 * 60_000,
          },
        },
        {
          extends: true,
          test: {
            name: 'e2e',
            sequence: { groupOrder: 2 },
            include: ['e2e/**/*.e2e.test.ts'],
            exclude: NEVER,
            globalSetup: 'scripts/test-setup/e2e.ts',
            // the files of a worker share its browser
            isolate: false,
            maxWorkers: 3,
            // two files share two cores: a step may take its time, and one that failed so is tried once more
            testTimeout: 300_000,
            hookTimeout: 300_000,
            expect: { poll: { timeout: 40_000 } },
            retry: 1,
          },
        },
      ],
    },
  }),
)
