/**
 * `npm test`: type check, linter, unit tests, model tests, browser tests. Ends with the line `N passed, N failed`, which
 * counts the tests of all suites, and each check as one.
 */
import { allSuites, conclude } from './suites.ts'

conclude(await allSuites())
