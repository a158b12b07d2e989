// Organisations (区, 部门, 街道): districts, departments, towns; what units belong to, who reviews them, and who is graded (GRADE1).

import { z } from 'zod'
import { OrganisationId } from './department.ts'

export const OrganisationKind = z.enum(['district', 'department', 'town'])
export type OrganisationKind = z.infer<typeof OrganisationKind>

export const ORGANISATION_KIND_NAMES: Readonly<Record<OrganisationKind, string>> = {
  district: '区（开发区）',
  department: '市直部门',
  town: '乡镇（街道）',
}

export const Organisation = z.strictObject({
  organisationId: OrganisationId,
  name: z.string().trim().min(1).max(40),
  kind: OrganisationKind,
})
export type Organisation = z.infer<typeof Organisation>
