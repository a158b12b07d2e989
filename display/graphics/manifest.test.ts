// Proves that each manifest is one by EBU OGraf v1: these keys, these types, and nothing else but `v_…`.

import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { GRAPHICS } from './catalogue.ts'
import { mainOf, manifestOf } from './manifest.ts'

// Source: EBU OGraf v1, "Manifest Model", "RenderRequirements", and GDD's basic types.
const NumberConstraint = z.strictObject({
  max: z.number().optional(),
  min: z.number().optional(),
  exact: z.number().optional(),
  ideal: z.number().optional(),
})
const Property = z
  .looseObject({
    type: z.literal('string'),
    default: z.string(),
    title: z.string().min(1),
    gddType: z.enum(['single-line', 'multi-line', 'select']),
    order: z.number(),
  })
  .refine((field) => field.gddType !== 'select' || ('enum' in field && 'gddOptions' in field))
const Manifest = z.strictObject({
  $schema: z.literal('https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json'),
  id: z.string().regex(/^[^/]+$/),
  version: z.string(),
  name: z.string().min(1),
  description: z.string(),
  author: z.strictObject({ name: z.string() }),
  main: z.string().regex(/\.mjs$/),
  customActions: z.array(z.never()),
  supportsRealTime: z.literal(true),
  supportsNonRealTime: z.literal(false),
  stepCount: z.number().int().min(1),
  schema: z.strictObject({ type: z.literal('object'), properties: z.record(z.string(), Property) }),
  renderRequirements: z.array(
    z.strictObject({
      resolution: z.strictObject({ width: NumberConstraint, height: NumberConstraint }),
      frameRate: NumberConstraint,
      accessToPublicInternet: z.strictObject({ exact: z.boolean() }),
    }),
  ),
})

describe.each(GRAPHICS.map((graphic) => [graphic.key, graphic] as const))('%s', (_key, graphic) => {
  test('has a manifest of OGraf v1', () => {
    expect(Manifest.safeParse(JSON.parse(JSON.stringify(manifestOf(graphic, '1.0.0')))).error).toBeUndefined()
  })

  test('takes no live number as an operator field: a controller would overwrite it', () => {
    if (graphic.source.from !== 'server') return
    expect(
      Object.keys(graphic.fields).every((key) => ['server', 'output', 'category', 'list'].includes(key)),
    ).toBe(true)
  })
})

test('ids and files are each one graphic’s', () => {
  const ids = GRAPHICS.map((graphic) => (manifestOf(graphic, '1') as { id: string }).id)
  expect(new Set(ids).size).toBe(GRAPHICS.length)
  expect(new Set(GRAPHICS.map(mainOf)).size).toBe(GRAPHICS.length)
})
