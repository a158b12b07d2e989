// An OGraf v1 graphic: a custom element whose actions may come at any time, and which shows nothing before it is played.

import type { GraphicsAPI } from 'ograf'
import { defaultsOf, fieldsWith, GRAPHICS, type Graphic } from './catalogue.ts'
import { mountGraphic, type MountedGraphic } from './mounted-graphic.tsx'
import { isPlayTarget, stepAfter, type Step } from './steps.ts'

/** Behind the longest motion of a scene coming up or going: by then a controller may count on the picture. */
const SETTLED_AFTER_MS = 700

const OK = { statusCode: 200 }
/** At the end `currentStep` is left out; the package's type asks for the key all the same. */
const ENDED = OK as Awaited<ReturnType<GraphicsAPI.Graphic['playAction']>>
const NOT_LOADED = { statusCode: 409, statusMessage: '图形尚未载入' }
const BAD_FIELDS = { statusCode: 400, statusMessage: '字段内容不符合要求，画面未改动' }
const REAL_TIME_ONLY = { statusCode: 501, statusMessage: '只支持实时播出' }

/**
 * The class a manifest's `main` exports. `moduleUrl`: import.meta.url of that module, beside which fonts and styles lie.
 * The newest action wins: what a former one was still moving is brought to its end, and its promise resolves.
 */
export function graphicClassOf(key: string, moduleUrl: string): CustomElementConstructor {
  const graphic = graphicNamed(key)

  return class WenzhengGraphic extends HTMLElement implements GraphicsAPI.Graphic {
    private mounted: MountedGraphic | null = null
    private fields = defaultsOf(graphic)
    private step: Step = null
    private settle: () => void = () => {}

    async load(params: Parameters<GraphicsAPI.Graphic['load']>[0]) {
      if (params.renderType === 'non-realtime') return REAL_TIME_ONLY
      const fields = fieldsWith(graphic, defaultsOf(graphic), params.data)
      if (fields === null) return BAD_FIELDS
      this.mounted?.unmount()
      this.step = null
      this.fields = fields
      this.mounted = mountGraphic({ element: this, graphic, moduleUrl })
      this.draw(true)
      await this.mounted.ready
      return OK
    }

    async dispose() {
      this.settle()
      this.mounted?.unmount()
      this.mounted = null
      this.step = null
      return OK
    }

    async playAction(
      params: Parameters<GraphicsAPI.Graphic['playAction']>[0],
    ): ReturnType<GraphicsAPI.Graphic['playAction']> {
      if (this.mounted === null) return { ...ENDED, ...NOT_LOADED }
      if (!isPlayTarget(params)) return { ...ENDED, statusCode: 400, statusMessage: '步数须是整数' }
      this.step = stepAfter(this.step, graphic.stepCount, params)
      const { step } = this
      await this.drawn(params.skipAnimation === true)
      return step === null ? ENDED : { ...OK, currentStep: step }
    }

    async updateAction(params: Parameters<GraphicsAPI.Graphic['updateAction']>[0]) {
      if (this.mounted === null) return NOT_LOADED
      const fields = fieldsWith(graphic, this.fields, params.data)
      if (fields === null) return BAD_FIELDS
      this.fields = fields
      await this.drawn(params.skipAnimation === true)
      return OK
    }

    async stopAction(params: Parameters<GraphicsAPI.Graphic['stopAction']>[0]) {
      if (this.mounted === null) return NOT_LOADED
      this.step = null
      await this.drawn(params?.skipAnimation === true)
      return OK
    }

    async customAction() {
      return { statusCode: 404, statusMessage: '没有这个自定义动作' }
    }

    async goToTime() {
      return REAL_TIME_ONLY
    }

    async setActionsSchedule() {
      return REAL_TIME_ONLY
    }

    private draw(still: boolean) {
      this.mounted?.draw({ fields: this.fields, step: this.step, still })
    }

    /** Resolves when the motion is over, or another action took its place. */
    private drawn(still: boolean): Promise<void> {
      this.settle()
      this.draw(still)
      if (still) return Promise.resolve()
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, SETTLED_AFTER_MS)
        this.settle = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
}

function graphicNamed(key: string): Graphic {
  const graphic = GRAPHICS.find((each) => each.key === key)
  if (graphic === undefined) throw new Error(`there is no graphic ${key}`)
  return graphic
}
