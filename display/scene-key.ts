// Tells one scene from the next: under the same key a scene changes in place, another key is another scene.

import { unreachable } from '../shared/basics/result.ts'
import type { SceneView } from '../shared/protocol/topics.ts'

export function sceneKeyOf(scene: SceneView): string {
  switch (scene.kind) {
    case 'standby':
    case 'commentary':
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
    case 'leader_board':
      return `${scene.kind}/${scene.board.sessionId}`
    case 'list_reveal':
      return `${scene.kind}/${scene.reveal.category}/${scene.reveal.list}`
    case 'promise':
    case 'look_back':
      return `${scene.kind}/${scene.promise.promiseId}`
    case 'lower_third':
      return `${scene.kind}/${scene.title}/${scene.subtitle}`
    case 'notice':
      return `${scene.kind}/${scene.title}/${scene.lines.join('/')}`
    case 'ranking':
      return `${scene.kind}/${scene.ranking.category}`
    default:
      return unreachable(scene)
  }
}
