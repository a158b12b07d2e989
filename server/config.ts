// Reads the environment and the command line into one value; what is wrong with them comes back as sentences.

import { resolve } from 'node:path'
import { z } from 'zod'
import type { PollChannel } from '../shared/ballot/poll.ts'

export interface Config {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** `--lan`: tablets in the same network are to reach us. */
  readonly lan: boolean
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null
  readonly dataDir: string
  /** How many processes share this machine's work, and which of them this is (from 1); null: it is not one of several. */
  readonly workers: number
  readonly worker: number | null
  /** `--take-journal`: whose journal holds where Redis and this folder contradict each other; null: nobody has chosen. */
  readonly takeJournal: 'redis' | 'here' | null
  /** `--take-private-home`: the private rows of all processes lie here from now on, because those of the home so far are lost. */
  readonly takePrivateHome: boolean
  /** Where several processes meet; null: this one is alone, and everything lies in its data folder. */
  readonly redisUrl: string | null
  /** So many replicas must hold an event before it is answered for; 0: Redis alone. */
  readonly redisReplicas: number
  /** Null: http(s)://HOST:PORT, once the port is known. Without a slash at its end. */
  readonly publicUrl: string | null
  readonly twilio: { readonly accountSid: string; readonly authToken: string } | null
  readonly wechat: {
    readonly token: string
    readonly appId: string
    readonly encodingAesKey: string
  } | null
  /** 网页授权: what a page in WeChat's browser needs to stand for its person. Null: off, and `wechatLoginOff` says why. */
  readonly wechatLogin: { readonly appId: string; readonly appSecret: string } | null
  readonly wechatLoginOff: string | null
  readonly aliyun: { readonly pathToken: string } | null
  readonly tencent: { readonly pathToken: string } | null
  readonly gateway: { readonly secret: string } | null
  /** Where SMS of ours go out, signed with the gateway's secret; null: nowhere. */
  readonly smsOut: { readonly url: string } | null
  /** Origins of the pages in which a broadcaster's system shows our graphics; `null` is a file's. */
  readonly graphicsOrigins: readonly string[]
  /** Addresses outside that are handed every checkpoint (LOG2). */
  readonly checkpointHolders: readonly string[]
  /** Null: one is made at the first start and kept in the data folder. */
  readonly voterKeySecret: string | null
  /** Every channel; `off` says in Chinese why it is off, null where it is on. */
  readonly channels: readonly { readonly channel: PollChannel; readonly off: string | null }[]
}

export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly sentences: readonly string[] }

/** A token in an address is all that stands before its door: fewer bits could be guessed. */
const PATH_TOKEN_BITS = 128
const PATH_TOKEN_SHAPE =
  '须是至少32位十六进制数，或至少22个字母、数字、- 或 _（128位），可用 openssl rand -hex 16 生成'

/** An empty or blank variable is an absent one. */
const text = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional()

