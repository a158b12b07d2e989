// Why a server is not started, as whole Chinese sentences: for whoever started it, without a stack trace.

export class Refused extends Error {
  readonly sentences: readonly string[]
  constructor(...sentences: readonly string[]) {
    super(sentences.join(' '))
    this.sentences = sentences
  }
}
