// What a call to the home of the private rows is refused with, thrown through whoever called.

import type { Refusal } from '../../shared/basics/refusal.ts'

export class PrivateHomeRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.name = 'PrivateHomeRefused'
    this.refusal = refusal
  }
}
