/** Has another connection written to the file, or is it another file by now? Looked up at most once a second: it costs a small query. */
import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'

export type Change = 'written' | 'other file'

/** Which file a path leads to; undefined when to none, or to none that may be seen. */
export function identityOf(file: string): string | undefined {
  try {
    const { dev, ino } = statSync(file, { bigint: true })
    return `${dev}:${ino}`
  } catch {
    return undefined
  }
}

export class ChangeWatch {
  readonly #file: string
  readonly #identity: string | undefined
  readonly #version: Database.Statement
  #seen: unknown
  #nextMs = 0

  /** `identity` was taken before `database` was opened: a file that came in between is then found to be another one. */
  constructor(file: string, identity: string | undefined, database: Database.Database) {
    this.#file = file
    this.#identity = identity
    this.#version = database.prepare('pragma data_version').pluck()
    this.#seen = this.#version.get()
  }

  look(): Change | undefined {
    const now = performance.now()
    if (now < this.#nextMs) return undefined
    this.#nextMs = now + 1000
    // An open handle keeps its inode from being given to a new file, so equal means the same.
    const identity = identityOf(this.#file)
    if (identity === undefined || identity !== this.#identity) return 'other file'
    const version = this.#version.get()
    if (version === this.#seen) return undefined
    this.#seen = version
    return 'written'
  }
}
