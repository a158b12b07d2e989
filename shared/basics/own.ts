// An entry of a record by its key, and nothing the record inherits: `constructor` is a legal id.

/** The record's own entry, or undefined. */
export function own<K extends string, V>(record: Readonly<Record<K, V>>, key: K): V | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
