// Proves the flat XML reader: every character as it was sent, and nothing but what WeChat sends.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { XML_MOST, cdata, readFlatXml } from './wechat-xml.ts'

const read = (xml: string) => {
  const texts = readFlatXml(xml)
  return texts === null ? null : Object.fromEntries(texts)
}

test('[SAFE1] texts stay texts: 03, 1e3, spaces, long numbers', () => {
  expect(
    read(
      '<xml><A>03</A><B><![CDATA[1e3]]></B>\n <C> x </C><D>9007199254740993</D><E></E><F><![CDATA[]]></F></xml>',
    ),
  ).toEqual({ A: '03', B: '1e3', C: ' x ', D: '9007199254740993', E: '', F: '' })
})

test('[SAFE1] CDATA is taken literally, sections are joined, known entities are read outside of it', () => {
  expect(
    read(
      '<xml><A><![CDATA[&lt;b>&#65;</A>]]></A><B><![CDATA[a]]]]><![CDATA[>b]]></B><C>&lt;&amp;&gt;</C></xml>',
    ),
  ).toEqual({
    A: '&lt;b>&#65;</A>',
    B: 'a]]>b',
    C: '<&>',
  })
})

test('[SAFE1] a declaration and blanks around the root are allowed, one level inside is skipped', () => {
  expect(read('<?xml version="1.0"?>\n<xml><A>1</A><B><C>2</C><D/></B></xml>')).toBeNull()
  expect(read('<?xml version="1.0"?>\n<xml><A>1</A><B>\n<C>2</C><D></D>\n</B><E>3</E></xml>\n')).toEqual({
    A: '1',
    E: '3',
  })
})

test.each([
  ['a tag twice', '<xml><A>1</A><A>2</A></xml>'],
  ['a tag twice, once with elements inside', '<xml><A>1</A><A><B>2</B></A></xml>'],
  ['DOCTYPE', '<!DOCTYPE xml><xml><A>1</A></xml>'],
  ['DOCTYPE inside', '<xml><!DOCTYPE a><A>1</A></xml>'],
  ['ENTITY', '<xml><!ENTITY a "b"><A>1</A></xml>'],
  ['a comment', '<xml><!-- --><A>1</A></xml>'],
  ['a comment in a text', '<xml><A>1<!-- --></A></xml>'],
  ['an instruction', '<xml><?php ?><A>1</A></xml>'],
  ['an unknown entity', '<xml><A>&a;</A></xml>'],
  ['a numbered entity', '<xml><A>&#65;</A></xml>'],
  ['an attribute', '<xml><A b="1">1</A></xml>'],
  ['an attribute of the root', '<xml a="1"><A>1</A></xml>'],
  ['another root', '<yml><A>1</A></yml>'],
  ['two roots', '<xml><A>1</A></xml><xml></xml>'],
  ['text beside the tags', '<xml>x<A>1</A></xml>'],
  ['text behind the root', '<xml><A>1</A></xml>x'],
  ['an unclosed root', '<xml><A>1</A>'],
  ['an unclosed tag', '<xml><A>1</xml>'],
  ['a tag closed as another', '<xml><A>1</B></xml>'],
  ['an unclosed section', '<xml><A><![CDATA[1</A></xml>'],
  ['a self-closing tag', '<xml><A/></xml>'],
  ['two levels inside', '<xml><A><B><C>1</C></B></A></xml>'],
  ['nothing', ''],
])('[SAFE1] refused: %s', (_, xml) => {
  expect(read(xml)).toBeNull()
})

test('[SAFE1] 16 KiB in bytes, not in characters, is the most', () => {
  const frame = '<xml><A></A></xml>'.length
  const filled = (letters: string) => `<xml><A>${letters}</A></xml>`
  expect(read(filled('x'.repeat(XML_MOST - frame)))).not.toBeNull()
  expect(read(filled('x'.repeat(XML_MOST - frame + 1)))).toBeNull()
  expect(read(filled('满'.repeat(XML_MOST / 3)))).toBeNull()
})

test('[SAFE1] any text written as CDATA is read back', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(']', '>', ']]>', '<![CDATA[', '&', '<', '满', ' ', 'a')),
      (pieces) => {
        const text = pieces.join('')
        expect(read(`<xml><A>${cdata(text)}</A></xml>`)).toEqual({ A: text })
      },
    ),
  )
})
