// Keeps the last frame that could be drawn: a scene that throws never reaches the air, neither as an error nor as nothing.

import { Component, createContext, type ReactNode } from 'react'
import { StillContext } from './still.ts'

/** True once something has been drawn: what is mounted anew then stands at once instead of coming up from nothing. */
export const DrawnBeforeContext = createContext(false)

interface LastGoodFrameProps<T> {
  readonly children: ReactNode
  /** Each new value is a new try: the snapshot that is drawn. */
  readonly attempt: T
  /** Told each attempt that could be drawn, once. */
  readonly onGood?: (attempt: T) => void
}

interface LastGoodFrameState {
  readonly failed: boolean
  readonly failedAttempt: unknown
}

export class LastGoodFrame<T> extends Component<LastGoodFrameProps<T>, LastGoodFrameState> {
  override state: LastGoodFrameState = { failed: false, failedAttempt: undefined }
  private kept: ReactNode = null
  private told: T | undefined = undefined

  static getDerivedStateFromError(): Partial<LastGoodFrameState> {
    return { failed: true }
  }

  static getDerivedStateFromProps(
    { attempt }: LastGoodFrameProps<unknown>,
    state: LastGoodFrameState,
  ): Partial<LastGoodFrameState> | null {
    if (!state.failed) return null
    // First pass after a throw: remember what failed. A later, other snapshot is tried afresh.
    if (state.failedAttempt === undefined) return { failedAttempt: attempt }
    if (state.failedAttempt === attempt) return null
    return { failed: false, failedAttempt: undefined }
  }

  override componentDidMount() {
    this.keep()
  }

  override componentDidUpdate() {
    this.keep()
  }

  private keep() {
    if (this.state.failed) return
    this.kept = this.props.children
    if (this.told === this.props.attempt) return
    this.told = this.props.attempt
    this.props.onGood?.(this.props.attempt)
  }

  override render() {
    if (!this.state.failed) {
      return <DrawnBeforeContext value={this.kept !== null}>{this.props.children}</DrawnBeforeContext>
    }
    return (
      <KeptFrame>
        <div className="kept-frame still">
          <DrawnBeforeContext value={true}>
            <StillContext value={true}>{this.kept}</StillContext>
          </DrawnBeforeContext>
        </div>
      </KeptFrame>
    )
  }
}

/** The last resort: where even the kept frame throws, the picture becomes transparent. */
class KeptFrame extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? null : this.props.children
  }
}
