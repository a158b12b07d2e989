// A graphic as it stands in a renderer's page: a shadow root with its own styles, React in it, and the line to the server.

import '../../client/ui/tokens.css'
import '../air.css'
import { createRoot } from 'react-dom/client'
import { createConnection, type Connection } from '../../client/lib/connection.ts'
import { ConnectionContext } from '../../client/lib/use-topic.ts'
import type { SceneView } from '../../shared/protocol/topics.ts'
import { serverOf, type Graphic, type GraphicFields } from './catalogue.ts'
import { Picture, ServerPicture, type Shown } from './graphic-picture.tsx'
import './graphic.css'
import { createNoConnection } from './no-connection.ts'
import type { Step } from './steps.ts'
import { adoptStyles } from './styles.ts'

/** Fonts that do not come must not keep a controller waiting. */
const FONTS_WITHIN_MS = 2_000

export interface Drawing {
  readonly fields: GraphicFields
  readonly step: Step
  readonly still: boolean
}

export interface MountedGraphic {
  /** Resolves when the fonts are known, or did not come in time. */
  readonly ready: Promise<void>
  draw(drawing: Drawing): void
  unmount(): void
}

export function mountGraphic({
  element,
  graphic,
  moduleUrl,
}: {
  readonly element: HTMLElement
  readonly graphic: Graphic
  readonly moduleUrl: string
}): MountedGraphic {
  const shadow = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  const room = document.createElement('div')
  room.className = 'room'
  shadow.replaceChildren(room)
  adoptStyles(shadow)

  const quietly = (error: unknown) => {
    console.error('graphic:', error)
  }
  const root = createRoot(room, { onCaughtError: quietly, onUncaughtError: quietly })
  const line = createLine(moduleUrl)

  return {
    ready: fontsOnce(new URL('fonts/fonts.css', moduleUrl).href),
    draw({ fields, step, still }) {
      const { source } = graphic
      const props = { step, still, voteUrl: `${line.serverOf(fields) ?? ''}/vote` }
      const connection = line.to(fields, source.from === 'server' && step !== null)
      const topic = source.from === 'server' ? source.topicOf(fields) : null
      root.render(
        <ConnectionContext value={connection}>
          {topic !== null ? (
            <ServerPicture topic={topic} {...props} />
          ) : (
            <Picture shown={source.from === 'fields' ? shownOf(source.kind, fields) : null} {...props} />
          )}
        </ConnectionContext>,
      )
    },
    unmount() {
      root.unmount()
      line.close()
      shadow.replaceChildren()
    },
  }
}

function shownOf(kind: 'lower_third' | 'notice', fields: GraphicFields): Shown {
  const title = fields['title'] ?? ''
  const scene: SceneView =
    kind === 'lower_third'
      ? { kind, title, subtitle: fields['subtitle'] ?? '' }
      : { kind, title, lines: (fields['lines'] ?? '').split('\n').filter((each) => each.trim() !== '') }
  return { scene, session: null, takenAtMs: 0 }
}

/** The line to the server the fields name; another name is another line. Without one named: the server we were loaded from. */
function createLine(moduleUrl: string): {
  serverOf(fields: GraphicFields): string | null
  to(fields: GraphicFields, wanted: boolean): Connection
  close(): void
} {
  const home = serverOf(moduleUrl)
  const nowhere = createNoConnection()
  let server: string | null = null
  let connection: Connection | null = null
  const serverNamed = (fields: GraphicFields) => serverOf(fields['server'] ?? '') ?? home
  const close = () => {
    connection?.close()
    connection = null
  }
  return {
    serverOf: serverNamed,
    to(fields, wanted) {
      const named = serverNamed(fields)
      if (named !== server) close()
      server = named
      if (connection === null && wanted && server !== null)
        connection = createConnection({ kind: 'public' }, server)
      return connection ?? nowhere
    },
    close,
  }
}

/** Faces are the document's, not a shadow root's: once for all graphics of the page. Resolves when they are known, or too late. */
function fontsOnce(href: string): Promise<void> {
  const there = document.querySelector<HTMLLinkElement>(`link[href="${CSS.escape(href)}"]`)
  const link = there ?? document.createElement('link')
  if (link.sheet !== null) return Promise.resolve()
  const known = new Promise<void>((resolve) => {
    link.addEventListener('load', () => resolve(), { once: true })
    link.addEventListener('error', () => resolve(), { once: true })
    setTimeout(resolve, FONTS_WITHIN_MS)
  })
  if (there === null) {
    link.rel = 'stylesheet'
    link.href = href
    document.head.append(link)
  }
  return known
}
