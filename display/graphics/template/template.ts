// The five calls by which CasparCG and SPX drive a template, put onto an OGraf graphic. What is passed is read, never run.

import { GRAPHICS } from '../catalogue.ts'
import { graphicClassOf } from '../graphic-class.ts'
import { fieldsOfUpdate, type TemplateTokens } from './template-tokens.ts'

interface OGraf extends HTMLElement {
  load(params: object): Promise<unknown>
  playAction(params: object): Promise<unknown>
  stopAction(params: object): Promise<unknown>
  updateAction(params: object): Promise<unknown>
  dispose(params: object): Promise<unknown>
}

/** What CasparCG and SPX call; `stop` takes the place of the browser's own. */
interface Calls {
  play: () => void
  stop: () => void
  next: () => void
  update: (text: unknown) => void
  remove: () => void
}

const ELEMENT = 'wenzheng-graphic'

document.documentElement.style.background = 'transparent'
document.body.style.cssText =
  'margin: 0; width: 100vw; height: 100vh; overflow: hidden; background: transparent'

let tokens: TemplateTokens = { graphic: GRAPHICS[0]!.key, fields: {} }
let shown: { readonly key: string; readonly element: OGraf } | null = null
let onAir = false
/** One after another: a graphic is loaded before it is played, however fast the calls come. */
let last: Promise<unknown> = Promise.resolve()
const inTurn = (work: () => Promise<unknown>) => {
  last = last.then(work).catch((error: unknown) => {
    console.error('template:', error)
  })
}

function elementFor(key: string): OGraf {
  const name = `${ELEMENT}-${key}`
  if (customElements.get(name) === undefined)
    customElements.define(name, graphicClassOf(key, import.meta.url))
  return document.createElement(name) as OGraf
}

async function leave(): Promise<void> {
  onAir = false
  await shown?.element.stopAction({})
}

async function takeAway(): Promise<void> {
  if (shown === null) return
  const { element } = shown
  shown = null
  await element.dispose({})
  element.remove()
}

/** The graphic the tokens name, loaded; another one gives way first. */
async function loaded(): Promise<OGraf> {
  if (shown !== null && shown.key === tokens.graphic) return shown.element
  await takeAway()
  const element = elementFor(tokens.graphic)
  document.body.append(element)
  await element.load({ data: tokens.fields, renderType: 'realtime', renderCharacteristics: {} })
  shown = { key: tokens.graphic, element }
  return element
}

const calls: Calls = {
  update(text) {
    const told = fieldsOfUpdate(text, tokens)
    if (told === null) return
    tokens = told
    inTurn(async () => {
      if (shown === null) return
      const { key } = shown
      const element = await loaded()
      if (key === tokens.graphic) await element.updateAction({ data: tokens.fields })
      else if (onAir) await element.playAction({ goto: 0 })
    })
  },
  play: () =>
    inTurn(async () => {
      onAir = true
      await (await loaded()).playAction({ goto: 0 })
    }),
  // A graphic of one step: the next one is off the air.
  next: () => inTurn(leave),
  stop: () => inTurn(leave),
  remove: () => inTurn(takeAway),
}
Object.assign(window, calls)
