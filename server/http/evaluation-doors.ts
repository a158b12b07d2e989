// All doors of the evaluation office and of what it publishes, in one router.

import { Router } from 'express'
import type { Accounts } from '../access/accounts.ts'
import type { ControlTokens } from '../access/control-tokens.ts'
import type { Clock } from '../clock.ts'
import type { Evaluation } from '../evaluation/evaluation.ts'
import type { EvidenceFiles } from '../evaluation/evidence-files.ts'
import type { PrivateDoors } from '../home/rooms.ts'
import type { Runner } from '../show/runner.ts'
import { countRoutes } from './counts.ts'
import { csvCodeRoutes } from './csv-codes.ts'
import { csvLedgerRoutes } from './csv-ledger.ts'
import { csvOrganisationRoutes } from './csv-organisations.ts'
import { reviewerAccountRoutes } from './csv-reviewers.ts'
import { csvUnitRoutes } from './csv-units.ts'
import type { Doorway } from './doorway.ts'
import { evidenceDoorRoutes } from './evidence-door.ts'
import { evidenceRoutes } from './evidence.ts'
import { gradeRoutes } from './grades.ts'
import { indicatorRoutes } from './indicators.ts'
import { ledgerRoutes } from './ledger.ts'
import { objectionRoutes } from './objections.ts'
import { organisationScoreRoutes } from './organisation-scores.ts'
import { periodRoutes } from './periods.ts'
import { publicationRoutes } from './publications.ts'
import { registryRoutes } from './registry.ts'
import { reviewRoutes } from './reviews.ts'

export function evaluationDoors(
  doorway: Doorway,
  {
    evaluation,
    show,
    files,
    tokens,
    accounts,
    privateDoors,
    clock,
  }: {
    readonly evaluation: Evaluation
    readonly show: Pick<Runner, 'house' | 'run'>
    readonly files: EvidenceFiles
    /** With which other systems hand in counts. */
    readonly tokens: ControlTokens
    readonly accounts: Accounts
    readonly privateDoors: PrivateDoors
    readonly clock: Clock
  },
): Router {
  const { house, run } = show
  const { ranker, rankings, past, tallying, publications, grades } = evaluation
  const router = Router()
  router.use(
    registryRoutes(doorway, house),
    csvUnitRoutes(doorway, house),
    csvOrganisationRoutes(doorway, house),
    evidenceRoutes(doorway, files),
    csvCodeRoutes(doorway, house),
    indicatorRoutes(doorway, { house, run, files }),
    countRoutes(doorway, { house, run, files }),
    organisationScoreRoutes(doorway, { house, run, files }),
    evidenceDoorRoutes(doorway, { tokens, house, run, clock }),
    reviewRoutes(doorway, house, clock),
    reviewerAccountRoutes(doorway, house, accounts),
    ledgerRoutes(doorway, house, clock),
    csvLedgerRoutes(doorway, house, clock),
    periodRoutes(doorway, { house, rankings, past, tallying, clock, prepare: ranker.prepare }),
    gradeRoutes(doorway, { grades, house }),
    objectionRoutes(doorway, privateDoors),
    publicationRoutes(doorway, { publications, house, rankings: ranker, clock }),
  )
  return router
}
