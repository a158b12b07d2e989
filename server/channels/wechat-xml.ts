// A reader for WeChat's flat XML: one root, named texts below it, every character kept as it was sent. Nothing more is XML here.

/** Bytes a message may have. */
export const XML_MOST = 16 * 1024

const NAME = /[A-Za-z_][A-Za-z0-9_.-]{0,63}/y
const CDATA = '<![CDATA['
const CDATA_END = ']]>'
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/**
 * The texts under `<xml>` by their names, untrimmed and never made numbers of; or null where the text is not exactly that:
 * DOCTYPE, ENTITY, comments, attributes, repeated or unclosed tags, more than 16 KiB. An element with elements inside
 * (the scan of a menu button) is skipped; its name is taken all the same.
 */
export function readFlatXml(xml: string): ReadonlyMap<string, string> | null {
  if (Buffer.byteLength(xml) > XML_MOST) return null
  const texts = new Map<string, string>()
  const names = new Set<string>()
  let at = skipBlanks(xml, 0)
  if (xml.startsWith('<?xml ', at)) {
    const end = xml.indexOf('?>', at)
    if (end < 0) return null
    at = skipBlanks(xml, end + 2)
  }
  if (!xml.startsWith('<xml>', at)) return null
  at = skipBlanks(xml, at + 5)

  while (!xml.startsWith('</xml>', at)) {
    const name = tagAt(xml, at)
    if (name === null || names.has(name)) return null
    names.add(name)
    at += name.length + 2
    const closing = `</${name}>`
    const text = textAt(xml, at)
    if (text === null) return null
    if (xml.startsWith(closing, text.end)) {
      texts.set(name, text.value)
      at = skipBlanks(xml, text.end + closing.length)
      continue
    }
    const end = nestedEnd(xml, at, closing)
    if (end === null) return null
    at = skipBlanks(xml, end)
  }
  return skipBlanks(xml, at + 6) === xml.length ? texts : null
}

function skipBlanks(xml: string, from: number): number {
  let at = from
  while (at < xml.length && ' \t\r\n'.includes(xml.charAt(at))) at += 1
  return at
}

/** The name of `<Name>` at a place: no attributes, not self-closing. */
function tagAt(xml: string, at: number): string | null {
  if (xml.charAt(at) !== '<') return null
  NAME.lastIndex = at + 1
  const name = NAME.exec(xml)?.[0]
  return name !== undefined && xml.charAt(at + 1 + name.length) === '>' ? name : null
}

/** Characters and CDATA sections up to the next tag; null on a declaration, a comment, an unknown entity, or the end. */
function textAt(xml: string, from: number): { value: string; end: number } | null {
  let value = ''
  let at = from
  while (at < xml.length) {
    if (xml.startsWith(CDATA, at)) {
      const end = xml.indexOf(CDATA_END, at + CDATA.length)
      if (end < 0) return null
      value += xml.slice(at + CDATA.length, end)
      at = end + CDATA_END.length
      continue
    }
    const letter = xml.charAt(at)
    if (letter === '<')
      return xml.charAt(at + 1) === '!' || xml.charAt(at + 1) === '?' ? null : { value, end: at }
    if (letter === '&') {
      const end = xml.indexOf(';', at)
      const entity = end < 0 || end - at > 5 ? undefined : ENTITIES[xml.slice(at + 1, end)]
      if (entity === undefined) return null
      value += entity
      at = end + 1
      continue
    }
    value += letter
    at += 1
  }
  return null
}

/** Behind the closing tag of an element with elements inside, one level deep; null where it does not close. */
function nestedEnd(xml: string, from: number, closing: string): number | null {
  let at = skipBlanks(xml, from)
  while (!xml.startsWith(closing, at)) {
    const name = tagAt(xml, at)
    if (name === null) return null
    const text = textAt(xml, at + name.length + 2)
    if (text === null || !xml.startsWith(`</${name}>`, text.end)) return null
    at = skipBlanks(xml, text.end + name.length + 3)
  }
  return at + closing.length
}

/** Text as CDATA; a `]]>` inside is split over two sections. */
export function cdata(text: string): string {
  return CDATA + text.replaceAll(CDATA_END, ']]]]><![CDATA[>') + CDATA_END
}