const Environment = z.object({
  PORT: text
    .pipe(
      z
        .string()
        .regex(/^\d{1,6}$/, 'PORT 须是整数')
        .default('8080'),
    )
    .transform(Number)
    .refine((port) => port <= 65_535, 'PORT 须在0–65535之间'),
  HOST: text.pipe(
    z
      .string()
      .regex(/^[0-9A-Za-z.:_-]+$/, 'HOST 不是有效的地址')
      .default('127.0.0.1'),
  ),
  TLS_CERT: text,
  TLS_KEY: text,
  DATA_DIR: text.pipe(z.string().default('./data')),
  PUBLIC_URL: text.pipe(
    z
      .url({ protocol: /^https?$/, error: 'PUBLIC_URL 须是 http:// 或 https:// 开头的完整地址' })
      .refine((url) => !/[?#]/.test(url), 'PUBLIC_URL 不能带 ? 或 #')
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
  ),
  WORKERS: text
    .pipe(
      z
        .string()
        .regex(/^\d{1,2}$/, 'WORKERS 须是1到32的整数')
        .default('1'),
    )
    .transform(Number)
    .refine((workers) => workers >= 1 && workers <= 32, 'WORKERS 须是1到32的整数'),
  /** Set by the process that starts the others. */
  WENZHENG_WORKER: text.pipe(
    z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number)
      .optional(),
  ),
  REDIS_URL: text.pipe(
    z.url({ protocol: /^rediss?$/, error: 'REDIS_URL 须是 redis:// 或 rediss:// 开头的完整地址' }).optional(),
  ),
  REDIS_REPLICAS: text.pipe(
    z
      .string()
      .regex(/^[0-9]$/, 'REDIS_REPLICAS 须是0–9的整数')
      .default('0')
      .transform(Number),
  ),
  TWILIO_ACCOUNT_SID: text,
  TWILIO_AUTH_TOKEN: text,
  WECHAT_TOKEN: text,
  WECHAT_APP_ID: text,
  WECHAT_APP_SECRET: text,
  WECHAT_ENCODING_AES_KEY: text,
  ALIYUN_SMS_PATH_TOKEN: text,
  TENCENT_SMS_PATH_TOKEN: text,
  SMS_GATEWAY_SECRET: text,
  SMS_OUT_URL: text.pipe(
    z.url({ protocol: /^https?$/, error: 'SMS_OUT_URL 须是 http:// 或 https:// 开头的完整地址' }).optional(),
  ),
  GRAPHICS_ORIGINS: text
    .pipe(z.string().default(''))
    .transform(listOf)
    .pipe(
      z
        .array(
          z
            .string()
            .refine(
              isOrigin,
              'GRAPHICS_ORIGINS 须是以逗号分隔的来源，如 http://10.0.0.9:8081；本机文件写 null',
            ),
        )
        .max(20),
    ),
  CHECKPOINT_HOLDERS: text
    .pipe(z.string().default(''))
    .transform(listOf)
    .pipe(
      z
        .array(
          z.url({
            protocol: /^https?$/,
            error: 'CHECKPOINT_HOLDERS 须是以逗号分隔的 http:// 或 https:// 地址',
          }),
        )
        .max(5, 'CHECKPOINT_HOLDERS 最多5个地址'),
    ),
  VOTER_KEY_SECRET: text.pipe(z.string().min(16, 'VOTER_KEY_SECRET 至少需要16个字符').optional()),
})

const TAKE_PRIVATE_HOME = '--take-private-home'
const FLAGS: readonly string[] = ['--lan', TAKE_PRIVATE_HOME]

/** `argv` without node and script: `--lan`, `--take-private-home` and `--take-journal=redis|here` are known. */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): ReadConfig {
  const unknown = argv.filter((argument) => !FLAGS.includes(argument) && takeJournalIn([argument]) === null)
  const parsed = Environment.safeParse(env)
  const sentences = [
    ...unknown.map(
      (argument) =>
        `不认识的参数 ${argument}；只有 --lan、--take-private-home 与 --take-journal=redis、--take-journal=here 可用。`,
    ),
    ...(parsed.success ? [] : parsed.error.issues.map(({ message }) => `${message}。`)),
  ]
  if (parsed.success && (parsed.data.TLS_CERT === undefined) !== (parsed.data.TLS_KEY === undefined)) {
    sentences.push('TLS_CERT 与 TLS_KEY 须同时设置。')
  }
  if (
    parsed.success &&
    parsed.data.SMS_OUT_URL !== undefined &&
    parsed.data.SMS_GATEWAY_SECRET === undefined
  ) {
    sentences.push('设置 SMS_OUT_URL 时须同时设置 SMS_GATEWAY_SECRET：发出的请求用它签名。')
  }
  if (parsed.success && parsed.data.WORKERS > 1 && parsed.data.REDIS_URL === undefined) {
    sentences.push('WORKERS 大于1时须设置 REDIS_URL：几个进程靠它共用流水与计票。')
  }
  if (parsed.success && parsed.data.REDIS_URL !== undefined && parsed.data.VOTER_KEY_SECRET === undefined) {
    sentences.push(
      '设置 REDIS_URL 时须同时设置 VOTER_KEY_SECRET，各进程用同一个：同一位市民在哪里投都是同一个人。',
    )
  }
  if (!parsed.success || sentences.length > 0) return { ok: false, sentences }
  const e = parsed.data
  const lan = argv.includes('--lan')
  const aesKey = /^[A-Za-z0-9]{43}$/.test(e.WECHAT_ENCODING_AES_KEY ?? '')
    ? e.WECHAT_ENCODING_AES_KEY
    : undefined

  const wechat =
    e.WECHAT_TOKEN !== undefined && e.WECHAT_APP_ID !== undefined && aesKey !== undefined
      ? { token: e.WECHAT_TOKEN, appId: e.WECHAT_APP_ID, encodingAesKey: aesKey }
      : null

  const lacks = (names: Readonly<Record<string, string | undefined>>) => {
    const absent = Object.keys(names).filter((name) => names[name] === undefined)
    return absent.length > 0 ? `没有设置 ${absent.join('、')}` : null
  }
  const weak = (name: string, token: string | undefined) =>
    lacks({ [name]: token }) ?? (isPathToken(token) ? null : `${name} ${PATH_TOKEN_SHAPE}`)
  return {
    ok: true,
    config: {
      host: lan && (env['HOST'] ?? '').trim() === '' ? '0.0.0.0' : e.HOST,
      port: e.PORT,
      lan,
      tls:
        e.TLS_CERT !== undefined && e.TLS_KEY !== undefined
          ? { certFile: e.TLS_CERT, keyFile: e.TLS_KEY }
          : null,
      redisUrl: e.REDIS_URL ?? null,
      redisReplicas: e.REDIS_REPLICAS,
      dataDir: resolve(e.DATA_DIR),
      workers: e.WORKERS,
      worker: e.WENZHENG_WORKER ?? null,
      takeJournal: takeJournalIn(argv),
      takePrivateHome: argv.includes(TAKE_PRIVATE_HOME),
      publicUrl: e.PUBLIC_URL ?? null,
      twilio:
        e.TWILIO_ACCOUNT_SID !== undefined && e.TWILIO_AUTH_TOKEN !== undefined
          ? { accountSid: e.TWILIO_ACCOUNT_SID, authToken: e.TWILIO_AUTH_TOKEN }
          : null,
      wechat,
      wechatLogin:
        wechat !== null && e.WECHAT_APP_SECRET !== undefined
          ? { appId: wechat.appId, appSecret: e.WECHAT_APP_SECRET }
          : null,
      wechatLoginOff: wechat === null ? '微信渠道没有开' : lacks({ WECHAT_APP_SECRET: e.WECHAT_APP_SECRET }),
      aliyun: isPathToken(e.ALIYUN_SMS_PATH_TOKEN) ? { pathToken: e.ALIYUN_SMS_PATH_TOKEN } : null,
      tencent: isPathToken(e.TENCENT_SMS_PATH_TOKEN) ? { pathToken: e.TENCENT_SMS_PATH_TOKEN } : null,
      gateway: e.SMS_GATEWAY_SECRET !== undefined ? { secret: e.SMS_GATEWAY_SECRET } : null,
      smsOut: e.SMS_OUT_URL !== undefined ? { url: e.SMS_OUT_URL } : null,
      voterKeySecret: e.VOTER_KEY_SECRET ?? null,
      graphicsOrigins: e.GRAPHICS_ORIGINS,
      checkpointHolders: e.CHECKPOINT_HOLDERS,
      channels: [
        { channel: 'web', off: null },
        {
          channel: 'twilio',
          off: lacks({ TWILIO_ACCOUNT_SID: e.TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN: e.TWILIO_AUTH_TOKEN }),
        },
        {
          channel: 'wechat',
          off:
            lacks({
              WECHAT_TOKEN: e.WECHAT_TOKEN,
              WECHAT_APP_ID: e.WECHAT_APP_ID,
              WECHAT_ENCODING_AES_KEY: e.WECHAT_ENCODING_AES_KEY,
            }) ?? (aesKey === undefined ? 'WECHAT_ENCODING_AES_KEY 须是43个字母或数字' : null),
        },
        { channel: 'aliyun', off: weak('ALIYUN_SMS_PATH_TOKEN', e.ALIYUN_SMS_PATH_TOKEN) },
        { channel: 'tencent', off: weak('TENCENT_SMS_PATH_TOKEN', e.TENCENT_SMS_PATH_TOKEN) },
        { channel: 'gateway', off: lacks({ SMS_GATEWAY_SECRET: e.SMS_GATEWAY_SECRET }) },
      ],
    },
  }
}

function takeJournalIn(argv: readonly string[]): Config['takeJournal'] {
  if (argv.includes('--take-journal=redis')) return 'redis'
  return argv.includes('--take-journal=here') ? 'here' : null
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** As a browser states it: scheme, host and port, without a slash; or what a page from a file states. */
function isOrigin(text: string): boolean {
  return text === 'null' || (/^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text)
}

/** Whether a token of these characters, drawn at random, has 128 bits, and can stand in an address as it is. */
function isPathToken(token: string | undefined): token is string {
  if (token === undefined || token.length > 200) return false
  const alphabet = [
    [/^[0-9]+$/, 10],
    [/^[0-9a-f]+$/i, 16],
    [/^[A-Za-z0-9_-]+$/, 64],
  ] as const
  const letters = alphabet.find(([shape]) => shape.test(token))?.[1] ?? 1
  return token.length * Math.log2(letters) >= PATH_TOKEN_BITS
}
