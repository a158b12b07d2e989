// Tells one scene from the next: under the same key a scene changes in place, another key is another scene.

import { unreachable } from '../shared/basics/result.ts'
import type { SceneView } from '../shared/protocol/topics.ts'

export function sceneKeyOf(scene: SceneView): string {
  switch (scene.kind) {
    case 'standby':
    case 'blank':
      return scene.kind
    case 'how_to_vote':
    case 'live_tally':
    case 'poll_reveal':
      return `${scene.kind}/${scene.poll.windowId}`
    case 'lock_board':
    case 'score_reveal':
      return `${scene.kind}/${scene.panel.windowId}`
    case 'unit_title':
      return `${scene.kind}/${scene.unit?.id ?? ''}/${scene.title}`
    case 'countdown':
      return `${scene.kind}/${scene.of}/${scene.unit.id}`
    case 'ranking':
      return `${scene.kind}/${scene.ranking.category}`
    default:
      return unreachable(scene)
  }
}
