// GET /api/openapi.json: every HTTP door in one document, generated from the schemas its requests are parsed with.

import { createHash } from 'node:crypto'
import { Router } from 'express'
import { z } from 'zod'
import { MAY_ENTER } from '../access/roles.ts'
import type { DoorDescription, InWords, MayKnock } from './openapi-door.ts'
import { PUBLIC_DOORS } from './openapi-public.ts'
import { STAFF_DOORS } from './openapi-staff.ts'

export const DOORS: readonly DoorDescription[] = [...PUBLIC_DOORS, ...STAFF_DOORS]

const REFUSED = {
  description: '拒绝：代码和整句。',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['refusal'],
        properties: {
          refusal: {
            type: 'object',
            required: ['code', 'detail', 'sentence'],
            properties: {
              code: { type: 'string' },
              detail: { type: 'object' },
              sentence: { type: 'string' },
            },
          },
        },
      },
    },
  },
}

export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const door of DOORS) {
    const path = door.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [door.method]: operationOf(door) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '问政台 Wenzheng',
      version: '1',
      description:
        '全部HTTP接口。评议办、导演、审计、评议人用登录后的cookie，并且只接受本站页面的请求；控制面板和业务系统用Bearer凭证；运营商和微信按各自的签名。',
    },
    components: {
      securitySchemes: {
        signIn: {
          type: 'apiKey',
          in: 'cookie',
          name: 'wenzheng',
          description: '经HTTPS时名为__Host-wenzheng',
        },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
    paths,
  }
}

function operationOf({ path, who, does, query, body, answers }: DoorDescription): object {
  const parts = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }))
  return {
    summary: does,
    description: `谁可以用：${whoWords(who)}。`,
    ...(who === 'anyone' || who === 'gateway' ? {} : { security: [securityOf(who)] }),
    parameters: [...parts, ...(query === undefined ? [] : parametersOf(query))],
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(body, 'input') } }),
    responses: {
      '200': {
        description: isInWords(answers) ? answers.of : '成功。',
        content: contentOf(answers, 'output'),
      },
      default: REFUSED,
    },
  }
}

function securityOf(who: MayKnock): object {
  return who === 'surface' || who === 'source' ? { bearer: [] } : { signIn: [] }
}

const ROLE_WORDS: Readonly<Record<string, string>> = {
  director: '导演',
  office: '评议办',
  auditor: '审计',
  reviewer: '评议人',
  examiner: '考官',
  system: '系统',
}

function whoWords(who: MayKnock): string {
  switch (who) {
    case 'anyone':
      return '任何人'
    case 'signed_in':
      return '任何已登录的人'
    case 'surface':
      return '持导演所建凭证的控制面板'
    case 'source':
      return '持评议办所建凭证的业务系统'
    case 'gateway':
      return '签名或地址凭证正确的运营商、微信'
    default:
      return MAY_ENTER[who].map((role) => ROLE_WORDS[role] ?? role).join('、')
  }
}

function isInWords(of: z.ZodType | InWords): of is InWords {
  return 'media' in of
}

function contentOf(of: z.ZodType | InWords, io: 'input' | 'output'): object {
  if (!isInWords(of)) return { 'application/json': { schema: schemaOf(of, io) } }
  const schema =
    of.media === 'application/json' ? { description: of.of } : { type: 'string', description: of.of }
  return Object.fromEntries(of.media.split(', ').map((media) => [media, { schema }]))
}

function schemaOf(of: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(of, { io, unrepresentable: 'any', reused: 'inline' })
  return schema
}

/** A query's fields, one parameter each. */
function parametersOf(query: z.ZodType): readonly object[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    readonly properties?: Record<string, object>
    readonly required?: readonly string[]
  }
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }))
}

/** Made once, when first asked for. */
export function openApiRoutes(): Router {
  const router = Router()
  let made: { readonly text: string; readonly etag: string } | null = null
  router.get('/api/openapi.json', (request, response) => {
    made ??= named(JSON.stringify(openApiDocument()))
    response.set({ 'Cache-Control': 'public, max-age=60', ETag: made.etag })
    if (request.headers['if-none-match'] === made.etag) {
      response.status(304).end()
      return
    }
    response.type('application/json').send(made.text)
  })
  return router
}

function named(text: string) {
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` }
}
