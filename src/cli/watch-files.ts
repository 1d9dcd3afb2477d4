/** Tells that something in some folders, or one file, has changed; also after a folder was taken away and another put in its place. */
import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

export class FileWatch {
  readonly #changed: () => void
  #watchers: readonly FSWatcher[] = []

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /**
   * From now on these and no others. To be called again after each change: a watcher belongs to the folder that was there,
   * and not to the next one of its name. Folders below them are not looked at, and editors that replace files are no trouble.
   */
  look(file: string, folders: readonly string[]): void {
    const before = this.#watchers
    this.#watchers = [
      ...folders.map(folder => this.#in(folder)),
      ...[file, ...folders].map(path => this.#in(dirname(path), basename(path))),
    ].flatMap(watcher => watcher ?? [])
    for (const watcher of before) watcher.close()
  }

  /** For one name, or for all. Undefined when there is no such folder: then its parent tells when it comes. */
  #in(folder: string, name?: string): FSWatcher | undefined {
    try {
      const watcher = watch(folder, (_, changed) => {
        if (name === undefined || changed === null || changed === name) this.#changed()
      })
      return watcher.on('error', this.#changed)
    } catch {
      return undefined
    }
  }
}
