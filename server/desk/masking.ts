// Takes out of a message what tells who wrote it, so that people may read what it says (BAL8). Rather too much than too little.

const INVISIBLE =
  /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\u20E3\uFE00-\uFE0F\uFEFF\u{E0000}-\u{E01EF}]/gu

/** Digits as people write them to be understood by people: 一三八, 幺三八, 零 and 〇. */
const DIGIT = '[0-9〇零一二三四五六七八九两幺壹贰叁肆伍陆柒捌玖]'
/** What stands between the digits of one number. */
const BETWEEN = String.raw`[\s\p{Pd}_.·•*/\\()（）+,，、]{0,3}`
const LATIN_WORD = '[A-Za-z0-9_-]'

const NUMBER = new RegExp(`\\+?${DIGIT}(?:${BETWEEN}${DIGIT}){6,}[Xx]?`, 'gu')
const DATE = /^(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}$/u
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){0,4}/gu
const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-Za-z][\s·.-]?[A-Za-z0-9]{4,6}[挂学警港澳]?/gu
/** 微信, V信, wx, vx, QQ and what people write behind them. */
const ACCOUNT = new RegExp(
  `(微信号?|薇信|威信|[Vv]信|[Ww][Ee][Cc][Hh][Aa][Tt]|[Ww][Xx]|[Vv][Xx]|[Qq]{2}号?|加我[Vv]|账号|帐号|抖音号?)([\\s:：是为]{0,3})(${LATIN_WORD}{5,40})`,
  'gu',
)
/** Letters and digits mixed, or longer than any word: an account, an openid, a licence. */
const MIXED = new RegExp(
  `(?<!${LATIN_WORD})(?=${LATIN_WORD}*[A-Za-z])(?:(?=${LATIN_WORD}*[0-9])${LATIN_WORD}{7,}|${LATIN_WORD}{20,})`,
  'gu',
)
const SAID_NAME =
  /((?:我|俺|本人)(?:的)?(?:名字)?(?:叫做|名叫|叫|姓名)|姓名|名字(?:是|叫)|联系人)([\s:：是为]{0,3})(\p{Script=Han}[\p{Script=Han}·]{0,3}|[A-Za-z][A-Za-z .]{1,30})/gu

// The hundred commonest family names and the commonest double ones (公安部 2020年全国姓名报告).
const SINGLE =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常'
const DOUBLE = '欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|端木'
/** 我是王建国，… only where the name ends there: 我是高中老师 stays. */
const IS_NAME = new RegExp(
  String.raw`((?:我|俺|本人)(?:是|系)?|^)((?:${DOUBLE}|[${SINGLE}])\p{Script=Han}{1,2})(?=$|[\s,，。.、;；:：!！?？〔（(0-9]|电话|手机|住|家住)`,
  'gu',
)

/** What is read of a message: more than any ballot or complaint by SMS. */
const READ_MOST = 1_200
/** A number cut in two at the end would not be known as one. */
const CUT_OFF = 60

/** The text with what identifies a person replaced by 〔…〕; masking it again changes nothing. Linear; never throws. */
export function maskPersonal(text: string): string {
  const plain = text.slice(0, READ_MOST * 2).replace(INVISIBLE, '')
  // Full-width and circled digits are digits; the punctuation of the sentence stays as it was written.
  const whole = plain.replace(/[\p{L}\p{N}\p{M}@＠]+/gu, (word) => word.normalize('NFKC'))
  const read = whole.length <= READ_MOST ? whole : whole.slice(0, READ_MOST - CUT_OFF)
  const masked = read
    .replace(EMAIL, '〔邮箱〕')
    .replace(ACCOUNT, '$1$2〔账号〕')
    .replace(PLATE, '〔车牌〕')
    .replace(NUMBER, (found) => (DATE.test(found) ? found : '〔号码〕'))
    .replace(MIXED, '〔账号〕')
    .replace(SAID_NAME, '$1$2〔姓名〕')
    .replace(IS_NAME, '$1〔姓名〕')
  return masked.slice(0, READ_MOST)
}
