// A graphic's manifest by EBU OGraf v1 (*.ograf.json), and its data schema in the words of GDD, made from the catalogue.

import type { Field, Graphic } from './catalogue.ts'

const SCHEMA = 'https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json'

/** Source: EBU OGraf v1, "Manifest Model". Nothing beyond these keys and `v_…` may stand in a manifest. */
export function manifestOf(graphic: Graphic, version: string): object {
  return {
    $schema: SCHEMA,
    id: `cn.wenzheng.${graphic.key}`,
    version,
    name: graphic.name,
    description: graphic.description,
    author: { name: 'Wenzheng 问政台' },
    main: mainOf(graphic),
    customActions: [],
    supportsRealTime: true,
    supportsNonRealTime: false,
    stepCount: graphic.stepCount,
    schema: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(graphic.fields).map(([key, field], order) => [key, { ...propertyOf(field), order }]),
      ),
    },
    renderRequirements: [
      {
        resolution: { width: { min: 1_280, ideal: 1_920 }, height: { min: 720, ideal: 1_080 } },
        frameRate: { min: 25, ideal: 50 },
        accessToPublicInternet: { exact: false },
      },
    ],
  }
}

export function mainOf({ key }: Graphic): string {
  return `${key}.mjs`
}

function propertyOf({ title, description, multiline, options, longest, default: standing }: Field): object {
  return {
    type: 'string',
    title,
    ...(description === undefined ? {} : { description }),
    default: standing,
    ...(options === undefined
      ? { maxLength: longest, gddType: multiline === true ? 'multi-line' : 'single-line' }
      : { enum: Object.keys(options), gddType: 'select', gddOptions: { labels: options } }),
  }
}
