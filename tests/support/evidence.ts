// The smallest files of each kind that is kept as evidence, and liars among them.

import { strToU8, zipSync } from 'fflate'

export const pdf = () =>
  Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
export const png = () =>
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  )
export const jpeg = () => Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')
export const csv = () => Buffer.from('单位代码,指标,分子,分母\n1,按时办结率,98,100\n')

/** A workbook by its parts' names; `more` adds parts. */
export const xlsx = (more: Readonly<Record<string, string>> = {}) =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries({
          '[Content_Types].xml': '<Types/>',
          'xl/workbook.xml': '<workbook/>',
          ...more,
        }).map(([name, text]) => [name, strToU8(text)]),
      ),
    ),
  )
