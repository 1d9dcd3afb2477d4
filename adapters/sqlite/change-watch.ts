/** Has another connection written to the file? Looked up at most once a second, for it costs as much as a small query. */
import type Database from 'better-sqlite3'

export class ChangeWatch {
  readonly #version: Database.Statement
  #seen: unknown
  #nextMs = 0

  constructor(database: Database.Database) {
    this.#version = database.prepare('pragma data_version').pluck()
    this.#seen = this.#version.get()
  }

  happened(): boolean {
    const now = performance.now()
    if (now < this.#nextMs) return false
    this.#nextMs = now + 1000
    const version = this.#version.get()
    const happened = version !== this.#seen
    this.#seen = version
    return happened
  }
}
