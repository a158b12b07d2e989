// Brings what a citizen typed into one spelling: full width, keycaps, traditional characters, invisible characters, spaces.

// Traditional characters and financial numerals, and below each what it means. What NFKC already folds is not here.
const TYPED =
  '滿號單選擇對評議價給為爲個認覺請謝這該編碼電視問務結沒無別極當實絕確還強點夠麼瞭' +
  '嗎訂幫億萬兩壹弌幺貳贰弍叁參叄弎肆伍陸陆柒捌玖拾佰仟零'
const MEANT =
  '满号单选择对评议价给为为个认觉请谢这该编码电视问务结没无别极当实绝确还强点够么了' +
  '吗订帮亿万两一一一二二二三三三三四五六六七八九十百千〇'
const SAME = new Map(Array.from(TYPED, (letter, at) => [letter, MEANT.charAt(at)]))

const SAME_LETTERS = new RegExp(`[${TYPED}]`, 'gu')

// Zero-width, direction and variation marks, soft hyphen, keycap frame, tag letters: seen by nobody, pasted by many.
const INVISIBLE =
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u20E3\u3164\uFE00-\uFE0F\uFEFF\uFFA0\u{E0000}-\u{E01EF}]/gu
const BLANKS = /[^\S\n]+/g
const LINES = /\s*\n\s*/g
const BETWEEN_HAN = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu

/** `№` is folded before NFKC would make the word NO of it. Linear in the text; never throws. */
export function normaliseChoiceText(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replaceAll('№', '第')
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .toUpperCase()
    .replace(SAME_LETTERS, (letter) => SAME.get(letter) ?? letter)
    .replace(BLANKS, ' ')
    .replace(LINES, '\n')
    .replace(BETWEEN_HAN, '')
    .trim()
}
