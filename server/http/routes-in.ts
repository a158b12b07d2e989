// The routes an express app really has, by walking it: what /api/openapi.json is held against.

export interface ServedRoute {
  readonly method: string
  /** As it was declared; a pattern as its source. */
  readonly path: string
}

/** The part of express's layers that is walked; express gives it no type. */
interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle?: { readonly stack?: readonly Layer[] }
}

/** In the order they are asked; routers within routers included. */
export function routesIn(app: { readonly router: unknown }): readonly ServedRoute[] {
  return routesOf((app.router as { readonly stack: readonly Layer[] }).stack)
}

function routesOf(layers: readonly Layer[]): readonly ServedRoute[] {
  return layers.flatMap(({ route, handle }) => {
    if (route === undefined) return handle?.stack === undefined ? [] : routesOf(handle.stack)
    const paths: readonly unknown[] = Array.isArray(route.path) ? route.path : [route.path]
    return paths.flatMap((path) =>
      Object.keys(route.methods).map((method) => ({ method, path: String(path) })),
    )
  })
}
