// Masks what identifies a person in a text that others will read: numbers of phones, cards and identities, addresses of mail.

/** Six digits and more, however they are set apart, with a last X as on an identity card. */
const LONG_NUMBER = /\d(?:[\s\-_.·]?\d){5,}[Xx]?/g
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** 鄂A12345, 鄂AD12345. */
const PLATE = /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][\s·]?[A-Z0-9]{5,6}/g

/** The text with each of these as ＊＊＊; full-width digits count as digits. */
export function maskedText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(MAIL, '＊＊＊')
    .replace(LONG_NUMBER, '＊＊＊')
    .replace(PLATE, '＊＊＊')
}
